"""who may vote: lists, members, entries at a hall; quorum and thresholds"""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Filled in with who may vote."""


def downgrade() -> None:
    """Nothing yet."""
