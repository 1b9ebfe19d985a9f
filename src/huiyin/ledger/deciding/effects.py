"""What does a move change of a problem, beside its state?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, TypeAlias

from huiyin.ledger.deciding.deadlines import (
    Due,
    after_hold,
    due_after_reopening,
    due_at_hand_over,
    on_calendar,
)
from huiyin.ledger.deciding.facts import Case
from huiyin.ledger.deciding.handing_over import owner_person, verifier_of
from huiyin.ledger.moves import Move, ProblemState
from huiyin.ledger.rules import Mode, Policy

# Columns of the problem by name, with what they hold from now on.
Changes: TypeAlias = Mapping[str, Any]
_NOBODY_SAID_SO: Changes = MappingProxyType(
    {
        **dict.fromkeys(("claimed_on", "checked_on", "signed_on", "notice_until")),
        **dict.fromkeys(("claimed_by", "checked_by", "signed_by", "waiver"), ""),
        "acceptance": {},
        "shown_by": [],
    }
)


def changes_of(move: Move, case: Case) -> Changes:
    """The columns that this move sets; the state among them where it changes.

    `due_original` is among them only while the episode has none: nothing overwrites it.
    """
    effect = _EFFECTS.get(move.name)
    changes = dict(effect(case)) if effect else {}
    if move.target is not None:
        changes.setdefault("state", move.target)
    if case.problem.due_original is not None and "episode" not in changes:
        changes.pop("due_original", None)
    return changes


def _given(due: Due) -> dict[str, Any]:
    """A deadline as it is set; what was held before has nothing to do with it."""
    return {
        "due_original": due.day,
        "due_current": due.day,
        "due_days": due.days,
        "due_from": due.start,
        "next_review": due.next_review,
        "holds": [],
        "extension_wanted": None,
        "extension_reason": "",
    }


def _assign(case: Case) -> Changes:
    unit, person = verifier_of(case)
    return {
        **_given(due_at_hand_over(case.mode, case.brought, case.ground)),
        "mode": case.mode,
        "owner_unit": case.owner_unit,
        "owner_person": owner_person(case),
        "verifier_unit": unit,
        "verifier_person": person,
        "proposed_unit": "",
        "assigned_on": case.ground.today,
        "received_on": None,
    }


def _return(case: Case) -> Changes:
    """The day no longer runs: another unit will be given one."""
    return {
        "hops": case.problem.hops + 1,
        "proposed_unit": case.brought.proposed_unit,
        "due_current": None,
        "due_days": None,
        "due_from": None,
        "next_review": None,
    }


def _ask_extension(case: Case) -> Changes:
    return {"extension_wanted": case.brought.day, "extension_reason": case.brought.reason}


def _grant_extension(case: Case) -> Changes:
    """A definite day from now on: neither calendar nor days count it again."""
    return {
        "due_current": case.brought.day or case.problem.extension_wanted,
        "due_days": None,
        "extensions": case.problem.extensions + 1,
        "extension_wanted": None,
        "extension_reason": "",
    }


def _refuse_extension(_case: Case) -> Changes:
    return {"extension_wanted": None, "extension_reason": ""}


def _resume(case: Case) -> Changes:
    since = case.problem.held_since or case.ground.today
    return {"held_since": None, **_not_the_units_time(case, since)}


def _not_the_units_time(case: Case, since: date) -> dict[str, Any]:
    """The time since then was not the unit's: it is kept as a hold, and the day moves by it."""
    held = [[first.isoformat(), last.isoformat()] for first, last in case.problem.holds]
    last = max(since, case.ground.today)
    return {
        "holds": [*held, [since.isoformat(), last.isoformat()]],
        "due_current": after_hold(case.problem, since, case.ground),
    }


def _claim(case: Case) -> Changes:
    return {
        "claimed_on": case.ground.today,
        "claimed_by": case.actor.person,
        "extension_wanted": None,
        "extension_reason": "",
        "acceptance": dict(case.brought.acceptance),
        "shown_by": list(case.brought.activities),
        **_lasting(case),
    }


def _lasting(case: Case) -> dict[str, Any]:
    return {"lasting_measure": case.brought.lasting_measure} if case.brought.lasting_measure else {}


def _take_back_claim(_case: Case) -> Changes:
    return _NOBODY_SAID_SO


def _check(case: Case) -> Changes:
    return {
        "checked_on": case.ground.today,
        "checked_by": case.actor.person,
        "acceptance": dict(case.brought.acceptance),
    }


def _back_to_work(case: Case) -> Changes:
    """The time that others took to look at it is not the unit's."""
    since = case.problem.claimed_on or case.ground.today
    return {**_NOBODY_SAID_SO, **_not_the_units_time(case, since)}


def _sign(case: Case) -> Changes:
    """Signed; it closes at once, or when the days of public notice are over."""
    today, days = case.ground.today, case.ground.number(Policy.NOTICE_DAYS)
    signed = {"signed_on": today, "signed_by": case.actor.person}
    if days > 0:
        until = case.ground.calendar.after(today, days)
        return {**signed, "state": ProblemState.ON_NOTICE, "notice_until": until}
    return {**signed, **_close(case)}


def _sign_without_check(case: Case) -> Changes:
    return {**_sign(case), "waiver": case.brought.reason}


def _close(case: Case) -> Changes:
    today = case.ground.today
    effect = timedelta(days=case.ground.number(Policy.EFFECT_DAYS))
    return {
        "state": ProblemState.CLOSED,
        "closed_on": today,
        "effect_due": today + effect,
        "effect_checked_on": None,
    }


def _make_standing(case: Case) -> Changes:
    """No day to be done by from now on; the one that was promised first stays written."""
    return {
        "mode": Mode.LONG_TERM,
        "lasting_measure": case.brought.lasting_measure or case.brought.words,
        "next_review": case.brought.day,
        "due_current": None,
        "due_days": None,
        "due_from": None,
        "extension_wanted": None,
        "extension_reason": "",
    }


def _review(case: Case) -> Changes:
    return {"next_review": case.brought.day, **_lasting(case)}


def _end_standing(case: Case) -> Changes:
    mode = case.brought.mode or Mode.BY_DATE
    return {"mode": mode, **_given(due_at_hand_over(mode, case.brought, case.ground))}


def _effect_holds(case: Case) -> Changes:
    return {"effect_checked_on": case.ground.today, **_lasting(case)}


def _reopen(case: Case) -> Changes:
    """The next episode: what was said of the last one stands in its versions."""
    return {
        **_given(due_after_reopening(case.brought, case.ground)),
        **_NOBODY_SAID_SO,
        "mode": case.mode,
        "episode": case.problem.episode + 1,
        "hops": 0,
        "extensions": 0,
        **dict.fromkeys(("closed_on", "effect_due", "effect_checked_on")),
    }


def _merge(case: Case) -> Changes:
    return {"merged_into": case.brought.into}


def _link(case: Case) -> Changes:
    return {"grew_into": list(dict.fromkeys(case.brought.activities))}


def _hold(case: Case) -> Changes:
    return {"held_since": case.ground.today}


def _receive(case: Case) -> Changes:
    return {"received_on": case.ground.today, "owner_person": owner_person(case)}


def _move_deadline(case: Case) -> Changes:
    return {"due_current": on_calendar(case.problem, case.ground)}


_EFFECTS: Mapping[str, Callable[[Case], Changes]] = MappingProxyType(
    {
        "assign": _assign,
        "assign_by_head": _assign,
        "receive": _receive,
        "return": _return,
        "ask_extension": _ask_extension,
        "grant_extension": _grant_extension,
        "refuse_extension": _refuse_extension,
        "hold": _hold,
        "resume": _resume,
        "claim": _claim,
        "take_back_claim": _take_back_claim,
        "check": _check,
        "send_back": _back_to_work,
        "sign": _sign,
        "sign_without_check": _sign_without_check,
        "refuse": _back_to_work,
        "end_notice": _close,
        "object": _back_to_work,
        "make_standing": _make_standing,
        "review": _review,
        "end_standing": _end_standing,
        "effect_holds": _effect_holds,
        "reopen": _reopen,
        "effect_fails": _reopen,
        "merge": _merge,
        "link": _link,
        "move_deadline": _move_deadline,
    }
)
