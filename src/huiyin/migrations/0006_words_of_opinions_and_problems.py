"""Where do the words of opinions and problems stand, so that their lists are searched? As those of records.

And which newest versions of problems name units that help, or records that they grew into? Few do, and without an
index every version of every problem would be read to find them.
"""

from __future__ import annotations

from django.db import migrations

TABLES = ("opinion_words", "problem_words")
SQLITE = "CREATE VIRTUAL TABLE {table} USING fts5(words, content='', columnsize=0, tokenize='ascii')"
POSTGRESQL = """
CREATE TABLE {table} (
    rowid bigint PRIMARY KEY,
    words text NOT NULL,
    tokens tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
)
"""
POSTGRESQL_INDEX = "CREATE INDEX {table}_tokens ON {table} USING gin (tokens)"


NEWEST = 2**62  # trail.models.NEVER
LISTED = {"problem_helped": "co_units", "problem_grown": "grew_into"}
INDEX = "CREATE INDEX {name} ON problem (id) WHERE superseded = {newest} AND {column} <> '[]'"


def keep_words(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute((POSTGRESQL if is_postgresql else SQLITE).format(table=table))
        if is_postgresql:
            schema_editor.execute(POSTGRESQL_INDEX.format(table=table))


def drop_words(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


def find_lists(apps, schema_editor):
    for name, column in LISTED.items():
        schema_editor.execute(INDEX.format(name=name, newest=NEWEST, column=column))


def find_no_lists(apps, schema_editor):
    for name in LISTED:
        schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("huiyin", "0005_opinions_board_ledger")]
    operations = [
        migrations.RunPython(keep_words, drop_words),
        migrations.RunPython(find_lists, find_no_lists),
    ]
