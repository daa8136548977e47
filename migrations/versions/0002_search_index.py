"""the full-text index: a virtual table that triggers keep on SQLite, a generated column with a GIN index on PostgreSQL

Both hold the distinct tokens of an entry and two private words for its call and kind, so that a filter costs as
little as another word. See cocreate/search/dialect.py for how it is asked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

PRIVATE = "\ue000"  # stands in no text that people write, since only letters and digits become tokens
GRAMS = (
    f"{{0}}title_grams || ' ' || {{0}}body_grams || ' {PRIVATE}' || {{0}}call_id || ' {PRIVATE}' || {{0}}kind"
)

SQLITE = (
    # Tokens come ready-made, parted by spaces; the ascii tokenizer cuts there and nowhere inside other scripts.
    "CREATE VIRTUAL TABLE search_text USING fts5(grams, content='', detail=none, tokenize='ascii', prefix='1')",
    f"""CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_text (rowid, grams) VALUES (new.id, {GRAMS.format("new.")});
    END""",
    f"""CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_text (search_text, rowid, grams) VALUES ('delete', old.id, {GRAMS.format("old.")});
    END""",
    f"""CREATE TRIGGER search_entry_changed AFTER UPDATE OF title_grams, body_grams ON search_entry BEGIN
    INSERT INTO search_text (search_text, rowid, grams) VALUES ('delete', old.id, {GRAMS.format("old.")});
    INSERT INTO search_text (rowid, grams) VALUES (new.id, {GRAMS.format("new.")});
    END""",
)
POSTGRESQL = (
    # Long values move out of the row, so that a broad query reads few pages.
    "ALTER TABLE search_entry SET (toast_tuple_target = 128)",
    f"""ALTER TABLE search_entry ADD COLUMN tokens tsvector GENERATED ALWAYS AS
    (array_to_tsvector(array_remove(string_to_array({GRAMS.format("")}, ' '), ''))) STORED""",
    "CREATE INDEX ix_search_entry_tokens ON search_entry USING gin (tokens)",
    # The planner thinks that reading all rows is cheap, since it does not know that their tokens lie outside them.
    # "id + 0" keeps it from walking the rows from the newest on, which is no cheaper.
    """CREATE FUNCTION search_entry_newest(asked tsquery, most bigint) RETURNS TABLE (id bigint)
    LANGUAGE sql STABLE SET enable_seqscan = off AS
    'SELECT e.id FROM search_entry e WHERE e.tokens @@ asked ORDER BY e.id + 0 DESC LIMIT most'""",
)


def upgrade() -> None:
    op.add_column("search_entry", sa.Column("norm", sa.Double(), nullable=False, server_default="0"))
    op.drop_index("ix_trait_entry", "trait")
    op.create_index("ix_trait_entry", "trait", ["entry_id"])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION search_entry_newest")
        op.execute("ALTER TABLE search_entry DROP COLUMN tokens")
        op.execute("ALTER TABLE search_entry RESET (toast_tuple_target)")
    else:
        for name in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER search_entry_{name}")
        op.execute("DROP TABLE search_text")
    op.drop_index("ix_trait_entry", "trait")
    op.create_index("ix_trait_entry", "trait", ["call_id", "entry_id"])
    op.drop_column("search_entry", "norm")
