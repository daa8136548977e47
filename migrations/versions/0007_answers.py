"""what preparing, approving and revising answers needs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """The tables of the editors' desk, and what an answer remembers of its removal, its revision and its review."""
    op.create_table(
        "answer_template",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_answer_template_agency_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_answer_template_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_template")),
    )
    with op.batch_alter_table("answer_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_template_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "scheme",
        sa.Column("slug", sa.String(length=18), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("degrees", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_scheme_agency_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_scheme_by_id")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_scheme")),
    )
    with op.batch_alter_table("scheme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "unfinished",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_unfinished_user_id")),
        sa.PrimaryKeyConstraint("call_id", "contribution_id", "user_id", name=op.f("pk_unfinished")),
    )
    op.create_table(
        "bulk_act",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "answer", "assess", "close", "remove", "sort", name="bulkkind", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("what", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_bulk_act_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_bulk_act_call_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_bulk_act_undone_by_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_bulk_act")),
    )
    op.create_table(
        "bulk_item",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("act_id", sa.BigInteger(), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id", "act_id"],
            ["bulk_act.call_id", "bulk_act.id"],
            name=op.f("fk_bulk_item_call_id_act_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "act_id", "contribution_id", name=op.f("pk_bulk_item")),
    )
    with op.batch_alter_table("bulk_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bulk_item_contribution", ["call_id", "contribution_id", "act_id"], unique=False
        )

    op.create_table(
        "proposal",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "ruling",
            sa.Enum("waiting", "confirmed", "refused", name="ruling", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id", "contribution_id"],
            ["contribution.call_id", "contribution.id"],
            name=op.f("fk_proposal_call_id_contribution_id"),
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_proposal_proposed_by_id")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["user.id"], name=op.f("fk_proposal_ruled_by_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(
            "uq_proposal_waiting",
            ["call_id", "contribution_id"],
            unique=True,
            sqlite_where=sa.text("ruling = 'waiting'"),
            postgresql_where=sa.text("ruling = 'waiting'"),
        )

    op.create_table(
        "remark",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_remark_author_id")),
        sa.ForeignKeyConstraint(
            ["call_id", "contribution_id"],
            ["contribution.call_id", "contribution.id"],
            name=op.f("fk_remark_call_id_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index("ix_remark_contribution", ["call_id", "contribution_id", "id"], unique=False)

    op.create_table(
        "sorting",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_sorting_by_id")),
        sa.ForeignKeyConstraint(
            ["call_id", "contribution_id"],
            ["contribution.call_id", "contribution.id"],
            name=op.f("fk_sorting_call_id_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "contribution_id", name=op.f("pk_sorting")),
    )
    with op.batch_alter_table("sorting", schema=None) as batch_op:
        batch_op.create_index("ix_sorting_topic", ["call_id", "topic", "contribution_id"], unique=False)

    op.add_column("disposition", sa.Column("why_revised", sa.Text(), nullable=False, server_default=""))
    op.add_column("disposition", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("disposition", sa.Column("removed_by_id", sa.BigInteger(), nullable=True))
    op.add_column("disposition", sa.Column("review_told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_disposition_prepared_by", "disposition", ["call_id", "prepared_by_id"])
    op.create_index(
        "ix_disposition_review",
        "disposition",
        ["review_date"],
        sqlite_where=sa.text("review_date IS NOT NULL AND review_told_at IS NULL"),
        postgresql_where=sa.text("review_date IS NOT NULL AND review_told_at IS NULL"),
    )
    op.add_column("outcome", sa.Column("scheme", sa.String(length=18), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget all of it."""
    op.drop_column("outcome", "scheme")
    op.drop_index("ix_disposition_review", "disposition")
    op.drop_index("ix_disposition_prepared_by", "disposition")
    for name in ("review_told_at", "removed_by_id", "removed_at", "why_revised"):
        op.drop_column("disposition", name)
    for name in (
        "sorting",
        "remark",
        "proposal",
        "bulk_item",
        "bulk_act",
        "unfinished",
        "scheme",
        "answer_template",
    ):
        op.drop_table(name)
