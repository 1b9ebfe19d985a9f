"""How are states, lights, words of the week, steps, outcomes and ways said on the ledger's pages?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Mark:
    """A word and the shape that stands before it (`components/state.html`)."""

    word: Promise
    shape: str = "open"


STATES: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        "draft": Mark(_("not handed over yet"), "open"),
        "assigned": Mark(_("waits to be received"), "waiting"),
        "returned": Mark(_("returned to the office"), "waiting"),
        "in_progress": Mark(_("being put right"), "part"),
        "on_hold": Mark(_("on hold"), "waiting"),
        "standing": Mark(_("standing measure"), "part"),
        "claimed": Mark(_("waits for the check"), "waiting"),
        "checked": Mark(_("waits for the signature"), "waiting"),
        "on_notice": Mark(_("on public notice"), "waiting"),
        "closed": Mark(_("closed"), "done"),
        "merged": Mark(_("merged into another"), "withdrawn"),
        "not_accepted": Mark(_("not accepted"), "withdrawn"),
    }
)
LIGHTS: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        "on_course": Mark(_("on course"), "on-course"),
        "soon": Mark(_("due soon"), "soon"),
        "late": Mark(_("past its day"), "late"),
        "waiting": Mark(_("waiting on others"), "waiting"),
        "ended": Mark(_("ended"), "done"),
    }
)
MODES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "at_once": _("at once"),
        "by_date": _("by a date"),
        "long_term": _("long-term, with reviews"),
    }
)
WEEK_WORDS: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        "changed": Mark(_("changed"), "done"),
        "unchanged": Mark(_("unchanged"), "open"),
        "blocked": Mark(_("blocked"), "late"),
    }
)
STEPS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "before": _("How it was before"),
        "work": _("The work"),
        "claim": _("That it is done"),
        "check": _("From the check"),
        "effect": _("From the effect check"),
    }
)
OUTCOMES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "solved": _("put right"),
        "standing": _("a standing measure is in place"),
        "in_hand": _("taken up as a problem"),
        "noted": _("noted"),
        "not_ours": _("not in our power"),
        "cannot_do": _("cannot be done"),
        "done_before": _("done before already"),
    }
)
WAYS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "in_office": _("in the office"),
        "paper": _("on paper"),
        "phone": _("by phone"),
        "receipt": _("by receipt code"),
        "posted": _("posted where all can read it"),
    }
)
ANSWER_STATES: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        "due": Mark(_("still to be given"), "soon"),
        "given": Mark(_("given"), "done"),
        "not_reached": Mark(_("not reached"), "waiting"),
    }
)
SATISFIED: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "yes": _("solved, they say"),
        "partly": _("partly solved, they say"),
        "no": _("not solved, they say"),
        "no_word": _("no word from them"),
    }
)
PARTIES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "office": _("the office"),
        "owner": _("the owner unit"),
        "verifier": _("somebody of elsewhere"),
        "head": _("the office's head"),
        "clock": _("the calendar"),
    }
)
FIELDS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "number": _("Number"),
        "title": _("Title"),
        "finding": _("What was found"),
        "cause": _("Cause"),
        "area": _("Area"),
        "goal": _("Goal"),
        "closing_standard": _("Closing standard"),
        "measures": _("Measures"),
        "mode": _("How it is put right"),
        "owner_unit": _("Owner unit"),
        "owner_person": _("Person who answers for it"),
        "co_units": _("Units that help"),
        "lead_leader": _("Leader in charge"),
        "verifier_unit": _("Unit that checks"),
        "verifier_person": _("Person who checks"),
        "state": _("State"),
        "due_original": _("First due day"),
        "due_current": _("Due day"),
        "due_days": _("Working days"),
        "next_review": _("Next review"),
        "opened_on": _("Opened"),
        "assigned_on": _("Handed over"),
        "received_on": _("Received"),
        "lasting_measure": _("Lasting measure"),
        "note": _("Note"),
        "proposed_unit": _("Unit that is right, as the unit says"),
        "reason": _("Reason"),
        "words": _("In words"),
        "day": _("Day"),
        "days": _("Working days"),
        "due": _("Due day"),
        "into": _("Number of the other problem"),
        "place": _("Place"),
        "places": _("Places"),
        "group": _("Group of the board"),
        "groups": _("Groups of the board"),
        "acceptance": _("Check-list"),
        "evidence": _("Evidence"),
        "activities": _("Projects"),
        "week": _("Week"),
        "word": _("Word of the week"),
    }
)


def mark_of(marks: Mapping[str, Mark], key: str) -> Mark:
    """The word and shape of a key; an unknown one stands for itself."""
    return marks.get(key) or Mark(_("unknown"), "gap")
