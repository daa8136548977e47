"""wordings of community rules kept by version"""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Filled in by the work that needs it."""


def downgrade() -> None:
    """Takes back what upgrade did."""
