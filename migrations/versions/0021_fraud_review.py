"""signs of unfair votes, and votes set aside"""

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Filled in with the review of votes."""


def downgrade() -> None:
    """Nothing yet."""
