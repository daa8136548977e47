"""schemes and answer templates written in pages"""

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Filled in by the work that needs it."""


def downgrade() -> None:
    """Takes back what upgrade did."""
