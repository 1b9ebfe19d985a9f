"""In which form does somebody say why?"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.activities.refusals import NotRight
from huiyin.web.activities.words import SAY_WHY, fault_sentence


class ReasonForm(forms.Form):
    """Why, in a sentence; and which version was seen."""

    use_required_attribute = False
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        error_messages={"required": SAY_WHY},
    )

    def show_faults(self, refusal: NotRight) -> None:
        """Put what stands in the way where it belongs, in words that say what to do."""
        for fault in refusal.faults:
            self.add_error("reason" if fault.field == "reason" else None, fault_sentence(fault))
