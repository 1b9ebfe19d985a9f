"""In which sentences does the board say why a decision was not taken, and what to do?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.activities.field_faults import FieldFault
from huiyin.board.rules import BoardFault
from huiyin.web.activities.words import fault_sentence as sentence_of_activities
from huiyin.web.board.words import STATES

# To be completed with the facts of the fault.
WHAT_TO_DO: Final[Mapping[StrEnum, Promise]] = MappingProxyType(
    {
        BoardFault.NOT_WAITING: _(
            "A group that was selected waits no longer: %(state)s. "
            "Please take that back first, or leave the group out."
        ),
        BoardFault.EMPTY_GROUP: _("The opinions of this group went to other groups meanwhile."),
        BoardFault.TOO_FEW: _("Please select at least %(limit)s."),
        BoardFault.NOT_OF_GROUP: _(
            "An opinion that was selected stands elsewhere by now. Please select anew."
        ),
        BoardFault.ON_TWO_SIDES: _("An opinion was put on two sides. Please put it on one."),
        BoardFault.NOTHING_NEW: _("It is so already; there is nothing to change."),
        BoardFault.NOT_AN_ANSWER: _("Please choose noted, not ours, or cannot be done."),
        BoardFault.LATER_DECISIONS: _(
            "Later decisions stand on this one (%(count)s). Please undo those first, the newest first."
        ),
        BoardFault.UNDONE_ALREADY: _("This was undone already."),
        BoardFault.NOT_UNDONE_HERE: _(
            "It stands in a problem. It leaves it on the problem's page, not here."
        ),
        BoardFault.SETTLED_ALREADY: _("This proposal was accepted or dismissed already."),
        BoardFault.CHANGED_MEANWHILE: _(
            "Since this proposal was made, decisions were taken that it would break (%(count)s). "
            "Please ask for a new one."
        ),
    }
)


def fault_sentence(fault: FieldFault) -> str:
    """What is wrong and what to do."""
    if fault.code not in WHAT_TO_DO:
        return sentence_of_activities(fault)
    facts = dict(fault.facts)
    if "state" in facts:
        facts["state"] = str(STATES.get(facts["state"], facts["state"]))
    return str(WHAT_TO_DO[fault.code]) % facts
