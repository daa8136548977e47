"""appeals and reports by citizens"""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Filled in with appeals and reports."""


def downgrade() -> None:
    """Nothing yet."""
