"""In which sentences do pages say what is wrong with what was entered, and what to do?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.plan.kinds import Field, FieldType

# To be completed with the facts of the fault.
WHAT_TO_DO: Final[Mapping[StrEnum, Promise]] = MappingProxyType(
    {
        FaultCode.MISSING: _("Please fill this in."),
        FaultCode.TOO_LONG: _("This is too long. Please keep to %(limit)s characters."),
        FaultCode.NOT_TEXT: _("Please write it as text."),
        FaultCode.NOT_A_NUMBER: _("“%(given)s” is not a number. Please write it in digits, such as 12."),
        FaultCode.NOT_WHOLE: _("“%(given)s” is not a whole number. Please write it without decimals."),
        FaultCode.TOO_MANY_DECIMALS: _("Please write at most %(limit)s decimals."),
        FaultCode.TOO_SMALL: _("“%(given)s” is too small. It has to be %(limit)s or more."),
        FaultCode.TOO_LARGE: _("“%(given)s” is too large. It has to be %(limit)s or less."),
        FaultCode.NOT_A_DAY: _("“%(given)s” is not a day. Please write it like 2026-09-07."),
        FaultCode.NOT_A_TIME: _("“%(given)s” is not a time of the day. Please write it like 08:30."),
        FaultCode.NOT_A_YES_OR_NO: _("Please answer yes or no."),
        FaultCode.MUST_BE_YES: _("Without a yes here it cannot be recorded."),
        FaultCode.NOT_A_LINK: _("“%(given)s” is not a web address. Please begin it with https://."),
        FaultCode.NOT_A_LIST: _("Please choose from the list."),
        FaultCode.NO_SUCH_NAME: _("The plan has no “%(given)s”. Please choose a name that is offered."),
        FaultCode.AMBIGUOUS_NAME: _("Several are called “%(given)s”. Please choose one of: %(keys)s."),
        FaultCode.OF_ANOTHER_SORT: _("“%(given)s” is of another sort. Please choose one that is offered."),
        FaultCode.NOT_AN_ANSWER: _("Please answer yes, no or does not apply."),
        FaultCode.NOT_A_RECORD: _("There is no such record. Please choose one that is offered."),
        FaultCode.UNKNOWN_FIELD: _("The plan in force has no such field. Please open the form again."),
        FaultCode.IN_THE_FUTURE: _(
            "This day has not come yet. Please correct the day, or choose a state that is not done yet."
        ),
        FaultCode.BEFORE_FIRST_DAY: _("The last day is before the first. Please correct one of them."),
        FaultCode.OUTSIDE_CAMPAIGN: _(
            "This day lies outside the campaign, which runs from %(starts)s to %(ends)s. Please correct it."
        ),
        FaultCode.NOT_SPANNING: _("This has one day only. Please leave out the last day."),
        FaultCode.NOT_A_PART: _("This cannot be part of another record."),
        FaultCode.OF_ANOTHER_KIND: _(
            "A correction cannot make it another kind. Please withdraw it and record it anew."
        ),
        FaultCode.HAS_PARTS: _(
            "Records that are parts of it (%(count)s) would be left alone. Please withdraw those first."
        ),
        FaultCode.WITHDRAWN: _("This record is withdrawn. Please restore it first."),
    }
)
SAY_WHY: Final = _("Please say why. Whoever reads the record later will want to know.")
MISSING_CHOICE: Final = _("Please choose one.")
MISSING_DAY: Final = _("Please say on which day.")
MISSING_NUMBER: Final = _("Please write a number; write 0 if there were none.")

_NUMBERS = frozenset({FieldType.WHOLE, FieldType.DECIMAL})
_TYPED = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.LINK, FieldType.TIME})
_CHOSEN_OF_EVERY_RECORD = frozenset({"unit", "state", "part_of"})
_DAYS_OF_EVERY_RECORD = frozenset({"day", "last_day"})


def fault_sentence(fault: FieldFault, field: Field | None = None) -> str:
    """What is wrong and what to do; `field` is the plan's, None for one that every record has."""
    sentence = _missing(fault.field, field) if fault.code is FaultCode.MISSING else WHAT_TO_DO[fault.code]
    return str(sentence) % dict(fault.facts)


def _missing(name: str, field: Field | None) -> Promise:
    if field is None and name == "reason":
        return SAY_WHY
    if field is None and name in _CHOSEN_OF_EVERY_RECORD:
        return MISSING_CHOICE
    if (field is None and name in _DAYS_OF_EVERY_RECORD) or (field and field.type is FieldType.DAY):
        return MISSING_DAY
    if field is None or field.type in _TYPED:
        return WHAT_TO_DO[FaultCode.MISSING]
    return MISSING_NUMBER if field.type in _NUMBERS else MISSING_CHOICE
