"""How is a file worked off beside the pages, so that no request waits for it?

A job is a process of its own. It does what the state of the import asks for and can be started again whenever
it was killed: nothing is taken in but in one transaction, and nothing twice.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from huiyin.access.rules import Forbidden
from huiyin.activities.imports import actions
from huiyin.activities.imports.actions import NotNow
from huiyin.activities.imports.queries import ImportRow, import_row
from huiyin.activities.imports.rules import Outcome
from huiyin.activities.imports.states import AT_WORK, ImportState
from huiyin.activities.refusals import NotFound
from huiyin.campaign_folder import FOLDER_VARIABLE
from huiyin.opinions.files.tables import Refusal, UnreadableFile
from huiyin.web.imports.files import beat, given_file, refused_file, seconds_since_beat
from huiyin.web.imports.work import Asked, Doing, Look, as_shown, look, take_in, undo, write_refused

UNFORESEEN: Final = "unforeseen"  # why an import failed, where no refusal of the file says it
SMALL_FILE: Final = 100_000  # bytes that are read while the page waits
SMALL_IMPORT: Final = 2_000  # rows that are taken in while the page waits
SILENCE: Final = 30.0  # seconds without a beat after which a job is taken for dead

Tell = Callable[[int], None]


def start(row: ImportRow, *, person: str, language: str) -> None:
    """Start a process that works this import off, and do not wait for it."""
    beat(row.public_id)
    words = ("import", "activities", "--job", row.public_id, "--as", person, "--lang", language)
    subprocess.Popen(  # noqa: S603 -- this program itself, no shell
        [sys.executable, "-m", "huiyin", *words],
        env={**os.environ, FOLDER_VARIABLE: str(settings.CAMPAIGN.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def is_stopped(row: ImportRow) -> bool:
    """Should something work on this import, and does nothing?"""
    silence = seconds_since_beat(row.public_id, time.time())
    return row.state in AT_WORK and (silence is None or silence > SILENCE)


def work_off(public_id: str, doing: Doing, language: str, tell: Tell | None = None) -> None:
    """Do what the state of this import asks for: read it, take it in, undo it; else nothing.

    Whatever is raised ends the work first, so that nobody waits for it; the import's page says so.
    """
    row = import_row(doing.actor, public_id)
    try:
        _do(row, doing, language, tell)
    except UnreadableFile as refusal:
        shown = {"failure": str(refusal.reason_code), "detail": refusal.detail, "sheet": refusal.sheet}
        actions.fail(actor=doing.actor, public_id=public_id, shown=shown)
    except (Forbidden, NotFound, NotNow):
        raise  # refused, or done by somebody else: nothing went wrong
    except Exception as error:
        _end(row, doing, error)
        raise


def _do(row: ImportRow, doing: Doing, language: str, tell: Tell | None) -> None:
    if row.state is ImportState.UNDOING:
        undo(doing, row.public_id)
    if row.state is ImportState.UPLOADED:
        _read(row, doing, language, tell)
    if row.state is ImportState.RUNNING:
        take_in(_look(row, doing, tell), lambda: _look(row, doing, tell), doing, row.public_id)


def _end(row: ImportRow, doing: Doing, error: Exception) -> None:
    """What was being undone stays taken in; of what was read or taken in, nothing is recorded.

    What an error says may quote the file: its class and its place alone are kept.
    """
    if row.state is ImportState.UNDOING:
        actions.give_up_undoing(actor=doing.actor, public_id=row.public_id)
    else:
        at = traceback.extract_tb(error.__traceback__)[-1]
        failed_at = f"{type(error).__name__}, {Path(at.filename).name}:{at.lineno}"
        shown = {"failure": UNFORESEEN, "failed_at": failed_at}
        actions.fail(actor=doing.actor, public_id=row.public_id, shown=shown)


def _read(row: ImportRow, doing: Doing, language: str, tell: Tell | None) -> None:
    seen = _look(row, doing, tell)
    refused_file(row.public_id).unlink(missing_ok=True)
    if any(seen.of(Outcome.REFUSED)):
        write_refused(seen, refused_file(row.public_id), language)
    actions.show(actor=doing.actor, public_id=row.public_id, counts=seen.counts, shown=as_shown(seen))


def _look(row: ImportRow, doing: Doing, tell: Tell | None) -> Look:
    file = given_file(row.public_id)
    if file is None:
        raise UnreadableFile(row.file_name, reason_code=Refusal.MISSING)

    def told(rows: int) -> None:
        beat(row.public_id)
        actions.note_progress(actor=doing.actor, public_id=row.public_id, rows=rows)
        if tell:
            tell(rows)

    mapping = dict(row.mapping) or None
    return look(file, Asked(row.kind, row.sheet, mapping), doing, told)
