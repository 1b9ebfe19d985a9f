"""Which form describes a problem, and how does what it says differ from what stands there?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.written_forms import day_of
from huiyin.ledger.deciding.descriptions import Description, Measure
from huiyin.ledger.shown.rows import ProblemRow
from huiyin.plan.document import Plan
from huiyin.web.activities.inputs import one_of
from huiyin.web.activities.shown import day_said
from huiyin.web.ledger.inputs import (
    LedgerForm,
    MeasureLines,
    all_areas,
    all_units,
    asked,
    line_input,
    lines_input,
    people_of,
)
from huiyin.web.ledger.words import FIELDS, MODES

LINES: Final = (
    "title",
    "area",
    "owner_unit",
    "owner_person",
    "lead_leader",
    "verifier_unit",
    "verifier_person",
)
TEXTS: Final = ("finding", "cause", "goal", "closing_standard", "lasting_measure", "note")
UNITS: Final = frozenset({"owner_unit", "verifier_unit"})
PERSONS: Final = frozenset({"owner_person", "lead_leader", "verifier_person"})


class DescribeForm(LedgerForm):
    """All that the office writes down of a problem, in the order in which people tell it."""

    def __init__(
        self, plan: Plan, language: str, *, given: Any = None, start: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(given=given, start=start)
        self._plan, self._language = plan, language
        self.hide("version")
        self._ask_what()
        self._ask_who()
        modes = [(key, str(word)) for key, word in MODES.items()]
        self.ask("mode", asked(str(FIELDS["mode"]), one_of(modes, required=True), required=True))
        self.ask("note", asked(str(FIELDS["note"]), lines_input(2)))
        self.ask("reason", asked(_("Why is it changed?"), lines_input(2)))

    @property
    def version(self) -> int:
        """The version that the form was made from; 0, which none is, for what is no number."""
        return self.number("version") or 0

    def description(self) -> Description:
        """What was written, as it was typed."""
        said = {name: self.line(name) for name in LINES} | {name: self.text(name) for name in TEXTS}
        return Description(
            **said,
            mode=self.line("mode"),
            co_units=self.several("co_units"),
            measures=tuple(Measure(line.words, day_of(line.due)) for line in self._typed("measures") or ()),
        )

    def faults_of_typing(self) -> list[FieldFault]:
        """Days of measures that are none."""
        wrong = [line.due for line in self._typed("measures") or () if line.due and day_of(line.due) is None]
        faults = [FieldFault("measures", FaultCode.NOT_A_DAY, {"given": due}) for due in wrong[:1]]
        return [*super().faults_of_typing(), *faults]

    def _ask_what(self) -> None:
        finding_help = _(
            "One fact, told so that nobody can be known by it: no name, no door, no words of a single person."
        )
        standard_help = _("How anybody can see that it is done. It is written before work starts.")
        self.ask("title", asked(str(FIELDS["title"]), line_input(), required=True))
        self.ask("finding", asked(str(FIELDS["finding"]), lines_input(4), help_text=finding_help))
        self.ask("cause", asked(str(FIELDS["cause"]), lines_input(2)))
        areas = [(offer.key, offer.name) for offer in all_areas(self._plan, self._language).rows]
        self.ask("area", asked(str(FIELDS["area"]), forms.Select(choices=[("", _("Choose one")), *areas])))
        self.ask("goal", asked(str(FIELDS["goal"]), lines_input(2)))
        self.ask(
            "closing_standard",
            asked(str(FIELDS["closing_standard"]), lines_input(3), help_text=standard_help),
        )
        self.ask("measures", asked(str(FIELDS["measures"]), MeasureLines()))
        self.ask("lasting_measure", asked(str(FIELDS["lasting_measure"]), lines_input(2)))

    def _ask_who(self) -> None:
        units = all_units(self._plan, self._language)
        people = people_of(self._plan, self._language)
        check_help = _("Not of the owner unit. Left open, the guidance group of the owner unit checks.")
        self.ask("owner_unit", asked(str(FIELDS["owner_unit"]), self.named(units)))
        self.ask("owner_person", asked(str(FIELDS["owner_person"]), self.named(people)))
        self.ask("co_units", asked(str(FIELDS["co_units"]), self.names(units)))
        self.ask("lead_leader", asked(str(FIELDS["lead_leader"]), self.named(people)))
        self.ask(
            "verifier_unit", asked(str(FIELDS["verifier_unit"]), self.named(units), help_text=check_help)
        )
        self.ask("verifier_person", asked(str(FIELDS["verifier_person"]), self.named(people)))


@dataclass(frozen=True)
class Difference:
    """A field that two people wrote differently: as it is now, and as it was typed."""

    name: str
    now: str
    typed: str


def start_of(row: ProblemRow) -> dict[str, Any]:
    """What the form says before anything is typed: all as it stands."""
    said: dict[str, Any] = {
        name: getattr(row, name) for name in (*LINES, *TEXTS, "mode", "co_units", "measures")
    }
    return said | {"version": row.version}


def differences(row: ProblemRow, form: DescribeForm, plan: Plan, language: str) -> list[Difference]:
    """Where what was typed differs from what stands there now, in the order of the form."""
    before = start_of(row)
    found = []
    for name in form.fields:
        if name in ("version", "reason"):
            continue
        now = said_of(name, before[name], plan, language)
        typed = said_of(name, form[name].data, plan, language)
        if now != typed:
            found.append(Difference(str(form.fields[name].label or name), now, typed))
    return found


def said_of(name: str, value: Any, plan: Plan, language: str) -> str:
    """A field's value in words."""
    if name == "measures":
        return "\n".join(_measure_said(line) for line in value or ())
    if name == "co_units":
        keys = value.splitlines() if isinstance(value, str) else value or ()
        return _(", ").join(named(plan, language, "owner_unit", key) for key in keys)
    if name == "mode":
        return str(MODES.get(str(value), value or ""))
    return named(plan, language, name, str(value or ""))


def named(plan: Plan, language: str, field: str, key: str) -> str:
    """What a key in this field means; what is no key stays as it is."""
    if field in UNITS and key in plan.units_by_key:
        return plan.units_by_key[key].name.said(language)
    if field in PERSONS and key in plan.people_by_key:
        return plan.people_by_key[key].name.said(language)
    if field == "area":
        return next((area.name.said(language) for area in plan.areas if area.key == key), key)
    return key


def _measure_said(line: Any) -> str:
    words, due = (getattr(line, "words", None), getattr(line, "due", None))
    if words is None:
        words, due = line.get("words", ""), line.get("due", "")
    return f"{words} {day_said(due)}".strip()
