"""Which column of a table holds the text, the title, the time, …?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from huiyin.opinions.files.column_profiles import Profile, profile
from huiyin.opinions.files.header_words import (
    HeaderMatch,
    Role,
    Strength,
    header_key,
    is_serial,
    match_header,
)


class Why(StrEnum):
    """How a column came to its role."""

    GIVEN = "given"
    NAME = "name"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Columns that a person named; all other roles are guessed.

    A column is named by its header (case and blanks do not matter; of a header in two lines, the lower one
    will do) or by its place: "#1" is the first. Several text columns are joined, each on a line of its own.
    """

    text: tuple[str, ...] = ()
    title: str = ""
    id: str = ""
    time: str = ""
    person: str = ""
    place: str = ""
    likes: str = ""
    area: str = ""
    unit: str = ""

    def by_role(self) -> dict[Role, tuple[str, ...]]:
        """The names given, role by role."""
        chosen: dict[Role, tuple[str, ...]] = {Role.TEXT: self.text} if self.text else {}
        for role in Role:
            name = getattr(self, role)
            if name and role is not Role.TEXT:
                chosen[role] = (name,)
        return chosen

    def names(self) -> tuple[str, ...]:
        """All names given."""
        return tuple(name for names in self.by_role().values() for name in names)


class UnknownColumn(Exception):
    """A column was named that no table has."""

    def __init__(self, asked: str, found: Sequence[str]) -> None:
        super().__init__(asked, tuple(found))
        self.asked = asked
        self.found = tuple(found)

    @property
    def nearest(self) -> str:
        """The column that looks most like the one asked for; "" when none does."""
        return next(iter(get_close_matches(self.asked, self.found, n=1, cutoff=0.4)), "")


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column in its role."""

    name: str  # its header; "#3" where it has none
    index: int  # from 0
    why: Why


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What each column of one table is read as."""

    names: tuple[str, ...]
    uses: Mapping[Role, tuple[ColumnUse, ...]]
    other_texts: tuple[str, ...] = ()  # columns that look like text too, not read: a person may choose them
    missing: tuple[str, ...] = ()  # columns a person named that this table has not

    def indexes(self, role: Role) -> tuple[int, ...]:
        """The columns of this role, in the order in which they are joined or tried."""
        return tuple(use.index for use in self.uses.get(role, ()))


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """The numbers that decide between columns where names do not.

    Judged on the development data with and without their headers, and on the layouts of the tests.
    """

    min_text_length: float = 5.0  # mean characters of a text column
    min_wordy_share: float = 0.5  # of its cells are words, not codes
    min_text_distinct: float = 0.3  # of its cells differ from all others
    max_reply_share: float = 0.2  # more cells with an office's phrases: answers, not opinions
    min_title_length: float = 4.0  # names of persons are shorter
    max_title_length: float = 60.0
    max_title_to_text: float = 0.6  # a title is so much shorter than the text, on average
    min_title_distinct: float = 0.6
    min_time_share: float = 0.8  # of a column without a telling name are dates
    min_named_time_share: float = 0.3  # of a column named like a time can be read as one
    min_number_share: float = 0.5  # of a column named like likes are numbers
    min_phone_share: float = 0.8
    min_place_share: float = 0.7  # end like the name of a place
    max_place_length: float = 20.0
    max_id_length: float = 40.0


def plan_columns(
    names: Sequence[str],
    sample: Sequence[Sequence[str]],
    *,
    choice: ColumnChoice,
    settings: ColumnSettings | None = None,
) -> ColumnPlan:
    """Which column is which, by what a person said, by its header, else by what its cells hold?

    `sample` are rows of the table in any order; the plan does not depend on it.
    """
    shown = tuple(name or f"#{place}" for place, name in enumerate(names, 1))
    profiles = [profile(column, sample) for column in range(len(names))]
    planner = _Planner(shown, profiles, settings or ColumnSettings(), is_judged=bool(sample))
    planner.take_given(choice)
    planner.take_by_name(names)
    planner.take_by_content()
    return planner.plan()


def find_column(names: Sequence[str], asked: str) -> int | None:
    """Which column does a person mean: "#3", or a header (or the lower line of one)? None when none fits."""
    if asked.startswith("#") and asked[1:].isdecimal():
        place = int(asked[1:])
        return place - 1 if 1 <= place <= len(names) else None
    for name_of in (str, header_key, _lower_line_key):
        wanted = name_of(asked)
        for index, name in enumerate(names):
            if wanted and name_of(name) == wanted:
                return index
    return None


def _lower_line_key(name: str) -> str:
    return header_key(name.rsplit("/", 1)[-1])


_SEVERAL = (Role.PERSON, Role.PLACE)  # the first filled one is the person; all together are the place


def _single(candidate: tuple[HeaderMatch, int]) -> tuple[int, int, int]:
    """The surest name comes first, then the better one."""
    match, index = candidate
    return (-match.strength, match.rank, index)


def _several(candidate: tuple[HeaderMatch, int]) -> tuple[int, int, int]:
    """What a column holds comes first: telephones before accounts before names, districts before streets."""
    match, index = candidate
    return (match.rank, -match.strength, index)


@dataclass(slots=True)
class _Planner:
    """Gives each role its columns: first what a person chose, then what names say, then what cells show."""

    names: tuple[str, ...]
    profiles: Sequence[Profile]
    rules: ColumnSettings
    is_judged: bool  # there are rows to judge by
    uses: dict[Role, tuple[ColumnUse, ...]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    closed: set[Role] = field(default_factory=set)  # a person chose them: nothing is guessed
    unknown: list[int] = field(default_factory=list)  # columns whose header says nothing
    last_texts: list[int] = field(default_factory=list)
    blank_texts: list[int] = field(default_factory=list)  # named like a text, but without a filled cell
    other_texts: list[int] = field(default_factory=list)

    def take_given(self, choice: ColumnChoice) -> None:
        for role, asked_names in choice.by_role().items():
            found = {asked: find_column(self.names, asked) for asked in asked_names}
            self.missing += [asked for asked, index in found.items() if index is None]
            self._take(role, [index for index in found.values() if index is not None], Why.GIVEN)
            self.closed.add(role)

    def take_by_name(self, headers: Sequence[str]) -> None:
        candidates: dict[Role, list[tuple[HeaderMatch, int]]] = {role: [] for role in Role}
        for index in self._free():
            match = self._match(index, headers[index])
            if match is None:
                self.unknown.append(index)
            elif match.role is Role.TEXT and match.strength is Strength.LAST:
                self.last_texts.append(index)
            elif match.role is not None:
                candidates[match.role].append((match, index))
        for role, found in candidates.items():
            columns = [index for _, index in sorted(found, key=_several if role in _SEVERAL else _single)]
            if role is Role.TEXT:
                self.other_texts = columns[1:]
            if role not in self.closed:
                self._take(role, columns if role in _SEVERAL else columns[:1], Why.NAME)

    def take_by_content(self) -> None:
        self._take_text()
        for role, fits in (
            (Role.TIME, self._could_be_time),
            (Role.PERSON, self._could_be_person),
            (Role.PLACE, self._could_be_place),
            (Role.ID, self._could_be_id),
            (Role.TITLE, self._could_be_title),
        ):
            if role not in self.closed and role not in self.uses:
                self._take(role, [index for index in self._free_unknown() if fits(index)][:1], Why.CONTENT)

    def plan(self) -> ColumnPlan:
        others = tuple(self.names[index] for index in self.other_texts if index in self._free())
        return ColumnPlan(self.names, dict(self.uses), others, tuple(self.missing))

    def _take(self, role: Role, indexes: Sequence[int], why: Why) -> None:
        if indexes:
            self.uses[role] = tuple(ColumnUse(self.names[index], index, why) for index in indexes)

    def _free(self) -> list[int]:
        used = {use.index for uses in self.uses.values() for use in uses}
        return [index for index in range(len(self.names)) if index not in used]

    def _free_unknown(self) -> list[int]:
        free = set(self._free())
        return [index for index in self.unknown if index in free]

    def _match(self, index: int, header: str) -> HeaderMatch | None:
        """What the header says, unless the cells below contradict it."""
        match = match_header(header)
        looks = self.profiles[index]
        if is_serial(header) and looks.filled and looks.numbers < 1:
            return HeaderMatch(Role.ID, Strength.ENDING)
        if match is None or match.role is None or not self.is_judged:
            return match
        if match.role is Role.TEXT and not looks.filled:
            self.blank_texts.append(index)
        return match if self._agrees(match.role, looks) else HeaderMatch(role=None)

    def _agrees(self, role: Role, looks: Profile) -> bool:
        if not looks.filled:
            return False
        if role is Role.TIME:
            return looks.readable_times >= self.rules.min_named_time_share
        if role is Role.LIKES:
            return looks.numbers >= self.rules.min_number_share
        if role in (Role.TEXT, Role.TITLE):
            is_data = max(looks.written_times, looks.numbers) >= self.rules.min_time_share
            return not is_data and looks.replies <= self.rules.max_reply_share
        return True

    def _take_text(self) -> None:
        if Role.TEXT in self.closed or Role.TEXT in self.uses:
            return
        by_content = [index for index in self._free_unknown() if self._could_be_text(index)]
        for columns, why in ((by_content, Why.CONTENT), (self.last_texts, Why.NAME)):
            if columns:
                best, *self.other_texts = sorted(columns, key=lambda index: (-self._wordiness(index), index))
                self._take(Role.TEXT, [best], why)
                return
        if title := self.uses.pop(Role.TITLE, ()):
            self.uses[Role.TEXT] = title
        else:
            self._take(Role.TEXT, self.blank_texts[:1], Why.NAME)

    def _wordiness(self, index: int) -> float:
        return self.profiles[index].mean_length * self.profiles[index].distinct

    def _could_be_text(self, index: int) -> bool:
        looks = self.profiles[index]
        return (
            self._is_prose(looks)
            and looks.mean_length >= self.rules.min_text_length
            and looks.distinct >= self.rules.min_text_distinct
        )

    def _is_prose(self, looks: Profile) -> bool:
        """Words of a giver, no codes, dates or answers."""
        return (
            looks.words >= self.rules.min_wordy_share
            and looks.replies <= self.rules.max_reply_share
            and looks.written_times < self.rules.min_time_share
        )

    def _could_be_title(self, index: int) -> bool:
        looks = self.profiles[index]
        text = self.uses.get(Role.TEXT, ())
        return (
            bool(text)
            and self._is_prose(looks)
            and looks.distinct >= self.rules.min_title_distinct
            and looks.mean_length >= self.rules.min_title_length
            and looks.mean_length <= self.rules.max_title_length
            and looks.mean_length <= self.profiles[text[0].index].mean_length * self.rules.max_title_to_text
        )

    def _could_be_time(self, index: int) -> bool:
        return self.profiles[index].written_times >= self.rules.min_time_share

    def _could_be_person(self, index: int) -> bool:
        return self.profiles[index].phones >= self.rules.min_phone_share

    def _could_be_place(self, index: int) -> bool:
        looks = self.profiles[index]
        return looks.places >= self.rules.min_place_share and looks.mean_length <= self.rules.max_place_length

    def _could_be_id(self, index: int) -> bool:
        looks = self.profiles[index]
        return (
            index == 0
            and looks.distinct == 1
            and looks.codes == 1
            and looks.mean_length <= self.rules.max_id_length
            and looks.written_times == 0
        )
