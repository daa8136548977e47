"""signs of unfair votes, and votes set aside"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Votes can be set aside; where they came from is kept apart for a while."""
    for table in ("vote", "poll_voter"):
        op.add_column(table, sa.Column("set_aside_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "vote_trace",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("poll_id", sa.BigInteger(), nullable=False),
        sa.Column("voter_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "poll_id", "voter_id", "mark", name=op.f("pk_vote_trace")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vote_decision",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("undoes_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signals", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_vote_decision_call_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_vote_decision")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_vote_decision_call_id_number")),
    )
    op.create_index("ix_vote_decision_poll", "vote_decision", ["call_id", "poll_id", "state"])
    op.create_table(
        "decided_voter",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("voter_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "decision_id", "voter_id", name=op.f("pk_decided_voter")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Takes back what upgrade did."""
    op.drop_table("decided_voter")
    op.drop_index("ix_vote_decision_poll", "vote_decision")
    op.drop_table("vote_decision")
    op.drop_table("vote_trace")
    for table in ("poll_voter", "vote"):
        op.drop_column(table, "set_aside_id")
