"""errors that readers found in published outcomes"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "erratum",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reported_by_id", sa.BigInteger(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "settled",
            sa.Enum("waiting", "corrected", "explained", name="settled", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["outcome.call_id"], name=op.f("fk_erratum_call_id")),
        sa.ForeignKeyConstraint(["reported_by_id"], ["user.id"], name=op.f("fk_erratum_reported_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_erratum_settled_by_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_erratum")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_erratum_call_id_number")),
    )
    op.create_index("ix_erratum_reporter", "erratum", ["call_id", "reported_by_id"])


def downgrade() -> None:
    op.drop_table("erratum")
