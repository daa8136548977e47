"""clusters of similar contributions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "cluster_person",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "cluster_id", "person", name=op.f("pk_cluster_person")),
    )
    op.create_table(
        "cluster",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("supporters", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_cluster_call_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_cluster_call_id_number")),
    )
    op.create_index("ix_cluster_size", "cluster", ["call_id", "is_live", "size", "id"], unique=False)
    op.create_table(
        "cluster_act",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "make",
                "add",
                "take_out",
                "split",
                "join",
                "rename",
                "dismiss",
                "undo",
                name="actkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("cluster_id", sa.BigInteger(), nullable=True),
        sa.Column("proposal_id", sa.BigInteger(), nullable=True),
        sa.Column("moves", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("titles", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("undoes_id", sa.BigInteger(), nullable=True),
        sa.Column("undone_by_id", sa.BigInteger(), nullable=True),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_cluster_act_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_cluster_act_call_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_cluster_act")),
    )
    op.create_table(
        "cluster_proposal",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "accepted", "dismissed", name="proposalstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=True),
        sa.Column("members", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("why", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_cluster_proposal_call_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_cluster_proposal")),
    )
    op.create_index(
        "ix_cluster_proposal_rank", "cluster_proposal", ["call_id", "state", "rank"], unique=False
    )
    op.create_table(
        "cluster_search",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_cluster_search_call_id")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_cluster_search")),
    )
    op.create_table(
        "cluster_member",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id", "cluster_id"],
            ["cluster.call_id", "cluster.id"],
            name=op.f("fk_cluster_member_call_id_cluster_id"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id", "contribution_id"],
            ["contribution.call_id", "contribution.id"],
            name=op.f("fk_cluster_member_call_id_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "contribution_id", name=op.f("pk_cluster_member")),
    )
    op.create_index(
        "ix_cluster_member_cluster",
        "cluster_member",
        ["call_id", "cluster_id", "contribution_id"],
        unique=False,
    )
    op.create_table(
        "cluster_answer",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=False),
        sa.Column("act_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id", "cluster_id"],
            ["cluster.call_id", "cluster.id"],
            name=op.f("fk_cluster_answer_call_id_cluster_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "cluster_id", "act_id", name=op.f("pk_cluster_answer")),
    )


def downgrade() -> None:
    for table in (
        "cluster_answer",
        "cluster_member",
        "cluster_search",
        "cluster_proposal",
        "cluster_act",
        "cluster",
        "cluster_person",
    ):
        op.drop_table(table)
