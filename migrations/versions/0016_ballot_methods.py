"""ballots with a question of their own, by several methods"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Polls: what can be marked, who voted, marks, events, tallies, changes of rules."""
    op.create_table('poll_change',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('poll_id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('before', sa.String(length=60), nullable=False),
    sa.Column('after', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.BigInteger(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('call_id', 'id', name=op.f('pk_poll_change'))
    )
    with op.batch_alter_table('poll_change', schema=None) as batch_op:
        batch_op.create_index('ix_poll_change_poll', ['call_id', 'poll_id', 'id'], unique=False)

    op.create_table('poll_event',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('poll_id', sa.BigInteger(), nullable=False),
    sa.Column('voter_id', sa.BigInteger(), nullable=False),
    sa.Column('option_id', sa.BigInteger(), nullable=False),
    sa.Column('act', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('call_id', 'id', name=op.f('pk_poll_event'))
    )
    with op.batch_alter_table('poll_event', schema=None) as batch_op:
        batch_op.create_index('ix_poll_event_latest', ['call_id', 'poll_id', 'id'], unique=False)
        batch_op.create_index('ix_poll_event_voter', ['call_id', 'poll_id', 'voter_id', 'option_id', 'act'], unique=False)

    op.create_table('poll_mark',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('poll_id', sa.BigInteger(), nullable=False),
    sa.Column('voter_id', sa.BigInteger(), nullable=False),
    sa.Column('option_id', sa.BigInteger(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('call_id', 'poll_id', 'voter_id', 'option_id', name=op.f('pk_poll_mark')),
    sqlite_with_rowid=False
    )
    op.create_table('poll_tally',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('poll_id', sa.BigInteger(), nullable=False),
    sa.Column('option_id', sa.BigInteger(), nullable=False),
    sa.Column('value', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('slot', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('votes', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('call_id', 'poll_id', 'option_id', 'value', 'slot', name=op.f('pk_poll_tally'))
    )
    op.create_table('poll_voter',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('poll_id', sa.BigInteger(), nullable=False),
    sa.Column('voter_id', sa.BigInteger(), nullable=False),
    sa.Column('acts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('call_id', 'poll_id', 'voter_id', name=op.f('pk_poll_voter')),
    sqlite_with_rowid=False
    )
    op.create_table('poll',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('method', sa.Enum('up_down', 'opinion', 'points', 'approval', 'ranking', 'budget', name='method', native_enum=False, length=20), nullable=False),
    sa.Column('question', sa.String(length=200), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('settings', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('electorate', sa.Enum('standard', 'agency', name='electorate', native_enum=False, length=20), nullable=False),
    sa.Column('showing', sa.Enum('internal', 'after_close', 'live', name='showing', native_enum=False, length=20), nullable=False),
    sa.Column('is_secret', sa.Boolean(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger(), nullable=True),
    sa.Column('source', sa.String(length=120), nullable=True),
    sa.Column('created_by_id', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_poll_call_id')),
    sa.PrimaryKeyConstraint('call_id', 'id', name=op.f('pk_poll')),
    sa.UniqueConstraint('call_id', 'number', name=op.f('uq_poll_call_id_number')),
    sa.UniqueConstraint('call_id', 'source', name=op.f('uq_poll_call_id_source'))
    )
    op.create_table('poll_option',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('poll_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('cost', sa.BigInteger(), nullable=True),
    sa.Column('is_hidden', sa.Boolean(), nullable=False),
    sa.Column('ring', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['call_id', 'poll_id'], ['poll.call_id', 'poll.id'], name=op.f('fk_poll_option_call_id_poll_id')),
    sa.PrimaryKeyConstraint('call_id', 'id', name=op.f('pk_poll_option')),
    sa.UniqueConstraint('call_id', 'poll_id', 'number', name=op.f('uq_poll_option_call_id_poll_id_number'))
    )


def downgrade() -> None:
    """Takes back what upgrade did."""
    op.drop_table('poll_option')
    op.drop_table('poll')
    op.drop_table('poll_voter')
    op.drop_table('poll_tally')
    op.drop_table('poll_mark')
    with op.batch_alter_table('poll_event', schema=None) as batch_op:
        batch_op.drop_index('ix_poll_event_voter')
        batch_op.drop_index('ix_poll_event_latest')

    op.drop_table('poll_event')
    with op.batch_alter_table('poll_change', schema=None) as batch_op:
        batch_op.drop_index('ix_poll_change_poll')

    op.drop_table('poll_change')
