"""assignments of contributions to departments, their clocks and cards"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
OPEN = "state IN ('given', 'accepted')"


def upgrade() -> None:
    op.add_column("call", sa.Column("answers_first_by", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "assignment",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("given_by_id", sa.BigInteger(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("workdays", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("asked_for", sa.Date(), nullable=True),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("is_pressed", sa.Boolean(), nullable=False),
        sa.Column("is_supervised", sa.Boolean(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_assignment_call_id")),
        sa.ForeignKeyConstraint(
            ["call_id", "contribution_id"],
            ["contribution.call_id", "contribution.id"],
            name=op.f("fk_assignment_call_id_contribution_id"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_assignment_agency_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["user.id"], name=op.f("fk_assignment_given_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_assignment_asked_by_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_assignment")),
    )
    _unique("uq_assignment_open", ["call_id", "contribution_id", "agency_id"], OPEN)
    _unique("uq_assignment_lead", ["call_id", "contribution_id"], f"part = 'lead' AND {OPEN}")
    op.create_index("ix_assignment_inbox", "assignment", ["agency_id", "state", "due_on", "id"])
    op.create_index("ix_assignment_due", "assignment", ["state", "due_on", "id"])
    op.create_index("ix_assignment_of_contribution", "assignment", ["call_id", "contribution_id", "id"])
    op.create_table(
        "handling_step",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_handling_step_call_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_handling_step_by_id")),
        sa.PrimaryKeyConstraint("call_id", "id", name=op.f("pk_handling_step")),
    )
    op.create_index("ix_handling_step_of_assignment", "handling_step", ["call_id", "assignment_id", "id"])
    op.create_table(
        "signal",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_signal_call_id")),
        sa.PrimaryKeyConstraint("call_id", "kind", "about_id", "day", name=op.f("pk_signal")),
    )


def _unique(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "assignment",
        columns,
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def downgrade() -> None:
    op.drop_table("signal")
    op.drop_table("handling_step")
    op.drop_table("assignment")
    with op.batch_alter_table("call") as batch_op:
        batch_op.drop_column("answers_first_by")
