"""how and where people want to be told, and who may see a scorecard"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table('digest',
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('channel', sa.Enum('sms', 'mail', name='channel', native_enum=False, length=20), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_digest_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'channel', 'due_at', name=op.f('pk_digest'))
    )
    op.create_table('notice_choice',
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('topic', sa.Enum('own', 'talk', 'followed', 'work', name='topic', native_enum=False, length=20), nullable=False),
    sa.Column('mail', sa.Enum('at_once', 'daily', 'weekly', 'never', name='pace', native_enum=False, length=20), nullable=True),
    sa.Column('sms', sa.Enum('at_once', 'daily', 'weekly', 'never', name='pace', native_enum=False, length=20), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notice_choice_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'topic', name=op.f('pk_notice_choice'))
    )
    op.create_table('scorecard_opening',
    sa.Column('agency_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('audience', sa.Enum('internal', 'hierarchy', 'public', name='audience', native_enum=False, length=20), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('chosen_by_id', sa.BigInteger(), nullable=True),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_scorecard_opening_agency_id')),
    sa.ForeignKeyConstraint(['chosen_by_id'], ['user.id'], name=op.f('fk_scorecard_opening_chosen_by_id')),
    sa.PrimaryKeyConstraint('agency_id', 'id', name=op.f('pk_scorecard_opening'))
    )
    op.create_table('webhook',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=True),
    sa.Column('agency_id', sa.BigInteger(), nullable=True),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('secret', sa.String(length=80), nullable=False),
    sa.Column('created_by_id', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_webhook_agency_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_webhook_created_by_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_webhook_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook')),
    sa.UniqueConstraint('agency_id', name=op.f('uq_webhook_agency_id')),
    sa.UniqueConstraint('user_id', name=op.f('uq_webhook_user_id'))
    )
    op.create_table('hook_post',
    sa.Column('hook_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('once', sa.String(length=80), nullable=False),
    sa.Column('payload', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['hook_id'], ['webhook.id'], name=op.f('fk_hook_post_hook_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('hook_id', 'id', name=op.f('pk_hook_post')),
    sa.UniqueConstraint('hook_id', 'once', name=op.f('uq_hook_post_hook_id_once'))
    )
    op.create_table('telling',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('fact', sa.String(length=20), nullable=False),
    sa.Column('told', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_telling_call_id')),
    sa.PrimaryKeyConstraint('call_id', 'fact', name=op.f('pk_telling'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.add_column(sa.Column('digest_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_delivery_digest', ['user_id', 'channel', 'digest_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_digest')
        batch_op.drop_column('digest_at')

    op.drop_table('telling')
    op.drop_table('hook_post')
    op.drop_table('webhook')
    op.drop_table('scorecard_opening')
    op.drop_table('notice_choice')
    op.drop_table('digest')
