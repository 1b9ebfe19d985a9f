"""What does one plan say that another does not?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from huiyin.plan.calendar import CalendarDay, CalendarYear
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Post, Recusal
from huiyin.plan.terms import Term
from huiyin.plan.work import Policy, Wanted

# Seven digits in a row, or parted by blanks and dashes, may be somebody's number.
_NUMBER_OF_SOMEBODY = re.compile(r"\+?\d(?:[ -]?\d){6,}")


class Change(StrEnum):
    """What became of a part. Days are told apart, since a day moves."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # a day
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, in codes and values.

    `part` is a list or part at the top of the plan, `key` the entry of that list ("" for the list as a whole,
    or for a part that is no list), `path` leads on inside of it: names of its format and keys of entries.
    """

    change: Change
    part: str
    key: str = ""
    path: tuple[str, ...] = ()
    old: str = ""
    new: str = ""


def differences(old: Plan, new: Plan) -> list[Difference]:
    """Every change from one plan to the other, in the order of the format. None between equal plans."""
    found: list[Difference] = []
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(before, tuple) and isinstance(after, tuple):
            found += _entries(_Place(name), before, after)
        elif isinstance(before, BaseModel) and isinstance(after, BaseModel):
            found += _fields(_Place(name), before, after)
        else:
            found += _values(_Place(name), before, after)
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    part: str
    key: str = ""
    path: tuple[str, ...] = ()

    def at(self, *further: str) -> _Place:
        return _Place(self.part, self.key, (*self.path, *further))

    def entry(self, key: str) -> _Place:
        """An entry of the list at this place."""
        return self.at(key) if self.key or self.path else _Place(self.part, key)

    def difference(self, change: Change, old: str = "", new: str = "") -> Difference:
        return Difference(change, self.part, self.key, self.path, old, new)


def _fields(place: _Place, old: BaseModel, new: BaseModel) -> Iterator[Difference]:
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield from _values(place.at(name), before, after)


def _values(place: _Place, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) != new.get(key):
                yield from _values(place.at(str(key)), old.get(key), new.get(key))
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _entries(place, old, new)
    elif isinstance(old, Term) or isinstance(new, Term):
        yield from _term(place, old or Term.model_construct(), new or Term.model_construct())
    elif isinstance(old, BaseModel) and isinstance(new, BaseModel):
        yield from _fields(place, old, new)
    else:
        moved = isinstance(old, date) and isinstance(new, date)
        yield place.difference(Change.MOVED if moved else Change.CHANGED, told(old), told(new))


def _term(place: _Place, old: Term, new: Term) -> Iterator[Difference]:
    """A name that is the same in both languages changes once."""
    if old.zh == old.en and new.zh == new.en:
        yield place.difference(Change.CHANGED, told(old.zh), told(new.zh))
        return
    for language in ("zh", "en"):
        before, after = getattr(old, language), getattr(new, language)
        if before != after:
            yield place.at(language).difference(Change.CHANGED, told(before), told(after))


def _entries(place: _Place, old: Iterable[Any], new: Iterable[Any]) -> Iterator[Difference]:
    before, after = _by_identity(old), _by_identity(new)
    for key in before:
        if key not in after:
            yield _whole(place, Change.REMOVED, key, before[key])
    for key, entry in after.items():
        if key not in before:
            yield _whole(place, Change.ADDED, key, entry)
        elif before[key] != entry:
            yield from _fields(place.entry(key), before[key], entry)
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        yield place.difference(Change.REORDERED)


def _whole(place: _Place, change: Change, key: str, entry: Any) -> Difference:
    """An entry that came or went: a part of a plan stands under its key, a mere word is a value."""
    if isinstance(entry, BaseModel):
        return place.entry(key).difference(change)
    return place.difference(change, *((told(entry), "") if change is Change.REMOVED else ("", told(entry))))


def _by_identity(entries: Iterable[Any]) -> dict[str, Any]:
    """The entries by what makes each the same as before; a second one of the same sort gets a number."""
    found: dict[str, Any] = {}
    for entry in entries:
        name, count = identity(entry), 1
        while name in found:
            count += 1
            name = f"{identity(entry)} ({count})"
        found[name] = entry
    return found


def identity(entry: Any) -> str:
    """What makes an entry of a list the same in two plans."""
    match entry:
        case Policy():
            return f"{entry.key} {entry.since}"
        case Post():
            return f"{entry.role} {entry.unit or ''}".strip()
        case Recusal():
            return f"{entry.person} {entry.unit}"
        case Wanted():
            return entry.records
        case CalendarDay():
            return entry.day.isoformat()
        case CalendarYear():
            return str(entry.year)
        case BaseModel():
            return str(getattr(entry, "key", ""))
    return told(entry)


def told(value: Any) -> str:
    """A value as text; "" for none. What may be somebody's telephone number is never repeated."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(map(told, value))
    if isinstance(value, date):
        return value.isoformat()
    return _NUMBER_OF_SOMEBODY.sub("…", str(value))
