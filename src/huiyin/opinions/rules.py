"""Is what somebody said an opinion that may be kept, and what of it is kept without the person?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar

from huiyin.access.rules import Actor, Permission, Reach
from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.activities.field_values import is_empty, named, record_id
from huiyin.activities.names_in_plan import NameList, names_of
from huiyin.activities.written_forms import clean_line, clean_lines, day_of, number_of
from huiyin.opinions.persons_apart import Apart, sealed_part, without_persons
from huiyin.opinions.redaction.redaction import redact
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType
from huiyin.plan.organisation import OpinionChannel

NAMED: Final = "named"
PSEUDONYMOUS: Final = "pseudonymous"  # a nickname or a way to answer, but no name
ANONYMOUS: Final = "anonymous"
WORDS_CHARACTERS: Final = 20_000
TITLE_CHARACTERS: Final = 300
PLACE_CHARACTERS: Final = 200
NAME_CHARACTERS: Final = 100
CONTACT_CHARACTERS: Final = 200
ID_CHARACTERS: Final = 100
FILE_CHARACTERS: Final = 200
SHEET_CHARACTERS: Final = 100
MOST_LIKES: Final = 2**31 - 1  # what the column holds

Read = TypeVar("Read")


@dataclass(frozen=True)
class Said:
    """What somebody said, as it was heard: strings, keys or names of the plan; a day as a day or written.

    `naming`: named, pseudonymous, anonymous. `name` and `contact` are never kept beside the words.
    """

    channel: str
    day: date | str
    words: str
    title: str = ""
    place: str = ""
    area: str = ""
    unit: str = ""  # that it concerns
    naming: str = ANONYMOUS
    name: str = ""
    contact: str = ""
    likes: int | str = 0
    activity: str = ""  # in which it was said, by id
    given_id: str = ""
    source_file: str = ""
    source_sheet: str = ""
    source_row: int | None = None
    grew_into: str = ""  # an activity, by id


@dataclass(frozen=True)
class OpinionFact:
    """An opinion, checked: keys, and words without persons. `apart` is for sealing alone."""

    channel: str
    day: date
    title: str
    words: str
    place: str
    area: str
    unit: str
    naming: str
    likes: int
    activity: str
    given_id: str
    source_file: str
    source_sheet: str
    source_row: int | None
    grew_into: str
    redactions: int
    goes_to_board: bool
    apart: Apart = field(default_factory=Apart)


@dataclass(frozen=True)
class CheckedOpinion:
    """What came of checking: the fact, or None with the faults. No fault tells words, a name or a contact."""

    fact: OpinionFact | None
    faults: tuple[FieldFault, ...]


@dataclass(frozen=True)
class Correction:
    """What an opinion shall say from now on of where it belongs; None leaves a thing as it is."""

    channel: str | None = None
    day: date | str | None = None
    place: str | None = None
    area: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class CheckedCorrection:
    """The columns that a correction sets, or its faults."""

    values: Mapping[str, Any]
    faults: tuple[FieldFault, ...]


@dataclass(frozen=True)
class IntakeActor(Actor):
    """Another system that hands opinions in with a token: on its channel, and nothing else."""

    channel: str = ""

    def reach(self, permission: Permission) -> Reach:
        """Taking in, on the one channel that the actions hold it to."""
        return Reach(everywhere=permission is Permission.RECORD_OPINIONS)

    def role_for(self, permission: Permission) -> str:
        """What the trail calls it."""
        return "intake" if permission is Permission.RECORD_OPINIONS else ""


def channel_of(plan: Plan, key: str) -> OpinionChannel | None:
    """The channel with this key; None where the plan has it no longer."""
    return next((channel for channel in plan.opinion_channels if channel.key == key), None)


def writers_of(actor: Actor, permission: Permission) -> frozenset[str]:
    """In whose place does the actor take opinions in: office, unit, guide, system (`taken_in_by`)?"""
    if isinstance(actor, IntakeActor):
        return frozenset({"system"})
    if actor.reach(permission).everywhere:
        return frozenset({"office", "unit", "guide"})
    found = {
        "guide" if holding.role == "guide" else "unit"
        for holding in actor.holdings
        if Actor(actor.account, holdings=(holding,)).may(permission)
    }
    return frozenset(found)


def unit_of(actor: Actor, permission: Permission, plan: Plan) -> str:
    """The unit in whose name the actor takes in: the highest one of the post; "" without one."""
    for holding in actor.holdings:
        if not Actor(actor.account, holdings=(holding,)).role_for(permission):
            continue
        for unit in plan.units:
            if unit.key in holding.own and unit.within not in holding.own:
                return unit.key
    return ""


@dataclass
class _Faults:
    """The faults found so far."""

    found: list[FieldFault] = field(default_factory=list)

    def unless_wrong(self, place: str, read: Callable[[], Read], otherwise: Read) -> Read:
        """What `read` gives; `otherwise`, with its fault noted, where it is wrong."""
        try:
            return read()
        except Wrong as wrong:
            self.found.append(wrong.at(place))
            return otherwise


def checked(said: Said, plan: Plan, today: date) -> CheckedOpinion:
    """Is this an opinion that may be kept under this plan? Raises nothing: what is wrong stands in `faults`.

    `today` is the day in the campaign's time zone: nothing was said after it. Whether the activities that it
    names are there, the actions ask.
    """
    read = _read(said, plan, today)
    if read.faults or read.channel is None:
        return CheckedOpinion(None, read.faults)
    kept = without_persons(read.apart)
    fact = OpinionFact(
        channel=read.channel.key,
        title=kept.title[:TITLE_CHARACTERS],
        words=kept.words,
        place=kept.place[:PLACE_CHARACTERS],
        source_file=shown_line(said.source_file)[-FILE_CHARACTERS:],
        source_sheet=shown_line(said.source_sheet)[:SHEET_CHARACTERS],
        source_row=said.source_row,
        redactions=kept.redactions,
        goes_to_board=read.channel.to_board,
        apart=sealed_part(read.apart, kept),
        **read.values,
    )
    return CheckedOpinion(fact, ())


def faults_of(said: Said, plan: Plan, today: date) -> tuple[FieldFault, ...]:
    """What `checked` would find wrong; in a fraction of its time, for nothing is taken out of the words."""
    return _read(said, plan, today).faults


@dataclass(frozen=True)
class _Read:
    """What was said, as far as it could be read."""

    channel: OpinionChannel | None
    apart: Apart
    values: Mapping[str, Any]
    faults: tuple[FieldFault, ...]


def _read(said: Said, plan: Plan, today: date) -> _Read:
    channel = channel_of(plan, said.channel.strip())
    if channel is None:
        code = FaultCode.MISSING if is_empty(said.channel) else FaultCode.NO_SUCH_NAME
        return _Read(None, Apart(), {}, (Wrong(code, given=shown(said.channel)).at("channel"),))
    names, faults = names_of(plan), _Faults()
    apart = _apart(said, faults)
    values = {
        "day": faults.unless_wrong("day", lambda: _day(said.day, today), today),
        "naming": faults.unless_wrong("naming", lambda: _naming(said.naming, apart, channel), ANONYMOUS),
        "area": said.area
        and faults.unless_wrong("area", lambda: _key(said.area, names.lists[FieldType.AREA]), ""),
        "unit": said.unit and faults.unless_wrong("unit", lambda: _key(said.unit, names.units), ""),
        "likes": faults.unless_wrong("likes", lambda: _likes(said.likes), 0),
        "activity": faults.unless_wrong("activity", lambda: _record(said.activity), ""),
        "grew_into": faults.unless_wrong("grew_into", lambda: _record(said.grew_into), ""),
        "given_id": faults.unless_wrong("given_id", lambda: _line(said.given_id, ID_CHARACTERS), ""),
    }
    return _Read(channel, apart, values, tuple(faults.found))


def corrected(correction: Correction, plan: Plan, today: date) -> CheckedCorrection:
    """Which columns does a correction set, and what is wrong with it? Raises nothing."""
    names, faults = names_of(plan), _Faults()
    values: dict[str, Any] = {}
    if correction.channel is not None:
        channel = channel_of(plan, correction.channel.strip())
        if channel is None:
            faults.found.append(Wrong(FaultCode.NO_SUCH_NAME, given=shown(correction.channel)).at("channel"))
        else:
            values |= {"channel": channel.key, "goes_to_board": channel.to_board}
    readers: dict[str, Callable[[Any], Any]] = {
        "day": lambda given: _day(given, today),
        "place": lambda given: _line(given, PLACE_CHARACTERS),
        "area": lambda given: _key(given, names.lists[FieldType.AREA]),
        "unit": lambda given: _key(given, names.units),
    }
    for column, read in readers.items():
        given = getattr(correction, column)
        if given is not None:
            values[column] = faults.unless_wrong(column, partial(read, given), None)
    return CheckedCorrection(values, tuple(faults.found))


def shown_line(given: Any) -> str:
    """A line about an opinion that lists and faults may show: without persons."""
    text = clean_line(str(given))
    return redact(text).text if text else ""


def shown(given: Any) -> str:
    """What a fault may tell of a value that should have been a key: short, and without persons."""
    return shown_line(given)[:60]


def words_of_office(given: str, limit: int = WORDS_CHARACTERS) -> str:
    """A wording of the office as it is given. Raises `Wrong` for none and for one that is too long."""
    return _wanted(clean_lines(given), limit)


def _apart(said: Said, faults: _Faults) -> Apart:
    """The texts as they were said; words are never missing, also where only a title was given."""
    title, words = clean_line(said.title), clean_lines(said.words)
    if not words:
        title, words = "", title
    return Apart(
        name=faults.unless_wrong("name", lambda: _line(said.name, NAME_CHARACTERS), ""),
        contact=faults.unless_wrong("contact", lambda: _line(said.contact, CONTACT_CHARACTERS), ""),
        title=faults.unless_wrong("title", lambda: _line(title, TITLE_CHARACTERS), ""),
        words=faults.unless_wrong("words", lambda: _wanted(words, WORDS_CHARACTERS), ""),
        place=faults.unless_wrong("place", lambda: _line(said.place, PLACE_CHARACTERS), ""),
    )


def _day(given: date | str, today: date) -> date:
    if is_empty(given):
        raise Wrong(FaultCode.MISSING)
    day = day_of(given)
    if day is None:
        raise Wrong(FaultCode.NOT_A_DAY, given=shown(given))
    if day > today:
        raise Wrong(FaultCode.IN_THE_FUTURE, day=day)
    return day


def _naming(given: str, apart: Apart, channel: OpinionChannel) -> str:
    """How the giver speaks: as the channel allows it, and as what was given of them bears out."""
    naming = given.strip() or ANONYMOUS
    is_told = bool(apart.name or apart.contact)
    fits = {NAMED: bool(apart.name), PSEUDONYMOUS: True, ANONYMOUS: not is_told}
    if naming not in channel.naming or naming not in fits:
        raise Wrong(FaultCode.OF_ANOTHER_SORT, given=shown(naming))
    if not fits[naming]:
        raise Wrong(FaultCode.MISSING if naming == NAMED else FaultCode.OF_ANOTHER_SORT, given=naming)
    return naming


def _key(given: str, rows: NameList) -> str:
    try:
        return "" if is_empty(given) else named(rows, given).key
    except Wrong as wrong:
        facts = {**wrong.facts, "given": shown(given)}
        raise Wrong(wrong.code, **facts) from None


def _likes(given: int | str) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST_LIKES:
        return given
    number = number_of(0 if is_empty(given) else given)
    if number is None or number != number.to_integral_value():
        raise Wrong(FaultCode.NOT_WHOLE, given=shown(given))
    if number < 0:
        raise Wrong(FaultCode.TOO_SMALL, given=number, limit=0)
    if number > MOST_LIKES:
        raise Wrong(FaultCode.TOO_LARGE, given=number, limit=MOST_LIKES)
    return int(number)


def _record(given: str) -> str:
    if is_empty(given):
        return ""
    try:
        return record_id(given)
    except Wrong as wrong:
        raise Wrong(wrong.code, given=shown(given)) from None


def _line(given: str, limit: int) -> str:
    if not given:
        return ""
    text = clean_line(given)
    if len(text) > limit:
        raise Wrong(FaultCode.TOO_LONG, limit=limit)
    return text


def _wanted(text: str, limit: int) -> str:
    if not text:
        raise Wrong(FaultCode.MISSING)
    if len(text) > limit:
        raise Wrong(FaultCode.TOO_LONG, limit=limit)
    return text
