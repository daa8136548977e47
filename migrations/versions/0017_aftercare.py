"""aftercare: reports of errors on the site, and indexes of the clocks"""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Filled in by the work that needs it."""


def downgrade() -> None:
    """Takes back what upgrade did."""
