"""What waits for this actor today, what is asked of a unit this week, and how does a unit's ledger stand?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from huiyin.access.rules import Actor, Permission
from huiyin.ledger.models import Answer, FollowUp, Problem
from huiyin.ledger.moves import WITH_THE_UNIT, Party, ProblemState
from huiyin.ledger.queries import asking_of, reading_of, rows_of, visible
from huiyin.ledger.rules import AnswerState
from huiyin.ledger.shown.filters import ANY_OPEN, Asking, Filters, Wants, fitting, grown_into
from huiyin.ledger.shown.lights import Color
from huiyin.ledger.shown.list_places import Order, in_order
from huiyin.ledger.shown.rows import FollowUpRow, ProblemRow, follow_up_row
from huiyin.trail.models import NEVER

P, S = Permission, ProblemState
ROWS_SHOWN = 20
WEEK_SHOWN = 60


@dataclass(frozen=True)
class WaitingThing:
    """So many problems wait for the same of somebody; `filters` lists them. Of answers it is None."""

    code: str
    count: int
    filters: Filters | None


@dataclass(frozen=True)
class _Thing:
    code: str
    permission: Permission
    filters: Filters


_OWN, _CHECKING = Party.OWNER.value, Party.VERIFIER.value
ANSWERS_DUE = "answers_due"
_THINGS = (
    _Thing("to_hand_over", P.MANAGE_PROBLEMS, Filters(state=S.DRAFT)),
    _Thing("returned", P.MANAGE_PROBLEMS, Filters(state=S.RETURNED)),
    _Thing("late", P.MANAGE_PROBLEMS, Filters(light=Color.LATE)),
    _Thing("heard_again", P.MANAGE_PROBLEMS, Filters(wants=Wants.VOICES)),
    _Thing("to_review", P.MANAGE_PROBLEMS, Filters(wants=Wants.REVIEW)),
    _Thing("to_sign", P.SIGN_PROBLEMS, Filters(state=S.CHECKED)),
    _Thing("extensions", P.SIGN_PROBLEMS, Filters(wants=Wants.EXTENSION)),
    _Thing("to_receive", P.WORK_ON_PROBLEMS, Filters(state=S.ASSIGNED, as_party=_OWN)),
    _Thing("own_late", P.WORK_ON_PROBLEMS, Filters(light=Color.LATE, as_party=_OWN)),
    _Thing("own_soon", P.WORK_ON_PROBLEMS, Filters(light=Color.SOON, as_party=_OWN)),
    _Thing("without_word", P.WORK_ON_PROBLEMS, Filters(wants=Wants.WORD, as_party=_OWN)),
    _Thing("to_check", P.CHECK_PROBLEMS, Filters(state=S.CLAIMED, as_party=_CHECKING)),
    _Thing("effects", P.CHECK_PROBLEMS, Filters(wants=Wants.EFFECT, as_party=_CHECKING)),
)


def waiting_for(actor: Actor, today: date) -> tuple[WaitingThing, ...]:
    """What waits for this actor, by role; what there is none of is left out. At most three queries."""
    asking = asking_of(actor, reading_of(actor, today))
    wanted = [thing for thing in _THINGS if actor.may(thing.permission)]
    counts = _counts(actor, [thing.filters for thing in wanted], asking)
    found = [
        WaitingThing(thing.code, count, thing.filters) for thing, count in zip(wanted, counts, strict=True)
    ]
    if actor.may(P.ANSWER_GIVERS):
        due = Answer.objects.filter(superseded=NEVER, is_withdrawn=False, state=AnswerState.DUE)
        found.append(WaitingThing(ANSWERS_DUE, due.count(), None))
    return tuple(thing for thing in found if thing.count)


def _counts(actor: Actor, all_filters: Sequence[Filters], asking: Asking) -> list[int]:
    """How many problems each of these filters leaves; by one query."""
    if not all_filters:
        return []
    rows = visible(actor)
    counted = {
        f"number_{at}": Count("pk", filter=Q(pk__in=fitting(rows, filters, asking).order_by().values("pk")))
        for at, filters in enumerate(all_filters)
    }
    found = rows.order_by().aggregate(**counted)
    return [found[name] for name in counted]


@dataclass(frozen=True)
class WeekRow:
    """A problem of a unit in a week: what was said of it, and the last word before that."""

    row: ProblemRow
    said: FollowUpRow | None
    last: FollowUpRow | None


@dataclass(frozen=True)
class Week:
    """A unit's week. With `is_more` there are more problems; those come when these have their word."""

    rows: tuple[WeekRow, ...]
    is_more: bool = False


def week_of(actor: Actor, monday: date, *, today: date, records: Sequence[str] = ()) -> Week:
    """The problems of which the actor's units are asked for a word, what is due first; seven queries.

    At most `WEEK_SHOWN`, then those without a word first. `records`: of these alone, which a form names.
    """
    reading = reading_of(actor, today)
    filters = Filters(as_party=_OWN)
    rows = fitting(visible(actor), filters, asking_of(actor, reading)).filter(state__in=sorted(WITH_THE_UNIT))
    if records:
        rows = rows.filter(record__in=records[: 2 * WEEK_SHOWN])
    taken, is_more = _without_word_first(rows, monday)
    shown = rows_of(taken, reading)
    words = FollowUp.objects.filter(
        problem__in=[row.record for row in shown], week__lte=monday, superseded=NEVER, is_withdrawn=False
    )
    said: dict[str, FollowUpRow] = {}
    last: dict[str, FollowUpRow] = {}
    for word in words.order_by("week"):
        (said if word.week == monday else last)[word.problem] = follow_up_row(word, reading.sight)
    return Week(tuple(WeekRow(row, said.get(row.record), last.get(row.record)) for row in shown), is_more)


def _without_word_first(rows: QuerySet[Problem], monday: date) -> tuple[list[Problem], bool]:
    """As many as a page shows, and whether there are more: then what has its word already comes last."""
    taken = list(in_order(rows, Order.DUE, None)[: WEEK_SHOWN + 1])
    if len(taken) <= WEEK_SHOWN:
        return taken, False
    said = FollowUp.objects.filter(week=monday, superseded=NEVER, is_withdrawn=False).values("problem")
    waiting = list(in_order(rows.exclude(record__in=said), Order.DUE, None)[:WEEK_SHOWN])
    return waiting or taken[:WEEK_SHOWN], True


@dataclass(frozen=True)
class UnitLedger:
    """How many problems a unit and those below it own, by light, and those that are due first."""

    lights: tuple[tuple[Color, int], ...]
    rows: tuple[ProblemRow, ...]

    @property
    def total(self) -> int:
        """All of them, ended ones too."""
        return sum(count for _, count in self.lights)

    @property
    def is_more(self) -> bool:
        """Are more at work than are shown?"""
        ended = dict(self.lights).get(Color.ENDED, 0)
        return self.total - ended > len(self.rows)


def of_unit(actor: Actor, unit: str, *, today: date) -> UnitLedger:
    """The problems of a unit, as far as the actor may see them; six queries."""
    reading = reading_of(actor, today)
    asking = asking_of(actor, reading)
    counts = _counts(actor, [Filters(unit=unit, light=color) for color in Color], asking)
    open_ones = fitting(visible(actor), Filters(unit=unit, state=ANY_OPEN), asking)
    shown = rows_of(in_order(open_ones, Order.DUE, None)[:ROWS_SHOWN], reading)
    return UnitLedger(tuple(zip(Color, counts, strict=True)), shown)


def of_activity(actor: Actor, record: str, *, today: date) -> tuple[ProblemRow, ...]:
    """The problems that a project or an initiative grew from; one query, five where there are some.

    The opinions that it grew from are told by `opinions.queries.of_activity`.
    """
    rows = list(visible(actor).filter(pk__in=grown_into([record])).order_by("number"))
    return rows_of(rows, reading_of(actor, today)) if rows else ()
