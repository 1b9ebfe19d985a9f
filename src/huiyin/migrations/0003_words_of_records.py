"""Where do the words of records stand, so that a list is searched without reading every record?

One row for each version, written by `activities.actions` with it; which versions are in force, the list asks
anyway. Built-in means alone: FTS5 on SQLite, a GIN index over tsvector on PostgreSQL. No parser of either takes
part: tokens come from `activities.search_words`, and stand between spaces.
"""

from __future__ import annotations

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE activity_words USING fts5(words, content='', columnsize=0, tokenize='ascii')
"""
POSTGRESQL = """
CREATE TABLE activity_words (
    rowid bigint PRIMARY KEY,
    words text NOT NULL,
    tokens tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
)
"""
POSTGRESQL_INDEX = "CREATE INDEX activity_words_tokens ON activity_words USING gin (tokens)"


def keep_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        schema_editor.execute(POSTGRESQL_INDEX)
    else:
        schema_editor.execute(SQLITE)


def drop_words(apps, schema_editor):
    schema_editor.execute("DROP TABLE activity_words")


class Migration(migrations.Migration):
    dependencies = [("huiyin", "0002_log_is_append_only")]
    operations = [migrations.RunPython(keep_words, drop_words)]
