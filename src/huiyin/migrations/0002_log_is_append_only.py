"""The database itself refuses to change an entry or a hash of the log.

A convenience that catches mistakes: whoever owns the database can take the triggers away. The proof is the
checkpoint that is kept outside.
"""

from django.db import migrations

TABLES = ("trail_entry", "trail_node")

SQLITE = """
CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION huiyin_log_stays()
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION huiyin_log_stays() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the log is append-only'; END
$$ LANGUAGE plpgsql
"""


def refuse_changes(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        schema_editor.execute((POSTGRESQL if is_postgresql else SQLITE).format(table=table))


def allow_changes(apps, schema_editor):
    suffix = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        schema_editor.execute(("DROP TRIGGER {table}_stays" + suffix).format(table=table))


class Migration(migrations.Migration):
    dependencies = [("huiyin", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
