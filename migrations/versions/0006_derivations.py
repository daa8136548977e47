"""derivations: spans that came from spans"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table('trace_book',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_closed', sa.Boolean(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('boilerplate', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('proposed_version', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_trace_book_call_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_trace_book_document_id')),
    sa.PrimaryKeyConstraint('call_id', name=op.f('pk_trace_book'))
    )
    op.create_table('derivation',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('contribution_id', sa.BigInteger(), nullable=False),
    sa.Column('revision_number', sa.Integer(), nullable=False),
    sa.Column('source_start', sa.Integer(), nullable=True),
    sa.Column('source_end', sa.Integer(), nullable=True),
    sa.Column('source_quote', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('source_digest', sa.String(length=80), nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('anchor_version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('quote', 'paraphrase', 'idea', name='kind', native_enum=False, length=20), nullable=False),
    sa.Column('origin', sa.Enum('act', 'hand', 'proposal', name='origin', native_enum=False, length=20), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'confirmed', 'dismissed', 'broken', name='state', native_enum=False, length=20), nullable=False),
    sa.Column('score', sa.Double(), nullable=True),
    sa.Column('credits_support', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.BigInteger(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['call_id', 'contribution_id'], ['contribution.call_id', 'contribution.id'], name=op.f('fk_derivation_call_id_contribution_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_derivation_call_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_derivation_decided_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_derivation_document_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_derivation_made_by_id')),
    sa.PrimaryKeyConstraint('call_id', 'id', name=op.f('pk_derivation')),
    sa.UniqueConstraint('call_id', 'number', name=op.f('uq_derivation_call_id_number'))
    )
    with op.batch_alter_table('derivation', schema=None) as batch_op:
        batch_op.create_index('ix_derivation_contribution', ['call_id', 'contribution_id', 'id'], unique=False)
        batch_op.create_index('ix_derivation_state', ['call_id', 'state', 'number'], unique=False)

    op.create_table('placement',
    sa.Column('call_id', sa.BigInteger(), nullable=False),
    sa.Column('derivation_id', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('document_id', sa.BigInteger(), nullable=False),
    sa.Column('ranges', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('kept', sa.Double(), nullable=False),
    sa.Column('is_broken', sa.Boolean(), nullable=False),
    sa.Column('quote', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('digest', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['call_id', 'derivation_id'], ['derivation.call_id', 'derivation.id'], name=op.f('fk_placement_call_id_derivation_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_placement_document_id')),
    sa.PrimaryKeyConstraint('call_id', 'derivation_id', 'version', name=op.f('pk_placement'))
    )
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index('ix_placement_version', ['call_id', 'document_id', 'version'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.drop_index('ix_placement_version')

    op.drop_table('placement')
    with op.batch_alter_table('derivation', schema=None) as batch_op:
        batch_op.drop_index('ix_derivation_state')
        batch_op.drop_index('ix_derivation_contribution')

    op.drop_table('derivation')
    op.drop_table('trace_book')
