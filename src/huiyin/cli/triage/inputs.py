"""Which files does a command read, what are they, byte for byte, and how was each table of them read?"""

from __future__ import annotations

import hashlib
import re
from argparse import Namespace
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from huiyin.cli.progress import Progress
from huiyin.cli.refusals import CannotRead, unreadable_sentence
from huiyin.cli.terminal import warn
from huiyin.cli.triage.reading_notes import reading_notes
from huiyin.cli.triage.refusals import NothingRead
from huiyin.languages import counted_sentences
from huiyin.opinions.files import intake
from huiyin.opinions.files.columns import ColumnChoice, ColumnPlan, UnknownColumn
from huiyin.opinions.files.header_words import Role
from huiyin.opinions.files.intake import Intake, TableReport, read_opinions
from huiyin.opinions.files.rows import RowStatus
from huiyin.publishing.triage_words import number
from huiyin.triage.tables import ColumnReading, InputTable

_BETWEEN_COLUMNS = re.compile("[,，]")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file as it was when it was read."""

    path: Path
    sha256: str
    bytes: int


def chosen_columns(options: Namespace) -> ColumnChoice:
    """The columns that a person named on the command line."""
    text = tuple(name.strip() for name in _BETWEEN_COLUMNS.split(options.text or ""))
    named = {role.value: getattr(options, role).strip() for role in Role if role is not Role.TEXT}
    return ColumnChoice(text=tuple(filter(None, text)), **named)


def read_bytes(file: Path) -> bytes:
    """What stands in a file that an option names. Raises CannotRead."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotRead(file, error) from error


def digests(files: Sequence[Path]) -> list[InputFile]:
    """Size and SHA-256 of the files that can be opened; reading says why the others cannot."""
    found = []
    for path in files:
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                found.append(InputFile(path, digest, stream.tell()))
        except OSError:
            continue
    return found


class Reader:
    """Reads files into rows and says how far it is, and on standard error what it had to refuse."""

    def __init__(self, progress: Progress, language: str) -> None:
        self._progress = progress
        self._language = language

    def read(self, files: Sequence[Path], choice: ColumnChoice, *, may_lack: Collection[str] = ()) -> Intake:
        """All rows of the files. Raises NothingRead, and UnknownColumn unless the files may lack that one."""
        read = self._rows(files, choice, may_lack)
        if not read.counts()[RowStatus.KEPT]:
            raise NothingRead(reading_notes(read, self._language))
        for refusal in read.refused:
            warn(unreadable_sentence(refusal, self._language))
        return read

    def _rows(self, files: Sequence[Path], choice: ColumnChoice, may_lack: Collection[str]) -> Intake:
        while True:
            try:
                return read_opinions(files, choice=choice, on_progress=self._tell)
            except UnknownColumn as unknown:
                if unknown.asked not in may_lack:
                    raise
                choice = without(choice, unknown.asked)

    def _tell(self, told: intake.Progress) -> None:
        _n = counted_sentences(self._language)
        words = _n("Reading {file}: {number} row", "Reading {file}: {number} rows", told.rows)
        self._progress.doing(words.format(file=told.file, number=number(told.rows)))


def without(choice: ColumnChoice, name: str) -> ColumnChoice:
    """The same choice where nobody named this column."""
    kept = {
        role.value: "" for role, names in choice.by_role().items() if role is not Role.TEXT and name in names
    }
    return replace(choice, text=tuple(each for each in choice.text if each != name), **kept)


def input_tables(files: Sequence[InputFile], read: Intake) -> list[InputTable]:
    """What run.json says of each table that was read."""
    return [
        InputTable(
            file=table.file,
            sha256=file.sha256,
            bytes=file.bytes,
            sheet=table.sheet,
            encoding=table.encoding,
            header_row=table.header_line or None,
            readings=_readings(table.plan),
        )
        for table, file in _with_files(read, files)
    ]


def _readings(plan: ColumnPlan | None) -> list[ColumnReading]:
    if plan is None:
        return []
    return [
        ColumnReading(column=use.name, role=role.value, why=use.why.value)
        for role, uses in plan.uses.items()
        for use in uses
    ]


def _with_files(read: Intake, files: Sequence[InputFile]) -> Iterator[tuple[TableReport, InputFile]]:
    """Each table with its file. Of several files of one name, the next begins where a sheet comes again."""
    waiting: dict[str, deque[InputFile]] = defaultdict(deque)
    for file in files:
        waiting[file.path.name].append(file)
    for refusal in read.refused:
        if not refusal.sheet and len(waiting[refusal.file]) > 1:
            waiting[refusal.file] = deque([InputFile(Path(refusal.file), "", 0)])
    seen: dict[str, set[str]] = defaultdict(set)
    for table in read.tables:
        if table.sheet in seen[table.file] and len(waiting[table.file]) > 1:
            waiting[table.file].popleft()
            seen[table.file].clear()
        seen[table.file].add(table.sheet)
        yield table, waiting[table.file][0]
