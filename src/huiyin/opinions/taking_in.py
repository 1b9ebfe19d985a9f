"""What did people say in a file: which of its rows are opinions, and which cannot be taken in, and why?

Any file that `opinions.files` reads: a table gives an opinion for each row, minutes and notes are split with
the paragraph in which each one begins. Words are read here as they stand, with the persons in them: nothing
of this is kept or shown but by `actions.take_in_counted`, which takes them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.activities.names_in_plan import AmbiguousName, NameList, NoSuchName, names_of
from huiyin.activities.written_forms import folded
from huiyin.opinions.files.columns import ColumnChoice, UnknownColumn, find_column
from huiyin.opinions.files.documents import Document
from huiyin.opinions.files.header_words import Role
from huiyin.opinions.files.identities import content_hash
from huiyin.opinions.files.intake import NO_CHOICE, USUAL_LIMITS, known_table, with_sheets_of_one_kind
from huiyin.opinions.files.merges import filled_down
from huiyin.opinions.files.minutes import split_minutes
from huiyin.opinions.files.reading import read_file
from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.opinions.files.table_rows import KnownTable, TableRows
from huiyin.opinions.files.tables import ReadingLimits, Refusal, Table, UnreadableFile
from huiyin.opinions.files.values import parse_person
from huiyin.opinions.rules import ANONYMOUS, NAMED, PSEUDONYMOUS, TITLE_CHARACTERS, Said, faults_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType
from huiyin.plan.organisation import OpinionChannel

ROWS_PER_REPORT: Final = 1_000
SHORT_HASH: Final = 6
_CONTACT_SIGNS: Final = "@0123456789"

Titles = Mapping[str, Sequence[str]]  # of activities: ids by title as it is compared


class NoteCode(StrEnum):
    """What a person should know of how rows were read; each comes with the number of rows."""

    AREA_NOT_KNOWN = "area_not_known"  # taken in without it
    UNIT_NOT_KNOWN = "unit_not_known"  # taken in without it
    GIVER_LEFT_OUT = "giver_left_out"  # the channel takes no names, or no contacts
    ID_TWICE = "id_twice"  # the same id with other words: told apart by what it says


@dataclass(frozen=True)
class FileAsked:
    """How a file is to be read: the channel, and what holds for rows that say nothing of it themselves."""

    channel: OpinionChannel
    choice: ColumnChoice = NO_CHOICE
    day: date | None = None
    area: str = ""
    unit: str = ""
    activity: str = ""
    grows_into: str = ""  # the column that names, by its title, the activity that a row grew into
    titles: Titles = field(default_factory=dict)  # of the activities that rows may have grown into
    limits: ReadingLimits = USUAL_LIMITS


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken in. No fault tells words, a name or a contact.

    `source_row`: data row under the header or paragraph, from 1. `reading`: a code of `files.tables.Fault`
    where the row could not be read at all.
    """

    file: str
    sheet: str
    source_row: int
    faults: tuple[FieldFault, ...] = ()
    reading: str = ""


@dataclass(frozen=True)
class TableSeen:
    """How one table, or the running text of a document, was read."""

    file: str
    sheet: str
    is_text: bool  # running text: minutes, notes
    columns: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    header_line: int = 0
    rows: int = 0
    asides: int = 0  # paragraphs that hold no opinion


@dataclass
class FileRead:
    """What stands in a file: read = said + refused + empty."""

    said: list[Said] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    empty: int = 0
    tables: list[TableSeen] = field(default_factory=list)
    unreadable: list[UnreadableFile] = field(default_factory=list)  # a sheet, or the file
    notes: Counter[NoteCode] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """How many rows and paragraphs were read."""
        return len(self.said) + len(self.refused) + self.empty


@dataclass(frozen=True)
class _Found:
    """A row, and what stands beside it in the file."""

    row: Row
    has_given_id: bool = False
    persons: tuple[str, ...] = ()
    grows_into: str = ""


def read_said(
    file: Path,
    asked: FileAsked,
    plan: Plan,
    today: date,
    *,
    tell: Callable[[int], None] | None = None,
) -> FileRead:
    """Read every row of a file as what somebody said on a channel.

    `tell` is told now and then how many rows are read. Raises `UnreadableFile` when the file as a whole
    cannot be read, and `UnknownColumn` for a column that a person named and no table has.
    """
    reader = _Reader(asked, plan, today)
    opened = _opened(file, asked, reader.read)
    for count, found in enumerate(_found(file, opened, asked, reader.read), 1):
        reader.take(found)
        if tell and count % ROWS_PER_REPORT == 0:
            tell(count)
    return reader.read


def _opened(file: Path, asked: FileAsked, read: FileRead) -> list[KnownTable | Document]:
    """The tables and documents of a file, their columns known."""
    tables: list[KnownTable] = []
    documents: list[Document] = []
    try:
        for content in read_file(file, limits=asked.limits):
            if isinstance(content, UnreadableFile):
                read.unreadable.append(content)
            elif isinstance(content, Table):
                tables.append(known_table(content, asked.choice))
            else:
                tables += [known_table(table, asked.choice) for table in content.tables]
                documents += [content] if content.paragraphs else []
    except OSError as error:
        detail = error.strerror or ""
        raise UnreadableFile(file.name, reason_code=Refusal.NOT_PERMITTED, detail=detail) from None
    if read.unreadable and not tables and not documents:
        raise read.unreadable[0]
    _check_choice(tables, asked)
    return [*documents, *with_sheets_of_one_kind(tables)]


def _check_choice(tables: Sequence[KnownTable], asked: FileAsked) -> None:
    """Raises `UnknownColumn`."""
    found = tuple(dict.fromkeys(name for known in tables for name in known.plan.names))
    for name in asked.choice.names():
        if tables and all(name in known.plan.missing for known in tables):
            raise UnknownColumn(name, found)
    wanted = asked.grows_into
    if wanted and all(find_column(known.plan.names, wanted) is None for known in tables):
        raise UnknownColumn(wanted, found)


def _found(
    file: Path, opened: Sequence[KnownTable | Document], asked: FileAsked, read: FileRead
) -> Iterator[_Found]:
    for each in opened:
        if isinstance(each, KnownTable):
            yield from _rows_of_table(each, asked)
            read.tables.append(_table_seen(each))
        else:
            minutes = split_minutes(each, file=file.name)
            for opinion in minutes.opinions:
                yield _Found(
                    Row(
                        number=0,
                        file=file.name,
                        sheet="",
                        source_row=opinion.number,
                        id="",
                        status=RowStatus.KEPT,
                        title=opinion.title,
                        text=opinion.text,
                        time=opinion.time,
                        place=opinion.place,
                    ),
                    persons=(opinion.person,) if opinion.person else (),
                )
            seen = TableSeen(
                file.name, "", is_text=True, rows=len(minutes.opinions), asides=len(minutes.asides)
            )
            read.tables.append(seen)


def _rows_of_table(known: KnownTable, asked: FileAsked) -> Iterator[_Found]:
    """The rows of a table, each with the cells that name its giver and what it grew into."""
    people = known.plan.indexes(Role.PERSON)
    grows_into = find_column(known.plan.names, asked.grows_into) if asked.grows_into else None
    records = filled_down(islice(known.table.records(), known.records), known.table.merges)
    beside = islice(records, known.header.data_start, None)
    for new, filled in zip(TableRows(known, _as_it_stands).rows(1), beside, strict=True):
        cells = filled.record.cells
        persons = [parse_person(cells[index]) for index in people if index < len(cells)]
        is_there = grows_into is not None and grows_into < len(cells)
        grown = cells[grows_into] if is_there and grows_into is not None else ""
        yield _Found(new.row, new.has_given_id, tuple(filter(None, persons)), " ".join(grown.split()))


def _as_it_stands(text: str) -> tuple[str, int]:
    """Persons stay in the words until they are taken in, where they are sealed."""
    return text, 0


def _table_seen(known: KnownTable) -> TableSeen:
    return TableSeen(
        file=known.table.file,
        sheet=known.table.sheet,
        is_text=False,
        columns={role: tuple(use.name for use in uses) for role, uses in known.plan.uses.items()},
        header_line=known.header.line,
        rows=max(0, known.records - known.header.data_start),
    )


class _Reader:
    """Makes of each row what somebody said, or a refusal."""

    def __init__(self, asked: FileAsked, plan: Plan, today: date) -> None:
        self.read = FileRead()
        self._asked, self._plan, self._today = asked, plan, today
        names = names_of(plan)
        self._areas, self._units = names.lists[FieldType.AREA], names.units
        self._ids: dict[str, tuple[str, ...]] = {}  # an id of the file, and what its first row says

    def take(self, found: _Found) -> None:
        """Add a row to what was read."""
        row = found.row
        if row.status is RowStatus.EMPTY:
            self.read.empty += 1
        elif row.status is RowStatus.UNREADABLE:
            self.read.refused.append(RefusedRow(row.file, row.sheet, row.source_row, reading=row.reason))
        else:
            self._take_words(found)

    def _take_words(self, found: _Found) -> None:
        row, faults = found.row, list[FieldFault]()
        said = self._said(found, self._grown(found.grows_into, faults))
        faults += faults_of(said, self._plan, self._today)
        if faults:
            self.read.refused.append(RefusedRow(row.file, row.sheet, row.source_row, tuple(faults)))
        else:
            self.read.said.append(said)

    def _said(self, found: _Found, grew_into: str) -> Said:
        row, asked = found.row, self._asked
        naming, name, contact = self._giver(found.persons)
        is_long = len(row.title) > TITLE_CHARACTERS
        return Said(
            channel=asked.channel.key,
            day=row.time.date() if row.time else asked.day or "",
            words=f"{row.title}\n{row.text}" if is_long else row.text,
            title="" if is_long else row.title,
            place=row.place,
            area=self._known(self._areas, row.area, NoteCode.AREA_NOT_KNOWN) or asked.area,
            unit=self._known(self._units, row.unit, NoteCode.UNIT_NOT_KNOWN) or asked.unit,
            naming=naming,
            name=name,
            contact=contact,
            likes=row.likes,
            activity=asked.activity,
            given_id=self._own_id(found),
            source_file=row.file,
            source_sheet=row.sheet,
            source_row=row.source_row,
            grew_into=grew_into,
        )

    def _known(self, rows: NameList, given: str, note: NoteCode) -> str:
        """The key of a name of the plan; offices sort in their own words, which are no reason to refuse."""
        if not given:
            return ""
        try:
            return rows.find(given).key
        except (NoSuchName, AmbiguousName):
            self.read.notes[note] += 1
            return ""

    def _giver(self, persons: Sequence[str]) -> tuple[str, str, str]:
        """How they are named, the name and the contact, as far as the channel takes them."""
        if not persons:
            return ANONYMOUS, "", ""
        contacts = [each for each in persons if _is_contact(each)]
        names = [each for each in persons if not _is_contact(each)]
        name, contact = " ".join(names[:1]), " ".join(contacts[:1])
        allowed = self._asked.channel.naming
        if name and NAMED in allowed:
            return NAMED, name, contact
        if contact and PSEUDONYMOUS in allowed:
            self.read.notes[NoteCode.GIVER_LEFT_OUT] += bool(name)
            return PSEUDONYMOUS, "", contact
        if name and PSEUDONYMOUS in allowed:
            return PSEUDONYMOUS, name, ""
        self.read.notes[NoteCode.GIVER_LEFT_OUT] += 1
        return ANONYMOUS, "", ""

    def _grown(self, title: str, faults: list[FieldFault]) -> str:
        """The activity of this title."""
        if not title:
            return ""
        ids = self._asked.titles.get(folded(title), ())
        if len(ids) == 1:
            return ids[0]
        code = FaultCode.AMBIGUOUS_NAME if ids else FaultCode.NO_SUCH_NAME
        faults.append(Wrong(code, given=title, keys=", ".join(ids)).at("grew_into"))
        return ""

    def _own_id(self, found: _Found) -> str:
        """The id that the file gives, told apart where another row has it with other words; "" for none."""
        row = found.row
        if not found.has_given_id:
            return ""
        says = (row.title, row.text, row.place, str(row.time), *found.persons)
        if self._ids.setdefault(row.id, says) == says:
            return row.id
        self.read.notes[NoteCode.ID_TWICE] += 1
        return f"{row.id}~{content_hash(says)[:SHORT_HASH]}"


def _is_contact(person: str) -> bool:
    """A telephone, an address of mail or an account; a name has no digits."""
    return any(sign in _CONTACT_SIGNS for sign in person)
