"""Is this uploaded file taken as evidence, and what exactly is kept of it?"""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from huiyin.activities.evidence.filing import file_away, fingerprint, is_full
from huiyin.activities.evidence.limits import MEBIBYTE, EvidenceLimits
from huiyin.activities.evidence.media import Media
from huiyin.activities.evidence.refusals import EvidenceRefusal, Facts, NotTaken
from huiyin.activities.evidence.removals import Removal
from huiyin.activities.evidence.shown_names import shown_name

_WORKER = "huiyin.activities.evidence.worker"
_LONGEST_ANSWER = 1 << 16  # bytes that are read of what the worker says


@dataclass(frozen=True, slots=True)
class Accepted:
    """The file was taken. What is kept is a cleaned copy; the bytes that were sent are not."""

    name: str  # to show and to hand it out under; says nothing of where it lies
    media_type: str
    extension: str
    size: int  # bytes kept
    sha256: str  # of the bytes kept; `filing.read_back` finds them by it
    received_size: int
    received_sha256: str  # of the bytes that were sent, so that their sender can prove what it was
    removed: tuple[Removal, ...]  # what the kept copy no longer holds


@dataclass(frozen=True, slots=True)
class Refused:
    """The file was not taken, nothing of it is kept. `facts` fill the sentence that a door has for `code`."""

    code: EvidenceRefusal
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Answer:
    media: Media
    removed: tuple[Removal, ...]


def examine(
    source: Path, *, name: str, into: Path, limits: EvidenceLimits | None = None
) -> Accepted | Refused:
    """Have `source` cleaned by a process of its own and file the result under `into`, by its fingerprint.

    `name` is what the sender calls the file; it decides only how it is shown, and whether text is called csv.
    This process only counts and hashes the bytes, in pieces. Raises `OSError` for a disk that fails otherwise
    than by being full.
    """
    limits = limits or EvidenceLimits()
    try:
        return _taken(source, name, into, limits)
    except NotTaken as refusal:
        return Refused(refusal.code, refusal.facts)
    except OSError as error:
        if is_full(error):
            return Refused(EvidenceRefusal.NO_ROOM, {})
        raise


def _taken(source: Path, name: str, into: Path, limits: EvidenceLimits) -> Accepted:
    received_size = source.stat().st_size
    if not received_size:
        raise NotTaken(EvidenceRefusal.EMPTY)
    if received_size > limits.max_bytes:
        raise NotTaken(EvidenceRefusal.TOO_LARGE, limit=limits.max_bytes // MEBIBYTE)
    received_sha256 = fingerprint(source)
    with tempfile.TemporaryDirectory(prefix="evidence-") as folder:
        cleaned = Path(folder) / "cleaned"
        answer = _answer(source, cleaned, limits)
        sha256 = fingerprint(cleaned)
        size = cleaned.stat().st_size
        file_away(cleaned, sha256=sha256, files=into)
    media = _with_tables(answer.media, name)
    return Accepted(
        name=shown_name(name, extension=media.extension),
        media_type=media.media_type,
        extension=media.extension,
        size=size,
        sha256=sha256,
        received_size=received_size,
        received_sha256=received_sha256,
        removed=answer.removed,
    )


def _answer(source: Path, cleaned: Path, limits: EvidenceLimits) -> _Answer:
    """Run the worker and hear what it says; raises `NotTaken` for its refusal and for its death."""
    said = cleaned.with_name("said")
    with said.open("w+b") as stream:
        status = _run([str(source.absolute()), str(cleaned)], stream.fileno(), limits)
        if status != 0:
            raise NotTaken(_of_the_death(status))
        stream.seek(0)
        answer = _heard(stream.read(_LONGEST_ANSWER))
    if not stat.S_ISREG(
        cleaned.lstat().st_mode
    ):  # a worker that was taken over could leave a link to any file
        raise NotTaken(EvidenceRefusal.EXAMINATION_FAILED)
    return answer


def _heard(said: bytes) -> _Answer:
    """What the worker said, which is believed as little as the file that it read."""
    try:
        outcome = json.loads(said)
        if "refused" in outcome:
            raise NotTaken(EvidenceRefusal(outcome["refused"]), **outcome["facts"])
        return _Answer(Media[outcome["media"]], tuple(map(Removal, outcome["removed"])))
    except (ValueError, KeyError, TypeError) as error:
        raise NotTaken(EvidenceRefusal.EXAMINATION_FAILED) from error


def _run(arguments: list[str], answer: int, limits: EvidenceLimits) -> int:
    """The worker's exit status. It gets no environment: it needs no secret of this process."""
    command = [sys.executable, "-I", "-m", _WORKER, *arguments]
    try:
        return subprocess.run(  # noqa: S603 -- this program itself, no shell
            command,
            input=json.dumps(asdict(limits)).encode(),
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=limits.max_waiting_seconds,
            start_new_session=True,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU


def _of_the_death(status: int) -> EvidenceRefusal:
    """Stopped by a limit, or by its own fault?"""
    costly = {-signal.SIGXCPU, -signal.SIGKILL}
    return EvidenceRefusal.TOO_COSTLY if status in costly else EvidenceRefusal.EXAMINATION_FAILED


def _with_tables(media: Media, name: str) -> Media:
    """Text is a table when its sender says so: no byte tells one from the other."""
    return Media.CSV if media is Media.TEXT and name.lower().endswith(".csv") else media
