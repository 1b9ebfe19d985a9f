"""Which inputs do the forms of the ledger have, and where does a form say what is wrong?

A form refuses nothing by itself: the rules of the stage judge what was entered, and it stays as typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.written_forms import clean_line, clean_lines, day_of, number_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType
from huiyin.web.activities.choices import Offer, Offers, units_of
from huiyin.web.activities.forms import Suggestions
from huiyin.web.activities.inputs import NameInput, NameLines, typed_input
from huiyin.web.ledger.faults import fault_said

EMPTY_MEASURES = 2
LARGEST = 10**6
# What is typed as a day or as a number, and where a fault is told whose field has another name on the form.
TYPED_AS: Final[Mapping[str, FaultCode]] = MappingProxyType(
    {"day": FaultCode.NOT_A_DAY, "due": FaultCode.NOT_A_DAY, "days": FaultCode.NOT_WHOLE}
)
SHOWN_AT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "day": "due",
        "place": "places",
        "place_names": "place_name",
        "due_current": "due",
        "due_days": "days",
        "proof": "evidence",
    }
)


class LedgerForm(forms.Form):
    """A form that judges nothing and searches names in lists that several inputs share."""

    use_required_attribute = False

    def __init__(self, *, given: Any = None, start: Mapping[str, Any] | None = None) -> None:
        super().__init__(data=given, initial=dict(start or {}))
        self._suggested: dict[tuple[str, ...], Suggestions] = {}

    def full_clean(self) -> None:
        """Judge nothing."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    @property
    def suggestions(self) -> list[Suggestions]:
        """The lists of names that the inputs search, each once."""
        return list(self._suggested.values())

    def line(self, name: str) -> str:
        """What was typed in a field, on one line; "" for nothing."""
        return clean_line(str(self._typed(name)))

    def text(self, name: str) -> str:
        """What was typed in a field, on as many lines as it has."""
        return clean_lines(str(self._typed(name)))

    def several(self, name: str) -> tuple[str, ...]:
        """What was chosen in a field that takes several."""
        found = self._typed(name)
        lines = found.splitlines() if isinstance(found, str) else found
        return tuple(line for line in (clean_line(str(line)) for line in lines) if line)

    def day(self, name: str) -> date | None:
        """The day that was typed; None for nothing. What is no day is told by `faults_of_typing`."""
        return day_of(self.line(name))

    def number(self, name: str) -> int | None:
        """The whole number that was typed; None for nothing."""
        plain = number_of(self.line(name))
        return int(plain) if plain is not None and plain == int(plain) and abs(plain) < LARGEST else None

    def faults_of_typing(self) -> list[FieldFault]:
        """What cannot be read at all, before any rule judges it."""
        found = []
        for name, code in self.typed_as.items():
            read = self.day(name) if code is FaultCode.NOT_A_DAY else self.number(name)
            if self.line(name) and read is None:
                found.append(FieldFault(name, code, {"given": self.line(name)}))
        return found

    @property
    def typed_as(self) -> Mapping[str, FaultCode]:
        """The fields in which a day or a number is typed, and what is wrong when it is none."""
        return {name: code for name, code in TYPED_AS.items() if name in self.fields}

    def show_faults(self, faults: Iterable[FieldFault]) -> None:
        """Put each fault beside its field, in words that say what to do."""
        for fault in faults:
            name = self._place_of(fault.field)
            self.add_error(name or None, fault_said(fault, names_field=not name))

    def _place_of(self, field: str) -> str:
        """The input that a fault belongs to; "" where it has none on this form."""
        plain = field.split(".")[0]
        names = (plain, SHOWN_AT.get(plain, ""))
        return next((name for name in names if name in self.fields and not self[name].is_hidden), "")

    def ask(self, name: str, field: forms.Field) -> None:
        """Add a field."""
        self.fields[name] = field

    def hide(self, name: str, value: Any = "") -> None:
        """Add a field that nobody sees."""
        self.fields[name] = forms.Field(required=False, widget=forms.HiddenInput, initial=value)

    def named(self, offers: Offers) -> forms.Widget:
        """One name, found by typing."""
        return NameInput(offers, self._suggest(offers))

    def names(self, offers: Offers) -> forms.Widget:
        """Several names, found by typing."""
        return NameLines(offers, self._suggest(offers))

    def _suggest(self, offers: Offers) -> str:
        names = tuple(offers.shown.values())
        return self._suggested.setdefault(names, Suggestions(f"names-{len(self._suggested)}", names)).id

    def _typed(self, name: str) -> Any:
        return (self[name].data or "") if name in self.fields else ""


def asked(label: str, widget: forms.Widget, *, required: bool = False, help_text: str = "") -> forms.Field:
    """A field with its label; one that need not be filled says so."""
    return forms.Field(required=required, label=label, widget=widget, help_text=help_text)


def lines_input(rows: int = 3) -> forms.Widget:
    """Room for a few sentences."""
    return forms.Textarea({"rows": rows, "autocomplete": "off"})


def line_input() -> forms.Widget:
    """Room for one line."""
    return typed_input(FieldType.TEXT)


def day_input() -> forms.Widget:
    """A day."""
    return typed_input(FieldType.DAY)


def days_input() -> forms.Widget:
    """A number of working days."""
    return typed_input(FieldType.WHOLE, _("working days"))


def people_of(plan: Plan, language: str, units: Sequence[str] = ()) -> Offers:
    """The people of the plan, or those with a post in these units."""
    found = [
        person
        for person in plan.people
        if not units or any(post.unit in units for post in person.posts if post.unit)
    ]
    return Offers(tuple(Offer(person.key, person.name.said(language)) for person in found))


def all_units(plan: Plan, language: str) -> Offers:
    """The units of the plan."""
    return units_of(plan, None, language)


def all_areas(plan: Plan, language: str) -> Offers:
    """The areas of the plan."""
    return Offers(tuple(Offer(area.key, area.name.said(language)) for area in plan.areas))


@dataclass(frozen=True)
class MeasureLine:
    """One measure as it is typed: what is done, and by when."""

    words: str = ""
    due: str = ""


class MeasureLines(forms.Widget):
    """The measures, a line each, with two empty ones below."""

    use_fieldset = True

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- Django's signature
    ) -> SafeString:
        """A line for each measure."""
        filled = [_measure(line) for line in value or ()]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", name),
            "lines": [*filled, *[MeasureLine()] * EMPTY_MEASURES],
        }
        return render_to_string("ledger/measure_lines.html", context)

    def id_for_label(self, id_: str, _index: str | None = None) -> str:
        """The first line."""
        return f"{id_}_0" if id_ else id_

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], name: str
    ) -> list[MeasureLine]:
        """The lines in which something was typed."""
        getlist = getattr(data, "getlist", None)
        words, dues = (
            (getlist(part) if getlist else data.get(part, [])) for part in (f"{name}_words", f"{name}_due")
        )
        typed = [
            MeasureLine(clean_lines(str(said)), clean_line(str(due)))
            for said, due in zip(words, dues, strict=False)
        ]
        return [line for line in typed if line.words or line.due]


def _measure(line: Any) -> MeasureLine:
    if isinstance(line, MeasureLine):
        return line
    words, due = (getattr(line, name) for name in ("words", "due"))
    return MeasureLine(words, due.isoformat() if due else "")
