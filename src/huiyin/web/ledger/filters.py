"""Which problems does an address ask for, and how does the sentence of filters show it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.access.rules import Actor, Permission
from huiyin.activities.written_forms import clean_line, day_of
from huiyin.ledger.moves import ProblemState
from huiyin.ledger.shown.filters import ANY_ENDED, ANY_OPEN, Filters, Wants
from huiyin.plan.document import Plan
from huiyin.web.activities.choices import Offers, units_of
from huiyin.web.ledger.words import LIGHTS, MODES, PARTIES, STATES

SORTS = ("number", "due")
_open_word, _ended_word = gettext_lazy("any that is open"), gettext_lazy("any that has ended")
WANTS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        Wants.EXTENSION: gettext_lazy("a decision on more time"),
        Wants.REVIEW: gettext_lazy("a review"),
        Wants.VOICES: gettext_lazy("a look, since people speak of it again"),
        Wants.EFFECT: gettext_lazy("an effect check"),
        Wants.WORD: gettext_lazy("the word of this week"),
    }
)


class FilterForm(forms.Form):
    """The filters of the ledger as words in a sentence; whatever is not understood narrows nothing."""

    use_required_attribute = False

    def __init__(self, given: Any, *, actor: Actor, plan: Plan, language: str) -> None:
        super().__init__(data=given, auto_id="f_%s")
        self._orders = {"number": _("the newest first"), "due": _("the next due first")}
        areas = [(area.key, area.name.said(language)) for area in plan.areas]
        units = _seen_units(actor, plan, language).shown.items()
        checkers = units_of(plan, None, language).shown.items()
        self.fields["unit"] = _chosen(_("Owner unit"), _("all units"), units)
        self.fields["area"] = _chosen(_("Area"), _("all areas"), areas)
        self.fields["state"] = _chosen(_("State"), _("any state"), _said(_words_of_states()))
        self.fields["light"] = _chosen(_("How it stands"), _("on course or not"), _lights())
        self.fields["mode"] = _chosen(_("How it is put right"), _("any way"), _said(MODES))
        self.fields["waits_for"] = _chosen(_("Whose turn it is"), _("anybody"), _waited_for())
        self.fields["wants"] = _chosen(_("What it wants"), _("anything or nothing"), _said(WANTS))
        self.fields["verifier"] = _chosen(_("Unit that checks"), _("any unit"), checkers)
        self.fields["since"] = _typed(_("Opened from this day on"), forms.DateInput({"type": "date"}))
        self.fields["until"] = _typed(_("Opened up to this day"), forms.DateInput({"type": "date"}))
        self.fields["words"] = _typed(
            _("Words or number"), forms.TextInput({"type": "search", "autocomplete": "off"})
        )
        self.fields["order"] = forms.ChoiceField(
            required=False,
            label=_("Order"),
            choices=list(self._orders.items()),
            widget=forms.Select({"aria-label": _("Order")}),
        )
        self.fields["as_party"] = forms.Field(required=False, widget=forms.HiddenInput)
        for name, label in self._marks():
            self.fields[name] = forms.BooleanField(required=False, label=label)

    @property
    def order(self) -> str:
        """In which order: by number or by due day."""
        asked = str(self["order"].data or "")
        return asked if asked in SORTS else SORTS[0]

    def filters(self) -> Filters:
        """What the list is narrowed to."""
        said = {name: clean_line(str(self[name].data or "")) for name in self.fields}
        number = _number(said["words"])
        return Filters(
            number=number,
            unit=said["unit"],
            area=said["area"],
            state=said["state"],
            mode=said["mode"],
            light=said["light"],
            verifier=said["verifier"],
            since=day_of(said["since"]),
            until=day_of(said["until"]),
            words="" if number is not None else said["words"],
            waits_for=said["waits_for"],
            wants=said["wants"],
            as_party=said["as_party"] if said["as_party"] in PARTIES else "",
            reopened=True if self["reopened"].data else None,
            mine=bool(self["mine"].data),
        )

    @staticmethod
    def _marks() -> list[tuple[str, str]]:
        return [
            ("mine", _("only those that name me")),
            ("reopened", _("only those opened again")),
        ]


def _words_of_states() -> Mapping[str, Promise]:
    sums = {ANY_OPEN: _open_word, ANY_ENDED: _ended_word}
    return sums | {state.value: STATES[state.value].word for state in ProblemState}


def _lights() -> list[tuple[str, str]]:
    return [(key, str(mark.word)) for key, mark in LIGHTS.items()]


def _waited_for() -> list[tuple[str, str]]:
    return [(key, str(word)) for key, word in PARTIES.items() if key != "clock"]


def _said(words: Mapping[str, Promise]) -> list[tuple[str, str]]:
    return [(key, str(word)) for key, word in words.items()]


def _number(typed: str) -> int | None:
    """A number alone asks for the problem of that number."""
    plain = typed.lstrip("#№ ")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else None


def _chosen(label: str, all_of_them: str, choices: Iterable[tuple[str, str]]) -> forms.Field:
    widget = forms.Select({"aria-label": label}, choices=[("", all_of_them), *choices])
    return forms.Field(required=False, label=label, widget=widget)


def _typed(label: str, widget: forms.Widget) -> forms.Field:
    widget.attrs["aria-label"] = label
    return forms.Field(required=False, label=label, widget=widget)


def _seen_units(actor: Actor, plan: Plan, language: str) -> Offers:
    reach = actor.reach(Permission.SEE_PROBLEMS)
    return units_of(plan, None if reach.everywhere else reach.units, language)
