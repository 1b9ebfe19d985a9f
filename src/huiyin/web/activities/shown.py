"""How are the facts of a record said to a reader?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities import rows
from huiyin.activities.field_values import DOES_NOT_APPLY, NO, YES
from huiyin.activities.written_forms import clean_line, clean_lines, day_of, number_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Field, FieldType, Kind
from huiyin.web.activities.choices import offers_of
from huiyin.web.activities.inputs import SEVERAL, gettext_no, gettext_yes
from huiyin.web.frame.tags import CHINESE_DAY, ENGLISH_DAY, counted, reading_language


@dataclass(frozen=True)
class Said:
    """One fact: what it is called and what it says, a line each where it says several things."""

    key: str
    name: str
    lines: tuple[str, ...]
    link: str = ""  # of a web address
    record: str = ""  # id of a record that it names

    @property
    def text(self) -> str:
        """All lines in one."""
        return _(", ").join(self.lines)


def facts(kind: Kind, values: Mapping[str, Any], plan: Plan, language: str) -> list[Said]:
    """The fields of a record that say something, in the plan's order; then those that it has no longer."""
    known = [fact(field, values.get(field.key), plan, language) for field in kind.fields]
    dropped = [
        Said(key, key, (str(value),)) for key, value in values.items() if kind.field(key) is None and value
    ]
    return [*[said for said in known if said.lines], *dropped]


def fact(field: Field, value: Any, plan: Plan, language: str) -> Said:
    """One field of a record in words; without lines when nothing was said."""
    name = field.name.said(language)
    if value is None or value in ("", [], {}):
        return Said(field.key, name, ())
    lines = _lines(field, value, plan, language)
    if field.type is FieldType.LINK:
        return Said(field.key, name, lines, link=_safe_address(str(value)))
    if field.type is FieldType.RECORD:
        return Said(field.key, name, lines, record=str(value))
    return Said(field.key, name, lines)


def unit_said(key: str, plan: Plan, language: str) -> str:
    """A unit's name; its key when it has left the plan."""
    unit = plan.units_by_key.get(key)
    return unit.name.said(language) if unit else key


def _lines(field: Field, value: Any, plan: Plan, language: str) -> tuple[str, ...]:
    if field.type is FieldType.YES_NO:
        return (gettext_yes() if value in (True, YES) else gettext_no(),)
    if field.type is FieldType.CHECKS:
        return tuple(_checked(field, value, plan, language))
    if field.type is FieldType.LONG_TEXT:
        return tuple(clean_lines(str(value)).split("\n"))
    if field.type is FieldType.TEXT:
        return (clean_line(str(value)),)
    offers = offers_of(field, plan, language)
    if field.type in SEVERAL and isinstance(value, str):
        value = value.splitlines()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(offers.shown_as(str(one)) for one in value)
    return (_plain(field, value) or offers.shown_as(str(value)),)


def counted_in(field: Field, language: str) -> str:
    """The classifier that stands beside a number: Chinese has them, English has the name of the field."""
    return field.classifier if language == "zh" else ""


def _plain(field: Field, value: Any) -> str:
    """A number or a day in words; "" for what is neither."""
    if field.type is FieldType.DAY:
        return day_said(value)
    number = number_of(value) if field.type in (FieldType.WHOLE, FieldType.DECIMAL) else None
    return "" if number is None else counted(number, field.classifier)


def _checked(field: Field, value: Mapping[str, Any], plan: Plan, language: str) -> list[str]:
    items = [
        item for checklist in plan.checklists if checklist.key == field.checklist for item in checklist.items
    ]
    names = {item.key: item.name.said(language) for item in items}
    answers = {YES: gettext_yes(), NO: gettext_no(), DOES_NOT_APPLY: _("Does not apply")}
    return [
        _("%(item)s: %(answer)s") % {"item": names.get(key, key), "answer": answers.get(str(answer), answer)}
        for key, answer in value.items()
    ]


def _safe_address(address: str) -> str:
    """An address that may stand in a link: the web's own, so that no other scheme is ever followed."""
    return address if address.lower().startswith(("https://", "http://")) else ""


@dataclass(frozen=True)
class Titled:
    """A record with what it is called in the reader's language."""

    row: rows.Row
    title: str


def titled(row: rows.Row) -> Titled:
    """A record with its title; one without words of its own is called as its kind."""
    is_plain = row.title in (row.kind_name.zh, row.kind_name.en)
    return Titled(row, row.kind_name.said(reading_language()) if is_plain else row.title)


@dataclass(frozen=True)
class Change:
    """One fact that two versions say differently; "" where one says nothing."""

    name: str
    before: str
    after: str


class Facts(Protocol):
    """What a version of a record, or what was entered for one, says."""

    @property
    def unit(self) -> str: ...
    @property
    def day(self) -> date | str: ...
    @property
    def last_day(self) -> date | str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


def changes(kind: Kind, plan: Plan, before: Facts, after: Facts) -> list[Change]:
    """What the second says otherwise than the first, in the order of the form."""
    both = zip(_all_facts(kind, plan, before), _all_facts(kind, plan, after), strict=True)
    return [Change(old.name, old.text, new.text) for old, new in both if old.text != new.text]


def change_said(change: rows.Change, kind: Kind | None, plan: Plan) -> Change:
    """What a version changed, in words."""
    language = reading_language()
    own = kind.field(change.field) if kind else None
    if own is not None:
        before, after = (fact(own, said, plan, language) for said in (change.before, change.after))
        return Change(before.name, before.text, after.text)
    name = str(OF_EVERY_RECORD.get(change.field, change.field))
    return Change(
        name, *(_plain_said(change.field, said, kind, plan) for said in (change.before, change.after))
    )


OF_EVERY_RECORD: Mapping[str, Promise] = MappingProxyType(
    {
        "unit": gettext_lazy("Reporting unit"),
        "day": gettext_lazy("Day"),
        "last_day": gettext_lazy("Last day"),
        "state": gettext_lazy("State"),
        "part_of": gettext_lazy("Part of"),
        "is_withdrawn": gettext_lazy("Withdrawn"),
    }
)


def _plain_said(column: str, said: Any, kind: Kind | None, plan: Plan) -> str:
    language = reading_language()
    if isinstance(said, bool):
        return gettext_yes() if said else gettext_no()
    if column == "unit":
        return unit_said(said, plan, language)
    if column in ("day", "last_day"):
        return day_said(said)
    state = kind.state(said) if kind and column == "state" else None
    return state.name.said(language) if state else str(said or "")


def _all_facts(kind: Kind, plan: Plan, said: Facts) -> list[Said]:
    language = reading_language()
    of_every_record = [
        Said(column, str(OF_EVERY_RECORD[column]), (_plain_said(column, getattr(said, column), kind, plan),))
        for column in ("unit", "day", "last_day", "state")
    ]
    return [*of_every_record, *(fact(own, said.values.get(own.key), plan, language) for own in kind.fields)]


def day_said(given: date | str | None) -> str:
    """A day in words; what is no day stays as it was typed."""
    found = day_of(given)
    return (
        date_format(found, CHINESE_DAY if reading_language() == "zh" else ENGLISH_DAY)
        if found
        else str(given or "")
    )
