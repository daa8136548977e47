"""what adoption still needs"""

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Filled in when adoption needs it."""


def downgrade() -> None:
    """Nothing yet."""
