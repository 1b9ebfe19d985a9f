"""Which light does a problem show today, and by which facts?

Five lights: ◌ it waits on others than its owner unit, ○ on course, ◐ soon due, ● late, ✓ ended. Each is
computed from days that are recorded, and says which; it is never a share, a rank or anybody's estimate.

Late begins on the first working day after the due day. Soon begins at the earlier of two days: so many
working days before the due day, or when no more than a share of the days from its beginning to it is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

from huiyin.ledger.moves import Party, ProblemState
from huiyin.plan.working_days import Calendar

Fact: TypeAlias = str | int | date
HUNDRED = 100
FAR = 400  # days; further back no limit of a few working days reaches


class Color(StrEnum):
    """What a light shows. Its sign stands beside it wherever it is shown, so that color is never alone."""

    WAITING = "waiting"  # ◌
    ON_COURSE = "on_course"  # ○
    SOON = "soon"  # ◐
    LATE = "late"  # ●
    ENDED = "ended"  # ✓


SIGNS: Mapping[Color, str] = {
    Color.WAITING: "◌",
    Color.ON_COURSE: "○",
    Color.SOON: "◐",
    Color.LATE: "●",
    Color.ENDED: "✓",
}


class Why(StrEnum):
    """By which kind of fact a light shows. The comment names the facts that come with it."""

    DRAFT = "draft"  # on
    RETURNED = "returned"  # on
    HELD = "held"  # on, since
    TO_CHECK = "to_check"  # on, since, days: working days left for the check
    CHECK_LATE = "check_late"  # on, since, days: working days past the limit
    TO_SIGN = "to_sign"  # on, since
    ON_NOTICE = "on_notice"  # on, due: the last day of notice
    NO_DUE = "no_due"  # it is at work and no day was set
    DUE_LATER = "due_later"  # due, days, extension
    DUE_SOON = "due_soon"  # due, days, extension
    DUE_PAST = "due_past"  # due, days, extension, original: where that was another day
    NOT_RECEIVED = "not_received"  # since, days: working days past the limit for receiving
    REVIEW_LATER = "review_later"  # due, days
    REVIEW_SOON = "review_soon"  # due, days
    REVIEW_PAST = "review_past"  # due, days
    CLOSED = "closed"  # since
    MERGED = "merged"
    NOT_ACCEPTED = "not_accepted"


class Extension(StrEnum):
    """Was more time asked for?"""

    NONE = "none"
    ASKED = "asked"  # and not decided
    GRANTED = "granted"


@dataclass(frozen=True)
class Light:
    """What a problem shows, and why: facts for a sentence that a door says."""

    color: Color
    why: Why
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def sign(self) -> str:
        """The sign of the light."""
        return SIGNS[self.color]


@dataclass(frozen=True)
class Standing:
    """A problem as far as its light goes. `begun`: when the time of its due day began to run."""

    state: ProblemState
    begun: date | None = None
    due: date | None = None
    due_original: date | None = None
    assigned: date | None = None
    held_since: date | None = None
    claimed: date | None = None
    checked: date | None = None
    notice_until: date | None = None
    next_review: date | None = None
    closed: date | None = None
    is_extension_asked: bool = False
    extensions: int = 0


@dataclass(frozen=True)
class Limits:
    """The plan's numbers that lights go by (`ledger.rules.Policy`)."""

    soon_days: int  # working days before due
    soon_share: float  # percent of the days from beginning to due
    receive_days: int  # working days
    check_days: int  # working days


# On whom a problem waits in a state; at work it is the owner unit itself.
WAITS_ON: Mapping[ProblemState, Party] = {
    ProblemState.DRAFT: Party.OFFICE,
    ProblemState.RETURNED: Party.OFFICE,
    ProblemState.ON_HOLD: Party.OFFICE,
    ProblemState.STANDING: Party.OFFICE,
    ProblemState.ASSIGNED: Party.OWNER,
    ProblemState.IN_PROGRESS: Party.OWNER,
    ProblemState.CLAIMED: Party.VERIFIER,
    ProblemState.CHECKED: Party.HEAD,
    ProblemState.ON_NOTICE: Party.CLOCK,
}
_ENDED = {
    ProblemState.CLOSED: Why.CLOSED,
    ProblemState.MERGED: Why.MERGED,
    ProblemState.NOT_ACCEPTED: Why.NOT_ACCEPTED,
}


@dataclass(frozen=True)
class Watch:
    """A day on which lights are read, with the calendar and the numbers they are read by."""

    today: date
    calendar: Calendar
    limits: Limits

    def light(self, standing: Standing) -> Light:
        """What this problem shows today."""
        state = standing.state
        if state in _ENDED:
            return Light(Color.ENDED, _ENDED[state], _given(since=standing.closed))
        if state is ProblemState.STANDING:
            return self._of_review(standing)
        if state is ProblemState.CLAIMED:
            return self._of_check(standing)
        waiting = self._waiting(standing)
        return waiting or self._of_work(standing)

    def days_left(self, due: date | None) -> int | None:
        """Working days from today to this day; below 0 when it has passed."""
        return None if due is None else self.calendar.between(self.today, due)

    @property
    def late_before(self) -> date:
        """What was due before this day is late."""
        return self.today if self.calendar.works_on(self.today) else self._working_day_before(self.today)

    @property
    def soon_until(self) -> date:
        """What is due by this day has at most `soon_days` working days left."""
        return self.calendar.after(self.today, self.limits.soon_days + 1) - timedelta(days=1)

    def begun_too_long_ago(self, days: int) -> date:
        """What began on this day or before it has had its working days, and they have passed."""
        day = self.late_before
        for _ in range(days):
            day = self._working_day_before(day)
        return day - timedelta(days=1)

    def _working_day_before(self, day: date) -> date:
        for back in range(1, FAR):
            if self.calendar.works_on(day - timedelta(days=back)):
                return day - timedelta(days=back)
        return day

    def _waiting(self, standing: Standing) -> Light | None:
        on = WAITS_ON[standing.state].value
        whys: Mapping[ProblemState, tuple[Why, Mapping[str, Fact]]] = {
            ProblemState.DRAFT: (Why.DRAFT, {}),
            ProblemState.RETURNED: (Why.RETURNED, {}),
            ProblemState.ON_HOLD: (Why.HELD, _given(since=standing.held_since)),
            ProblemState.CHECKED: (Why.TO_SIGN, _given(since=standing.checked)),
            ProblemState.ON_NOTICE: (Why.ON_NOTICE, _given(due=standing.notice_until)),
        }
        if standing.state not in whys:
            return None
        why, facts = whys[standing.state]
        return Light(Color.WAITING, why, {"on": on, **facts})

    def _of_check(self, standing: Standing) -> Light:
        """The unit has done its part; the time for the check is the verifier's."""
        facts: Mapping[str, Fact] = {"on": Party.VERIFIER.value, **_given(since=standing.claimed)}
        if standing.claimed is None:
            return Light(Color.WAITING, Why.TO_CHECK, facts)
        left = self.calendar.between(self.today, self.calendar.after(standing.claimed, self._check_days))
        if self._is_over(standing.claimed, self._check_days):
            return Light(Color.LATE, Why.CHECK_LATE, {**facts, "days": -left})
        return Light(Color.WAITING, Why.TO_CHECK, {**facts, "days": left})

    @property
    def _check_days(self) -> int:
        return max(self.limits.check_days, 1)

    def _is_over(self, start: date, days: int) -> bool:
        """Have so many working days after this day passed?"""
        return self.calendar.after(start, days) < self.late_before

    def _of_work(self, standing: Standing) -> Light:
        due, days = standing.due, self.days_left(standing.due)
        if due is None or days is None:
            return self._unreceived(standing) or Light(Color.ON_COURSE, Why.NO_DUE)
        facts: Mapping[str, Fact] = {"due": due, "days": abs(days), "extension": _extension(standing).value}
        if due < self.late_before:
            moved = standing.due_original if standing.due_original != due else None
            return Light(Color.LATE, Why.DUE_PAST, {**facts, **_given(original=moved)})
        unreceived = self._unreceived(standing)
        if unreceived is not None:
            return unreceived
        if self._is_soon(standing.begun, due):
            return Light(Color.SOON, Why.DUE_SOON, facts)
        return Light(Color.ON_COURSE, Why.DUE_LATER, facts)

    def _unreceived(self, standing: Standing) -> Light | None:
        days = max(self.limits.receive_days, 1)
        is_waiting = standing.state is ProblemState.ASSIGNED and standing.assigned is not None
        if not is_waiting or standing.assigned is None or not self._is_over(standing.assigned, days):
            return None
        past = self.calendar.between(self.calendar.after(standing.assigned, days), self.today)
        return Light(Color.LATE, Why.NOT_RECEIVED, {"since": standing.assigned, "days": past})

    def _of_review(self, standing: Standing) -> Light:
        due, days = standing.next_review, self.days_left(standing.next_review)
        if due is None or days is None:
            return Light(Color.ON_COURSE, Why.NO_DUE)
        facts: Mapping[str, Fact] = {"due": due, "days": abs(days)}
        if due < self.late_before:
            return Light(Color.LATE, Why.REVIEW_PAST, facts)
        if due <= self.soon_until:
            return Light(Color.SOON, Why.REVIEW_SOON, facts)
        return Light(Color.ON_COURSE, Why.REVIEW_LATER, facts)

    def _is_soon(self, begun: date | None, due: date) -> bool:
        if due <= self.soon_until:
            return True
        span = (due - begun).days if begun else 0
        return (due - self.today).days * HUNDRED <= self.limits.soon_share * span


def _extension(standing: Standing) -> Extension:
    if standing.is_extension_asked:
        return Extension.ASKED
    return Extension.GRANTED if standing.extensions else Extension.NONE


def _given(**facts: Fact | None) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if fact is not None}
