"""answer sheets looked over and applied from pages"""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Filled in by the work that needs it."""


def downgrade() -> None:
    """Takes back what upgrade did."""
