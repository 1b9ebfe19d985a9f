"""Which groups does an address of the board ask for, and how does the sentence of filters show it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huiyin.activities.written_forms import clean_line, day_of
from huiyin.board.filters import BoardFilters
from huiyin.board.rules import GroupState, Only
from huiyin.plan.document import Plan
from huiyin.web.activities.choices import units_of
from huiyin.web.board.words import STATES

SHOWN_STATES = tuple(state for state in GroupState if state is not GroupState.EMPTY)


class BoardFilterForm(forms.Form):
    """The filters of the board as words in a sentence; whatever is not understood narrows nothing."""

    use_required_attribute = False

    def __init__(self, given: Any, *, plan: Plan, language: str) -> None:
        super().__init__(data=given, auto_id="f_%s")
        areas = [(area.key, area.name.said(language)) for area in plan.areas]
        units = units_of(plan, None, language).shown.items()
        states = [(state.value, str(STATES[state])) for state in SHOWN_STATES if state != GroupState.WAITING]
        self.fields["state"] = _chosen(_("State"), str(STATES[GroupState.WAITING]), states)
        self.fields["only"] = _chosen(_("Only"), _("all of them"), _kinds())
        self.fields["area"] = _chosen(_("Area"), _("any area"), areas)
        self.fields["unit"] = _chosen(_("Unit"), _("any unit"), units)
        self.fields["since"] = _typed(_("Since"), forms.DateInput({"type": "date"}))
        self.fields["words"] = _typed(_("Words"), forms.TextInput({"type": "search", "autocomplete": "off"}))
        self.fields["theme"] = forms.Field(required=False, widget=forms.HiddenInput)

    def filters(self) -> BoardFilters:
        """What the board is narrowed to; without a state, the groups that wait."""
        said = {name: clean_line(str(self[name].data or "")) for name in self.fields}
        state = said["state"] if said["state"] in SHOWN_STATES else GroupState.WAITING.value
        return BoardFilters(
            theme=said["theme"],
            state=state,
            area=said["area"],
            unit=said["unit"],
            words=said["words"],
            only=said["only"] if said["only"] in dict(_kinds()) else Only.ALL.value,
            since=day_of(said["since"]),
        )


def _kinds() -> list[tuple[str, str]]:
    return [
        (Only.FRESH.value, _("those with something new")),
        (Only.SHAKY.value, _("those with shaky joins, the shakiest first")),
        (Only.SEVERAL.value, _("those of several opinions")),
        (Only.SINGLE.value, _("those of one opinion")),
    ]


def _chosen(label: str, all_of_them: str, choices: Iterable[tuple[str, str]]) -> forms.Field:
    widget = forms.Select({"aria-label": label}, choices=[("", all_of_them), *choices])
    return forms.Field(required=False, label=label, widget=widget)


def _typed(label: str, widget: forms.Widget) -> forms.Field:
    widget.attrs["aria-label"] = label
    return forms.Field(required=False, label=label, widget=widget)
