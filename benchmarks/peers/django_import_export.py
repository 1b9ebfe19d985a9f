"""How long does django-import-export, with tablib, take to read a CSV file of records, and to read it again?

Called with a request and an answer file by the benchmark of importing, in an environment of its own. It is
set as its documents say for speed: bulk inserts, no differences kept for display, unchanged rows skipped.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
import tablib  # type: ignore[import-not-found,unused-ignore]
from django.conf import settings


def set_up(database: str) -> Any:
    """A table of talks with a natural key, and the resource that reads rows into it."""
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": database,
                "OPTIONS": {
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                    "transaction_mode": "IMMEDIATE",
                },
            }
        },
        INSTALLED_APPS=["import_export"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    from django.db import connection, models  # noqa: PLC0415 -- models need settings
    from import_export import resources  # type: ignore  # noqa: PLC0415 -- as above

    class Talk(models.Model):
        unit = models.CharField(max_length=60, db_column="unit")
        day = models.DateField()
        title = models.CharField(max_length=300)
        audience = models.IntegerField(null=True)
        state = models.CharField(max_length=60)

        class Meta:
            app_label = "peer"
            indexes = (models.Index(fields=["unit", "day", "title"], name="peer_same"),)

    class TalkResource(resources.ModelResource):  # type: ignore[misc,unused-ignore]
        class Meta:
            model = Talk
            import_id_fields = ("unit", "day", "title")
            fields = ("unit", "day", "title", "audience", "state")
            use_bulk = True
            batch_size = 1000
            skip_unchanged = True
            report_skipped = False
            skip_diff = True
            use_transactions = True

    with connection.schema_editor() as editor:
        editor.create_model(Talk)
    return TalkResource, Talk


def main(request: Path, answer: Path) -> None:
    """Read the file twice; write the seconds and how many rows were added."""
    asked = json.loads(request.read_text(encoding="utf-8"))
    resource, talk = set_up(asked["database"])
    found: dict[str, Any] = {"version": version("django-import-export")}
    for turn in ("first", "second"):
        before = talk.objects.count()
        started = time.perf_counter()
        text = Path(asked["file"]).read_text(encoding="utf-8")
        data = tablib.Dataset().load(text, format="csv")
        data.headers = ["unit", "day", "title", "audience", "state"]
        result = resource().import_data(data, dry_run=False, raise_errors=True)
        found[f"{turn}_seconds"] = time.perf_counter() - started
        found[f"{turn}_added"] = talk.objects.count() - before
        found[f"{turn}_totals"] = {key: int(count) for key, count in result.totals.items()}
    answer.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
