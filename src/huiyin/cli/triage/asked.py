"""What does the command line ask of a triage, and what did people know and decide before it?"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from huiyin.cli.refusals import CannotRead, CannotWrite
from huiyin.cli.triage.inputs import chosen_columns, read_bytes
from huiyin.cli.triage.refusals import OtherMode
from huiyin.opinions.files.columns import ColumnChoice
from huiyin.publishing.result_folder import DECISIONS_FILE, may_be_written
from huiyin.triage.constraints import Constraints, compile_decisions
from huiyin.triage.decisions import read_decisions
from huiyin.triage.knowledge import Knowledge, read_knowledge
from huiyin.triage.result import Mode
from huiyin.triage.starter import is_untouched
from huiyin.triage.state import EarlierRows, read_state


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; None and "" where it says nothing."""

    files: tuple[Path, ...]
    out: Path
    columns: ColumnChoice
    decisions: Path | None
    onto: Path | None
    past: Path | None
    matters: Path | None
    weights: Path | None
    mode: Mode | None
    themes: int | None
    language: str  # of the result
    format: str


@dataclass(frozen=True, slots=True)
class Given:
    """What people decided before this run, and what an earlier run left."""

    decisions: bytes | None  # as they wrote it; None where nobody decided anything
    decisions_file: Path | None
    constraints: Constraints
    earlier: EarlierRows | None
    knowledge: Knowledge


def asked_of(options: Namespace) -> Asked:
    """The options by name and type."""
    return Asked(
        files=tuple(options.files),
        out=options.out,
        columns=chosen_columns(options),
        decisions=options.decisions,
        onto=options.onto,
        past=options.learn,
        matters=options.matters,
        weights=options.weights,
        mode=Mode(options.mode) if options.mode else None,
        themes=options.themes,
        language=options.lang or "",
        format=options.format or "",
    )


def given_of(asked: Asked) -> Given:
    """The decisions and the earlier result, once it is sure that the folder of the result may be written.

    Raises whatever would make the run vain, before any of its long work.
    """
    file = asked.decisions or _standing_decisions(asked.onto)
    try:
        may_be_written(asked.out, decisions_read=file)
    except OSError as error:
        raise CannotWrite(asked.out, error) from error
    content = read_bytes(file) if file else None
    decided = read_decisions(content or b"", file=str(file or ""))
    knowledge = knowledge_of(asked.matters, asked.weights)
    return Given(content, file, compile_decisions(decided), _earlier(asked), knowledge)


def _standing_decisions(onto: Path | None) -> Path | None:
    """The decisions beside an earlier result, if a person has made any."""
    if onto is None or not (onto / DECISIONS_FILE).is_file():
        return None
    file = onto / DECISIONS_FILE
    return None if is_untouched(read_bytes(file)) else file


def _earlier(asked: Asked) -> EarlierRows | None:
    if asked.onto is None:
        return None
    try:
        earlier = read_state(asked.onto)
    except OSError as error:
        raise CannotRead(asked.onto, error) from error
    if asked.mode and asked.mode is not earlier.mode:
        raise OtherMode(earlier.mode, asked.mode)
    return earlier


def knowledge_of(matters: Path | None, weights: Path | None) -> Knowledge:
    """What the data files say, with an office's own files."""
    try:
        return read_knowledge(own_matters=matters, own_weights=weights)
    except OSError as error:
        raise CannotRead(Path(error.filename), error) from error
