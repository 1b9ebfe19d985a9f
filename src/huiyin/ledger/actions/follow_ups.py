"""How does a unit say how its week with a problem went, and what is known without asking it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.activities.field_faults import FaultCode
from huiyin.activities.models import Activity
from huiyin.activities.queries import pieces
from huiyin.activities.refusals import NotRight
from huiyin.activities.written_forms import clean_lines
from huiyin.ledger.actions.writing import write
from huiyin.ledger.deciding import drafts, standing
from huiyin.ledger.deciding.drafts import Desk
from huiyin.ledger.deciding.facts import ProblemFacts
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.guards import WORDS_CHARACTERS
from huiyin.ledger.deciding.parties import PERMISSIONS, parties_of, role_as
from huiyin.ledger.deciding.said import fault, not_too_long
from huiyin.ledger.models import FollowUp, Problem, ProblemEvidence
from huiyin.ledger.moves import MOVES, WITH_THE_UNIT, Party
from huiyin.ledger.rules import Word
from huiyin.trail.actions import be_the_one_writer
from huiyin.trail.models import NEVER

WEEK = timedelta(days=7)
OWNER_MOVES = frozenset(move.name for move in MOVES.values() if move.party is Party.OWNER)


@dataclass(frozen=True)
class SaidOfWeek:
    """What a unit says of one problem in one week; `week` is any day of it."""

    problem: str
    week: date
    word: str
    words: str = ""


def follow_up(  # noqa: PLR0913 -- who, when, and what of which problem and week
    *, actor: Actor, now: datetime, problem: str, week: date, word: str, words: str = ""
) -> str:
    """Say in one word how a week went; the id of what was said. A second word that week is its next version.

    The same word again writes nothing. Raises `NotFound`, `NotRight`, `Forbidden`.
    """
    [record] = follow_up_many(actor=actor, now=now, said=[SaidOfWeek(problem, week, word, words)])
    return record


def follow_up_many(*, actor: Actor, now: datetime, said: Sequence[SaidOfWeek]) -> list[str]:
    """Say it of several problems under one entry, all or none; the ids, in this order.

    Raises as `follow_up`, `NotRight` with which of those said it is.
    """
    desk = drafts.desk_of(actor, now)
    with transaction.atomic():
        be_the_one_writer()
        rows, role = [], ""
        for at, each in enumerate(said):
            _, facts = standing.seen(actor, each.problem)
            if Party.OWNER not in parties_of(actor, facts):
                raise Forbidden(PERMISSIONS[Party.OWNER], facts.owner_unit)
            _must_be_right(desk, facts, each, at)
            role = role_as(Party.OWNER, actor, facts)
            rows.append(_version(desk, facts, each))
        new = {row.record: row for row in rows if row.pk is None}
        if new:
            write(desk, "problem.follow_up", role, list(new.values()))
    return [row.record for row in rows]


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _must_be_right(desk: Desk, facts: ProblemFacts, said: SaidOfWeek, at: int) -> None:
    faults = [*not_too_long(said.words, "words", WORDS_CHARACTERS)]
    if said.word not in tuple(Word):
        faults.append(fault(FaultCode.NO_SUCH_NAME, "word", given=said.word))
    if facts.state not in WITH_THE_UNIT:
        faults.append(fault(MoveFault.WRONG_STATE, "problem", state=facts.state))
    since = monday(facts.assigned_on or desk.today)
    if not since <= monday(said.week) <= monday(desk.today):
        faults.append(fault(MoveFault.WEEK_OUTSIDE, "week", week=monday(said.week)))
    if faults:
        raise NotRight(faults, at)


def _version(desk: Desk, facts: ProblemFacts, said: SaidOfWeek) -> FollowUp:
    """What is said now; the row that stands where it says the same."""
    week, words = monday(said.week), clean_lines(said.words)
    before = FollowUp.objects.filter(problem=said.problem, week=week, superseded=NEVER).first()
    if before is None:
        return _first(desk, said.problem, facts.owner_unit, week, said.word, words)
    if (before.word, before.words, before.is_derived) == (said.word, words, False):
        return before
    return drafts.turned(
        desk,
        before,
        word=said.word,
        words=words,
        is_derived=False,
        unit=facts.owner_unit,
        person=desk.actor.person,
    )


def _first(  # noqa: PLR0913 -- the columns of a row
    desk: Desk, problem: str, unit: str, week: date, word: str, words: str = ""
) -> FollowUp:
    return FollowUp(
        record=drafts.new_id(),
        version=1,
        entered=desk.now,
        account=desk.actor.account,
        person=desk.actor.person,
        problem=problem,
        unit=unit,
        week=week,
        word=word,
        words=words,
    )


def derive_follow_ups(*, actor: Actor, now: datetime) -> int:
    """Say "changed" of every week in which a unit recorded something of a problem anyway; how many.

    Of this week and the last. What a unit said itself stays, and nothing is said twice. Raises `Forbidden`.
    """
    actor.must(Permission.RUN_DUE_WORK)
    desk = drafts.desk_of(actor, now)
    with transaction.atomic():
        be_the_one_writer()
        rows = []
        for week in (monday(desk.today) - WEEK, monday(desk.today)):
            told = set(FollowUp.objects.filter(week=week, superseded=NEVER).values_list("problem", flat=True))
            recorded = _recorded_in(desk, week)
            rows += [
                _derived(desk, problem, recorded[problem], week) for problem in sorted(recorded.keys() - told)
            ]
        if rows:
            write(desk, "problem.derive_follow_ups", actor.role_for(Permission.RUN_DUE_WORK), rows)
    return len(rows)


def _derived(desk: Desk, problem: str, unit: str, week: date) -> FollowUp:
    row = _first(desk, problem, unit, week, Word.CHANGED)
    row.is_derived = True
    return row


def _recorded_in(desk: Desk, week: date) -> dict[str, str]:
    """The problems of which their unit recorded something in this week, each with that unit.

    A move of its own, a file that shows its work, or a new version of a record that the problem grew into.
    """
    last = week + WEEK - timedelta(days=1)
    moved = Problem.objects.filter(day__range=(week, last), move__in=OWNER_MOVES)
    found = {problem: unit for problem, unit in moved.values_list("record", "owner_unit") if unit}
    zone = ZoneInfo(desk.ground.plan.campaign.time_zone)
    begin, end = (datetime.combine(day, time(), zone) for day in (week, week + WEEK))
    shown = ProblemEvidence.objects.filter(
        entered__gte=begin, entered__lt=end, version=1, step__in=standing.SHOWS_THE_WORK
    )
    grown = Problem.objects.filter(superseded=NEVER, state__in=WITH_THE_UNIT).exclude(grew_into=[])
    into = {row.record: row.grew_into for row in grown.only("record", "grew_into")}
    written = _written(sorted({record for records in into.values() for record in records}), begin, end)
    problems = set(shown.values_list("problem", flat=True))
    problems |= {problem for problem, records in into.items() if written & set(records)}
    for piece in pieces(sorted(problems - found.keys())):
        newest = Problem.objects.filter(record__in=piece, superseded=NEVER).exclude(owner_unit="")
        found |= dict(newest.values_list("record", "owner_unit"))
    return found


def _written(records: Sequence[str], begin: datetime, end: datetime) -> set[str]:
    """Those of these records of which a version was written in this time."""
    return {
        record
        for piece in pieces(records)
        for record in Activity.objects.filter(
            record__in=piece, entered__gte=begin, entered__lt=end
        ).values_list("record", flat=True)
    }
