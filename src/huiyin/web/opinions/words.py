"""In which sentences do the pages of opinions say what is wrong, and what an opinion's parts are called?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.opinions.rules import ANONYMOUS, NAMED, PSEUDONYMOUS
from huiyin.web.activities.words import WHAT_TO_DO
from huiyin.web.activities.words import fault_sentence as sentence_of_activities

NAMING: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        NAMED: _("by name"),
        PSEUDONYMOUS: _("under another name, or with a way to be reached"),
        ANONYMOUS: _("without a name"),
    }
)
FIELDS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "channel": _("Channel"),
        "day": _("Day"),
        "title": _("Heading"),
        "words": _("Words"),
        "restated": _("Restated"),
        "place": _("Place"),
        "area": _("Area"),
        "unit": _("About the unit"),
        "naming": _("Name given"),
        "likes": _("Likes"),
        "activity": _("Said at"),
        "grew_into": _("Grew into"),
        "is_withdrawn": _("Withdrawn"),
    }
)
_NAME_NEEDED: Final = _(
    "On this channel people say who they are. Please fill in a name, or choose another channel."
)
_NO_NAMES: Final = _("On this channel it is not said in this way who spoke. Please choose another channel.")
_OF_OPINIONS: Final[Mapping[tuple[str, str], Promise]] = MappingProxyType(
    {
        ("words", FaultCode.MISSING): _("Please write down what was said."),
        ("day", FaultCode.MISSING): _("Please say on which day."),
        ("day", FaultCode.IN_THE_FUTURE): _("This day has not come yet. Please correct it."),
        ("channel", FaultCode.MISSING): _("Please choose one."),
        ("naming", FaultCode.MISSING): _NAME_NEEDED,
        ("naming", FaultCode.OF_ANOTHER_SORT): _NO_NAMES,
        ("record", FaultCode.WITHDRAWN): _("This opinion is withdrawn. Please restore it first."),
    }
)


def fault_sentence(fault: FieldFault) -> str:
    """What is wrong with a field of an opinion, and what to do."""
    own = _OF_OPINIONS.get((fault.field, fault.code))
    if own is not None:
        return str(own)
    if fault.code in WHAT_TO_DO:
        return sentence_of_activities(fault)
    return str(_("This is not right yet. Please look at it once more."))
