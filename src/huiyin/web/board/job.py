"""How are opinions sorted beside the pages, so that no request waits for it, and how far is it?

A job is a process of its own, one at a time. What it does is one transaction: a job that is killed leaves the
board as it was. How far it is stands in a small file beside the campaign, which holds no words of anybody.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from huiyin.access.rules import Actor
from huiyin.board import actions
from huiyin.campaign_folder import FOLDER_VARIABLE

BEAT: Final = 5.0  # seconds from beat to beat of a job that lives
SILENCE: Final = 30.0  # seconds without a beat after which a job is taken for dead
SMALL_BOARD: Final = 1_000  # opinions that are compared while the page waits


class Work(StrEnum):
    """What a job does."""

    SORT = "sort"  # new opinions onto the groups that stand
    RERUN = "rerun"  # a proposal of all groups anew


class JobState(StrEnum):
    """How far it is."""

    AT_WORK = "at_work"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Job:
    """The latest job: what it does, how far it is, and what came of it."""

    work: str
    state: str
    account: str
    began: str  # ISO 8601
    step: str = ""  # triage.pipeline.Step
    failed_at: str = ""
    rerun: str = ""  # the proposal that it made
    counts: Mapping[str, int] = field(default_factory=dict)  # opinions, joined, groups, fresh

    @property
    def is_sorted(self) -> bool:
        """Has it sorted something?"""
        return self.state == JobState.DONE and self.work == Work.SORT


def now() -> datetime:
    """What the clock says."""
    return timezone.now()


@dataclass(frozen=True)
class Doing:
    """Who does it, and the clock that is looked at when something is written."""

    actor: Actor
    clock: Callable[[], datetime] = now


def latest_job(at: datetime) -> Job | None:
    """The latest job; one that fell silent has failed. None when there never was one."""
    try:
        job = Job(**json.loads(_file().read_text(encoding="utf-8")))
        silence = at.timestamp() - _file().stat().st_mtime
    except (FileNotFoundError, ValueError, TypeError):
        return None
    if job.state == JobState.AT_WORK and silence > SILENCE:
        return replace(job, state=JobState.FAILED)
    return job


def begin(work: Work, doing: Doing) -> bool:
    """Note that this work begins; False when another job is at it."""
    latest = latest_job(doing.clock())
    if latest is not None and latest.state == JobState.AT_WORK:
        return False
    _write(Job(work, JobState.AT_WORK, doing.actor.account, doing.clock().isoformat()))
    return True


def start(work: Work, person: str) -> None:
    """Start a process that does what has begun, and do not wait for it."""
    subprocess.Popen(  # noqa: S603 -- this program itself, no shell
        [sys.executable, "-m", "huiyin.cli.board.job", str(work), person],
        env={**os.environ, FOLDER_VARIABLE: str(settings.CAMPAIGN.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def work_off(work: Work, doing: Doing) -> None:
    """Do it. Whatever is raised ends the job first, so that nobody waits for it."""
    job = Job(work, JobState.AT_WORK, doing.actor.account, doing.clock().isoformat())
    _write(job)
    try:
        with _beating():
            done = _done(job, doing)
    except Exception as error:
        # What an error says may quote an opinion: its class and its place alone are kept.
        at = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}, {Path(at.filename).name}:{at.lineno}"
        _write(replace(job, state=JobState.FAILED, failed_at=where))
        raise
    _write(done)


def _done(job: Job, doing: Doing) -> Job:
    def tell(step: StrEnum) -> None:
        _write(replace(job, step=str(step)))

    if job.work == Work.RERUN:
        rerun = actions.propose_rerun(actor=doing.actor, now=doing.clock(), tell=tell)
        return replace(job, state=JobState.DONE, rerun=rerun)
    found = actions.sort_new(actor=doing.actor, now=doing.clock(), tell=tell)
    counts = {name: getattr(found, name) for name in ("opinions", "joined", "groups", "fresh")}
    return replace(job, state=JobState.DONE, counts=counts)


@contextmanager
def _beating() -> Iterator[None]:
    """Touch the file now and then: a step may take minutes without a word."""
    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(BEAT):
            os.utime(_file())

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _file() -> Path:
    path: Path = settings.CAMPAIGN.path
    return path / "work" / "board.json"


def _write(job: Job) -> None:
    """Replace the file whole: whoever reads it reads the one or the other."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    said: dict[str, Any] = asdict(job)
    new = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    new.write_text(json.dumps(said), encoding="utf-8")
    new.replace(file)
