"""milestones, and whether promises were kept"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """What follows a published outcome, and what is kept of contributions taken in on behalf."""
    op.create_table('complaint',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('contribution_id', sa.BigInteger(), nullable=False),
    sa.Column('answer_number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.BigInteger(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('is_justified', sa.Boolean(), nullable=True),
    sa.Column('finding', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['call_id', 'contribution_id'], ['contribution.call_id', 'contribution.id'], name=op.f('fk_complaint_call_id_contribution_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_complaint_decided_by_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_complaint_made_by_id')),
    sa.PrimaryKeyConstraint('call_id', 'contribution_id', 'answer_number', name=op.f('pk_complaint'))
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_open', ['call_id', 'due_on'], unique=False, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.create_table('follow_up',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('contribution_id', sa.BigInteger(), nullable=False),
    sa.Column('answer_number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('replied_by_id', sa.BigInteger(), nullable=True),
    sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('standing', sa.Enum('waiting', 'shown', 'withheld', name='standing', native_enum=False, length=20), nullable=False),
    sa.Column('words_number', sa.Integer(), nullable=False),
    sa.Column('rule_key', sa.String(length=40), nullable=False),
    sa.Column('review_text', sa.Text(), nullable=False),
    sa.Column('reviewed_by_id', sa.BigInteger(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_follow_up_asked_by_id')),
    sa.ForeignKeyConstraint(['call_id', 'contribution_id'], ['contribution.call_id', 'contribution.id'], name=op.f('fk_follow_up_call_id_contribution_id')),
    sa.ForeignKeyConstraint(['replied_by_id'], ['user.id'], name=op.f('fk_follow_up_replied_by_id')),
    sa.PrimaryKeyConstraint('call_id', 'contribution_id', 'answer_number', name=op.f('pk_follow_up'))
    )
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.create_index('ix_follow_up_open', ['call_id', 'due_on'], unique=False, sqlite_where=sa.text('replied_at IS NULL'), postgresql_where=sa.text('replied_at IS NULL'))

    op.create_table('intake',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('contribution_id', sa.BigInteger(), nullable=False),
    sa.Column('entered_by_id', sa.BigInteger(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('place', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['call_id', 'contribution_id'], ['contribution.call_id', 'contribution.id'], name=op.f('fk_intake_call_id_contribution_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['user.id'], name=op.f('fk_intake_entered_by_id')),
    sa.PrimaryKeyConstraint('call_id', 'contribution_id', name=op.f('pk_intake'))
    )
    with op.batch_alter_table('intake', schema=None) as batch_op:
        batch_op.create_index('ix_intake_entered_by', ['call_id', 'entered_by_id', 'contribution_id'], unique=False)

    op.create_table('milestone',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'under_way', 'done', 'dropped', name='progress', native_enum=False, length=20), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('actual_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_milestone_call_id')),
    sa.PrimaryKeyConstraint('call_id', 'id', name=op.f('pk_milestone'))
    )
    op.create_table('promise',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('milestone_id', sa.BigInteger(), nullable=False),
    sa.Column('contribution_id', sa.BigInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('is_void', sa.Boolean(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('replied_by_id', sa.BigInteger(), nullable=True),
    sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_promise_call_id')),
    sa.ForeignKeyConstraint(['replied_by_id'], ['user.id'], name=op.f('fk_promise_replied_by_id')),
    sa.PrimaryKeyConstraint('call_id', 'id', name=op.f('pk_promise')),
    sa.UniqueConstraint('call_id', 'milestone_id', 'contribution_id', name=op.f('uq_promise_call_id_milestone_id_contribution_id'))
    )
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.create_index('ix_promise_due', ['due_on'], unique=False, sqlite_where=sa.text('asked_at IS NULL'), postgresql_where=sa.text('asked_at IS NULL'))

    op.create_table('reopening',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('contribution_id', sa.BigInteger(), nullable=False),
    sa.Column('answer_number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('new_number', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['call_id', 'contribution_id'], ['contribution.call_id', 'contribution.id'], name=op.f('fk_reopening_call_id_contribution_id')),
    sa.PrimaryKeyConstraint('call_id', 'contribution_id', 'answer_number', name=op.f('pk_reopening'))
    )
    with op.batch_alter_table('reopening', schema=None) as batch_op:
        batch_op.create_index('ix_reopening_open', ['call_id', 'due_on'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('confirmation',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('promise_id', sa.BigInteger(), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('kept', sa.Enum('kept', 'partly', 'not_kept', name='kept', native_enum=False, length=20), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('standing', sa.Enum('waiting', 'shown', 'withheld', name='standing', native_enum=False, length=20), nullable=False),
    sa.Column('words_number', sa.Integer(), nullable=False),
    sa.Column('rule_key', sa.String(length=40), nullable=False),
    sa.Column('review_text', sa.Text(), nullable=False),
    sa.Column('reviewed_by_id', sa.BigInteger(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['call_id', 'promise_id'], ['promise.call_id', 'promise.id'], name=op.f('fk_confirmation_call_id_promise_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_confirmation_user_id')),
    sa.PrimaryKeyConstraint('call_id', 'promise_id', 'user_id', name=op.f('pk_confirmation'))
    )
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.create_index('ix_confirmation_standing', ['standing', 'call_id'], unique=False)

    op.create_table('milestone_change',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('milestone_id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('state', sa.Enum('planned', 'under_way', 'done', 'dropped', name='progress', native_enum=False, length=20), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('actual_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('changed_by_id', sa.BigInteger(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id', 'milestone_id'], ['milestone.call_id', 'milestone.id'], name=op.f('fk_milestone_change_call_id_milestone_id')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['user.id'], name=op.f('fk_milestone_change_changed_by_id')),
    sa.PrimaryKeyConstraint('call_id', 'milestone_id', 'number', name=op.f('pk_milestone_change'))
    )
    op.create_table('milestone_picture',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('milestone_id', sa.BigInteger(), nullable=False),
    sa.Column('media_id', sa.BigInteger(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id', 'milestone_id'], ['milestone.call_id', 'milestone.id'], name=op.f('fk_milestone_picture_call_id_milestone_id')),
    sa.ForeignKeyConstraint(['media_id'], ['media_file.id'], name=op.f('fk_milestone_picture_media_id')),
    sa.PrimaryKeyConstraint('call_id', 'milestone_id', 'media_id', name=op.f('pk_milestone_picture'))
    )
    op.create_table('milestone_tie',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('milestone_id', sa.BigInteger(), nullable=False),
    sa.Column('contribution_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['call_id', 'contribution_id'], ['contribution.call_id', 'contribution.id'], name=op.f('fk_milestone_tie_call_id_contribution_id')),
    sa.ForeignKeyConstraint(['call_id', 'milestone_id'], ['milestone.call_id', 'milestone.id'], name=op.f('fk_milestone_tie_call_id_milestone_id')),
    sa.PrimaryKeyConstraint('call_id', 'milestone_id', 'contribution_id', name=op.f('pk_milestone_tie'))
    )
    with op.batch_alter_table('milestone_tie', schema=None) as batch_op:
        batch_op.create_index('ix_milestone_tie_contribution', ['call_id', 'contribution_id'], unique=False)

    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.create_index('ix_contribution_channel', ['call_id', 'channel', 'kind', 'state'], unique=False)


def downgrade() -> None:
    """Without all that."""
    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.drop_index('ix_contribution_channel')

    with op.batch_alter_table('milestone_tie', schema=None) as batch_op:
        batch_op.drop_index('ix_milestone_tie_contribution')

    op.drop_table('milestone_tie')
    op.drop_table('milestone_picture')
    op.drop_table('milestone_change')
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.drop_index('ix_confirmation_standing')

    op.drop_table('confirmation')
    with op.batch_alter_table('reopening', schema=None) as batch_op:
        batch_op.drop_index('ix_reopening_open', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.drop_table('reopening')
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.drop_index('ix_promise_due', sqlite_where=sa.text('asked_at IS NULL'), postgresql_where=sa.text('asked_at IS NULL'))

    op.drop_table('promise')
    op.drop_table('milestone')
    with op.batch_alter_table('intake', schema=None) as batch_op:
        batch_op.drop_index('ix_intake_entered_by')

    op.drop_table('intake')
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.drop_index('ix_follow_up_open', sqlite_where=sa.text('replied_at IS NULL'), postgresql_where=sa.text('replied_at IS NULL'))

    op.drop_table('follow_up')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_open', sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.drop_table('complaint')
