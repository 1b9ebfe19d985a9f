"""In which sentences does the ledger say what stands in the way of a move, and what to do?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.written_forms import day_of
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.policies import acceptance
from huiyin.plan.queries import current_plan
from huiyin.web.activities.shown import day_said
from huiyin.web.activities.words import SAY_WHY, WHAT_TO_DO
from huiyin.web.frame.tags import reading_language
from huiyin.web.ledger.words import FIELDS, STATES

# To be completed with the facts of the fault, in words.
IN_THE_WAY: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        MoveFault.WRONG_STATE: _("It stands otherwise by now: %(state)s. Please look at it once more."),
        MoveFault.SAME_PERSON: _(
            "You have had a hand in this problem already, in its claim or its check. "
            "Somebody else has to do this step."
        ),
        MoveFault.OF_THE_OWNER: _("Whoever checks must not belong to the owner unit, %(unit)s."),
        MoveFault.RECUSED: _(
            "%(person)s has nothing to do with the supervision of %(unit)s. Somebody else checks."
        ),
        MoveFault.NOBODY_TO_CHECK: _(
            "No guidance group guides %(unit)s. Please name a unit and a person who will check."
        ),
        MoveFault.NOT_OF_THE_UNIT: _(
            "%(person)s has no post in %(unit)s. Please name somebody of that unit."
        ),
        MoveFault.TOO_LATE: _("The last day for this was %(last)s. Please talk to the office."),
        MoveFault.NOT_AFTER: _("%(day)s is not after %(after)s. Please choose a later day."),
        MoveFault.TOO_FAR: _("%(day)s is too far off. The plan lets it go up to %(last)s."),
        MoveFault.ASKED_ALREADY: _("More time until %(day)s is asked for already and waits for a decision."),
        MoveFault.NOT_ASKED: _("Nobody has asked for more time."),
        MoveFault.HEAD_DECIDES: _("It came back %(hops)s times. Now the head decides whose it is."),
        MoveFault.NO_DEADLINE: _("It is a long-term matter without a due day; it is reviewed instead."),
        MoveFault.NO_EVIDENCE: _("Nothing shows it yet. Please add a photograph or a file."),
        MoveFault.SHOWS_NOTHING: _("“%(given)s” is no record of the unit that has evidence."),
        MoveFault.NOT_DONE: _("“%(item)s” is not answered with yes or does not apply."),
        MoveFault.NOTHING_DONE: _("One item of the check-list at least has to be answered with yes."),
        MoveFault.PLACES_LEFT: _("Places that are not done yet: %(count)s. It closes when all are."),
        MoveFault.NOT_A_PLACE: _("This is no place of the problem any more. Please open the form again."),
        MoveFault.DONE_ALREADY: _("This place is done already."),
        MoveFault.NOT_WAITING: _("This group does not wait on the board any more."),
        MoveFault.NO_SUCH_MOVE: _("There is no such step."),
        MoveFault.IN_A_PROBLEM: _("This group is a place of problem %(number)s already."),
        MoveFault.NOTHING_LEFT: _("One place at least has to stay."),
        MoveFault.SAME_PROBLEM: _("This is the same problem. Please write the number of another."),
        MoveFault.NOT_OPEN: _("Problem %(number)s cannot take it in: %(state)s."),
        MoveFault.FIXED: _("This was set when it was handed over. Another move changes it."),
        MoveFault.NOTHING_WAITING: _("None of the groups of this theme waits on the board."),
        MoveFault.TOO_EARLY: _("It is too early: this can be done after %(last)s."),
        MoveFault.NOTHING_MOVED: _("No due day moves."),
        MoveFault.WEEK_OUTSIDE: _("In the week of %(week)s nothing is asked of this problem."),
    }
)
UNFORESEEN: Final = _("This cannot be done now. Please look at the problem once more.")
NO_SUCH_PROBLEM: Final = _("There is no open problem with this number that you may see.")


def fault_said(fault: FieldFault, *, names_field: bool = False) -> str:
    """What is wrong and what to do; with the field's name where it stands apart from its field."""
    sentence = _sentence(fault)
    if names_field and fault.code in FaultCode and fault.field in FIELDS:
        return str(_("%(field)s: %(fault)s")) % {"field": FIELDS[fault.field], "fault": sentence}
    return sentence


def _sentence(fault: FieldFault) -> str:
    if fault.code is FaultCode.MISSING and fault.field == "reason":
        return str(SAY_WHY)
    known = IN_THE_WAY.get(fault.code) or _PLAIN.get(fault.code)
    if known is None:
        return str(UNFORESEEN)
    return str(known) % _Facts({name: _fact_said(name, fact) for name, fact in fault.facts.items()})


class _Facts(dict[str, str]):
    """Facts of a fault; one that did not come with it is left out of the sentence."""

    def __missing__(self, _name: str) -> str:
        return "…"


def _fact_said(name: str, fact: Any) -> str:
    """A fact in words: the name of a unit or person, a state, a day."""
    read = _READ.get(name)
    return read(str(fact)) if read else str(fact)


def _unit(key: str) -> str:
    return names_of(current_plan().plan).units.called(key).said(reading_language())


def _person(key: str) -> str:
    return names_of(current_plan().plan).people.called(key).said(reading_language())


def _state(key: str) -> str:
    return str(STATES[key].word) if key in STATES else key


def _item(key: str) -> str:
    items = acceptance(current_plan().plan).items
    return next((item.name.said(reading_language()) for item in items if item.key == key), key)


def _day(text: str) -> str:
    return day_said(day_of(text) or text)


_READ: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "unit": _unit,
        "person": _person,
        "state": _state,
        "item": _item,
        **dict.fromkeys(("day", "last", "after", "week"), _day),
    }
)
_PLAIN: Final[Mapping[str, Promise]] = MappingProxyType(
    {str(code): text for code, text in WHAT_TO_DO.items()}
)
