"""what screening found, kept with the cases"""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Filled in with the queue by expected harm."""


def downgrade() -> None:
    """Nothing yet."""
