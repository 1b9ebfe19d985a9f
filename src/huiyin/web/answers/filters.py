"""Which answers does an address ask for?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huiyin.ledger.answers.kept import AnswerFilters
from huiyin.web.ledger.words import ANSWER_STATES, OUTCOMES, SATISFIED, WAYS


class AnswerFilterForm(forms.Form):
    """The filters of the list of answers as words in a sentence."""

    use_required_attribute = False

    def __init__(self, given: Any) -> None:
        super().__init__(data=given, auto_id="f_%s")
        states = {key: mark.word for key, mark in ANSWER_STATES.items()}
        self._ask("state", _("State"), _("in any state"), states)
        self._ask("outcome", _("Outcome"), _("with any outcome"), OUTCOMES)
        self._ask("way", _("Way"), _("told in any way"), WAYS)
        self._ask("satisfied", _("What they say"), _("whatever they say"), SATISFIED)

    def filters(self, problem: str = "") -> AnswerFilters:
        """What the list is narrowed to; what is not offered narrows nothing."""
        said = {name: self._chosen(name) for name in self.fields}
        return AnswerFilters(problem=problem, **said)

    def _ask(self, name: str, label: str, all_of_them: str, words: Mapping[str, Promise]) -> None:
        choices = [("", all_of_them), *((key, str(word)) for key, word in words.items())]
        widget = forms.Select({"aria-label": label}, choices=choices)
        self.fields[name] = forms.ChoiceField(required=False, label=label, choices=choices, widget=widget)

    def _chosen(self, name: str) -> str:
        field = self.fields[name]
        given = str(self[name].data or "")
        return given if isinstance(field, forms.ChoiceField) and field.valid_value(given) else ""
