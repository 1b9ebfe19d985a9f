"""Which records does an address ask for, and how does the sentence of filters show it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huiyin.access.rules import Actor, Permission
from huiyin.activities.filters import Filters
from huiyin.activities.written_forms import clean_line, day_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.web.activities.choices import Offers, units_of


class FilterForm(forms.Form):
    """The filters of a list as words in a sentence; whatever is not understood narrows nothing."""

    use_required_attribute = False

    def __init__(self, given: Any, *, actor: Actor, plan: Plan, language: str) -> None:
        super().__init__(data=given, auto_id="f_%s")
        kinds = [(kind.key, kind.name.said(language)) for kind in plan.kinds]
        chosen = plan.kinds_by_key.get(given.get("kind", ""))
        self.fields["kind"] = _chosen(_("Kind"), _("all kinds"), kinds)
        self.fields["unit"] = _chosen(
            _("Reporting unit"), _("all units"), _seen_units(actor, plan, language).shown.items()
        )
        self.fields["state"] = _chosen(
            _("State"), _("any state"), _states([chosen] if chosen else plan.kinds, language)
        )
        self.fields["since"] = _typed(_("First day"), forms.DateInput({"type": "date"}))
        self.fields["until"] = _typed(_("Last day"), forms.DateInput({"type": "date"}))
        self.fields["words"] = _typed(_("Words"), forms.TextInput({"type": "search", "autocomplete": "off"}))
        for name, label in self._marks():
            self.fields[name] = forms.BooleanField(required=False, label=label)

    def filters(self) -> Filters:
        """What the list is narrowed to."""
        said = {name: clean_line(str(self[name].data or "")) for name in self.fields}
        return Filters(
            kind=said["kind"],
            unit=said["unit"],
            state=said["state"],
            since=day_of(said["since"]),
            until=day_of(said["until"]),
            words=said["words"],
            is_late=True if self["late"].data else None,
            needs_evidence=bool(self["unshown"].data),
            show_withdrawn=bool(self["withdrawn"].data),
        )

    @staticmethod
    def _marks() -> list[tuple[str, str]]:
        return [
            ("late", _("only those entered late")),
            ("unshown", _("only those that still want evidence")),
            ("withdrawn", _("with those withdrawn")),
        ]


def _chosen(label: str, all_of_them: str, choices: Iterable[tuple[str, str]]) -> forms.Field:
    widget = forms.Select({"aria-label": label}, choices=[("", all_of_them), *choices])
    return forms.Field(required=False, label=label, widget=widget)


def _typed(label: str, widget: forms.Widget) -> forms.Field:
    widget.attrs["aria-label"] = label
    return forms.Field(required=False, label=label, widget=widget)


def _seen_units(actor: Actor, plan: Plan, language: str) -> Offers:
    reach = actor.reach(Permission.SEE_ACTIVITIES)
    return units_of(plan, None if reach.everywhere else reach.units, language)


def _states(kinds: Iterable[Kind], language: str) -> list[tuple[str, str]]:
    """The states of these kinds, each word once; kinds that use one key for one word share it."""
    found = {state.key: state.name.said(language) for kind in kinds for state in kind.states}
    return list(found.items())
