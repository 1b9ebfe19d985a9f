"""Which opinions does an address ask for, and how does the sentence of filters show it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from huiyin.activities.written_forms import clean_line, day_of
from huiyin.opinions.filters import Filters
from huiyin.plan.document import Plan
from huiyin.web.activities.choices import units_of

PLACED, NOT_PLACED = "placed", "not-placed"
# What an address narrows to beside the sentence: a way from elsewhere put it there.
FROM_ELSEWHERE: Final = ("batch", "activity", "grew_into")


class FilterForm(forms.Form):
    """The filters of a list as words in a sentence; whatever is not understood narrows nothing."""

    use_required_attribute = False

    def __init__(self, given: Any, *, plan: Plan, language: str) -> None:
        super().__init__(data=given, auto_id="f_%s")
        channels = [(each.key, each.name.said(language)) for each in plan.opinion_channels]
        areas = [(each.key, each.name.said(language)) for each in plan.areas]
        standing = [(PLACED, _("that stand on the board")), (NOT_PLACED, _("that wait to be sorted"))]
        self.fields["channel"] = _chosen(_("Channel"), _("every channel"), channels)
        self.fields["unit"] = _chosen(
            _("About the unit"), _("any unit"), units_of(plan, None, language).shown.items()
        )
        self.fields["area"] = _chosen(_("Area"), _("any area"), areas)
        self.fields["standing"] = _chosen(_("Where they stand"), _("wherever they stand"), standing)
        self.fields["since"] = _typed(_("First day"), forms.DateInput({"type": "date"}))
        self.fields["until"] = _typed(_("Last day"), forms.DateInput({"type": "date"}))
        self.fields["words"] = _typed(_("Words"), forms.TextInput({"type": "search", "autocomplete": "off"}))
        self.fields["withdrawn"] = forms.BooleanField(required=False, label=_("with those withdrawn"))
        for name in FROM_ELSEWHERE:
            if given.get(name):
                self.fields[name] = forms.Field(required=False, widget=forms.HiddenInput)

    def filters(self) -> Filters:
        """What the list is narrowed to."""
        said = {name: clean_line(str(self[name].data or "")) for name in self.fields}
        return Filters(
            channel=said["channel"],
            unit=said["unit"],
            area=said["area"],
            since=day_of(said["since"]),
            until=day_of(said["until"]),
            words=said["words"],
            is_placed={PLACED: True, NOT_PLACED: False}.get(said["standing"]),
            to_board=True if said["standing"] == NOT_PLACED else None,
            show_withdrawn=bool(self["withdrawn"].data),
            **{name: said.get(name, "") for name in FROM_ELSEWHERE},
        )


def _chosen(label: str, all_of_them: str, choices: Iterable[tuple[str, str]]) -> forms.Field:
    widget = forms.Select({"aria-label": label}, choices=[("", all_of_them), *choices])
    return forms.Field(required=False, label=label, widget=widget)


def _typed(label: str, widget: forms.Widget) -> forms.Field:
    widget.attrs["aria-label"] = label
    return forms.Field(required=False, label=label, widget=widget)
