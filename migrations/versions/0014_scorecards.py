"""what scorecards show and to whom"""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Filled in by the work that needs it."""


def downgrade() -> None:
    """Takes back what upgrade did."""
