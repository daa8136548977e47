"""answer sheets looked over and applied from pages"""

import sqlalchemy as sa
from alembic import op

from cocreate.core.db import JSON

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("answer_sheet", sa.Column("unchanged", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("answer_sheet", sa.Column("act_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "sheet_line",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("sheet_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("draft", JSON(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=True),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id", "sheet_id"],
            ["answer_sheet.call_id", "answer_sheet.id"],
            name=op.f("fk_sheet_line_call_id_sheet_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "sheet_id", "place", name=op.f("pk_sheet_line")),
    )
    op.create_index("ix_sheet_line_number", "sheet_line", ["call_id", "sheet_id", "number"], unique=False)


def downgrade() -> None:
    op.drop_table("sheet_line")
    with op.batch_alter_table("answer_sheet") as batch:
        batch.drop_column("act_id")
        batch.drop_column("unchanged")
