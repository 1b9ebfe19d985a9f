"""Where do files of opinions lie until they are taken in, and how far is each?

A file holds words with the persons in them. So it lies in the campaign's folder, is told of to whoever gave
it in alone, and is deleted as soon as it was taken in, refused or left; what stays is how many there were.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from huiyin.access.rules import Actor
from huiyin.activities.refusals import NotFound
from huiyin.web.imports.files import folder_of, given_file

NOTED: Final = "opinions.json"
TAKEN: Final = "taking"  # made by whoever begins to take in, so that nobody else does
KEPT_FOR: Final = timedelta(days=3)  # a file about which nobody decides


class GivenState(StrEnum):
    """What has become of a file of opinions."""

    READING = "reading"
    READ = "read"
    TAKING = "taking"
    DONE = "done"
    FAILED = "failed"


AT_WORK: Final = frozenset({GivenState.READING, GivenState.TAKING})


@dataclass(frozen=True)
class GivenFile:
    """A file of opinions, and what is known of it so far."""

    id: str
    account: str
    file_name: str
    channel: str
    given: str  # when, ISO 8601
    day: str = ""  # of what the file says no day of; ISO 8601
    state: str = GivenState.READING
    progress: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    first: Sequence[Mapping[str, Any]] = ()
    faults: Sequence[Mapping[str, Any]] = ()
    notes: Mapping[str, int] = field(default_factory=dict)  # rows by code of `taking_in.NoteCode`
    failure: str = ""  # a code of `opinions.files.tables.Refusal`, or `unforeseen`

    @property
    def when(self) -> datetime:
        """When it was given in."""
        return datetime.fromisoformat(self.given)

    @property
    def is_at_work(self) -> bool:
        """Does something work on it, or should?"""
        return self.state in AT_WORK


def note(given: GivenFile, **changes: Any) -> GivenFile:
    """Keep what is known of a file, whole or not at all."""
    noted = replace(given, **changes)
    folder = folder_of(noted.id)
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{NOTED}.new"
    beside.write_text(json.dumps(asdict(noted), ensure_ascii=False), encoding="utf-8")
    beside.replace(folder / NOTED)
    return noted


def noted(actor: Actor, id: str) -> GivenFile:  # noqa: A002 -- the word that addresses use for it
    """A file that this person gave in. Raises `NotFound`."""
    try:
        given = GivenFile(**json.loads((folder_of(id) / NOTED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise NotFound(id) from None
    if given.account != actor.account:
        raise NotFound(id)
    return given


def all_noted(actor: Actor) -> list[GivenFile]:
    """The files that this person gave in, the newest first."""
    folder: Path = settings.CAMPAIGN.path / "imports"
    ids = [path.parent.name for path in folder.glob(f"*/{NOTED}")]
    found = [given for id_ in ids if (given := _noted_or_none(actor, id_))]
    return sorted(found, key=lambda given: given.given, reverse=True)


def claim(id: str) -> bool:  # noqa: A002 -- as above
    """Begin to take in; False where somebody has begun already."""
    try:
        os.close(os.open(folder_of(id) / TAKEN, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True


def let_go(id: str) -> None:  # noqa: A002 -- as above
    """Delete the file itself; what is known of it stays."""
    if file := given_file(id):
        file.unlink(missing_ok=True)


def forget(id: str) -> None:  # noqa: A002 -- as above
    """Delete the file and all that is known of it."""
    shutil.rmtree(folder_of(id), ignore_errors=True)


def forget_old(now: datetime) -> None:
    """Delete the files about which nobody decided in time, whoever gave them in."""
    folder: Path = settings.CAMPAIGN.path / "imports"
    for path in folder.glob(f"*/{NOTED}"):
        changed = datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
        if changed < now - KEPT_FOR and given_file(path.parent.name):
            forget(path.parent.name)


def _noted_or_none(actor: Actor, id_: str) -> GivenFile | None:
    try:
        return noted(actor, id_)
    except NotFound:
        return None
