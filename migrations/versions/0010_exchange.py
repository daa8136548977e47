"""official particulars of outcomes, files made for download, and sheets of answers on trial"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Three tables of the room `exchange`."""
    op.create_table(
        "particulars",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("index_number", sa.String(length=80), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("signature", sa.String(length=120), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_particulars_call_id")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_particulars")),
    )
    op.create_table(
        "kept_file",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("for_user_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_kept_file_call_id")),
        sa.ForeignKeyConstraint(["for_user_id"], ["user.id"], name=op.f("fk_kept_file_for_user_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_kept_file")),
    )
    op.create_index("ix_kept_file_key", "kept_file", ["call_id", "key", "id"], unique=False)
    op.create_table(
        "answer_sheet",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_answer_sheet_call_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_answer_sheet_user_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_answer_sheet")),
    )
    op.create_index("ix_answer_sheet_user", "answer_sheet", ["user_id", "id"], unique=False)


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("answer_sheet")
    op.drop_table("kept_file")
    op.drop_table("particulars")
