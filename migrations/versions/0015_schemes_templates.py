"""versions of schemes, templates that are no longer offered, and the day something arrived at hand for the clock"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Every scheme there is becomes the first version of its own line."""
    with op.batch_alter_table("scheme") as table:
        table.add_column(sa.Column("family", sa.String(18), nullable=False, server_default=""))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("retired_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE scheme SET family = slug")
    with op.batch_alter_table("scheme") as table:
        table.alter_column("family", server_default=None)
        table.alter_column("version", server_default=None)
        table.create_unique_constraint(op.f("uq_scheme_family_version"), ["family", "version"])
    op.add_column("answer_template", sa.Column("retired_at", sa.DateTime(timezone=True)))
    op.create_index("ix_contribution_received", "contribution", ["call_id", "received_at"])


def downgrade() -> None:
    """The versions stay, as schemes of their own."""
    op.drop_index("ix_contribution_received", "contribution")
    with op.batch_alter_table("answer_template") as table:
        table.drop_column("retired_at")
    with op.batch_alter_table("scheme") as table:
        table.drop_constraint(op.f("uq_scheme_family_version"), type_="unique")
        table.drop_column("retired_at")
        table.drop_column("version")
        table.drop_column("family")
