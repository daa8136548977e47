"""what waits for an answer, at hand without a scan"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

WAITS = """
INSERT INTO awaiting (call_id, contribution_id)
SELECT contribution.call_id, contribution.id FROM contribution
WHERE contribution.kind <> 'comment' AND contribution.state IN ('in_review', 'public')
  AND (contribution.validity IS NULL OR contribution.validity = 'valid')
  AND NOT EXISTS (
    SELECT 1 FROM disposition WHERE disposition.call_id = contribution.call_id
    AND disposition.contribution_id = contribution.id AND disposition.is_current)
"""


def upgrade() -> None:
    """Note what waits now; from here on the rows keep it so."""
    op.create_table(
        "awaiting",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("contribution_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id", "contribution_id"],
            ["contribution.call_id", "contribution.id"],
            name=op.f("fk_awaiting_call_id_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "contribution_id", name=op.f("pk_awaiting")),
    )
    op.execute(WAITS)
    op.create_index("ix_contribution_clause", "contribution", ["call_id", "clause_id", "id"])
    op.create_index("ix_contribution_validity", "contribution", ["call_id", "validity", "id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_contribution_validity", "contribution")
    op.drop_index("ix_contribution_clause", "contribution")
    op.drop_table("awaiting")
