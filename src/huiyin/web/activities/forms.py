"""Which form does a kind of activity have, what was entered in it, and where does each fault belong?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from huiyin.activities.field_faults import FieldFault
from huiyin.activities.field_values import NO, YES
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.rows import Row
from huiyin.activities.rules import Entered
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Checklist, Field, FieldType, Kind
from huiyin.web.activities.choices import Offers, offers_of
from huiyin.web.activities.inputs import (
    SCROLLED,
    CheckList,
    NameInput,
    choice_input,
    gettext_no,
    gettext_yes,
    one_of,
    typed_input,
)
from huiyin.web.activities.shown import counted_in
from huiyin.web.activities.words import fault_sentence

# The plan names its own fields; this keeps them apart from those that every record has.
OWN = "v-"


@dataclass(frozen=True)
class Questions:
    """What a form asks for: a kind of the plan, and what the door found to choose from."""

    plan: Plan
    kind: Kind
    language: str
    units: Offers
    parent: str = ""  # the record that this one is a part of, where that is settled
    parents: Offers = field(default_factory=Offers)  # else the records that it may be a part of
    records: Mapping[str, Offers] = field(default_factory=dict)  # by field: records that it may name
    is_correction: bool = False


@dataclass(frozen=True)
class Suggestions:
    """Names that an input offers while it is typed into; several inputs may share one list."""

    id: str
    names: tuple[str, ...]


class ActivityForm(forms.Form):
    """The form of one kind. It refuses nothing: the rules judge what was entered, and it stays as typed."""

    use_required_attribute = False

    def __init__(
        self, asked: Questions, *, given: Any = None, start: Mapping[str, Any] | None = None, ticket: str = ""
    ) -> None:
        super().__init__(data=given, initial=dict(start or {}))
        self.asked = asked
        self._suggested: dict[tuple[str, ...], Suggestions] = {}
        self.fields["ticket"] = _hidden(ticket)
        self.fields["version"] = _hidden("")
        for name, asked_for in self._of_every_record():
            self.fields[name] = asked_for
        for own in asked.kind.fields:
            self.fields[OWN + own.key] = self._own(own)
        if asked.is_correction:
            self.fields["reason"] = _asked(
                _("Why is it corrected?"), forms.Textarea({"rows": 2, "autocomplete": "off"}), required=True
            )

    def full_clean(self) -> None:
        """Judge nothing: the rules of the stage do, and the form shows what they found."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    @property
    def suggestions(self) -> list[Suggestions]:
        """The lists of names that the inputs search, each once."""
        return list(self._suggested.values())

    def entered(self) -> Entered:
        """What was entered, as it was typed."""
        given = {name: self[name].data for name in self.fields}
        return Entered(
            kind=self.asked.kind.key,
            unit=str(given.get("unit") or ""),
            day=str(given.get("day") or ""),
            last_day=str(given.get("last_day") or ""),
            state=str(given.get("state") or ""),
            values={own.key: given[OWN + own.key] for own in self.asked.kind.fields},
            part_of=str(given.get("part_of") or ""),
        )

    def show_faults(self, faults: Iterable[FieldFault]) -> None:
        """Put each fault beside its field, in words that say what to do."""
        own = {OWN + field.key: field for field in self.asked.kind.fields}
        for fault in faults:
            name = self.name_of(fault.field)
            is_shown = name in self.fields and not self[name].is_hidden
            self.add_error(name if is_shown else None, fault_sentence(fault, own.get(name)))

    def name_of(self, field_key: str) -> str:
        """The name that a field of the rules has in this form."""
        return field_key if self.asked.kind.field(field_key) is None else OWN + field_key

    def _of_every_record(self) -> list[tuple[str, forms.Field]]:
        kind, language = self.asked.kind, self.asked.language
        day = kind.day.said(language) if kind.day else _("Day")
        found = [
            ("part_of", self._part_of()),
            ("unit", self._unit()),
            ("day", _asked(day, _days(), required=True)),
        ]
        if kind.spans_days:
            found.append(("last_day", _asked(_("Last day"), _days())))
        return [*found, ("state", self._state())]

    def _part_of(self) -> forms.Field:
        whole = self.asked.plan.kinds_by_key.get(self.asked.kind.part_of or "")
        if whole is None:
            return _hidden("")
        if self.asked.parent:
            return _hidden(self.asked.parent)
        label = _("Part of: %(kind)s") % {"kind": whole.name.said(self.asked.language)}
        return _asked(label, _listed(self.asked.parents), required=True)

    def _unit(self) -> forms.Field:
        if len(self.asked.units.rows) == 1:
            return _hidden(self.asked.units.rows[0].key)
        return _asked(_("Reporting unit"), self._one(self.asked.units), required=True)

    def _state(self) -> forms.Field:
        states = self.asked.kind.states
        if len(states) == 1:
            return _hidden(states[0].key)
        done, not_done = _("%(state)s (done)"), _("%(state)s (not done yet)")
        said = [
            (state.key, (done if state.done else not_done) % {"state": state.name.said(self.asked.language)})
            for state in states
        ]
        return _asked(_("How far is it?"), one_of(said, required=True), required=True)

    def _own(self, own: Field) -> forms.Field:
        language = self.asked.language
        help_text = own.help.said(language) if own.help else ""
        return _asked(own.name.said(language), self._input(own), required=own.required, help_text=help_text)

    def _input(self, own: Field) -> forms.Widget:
        language = self.asked.language
        if own.type is FieldType.YES_NO:
            said = [(YES, gettext_yes()), (NO, gettext_no())]
            return one_of(said, required=own.required)
        if own.type is FieldType.CHECKS:
            return CheckList(_checklist(self.asked.plan, own).items, language)
        if own.type is FieldType.RECORD:
            return _listed(self.asked.records.get(own.key, Offers()))
        offers = offers_of(own, self.asked.plan, language)
        return (
            choice_input(own, offers, self._suggest)
            if offers.rows
            else typed_input(_typed(own.type), counted_in(own, language))
        )

    def _one(self, offers: Offers) -> forms.Widget:
        if len(offers.rows) > SCROLLED:
            return NameInput(offers, self._suggest(offers))
        return _listed(offers)

    def _suggest(self, offers: Offers) -> str:
        """The id of the list with these names, which this adds to the form."""
        names = tuple(offers.shown.values())
        found = self._suggested.setdefault(names, Suggestions(f"names-{len(self._suggested)}", names))
        return found.id


def start_of(kind: Kind, *, today: date, unit: str, part_of: str = "") -> dict[str, Any]:
    """What a new form says before anything is typed: today, the own unit, the first state."""
    return {
        "day": today,
        "unit": unit,
        "part_of": part_of,
        "state": kind.states[0].key,
    }


def offered(kind: Kind, given: Mapping[str, str]) -> dict[str, Any]:
    """What the address of a form fills in, as a proposal elsewhere put it there; nothing is saved by it."""
    names = [OWN + field.key for field in kind.fields]
    return {name: given[name] for name in names if given.get(name)}


def query_of(values: Mapping[str, str]) -> str:
    """The end of the address of a form that fills in these values, by field."""
    return urlencode({OWN + key: value for key, value in values.items()})


def start_of_correction(kind: Kind, row: Row) -> dict[str, Any]:
    """What a form of correction says before anything is typed: all as it was recorded."""
    own = {OWN + key: _as_given(value) for key, value in row.values.items() if kind.field(key)}
    return {
        "version": row.version,
        "unit": row.unit,
        "day": row.day,
        "last_day": row.last_day,
        "state": row.state,
        "part_of": row.part_of,
        **own,
    }


def _as_given(value: Any) -> Any:
    if isinstance(value, bool):
        return YES if value else NO
    return value


def _checklist(plan: Plan, own: Field) -> Checklist:
    return names_of(plan).checklists[own.checklist or ""]


def _typed(type_: FieldType) -> FieldType:
    """A list of the plan that is still empty is typed, and refused by the rules with what to do."""
    return type_ if type_ in _TYPED else FieldType.TEXT


_TYPED = frozenset(
    {
        FieldType.TEXT,
        FieldType.LONG_TEXT,
        FieldType.WHOLE,
        FieldType.DECIMAL,
        FieldType.DAY,
        FieldType.TIME,
        FieldType.LINK,
    }
)


def _days() -> forms.Widget:
    return typed_input(FieldType.DAY)


def _listed(offers: Offers) -> forms.Widget:
    return forms.Select(choices=[("", _("Choose one")), *offers.shown.items()])


def _asked(label: str, widget: forms.Widget, *, required: bool = False, help_text: str = "") -> forms.Field:
    return forms.Field(required=required, label=label, widget=widget, help_text=help_text)


def _hidden(value: str) -> forms.Field:
    return forms.Field(required=False, widget=forms.HiddenInput, initial=value)
