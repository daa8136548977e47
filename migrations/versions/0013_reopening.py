"""who approved an answer that is put in place of a published one"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "assent",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("approver_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["user.id"], name=op.f("fk_assent_approver_id")),
        sa.ForeignKeyConstraint(
            ["call_id", "proposal_id"],
            ["proposal.call_id", "proposal.id"],
            name=op.f("fk_assent_call_id_proposal_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "proposal_id", "approver_id", name=op.f("pk_assent")),
    )


def downgrade() -> None:
    op.drop_table("assent")
