"""who sees files before they are published, and which agencies may publish first; what stands there stays as it was"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("media_file") as table:
        table.add_column(sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("media_file") as table:
        table.alter_column("is_public", server_default=None)
    with op.batch_alter_table("agency") as table:
        table.add_column(
            sa.Column("may_show_at_once", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("agency") as table:
        table.alter_column("may_show_at_once", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("agency") as table:
        table.drop_column("may_show_at_once")
    with op.batch_alter_table("media_file") as table:
        table.drop_column("is_public")
