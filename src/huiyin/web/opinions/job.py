"""How is a file of opinions worked off, small ones while the page waits, large ones beside the pages?

Nothing is taken in but in one transaction, and nothing twice: a job that was killed can be started again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.utils import timezone

from huiyin.access.rules import Actor, Forbidden
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.campaign_folder import FOLDER_VARIABLE
from huiyin.opinions import actions
from huiyin.opinions.files.tables import Refusal, UnreadableFile
from huiyin.web.imports.files import beat, given_file, seconds_since_beat
from huiyin.web.imports.job import SILENCE, UNFORESEEN
from huiyin.web.opinions.given_files import GivenFile, GivenState, let_go, note, noted
from huiyin.web.opinions.reading import Look, as_shown, look

SMALL_FILE: Final = 100_000  # bytes that are read while the page waits
SMALL_COUNT: Final = 1_000  # opinions that are taken in while the page waits

Tell = Callable[[int], None]


def start(given: GivenFile, *, person: str, language: str) -> None:
    """Start a process that works this file off, and do not wait for it."""
    beat(given.id)
    words = ("import", "opinions", "--job", given.id, "--as", person, "--lang", language)
    subprocess.Popen(  # noqa: S603 -- this program itself, no shell
        [sys.executable, "-m", "huiyin", *words],
        env={**os.environ, FOLDER_VARIABLE: str(settings.CAMPAIGN.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def is_stopped(given: GivenFile) -> bool:
    """Should something work on this file, and does nothing?"""
    silence = seconds_since_beat(given.id, time.time())
    return given.is_at_work and (silence is None or silence > SILENCE)


def work_off(id: str, actor: Actor) -> None:  # noqa: A002 -- the word that addresses use for it
    """Do what the state of this file asks for: read it, or take it in; else nothing.

    What cannot be done ends the work, so that nobody waits for it; the page says so. What an error says may
    quote the file, so that nothing of it is kept.
    """
    given = noted(actor, id)
    try:
        if given.state == GivenState.READING:
            _read(given)
        if given.state == GivenState.TAKING:
            _take_in(given, actor)
    except UnreadableFile as refusal:
        _failed(given, str(refusal.reason_code))
    except (Forbidden, NotFound):
        raise
    except Exception:
        _failed(given, UNFORESEEN)
        raise


def _read(given: GivenFile) -> None:
    seen = _look(given)
    note(given, state=GivenState.READ, **as_shown(seen))


def _take_in(given: GivenFile, actor: Actor) -> None:
    seen = _look(given)
    now = timezone.now()
    try:
        taken = actions.take_in_counted(actor=actor, now=now, all_said=seen.all_said, batch=given.id)
    except NotRight as refusal:
        raise UnreadableFile(given.file_name, reason_code=Refusal.CORRUPT) from refusal
    counts = {**seen.counts, "taken": taken.added, "here": len(taken.ids) - taken.added}
    note(given, state=GivenState.DONE, counts=counts, first=())
    let_go(given.id)


def _look(given: GivenFile) -> Look:
    file = given_file(given.id)
    if file is None:
        raise UnreadableFile(given.file_name, reason_code=Refusal.MISSING)

    def tell(rows: int) -> None:
        beat(given.id)
        note(given, progress=rows)

    return look(file, given, tell)


def _failed(given: GivenFile, failure: str) -> None:
    note(given, state=GivenState.FAILED, failure=failure, first=(), faults=())
    let_go(given.id)
