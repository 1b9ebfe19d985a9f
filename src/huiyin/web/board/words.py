"""How do the pages of the board call states, confidences and decisions?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.board.rules import DecisionKind, GroupState, PlacedBy

# Words for a confidence in thousandths, from so many on; the figure always stands beside the word.
SURENESS: Final = ((800, _("quite sure")), (500, _("rather sure")), (0, _("not so sure")))
# Below this many thousandths a join is marked as shaky: the word for it is no longer "rather sure".
SHAKY: Final = 500

STATES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        GroupState.WAITING: _("waits for a decision"),
        GroupState.OPENED: _("opened as a problem"),
        GroupState.NOTED: _("noted"),
        GroupState.NOT_OURS: _("not ours"),
        GroupState.CANNOT_DO: _("cannot be done"),
        GroupState.EMPTY: _("empty"),
    }
)
SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        GroupState.WAITING: "waiting",
        GroupState.OPENED: "part",
        GroupState.NOTED: "done",
        GroupState.NOT_OURS: "done",
        GroupState.CANNOT_DO: "done",
        GroupState.EMPTY: "withdrawn",
    }
)
PLACED: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        PlacedBy.ALONE: _("like no other"),
        PlacedBy.TRIAGE: _("found alike"),
        PlacedBy.JOINED: _("joined by itself"),
        PlacedBy.PERSON: _("put here by a person"),
        PlacedBy.RERUN: _("by a re-run that was accepted"),
    }
)
DECISIONS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        DecisionKind.MERGE: _("Merged"),
        DecisionKind.SPLIT: _("Split off"),
        DecisionKind.MOVE: _("Moved"),
        DecisionKind.PIN: _("Pinned"),
        DecisionKind.RENAME: _("Renamed"),
        DecisionKind.SET: _("Area and unit set"),
        DecisionKind.THEME: _("Theme changed"),
        DecisionKind.NOTED: _("Answered: noted"),
        DecisionKind.NOT_OURS: _("Answered: not ours"),
        DecisionKind.CANNOT_DO: _("Answered: cannot be done"),
        DecisionKind.OPEN: _("Opened as a problem"),
    }
)
PICK_A_GROUP: Final = _("Please select at least one group first.")
PICK_TWO_GROUPS: Final = _("Please select two groups or more to merge.")
PICK_AN_OPINION: Final = _("Please select at least one opinion first.")
DONE_ALREADY: Final = _("This was done already. The page shows how it stands.")


@dataclass(frozen=True)
class Sureness:
    """A confidence as a word and as a share of a hundred."""

    word: str
    percent: int

    def __str__(self) -> str:
        return gettext("%(word)s, %(percent)s%%") % {"word": self.word, "percent": self.percent}


def sureness(thousandths: int) -> Sureness:
    """How sure a confidence in thousandths is, in words."""
    word = next(word for least, word in SURENESS if thousandths >= least or least == 0)
    return Sureness(str(word), round(thousandths / 10))
