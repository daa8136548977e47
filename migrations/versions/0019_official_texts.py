"""officials' texts read three times, emergency acts, rules in versions"""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Filled in with the steps before publication."""


def downgrade() -> None:
    """Nothing yet."""
