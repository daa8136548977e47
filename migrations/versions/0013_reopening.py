"""answers revised after publication"""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Filled in by the work that needs it."""


def downgrade() -> None:
    """Takes back what upgrade did."""
