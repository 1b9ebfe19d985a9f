"""Which moves may a problem make: from which state, by whom, to which state, and what does each want?

The one table of the ledger. `docs/reference/problem-states.md` is drawn from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


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
ENDED = frozenset({S.CLOSED, S.MERGED, S.NOT_ACCEPTED})


class Party(StrEnum):
    """Who makes a move."""

    OFFICE = "office"  # a clerk
    OWNER = "owner"  # the owner unit's liaison
    VERIFIER = "verifier"  # a guide of the owner unit, not recused, or the named verifier of another unit
    HEAD = "head"  # the office's head
    CLOCK = "clock"  # `huiyin run`, when the day has come


class Want(StrEnum):
    """What a move must bring along."""

    TITLE = "title"
    FINDING = "finding"
    GOAL = "goal"
    STANDARD = "standard"
    OWNER = "owner"
    VERIFIER = "verifier"  # named and of another unit, or a guidance group that guides the owner
    DUE = "due"  # by mode: a day, a number of working days, or a day of review
    REASON = "reason"
    DAY = "day"  # the day wanted, granted or of the next review
    BEFORE_DUE = "before_due"  # asked before the due day has passed
    IN_TIME = "in_time"  # within the days for receiving
    EVIDENCE = "evidence"  # a file of this episode, or a recorded activity
    ACCEPTANCE = "acceptance"  # every item of the check-list answered yes or does not apply
    PLACES = "places"  # every place said to be done
    WORDS = "words"  # what was seen
    OTHER_PERSON = "other_person"  # none who claimed or checked in this episode
    OTHER_UNIT = "other_unit"  # not of the owner unit
    OTHER_PROBLEM = "other_problem"  # the one that takes it in
    FEW_HOPS = "few_hops"  # after so many returns the head decides


@dataclass(frozen=True)
class Move:
    """One row of the table. `target` None: the state stays."""

    name: str
    rule: str  # its id, told wherever the move is told
    party: Party
    sources: frozenset[ProblemState]
    target: ProblemState | None = None
    wants: frozenset[Want] = frozenset()


def _move(
    name: str,
    rule: str,
    party: Party,
    ways: tuple[frozenset[ProblemState], ProblemState | None],
    *wants: Want,
) -> Move:
    return Move(name, rule, party, ways[0], ways[1], frozenset(wants))


def _from(*states: ProblemState) -> frozenset[ProblemState]:
    return frozenset(states)


_P, _W = Party, Want
_HANDED = (_W.TITLE, _W.FINDING, _W.GOAL, _W.STANDARD, _W.OWNER, _W.VERIFIER, _W.DUE)
_UNDER_WORK = _from(S.ASSIGNED, S.IN_PROGRESS, S.ON_HOLD)
MOVES: Mapping[str, Move] = MappingProxyType(
    {
        move.name: move
        for move in (
            _move("open", "L01", _P.OFFICE, (_from(), S.DRAFT), _W.TITLE),
            _move("describe", "L02", _P.OFFICE, (OPEN - _from(S.CLAIMED, S.CHECKED), None)),
            _move(
                "assign", "L03", _P.OFFICE, (_from(S.DRAFT, S.RETURNED), S.ASSIGNED), *_HANDED, _W.FEW_HOPS
            ),
            _move("assign_by_head", "L04", _P.HEAD, (_from(S.RETURNED), S.ASSIGNED), *_HANDED, _W.REASON),
            _move("receive", "L05", _P.OWNER, (_from(S.ASSIGNED), S.IN_PROGRESS)),
            _move("return", "L06", _P.OWNER, (_from(S.ASSIGNED), S.RETURNED), _W.REASON, _W.IN_TIME),
            _move(
                "ask_extension",
                "L07",
                _P.OWNER,
                (_from(S.IN_PROGRESS), None),
                _W.REASON,
                _W.DAY,
                _W.BEFORE_DUE,
            ),
            _move("grant_extension", "L08", _P.HEAD, (_from(S.IN_PROGRESS), None), _W.DAY),
            _move("refuse_extension", "L09", _P.HEAD, (_from(S.IN_PROGRESS), None), _W.REASON),
            _move("hold", "L10", _P.OFFICE, (_from(S.IN_PROGRESS), S.ON_HOLD), _W.REASON),
            _move("resume", "L11", _P.OFFICE, (_from(S.ON_HOLD), S.IN_PROGRESS)),
            _move("place_done", "L12", _P.OWNER, (_from(S.IN_PROGRESS), None)),
            _move(
                "claim",
                "L13",
                _P.OWNER,
                (_from(S.IN_PROGRESS), S.CLAIMED),
                _W.EVIDENCE,
                _W.ACCEPTANCE,
                _W.PLACES,
                _W.WORDS,
            ),
            _move("take_back_claim", "L14", _P.OWNER, (_from(S.CLAIMED), S.IN_PROGRESS), _W.REASON),
            _move(
                "check",
                "L15",
                _P.VERIFIER,
                (_from(S.CLAIMED), S.CHECKED),
                _W.WORDS,
                _W.OTHER_PERSON,
                _W.OTHER_UNIT,
                _W.ACCEPTANCE,
            ),
            _move(
                "send_back", "L16", _P.VERIFIER, (_from(S.CLAIMED), S.IN_PROGRESS), _W.REASON, _W.OTHER_UNIT
            ),
            _move("sign", "L17", _P.HEAD, (_from(S.CHECKED), S.CLOSED), _W.OTHER_PERSON),
            _move(
                "sign_without_check", "L18", _P.HEAD, (_from(S.CLAIMED), S.CLOSED), _W.REASON, _W.OTHER_PERSON
            ),
            _move("refuse", "L19", _P.HEAD, (_from(S.CHECKED), S.IN_PROGRESS), _W.REASON),
            _move("end_notice", "L20", _P.CLOCK, (_from(S.ON_NOTICE), S.CLOSED)),
            _move("object", "L21", _P.OFFICE, (_from(S.ON_NOTICE), S.IN_PROGRESS), _W.REASON),
            _move(
                "make_standing",
                "L22",
                _P.HEAD,
                (_from(S.IN_PROGRESS), S.STANDING),
                _W.REASON,
                _W.DAY,
                _W.WORDS,
            ),
            _move("review", "L23", _P.OFFICE, (_from(S.STANDING), None), _W.WORDS, _W.DAY),
            _move("end_standing", "L24", _P.OFFICE, (_from(S.STANDING), S.IN_PROGRESS), _W.REASON, _W.DUE),
            _move("effect_holds", "L25", _P.VERIFIER, (_from(S.CLOSED), None), _W.WORDS, _W.OTHER_UNIT),
            _move("reopen", "L26", _P.OFFICE, (_from(S.CLOSED), S.IN_PROGRESS), _W.REASON),
            _move(
                "effect_fails", "L27", _P.VERIFIER, (_from(S.CLOSED), S.IN_PROGRESS), _W.REASON, _W.OTHER_UNIT
            ),
            _move("merge", "L28", _P.OFFICE, (OPEN, S.MERGED), _W.REASON, _W.OTHER_PROBLEM),
            _move("split_off", "L29", _P.OFFICE, (OPEN - _from(S.CLAIMED, S.CHECKED), None), _W.REASON),
            _move("add_place", "L30", _P.OFFICE, (OPEN - _from(S.CLAIMED, S.CHECKED), None)),
            _move("drop_place", "L31", _P.OFFICE, (OPEN - _from(S.CLAIMED, S.CHECKED), None), _W.REASON),
            _move("not_accept", "L32", _P.OFFICE, (_from(S.DRAFT, S.RETURNED), S.NOT_ACCEPTED), _W.REASON),
            _move("move_deadline", "L33", _P.CLOCK, (_UNDER_WORK, None)),
            _move("link", "L34", _P.OFFICE, (OPEN | _from(S.CLOSED, S.ON_NOTICE), None)),
        )
    }
)


def move_of_rule(rule: str) -> Move | None:
    """The move with this id."""
    return next((move for move in MOVES.values() if move.rule == rule), None)
