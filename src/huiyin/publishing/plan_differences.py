"""In which words is one difference between two plans told?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.plan.calendar import CalendarDay
from huiyin.plan.differences import Change, Difference, identity
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Post, Recusal
from huiyin.plan.terms import Term
from huiyin.plan.work import Wanted
from huiyin.publishing.plan_part_words import (
    Say,
    calendar_base_word,
    field_word,
    list_word,
    part_word,
    role_word,
    weekday_word,
)

_NUMBERED = re.compile(r"\d+([.-]\d+)*$")
# Whose name stands for a key, by what the field is called.
_NAMED_IN = {
    **dict.fromkeys(("owner", "owners", "unit", "units", "within"), "units"),
    **dict.fromkeys(("person", "members"), "people"),
    **dict.fromkeys(("kinds", "records", "part_of"), "kinds"),
    **dict.fromkeys(("level", "levels"), "leader_levels"),
    **dict.fromkeys(("top", "over", "figures"), "figures"),
    "each_of": "unit_kinds",
    "group": "kind_groups",
    "measure": "measures",
    "target_kind": "target_kinds",
}
_YES_NO = frozenset({"true", "false"})
# Fields whose values are codes that have a word.
_IN_WORDS: Mapping[str, Callable[[str, Say], str]] = {
    "role": role_word,
    "based_on": calendar_base_word,
    "weekend": lambda number, say: weekday_word(int(number), say),
}
# Fields that hold values by name, not entries.
_BY_NAME = frozenset({"where", "minutes_by_type"})


@dataclass(frozen=True)
class TwoPlans:
    """The plan before and the plan after; an entry is named as the later one names it, if it has it."""

    old: Plan
    new: Plan

    def entry(self, part: str, *way: str) -> Any:
        """The entry of a list at the top, or within an entry: its key, then a list and a key, and so on.

        The first key is "" for a part at the top that is no list.
        """
        for plan in (self.new, self.old):
            top = getattr(plan, part, ())
            found = _entry_with(top, way[0]) if way[0] else top
            for inner, key in zip(way[1::2], way[2::2], strict=True):
                found = _entry_with(getattr(found, inner, ()), key)
            if found is not None:
                return found
        return None

    def name(self, part: str, key: str, language: str) -> str:
        """The name of an entry of a list at the top; the key, where it has none."""
        name = getattr(self.entry(part, key), "name", None)
        return name.said(language) if isinstance(name, Term) else key


def _entry_with(entries: Any, key: str) -> Any:
    return next((entry for entry in entries if identity(entry) == key), None)


def difference_sentence(difference: Difference, plans: TwoPlans, language: str, say: Say) -> str:
    """What changed, in one sentence without a full stop: deadline of measure 2.1 moved from … to …"""
    _ = say
    if not difference.key and not difference.path:
        return _("the order of {entries} has changed").format(entries=list_word(difference.part, say))
    teller = _Teller(plans, language, say)
    item, field = teller.item_and_field(difference)
    facts = {
        "item": item,
        "field": field,
        "old": teller.value(difference, difference.old),
        "new": teller.value(difference, difference.new),
    }
    return (_of_field(difference, say) if field else _of_item(difference, say)).format(**facts)


def _of_item(difference: Difference, say: Say) -> str:
    _ = say
    return {
        Change.ADDED: _("{item} added"),
        Change.REMOVED: _("{item} taken out"),
    }[difference.change]


def _of_field(difference: Difference, say: Say) -> str:
    _ = say
    match difference.change:
        case Change.MOVED:
            return _("{field} of {item} moved from {old} to {new}")
        case Change.REORDERED:
            return _("{item}: the order of {field} has changed")
        case Change.ADDED:
            return _("{item}: “{new}” added to {field}")
        case Change.REMOVED:
            return _("{item}: “{old}” taken out of {field}")
    if not difference.old:
        return _("{item}: {field} is now “{new}”, before it was blank")
    if not difference.new:
        return _("{item}: {field} is now blank, before it was “{old}”")
    return _("{field} of {item} changed from “{old}” to “{new}”")


@dataclass(frozen=True)
class _Teller:
    """Names and values in one language."""

    plans: TwoPlans
    language: str
    say: Say

    def item_and_field(self, difference: Difference) -> tuple[str, str]:
        """The entry, or the entry within it, that the change is about, and the field ("" for the whole)."""
        _ = self.say
        item = self._item(difference)
        names, way = list(difference.path), [difference.key]
        spoken = names.pop() if len(names) > 1 and names[-1] in ("zh", "en") else ""
        while len(names) >= 2 and names[0] not in _BY_NAME:
            way += [names.pop(0), names.pop(0)]
            inner = _("{part} “{name}”").format(
                part=part_word(way[-2], self.say), name=self._inner_name(difference.part, way)
            )
            item = _("{inner} of {outer}").format(inner=inner, outer=item)
        if not names:
            return self._whole(item, difference.part, way), ""
        field = field_word(names[0], self.say)
        if names[1:]:
            field = _("{field} “{name}”").format(field=field, name=names[1])
        if spoken:
            field = _("{field} in {spoken}").format(field=field, spoken=field_word(spoken, self.say))
        return item, field

    def _whole(self, item: str, part: str, way: list[str]) -> str:
        """An entry that came or went, with what it says where its name does not say that."""
        _ = self.say
        entry = self.plans.entry(part, *way)
        if not isinstance(entry, CalendarDay):
            return item
        return (_("{item} (worked)") if entry.works else _("{item} (off)")).format(item=item)

    def value(self, difference: Difference, value: str) -> str:
        """A value as a person reads it: the name of what a key names, a day, a yes."""
        _ = self.say
        field = difference.path[-1] if difference.path else ""
        if difference.change is Change.MOVED:
            day = date.fromisoformat(value)
            told = _("{year}-{month:02}-{day:02}")
            return told.format(year=day.year, month=day.month, day=day.day)
        if value in _YES_NO:
            return _("yes") if value == "true" else _("no")
        if field in _IN_WORDS and value:
            return _IN_WORDS[field](value, self.say)
        named_in = (
            "people" if (difference.part, field) == ("guidance_groups", "lead") else _NAMED_IN.get(field)
        )
        return self.plans.name(named_in, value, self.language) if named_in and value else value

    def _item(self, difference: Difference) -> str:
        _ = self.say
        part, key = difference.part, difference.key
        if not key:
            return part_word(part, self.say)
        if part == "policy" or _NUMBERED.match(key):
            return _("{part} {key}").format(part=part_word(part, self.say), key=key)
        name = self.plans.name(part, key, self.language)
        return _("{part} “{name}”").format(part=part_word(part, self.say), name=name)

    def _inner_name(self, part: str, way: list[str]) -> str:
        entry = self.plans.entry(part, *way)
        match entry:
            case Post():
                return self._post(entry)
            case Recusal():
                return self.plans.name("people", entry.person, self.language)
            case Wanted():
                return self.plans.name("kinds", entry.records, self.language)
            case CalendarDay():
                return f"{way[-1]} {entry.name.said(self.language) if entry.name else ''}".strip()
        name = getattr(entry, "name", None)
        return name.said(self.language) if isinstance(name, Term) else way[-1]

    def _post(self, post: Post) -> str:
        _ = self.say
        role = role_word(post.role, self.say)
        if post.unit is None:
            return role
        unit = self.plans.name("units", post.unit, self.language)
        return _("{role}, {unit}").format(role=role, unit=unit)
