"""Which moves may a problem make: from which state, by whom, to which state, and what does each want?

The one table of the ledger. `docs/reference/problem-states.md` is drawn from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from huiyin.ledger.rules import Want


class ProblemState(StrEnum):
    """Where a problem stands."""

    DRAFT = "draft"
    ASSIGNED = "assigned"  # handed over; the unit has not received it yet
    RETURNED = "returned"  # the unit says that it is another's
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"  # waits for something outside; its time stands still
    STANDING = "standing"  # a lasting measure is in place; reviewed, never closed as done
    CLAIMED = "claimed"  # the unit says that it is done
    CHECKED = "checked"  # somebody of elsewhere has seen that it is
    ON_NOTICE = "on_notice"  # signed; shown in public before it closes
    CLOSED = "closed"
    MERGED = "merged"
    NOT_ACCEPTED = "not_accepted"  # no problem to put right; its givers are told why


S = ProblemState
OPEN = frozenset(
    {S.DRAFT, S.ASSIGNED, S.RETURNED, S.IN_PROGRESS, S.ON_HOLD, S.STANDING, S.CLAIMED, S.CHECKED}
)
AT_WORK = frozenset(
    {S.ASSIGNED, S.RETURNED, S.IN_PROGRESS, S.ON_HOLD, S.CLAIMED, S.CHECKED}
)  # a deadline runs
WITH_THE_UNIT = frozenset({S.ASSIGNED, S.IN_PROGRESS, S.ON_HOLD, S.STANDING})  # it is asked of each week
CHANGEABLE = OPEN - {S.CLAIMED, S.CHECKED}  # nobody is looking at whether it is done
ENDED = frozenset({S.CLOSED, S.MERGED, S.NOT_ACCEPTED})


class Party(StrEnum):
    """Who makes a move."""

    OFFICE = "office"  # a clerk
    OWNER = "owner"  # the owner unit's liaison
    VERIFIER = "verifier"  # a guide of the owner unit, not recused, or the named verifier of another unit
    HEAD = "head"  # the office's head
    CLOCK = "clock"  # `huiyin run`, when the day has come


@dataclass(frozen=True)
class Move:
    """One row of the table. `target` None: the state stays.

    `question` is what the rule asks, as a sentence. `by_way_of`: where it goes first when the plan asks for
    days of public notice.
    """

    name: str
    rule: str  # its id, told wherever the move is told
    party: Party
    question: str
    sources: frozenset[ProblemState]
    target: ProblemState | None = None
    wants: frozenset[Want] = frozenset()
    by_way_of: ProblemState | None = None


def _from(*states: ProblemState) -> frozenset[ProblemState]:
    return frozenset(states)


def _with(*wants: Want) -> frozenset[Want]:
    return frozenset(wants)


_P, _W = Party, Want
_HANDED = _with(_W.TITLE, _W.FINDING, _W.GOAL, _W.STANDARD, _W.OWNER, _W.VERIFIER, _W.DUE)
_WORKED_ON = _from(S.IN_PROGRESS)
_TABLE = (
    Move(
        "open",
        "L01",
        _P.OFFICE,
        "May the office make a problem of what was said?",
        _from(),
        S.DRAFT,
        _with(_W.TITLE),
    ),
    Move(
        "describe",
        "L02",
        _P.OFFICE,
        "May the office say otherwise what the problem is, and whose?",
        CHANGEABLE,
    ),
    Move(
        "assign",
        "L03",
        _P.OFFICE,
        "Is all there that a unit needs to begin, so that the office may hand the problem over?",
        _from(S.DRAFT, S.RETURNED),
        S.ASSIGNED,
        _HANDED | _with(_W.FEW_HOPS),
    ),
    Move(
        "assign_by_head",
        "L04",
        _P.HEAD,
        "May the head end the passing on of a problem and say whose it is?",
        _from(S.RETURNED),
        S.ASSIGNED,
        _HANDED | _with(_W.REASON),
    ),
    Move(
        "receive",
        "L05",
        _P.OWNER,
        "May the unit confirm that it has received the problem?",
        _from(S.ASSIGNED),
        S.IN_PROGRESS,
        _with(_W.OWNER),
    ),
    Move(
        "return",
        "L06",
        _P.OWNER,
        "May the unit give a problem back that is another's?",
        _from(S.ASSIGNED),
        S.RETURNED,
        _with(_W.REASON, _W.UNIT, _W.IN_TIME),
    ),
    Move(
        "ask_extension",
        "L07",
        _P.OWNER,
        "May the unit ask for more time?",
        _WORKED_ON,
        None,
        _with(_W.REASON, _W.LONGER, _W.A_DEADLINE, _W.BEFORE_DUE),
    ),
    Move(
        "grant_extension",
        "L08",
        _P.HEAD,
        "May the head give more time, up to a day?",
        _WORKED_ON,
        None,
        _with(_W.ASKED, _W.LONGER),
    ),
    Move(
        "refuse_extension",
        "L09",
        _P.HEAD,
        "May the head leave the day as it is, and say why?",
        _WORKED_ON,
        None,
        _with(_W.ASKED, _W.REASON),
    ),
    Move(
        "hold",
        "L10",
        _P.OFFICE,
        "May the time of the problem stand still?",
        _WORKED_ON,
        S.ON_HOLD,
        _with(_W.REASON),
    ),
    Move("resume", "L11", _P.OFFICE, "May the time of the problem go on?", _from(S.ON_HOLD), S.IN_PROGRESS),
    Move(
        "place_done",
        "L12",
        _P.OWNER,
        "May the unit say that one place is put right?",
        _WORKED_ON,
        None,
        _with(_W.PLACE, _W.UNDONE),
    ),
    Move(
        "claim",
        "L13",
        _P.OWNER,
        "Has the unit shown all that it takes to say that the problem is solved?",
        _WORKED_ON,
        S.CLAIMED,
        _with(_W.A_DEADLINE, _W.EVIDENCE, _W.ACCEPTANCE, _W.PLACES, _W.WORDS),
    ),
    Move(
        "take_back_claim",
        "L14",
        _P.OWNER,
        "May the unit take back that the problem is solved?",
        _from(S.CLAIMED),
        S.IN_PROGRESS,
        _with(_W.REASON),
    ),
    Move(
        "check",
        "L15",
        _P.VERIFIER,
        "May this person of elsewhere confirm that the problem is solved?",
        _from(S.CLAIMED),
        S.CHECKED,
        _with(_W.WORDS, _W.ACCEPTANCE, _W.STILL_SHOWN, _W.OTHER_PERSON, _W.OTHER_UNIT),
    ),
    Move(
        "send_back",
        "L16",
        _P.VERIFIER,
        "May this person of elsewhere say that the problem is not solved yet?",
        _from(S.CLAIMED),
        S.IN_PROGRESS,
        _with(_W.REASON, _W.OTHER_UNIT),
    ),
    Move(
        "sign",
        "L17",
        _P.HEAD,
        "May this head sign that the problem closes?",
        _from(S.CHECKED),
        S.CLOSED,
        _with(_W.OTHER_PERSON, _W.STILL_SHOWN),
        S.ON_NOTICE,
    ),
    Move(
        "sign_without_check",
        "L18",
        _P.HEAD,
        "May this head sign, with a reason for all to read, though nobody of elsewhere has checked?",
        _from(S.CLAIMED),
        S.CLOSED,
        _with(_W.REASON, _W.OTHER_PERSON, _W.STILL_SHOWN),
        S.ON_NOTICE,
    ),
    Move(
        "refuse",
        "L19",
        _P.HEAD,
        "May the head give a checked problem back to work?",
        _from(S.CHECKED),
        S.IN_PROGRESS,
        _with(_W.REASON),
    ),
    Move(
        "end_notice",
        "L20",
        _P.CLOCK,
        "Are the days of public notice over?",
        _from(S.ON_NOTICE),
        S.CLOSED,
        _with(_W.NOTICE_OVER),
    ),
    Move(
        "object",
        "L21",
        _P.OFFICE,
        "Does an objection during the public notice bring the problem back to work?",
        _from(S.ON_NOTICE),
        S.IN_PROGRESS,
        _with(_W.REASON),
    ),
    Move(
        "make_standing",
        "L22",
        _P.HEAD,
        "May the head let a lasting measure with reviews stand in place of an end?",
        _WORKED_ON,
        S.STANDING,
        _with(_W.REASON, _W.DAY, _W.WORDS),
    ),
    Move(
        "review",
        "L23",
        _P.OFFICE,
        "Does the lasting measure still hold, and when is it looked at again?",
        _from(S.STANDING),
        None,
        _with(_W.WORDS, _W.DAY),
    ),
    Move(
        "end_standing",
        "L24",
        _P.OFFICE,
        "May a lasting measure become work with a day again?",
        _from(S.STANDING),
        S.IN_PROGRESS,
        _with(_W.REASON, _W.DUE),
    ),
    Move(
        "effect_holds",
        "L25",
        _P.VERIFIER,
        "May this person of elsewhere confirm that the problem stayed solved?",
        _from(S.CLOSED),
        None,
        _with(_W.WORDS, _W.EFFECT_DUE, _W.OTHER_UNIT),
    ),
    Move(
        "reopen",
        "L26",
        _P.OFFICE,
        "May the office open a closed problem again?",
        _from(S.CLOSED),
        S.IN_PROGRESS,
        _with(_W.REASON, _W.DUE),
    ),
    Move(
        "effect_fails",
        "L27",
        _P.VERIFIER,
        "May this person of elsewhere say that a closed problem is back?",
        _from(S.CLOSED),
        S.IN_PROGRESS,
        _with(_W.REASON, _W.DUE, _W.OTHER_UNIT),
    ),
    Move(
        "merge",
        "L28",
        _P.OFFICE,
        "May another problem take this one in, with all its places?",
        OPEN,
        S.MERGED,
        _with(_W.REASON, _W.OTHER_PROBLEM),
    ),
    Move(
        "split_off",
        "L29",
        _P.OFFICE,
        "May some places become a problem of their own?",
        CHANGEABLE,
        None,
        _with(_W.REASON, _W.OWN_TITLE, _W.GROUPS),
    ),
    Move(
        "add_place",
        "L30",
        _P.OFFICE,
        "May a group of the board become a place of this problem?",
        CHANGEABLE,
        None,
        _with(_W.GROUP),
    ),
    Move(
        "drop_place",
        "L31",
        _P.OFFICE,
        "May a place go back to the board?",
        CHANGEABLE,
        None,
        _with(_W.REASON, _W.PLACE, _W.ONE_STAYS),
    ),
    Move(
        "not_accept",
        "L32",
        _P.OFFICE,
        "May the office say that there is nothing to put right, and tell why?",
        _from(S.DRAFT, S.RETURNED),
        S.NOT_ACCEPTED,
        _with(_W.REASON),
    ),
    Move(
        "move_deadline",
        "L33",
        _P.CLOCK,
        "Does a change of the calendar move the day by which it has to be done?",
        AT_WORK - _from(S.RETURNED),
        None,
        _with(_W.MOVED),
    ),
    Move(
        "link",
        "L34",
        _P.OFFICE,
        "Which projects and initiatives grew from this problem?",
        OPEN | _from(S.CLOSED, S.ON_NOTICE),
    ),
)
MOVES: Mapping[str, Move] = MappingProxyType({move.name: move for move in _TABLE})


def move_of_rule(rule: str) -> Move | None:
    """The move with this id."""
    return next((move for move in MOVES.values() if move.rule == rule), None)
