"""In which form does somebody say what is decided, to whom it is told, and why?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huiyin.activities.field_faults import FieldFault
from huiyin.activities.written_forms import clean_lines
from huiyin.plan.document import Plan
from huiyin.web.activities.choices import units_of
from huiyin.web.board.acts import Act
from huiyin.web.board.fault_words import fault_sentence

OWN_GROUP = "own"


@dataclass(frozen=True)
class Choices:
    """What may be chosen in the form of an act: themes, and groups to move to, each with its words."""

    plan: Plan
    language: str
    themes: Sequence[tuple[str, str]] = ()
    groups: Sequence[tuple[str, str]] = ()


class Wanted(forms.Field):
    """A field whose value the stage judges; `required` says no more than how its label reads."""

    def validate(self, _value: Any) -> None:
        """Nothing stands in the way here."""


class DecideForm(forms.Form):
    """The fields that one act asks for. What the stage finds wrong is put beside its field."""

    use_required_attribute = False

    def __init__(self, act: Act, choices: Choices, given: Any = None, initial: Any = None) -> None:
        super().__init__(given, initial=initial)
        for name in act.fields:
            self.fields[name] = _MADE[name](act, choices)

    def said(self, name: str) -> str:
        """What was typed or chosen, "" where nothing was or nobody asked."""
        return clean_lines(str(self[name].data or "")) if name in self.fields else ""

    def show_faults(self, faults: Sequence[FieldFault]) -> None:
        """Put what stands in the way where it belongs, in words that say what to do."""
        self.full_clean()
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, fault_sentence(fault))


class WhyForm(forms.Form):
    """Why, in a sentence; the stage says whether it is needed."""

    use_required_attribute = False

    def __init__(self, given: Any = None) -> None:
        super().__init__(given)
        text = forms.Textarea({"rows": 2, "autocomplete": "off"})
        self.fields["reason"] = Wanted(label=_("Why?"), widget=text)

    def show_faults(self, faults: Sequence[FieldFault]) -> None:
        """Put what stands in the way where it belongs."""
        self.full_clean()
        for fault in faults:
            self.add_error("reason" if fault.field == "reason" else None, fault_sentence(fault))


def _reason(act: Act, _choices: Choices) -> forms.Field:
    label = _("Why? Only the office reads it.") if act.is_answer else _("Why?")
    return Wanted(
        label=label, required=act.wants_reason, widget=forms.Textarea({"rows": 2, "autocomplete": "off"})
    )


def _words(_act: Act, _choices: Choices) -> forms.Field:
    return Wanted(
        label=_("What the givers are told"), widget=forms.Textarea({"rows": 4, "autocomplete": "off"})
    )


def _title(_act: Act, _choices: Choices) -> forms.Field:
    return Wanted(label=_("Title"), widget=forms.TextInput({"autocomplete": "off"}))


def _theme(_act: Act, choices: Choices) -> forms.Field:
    named = [("", _("Choose one")), *choices.themes]
    return Wanted(label=_("Theme"), widget=forms.Select(choices=named))


def _to(_act: Act, choices: Choices) -> forms.Field:
    named = [(OWN_GROUP, _("a group of its own")), *choices.groups]
    return Wanted(label=_("To"), widget=forms.RadioSelect(choices=named))


def _area(_act: Act, choices: Choices) -> forms.Field:
    areas = [(area.key, area.name.said(choices.language)) for area in choices.plan.areas]
    return Wanted(label=_("Area"), required=False, widget=forms.Select(choices=[("", _("none")), *areas]))


def _unit(_act: Act, choices: Choices) -> forms.Field:
    units = units_of(choices.plan, None, choices.language).shown.items()
    return Wanted(label=_("Unit"), required=False, widget=forms.Select(choices=[("", _("none")), *units]))


_MADE: Mapping[str, Callable[[Act, Choices], forms.Field]] = {
    "reason": _reason,
    "words": _words,
    "title": _title,
    "theme": _theme,
    "to": _to,
    "area": _area,
    "unit": _unit,
}
