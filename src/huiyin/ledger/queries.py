"""Which problems may this actor see, and which of them are asked for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Count, Q, QuerySet, Sum

from huiyin.access.rules import Actor, Permission
from huiyin.activities.queries import COUNTED_UP_TO, COUNTED_WITH_WORDS, LARGEST_PAGE, ROWS_AT_ONCE, pieces
from huiyin.activities.refusals import NotFound
from huiyin.board.models import Group
from huiyin.ledger.answers.counts import AnswerCounts, Told, counted
from huiyin.ledger.deciding.facts import Ground
from huiyin.ledger.deciding.guards import allowed_moves
from huiyin.ledger.deciding.standing import bare_facts
from huiyin.ledger.models import Answer, FollowUp, Place, Problem, ProblemEvidence
from huiyin.ledger.moves import Move, ProblemState
from huiyin.ledger.shown.chain import ChainFacts, ChainStep, Made, chain_of
from huiyin.ledger.shown.filters import Asking, Filters, fitting, with_co_units
from huiyin.ledger.shown.follow_up_weeks import Week, monday_of, weeks_of
from huiyin.ledger.shown.list_places import Order, in_order, place_of, read_place
from huiyin.ledger.shown.rows import (
    Beside,
    EvidenceRow,
    FollowUpRow,
    PlaceRow,
    ProblemRow,
    Reading,
    evidence_row,
    follow_up_row,
    row_of,
)
from huiyin.ledger.shown.sight import Sight, sight_of
from huiyin.ledger.shown.timeline import TimelineStep, made_of, steps_of, stood
from huiyin.ledger.shown.watches import watch_of
from huiyin.plan.queries import current_plan
from huiyin.trail.models import NEVER

Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """Rows of a list, where the next ones begin ("" at the end), and how many there are in all.

    `total` is counted up to a limit, see `activities.queries`; with `is_more` there are more than that.
    """

    rows: tuple[Shown, ...]
    next: str
    total: int
    is_more: bool = False


@dataclass(frozen=True)
class ProblemView:
    """A problem, whole, for one reader: how it stands, what became of it, and what belongs to it."""

    row: ProblemRow
    steps: tuple[TimelineStep, ...]  # the newest first
    places: tuple[PlaceRow, ...]
    weeks: tuple[Week[FollowUpRow], ...]  # from the hand-over on, the first one first
    evidence: tuple[EvidenceRow, ...]
    voices: int
    answers: AnswerCounts
    chain: tuple[ChainStep, ...]
    moves: tuple[Move, ...]  # that the reader may begin now


def visible(actor: Actor, *, by: Permission = Permission.SEE_PROBLEMS) -> QuerySet[Problem]:
    """The one gate: the newest versions of the problems that this actor may see.

    Whoever may see problems everywhere sees all. Others see those that a unit of theirs owns, helps with or
    verifies, from the hand-over on: what never was handed over is the office's.
    """
    reach = actor.reach(by)
    found = Problem.objects.filter(superseded=NEVER, is_withdrawn=False)
    if reach.everywhere:
        return found
    if not reach:
        return found.none()
    units = sorted(reach.units)
    theirs = Q(owner_unit__in=units) | Q(verifier_unit__in=units) | Q(pk__in=with_co_units(units))
    return found.filter(theirs, assigned_on__isnull=False).exclude(state=ProblemState.DRAFT)


def page(  # noqa: PLR0913 -- who, what, from where, how many, in which order, on which day
    actor: Actor,
    filters: Filters,
    after: str = "",
    size: int = 50,
    order: str = Order.NUMBER,
    *,
    today: date,
) -> Page[ProblemRow]:
    """One page of the ledger; `after` is the `next` of the page before it. At most seven queries.

    A problem that is opened meanwhile moves no other in the order of numbers; in the order of due days one
    that is given another day stands where that day belongs.
    """
    reading = reading_of(actor, today)
    rows = fitting(visible(actor), filters, asking_of(actor, reading))
    begin, size, by = read_place(after), max(1, min(size, LARGEST_PAGE)), Order(order)
    taken = list(in_order(rows, by, begin)[: size + 1])
    up_to = COUNTED_WITH_WORDS if filters.words else COUNTED_UP_TO
    is_whole = begin is None and len(taken) <= size
    total = len(taken) if is_whole else rows[: up_to + 1].count()
    return Page(
        rows=rows_of(taken[:size], reading),
        next=str(place_of(taken[size - 1])) if len(taken) > size else "",
        total=min(total, up_to),
        is_more=total > up_to,
    )


def found(actor: Actor, filters: Filters, *, today: date, order: str = Order.NUMBER) -> Iterator[ProblemRow]:
    """Every row of the ledger in its order, read in pieces, for an export."""
    actor.must(Permission.EXPORT_PROBLEMS)
    reading = reading_of(actor, today, by=Permission.EXPORT_PROBLEMS)
    rows = fitting(visible(actor, by=Permission.EXPORT_PROBLEMS), filters, asking_of(actor, reading))
    for piece in pieces(in_order(rows, Order(order), None).iterator(chunk_size=ROWS_AT_ONCE)):
        yield from rows_of(piece, reading)


def held(actor: Actor, records: Sequence[str], *, today: date) -> Mapping[str, ProblemRow]:
    """The problems with these ids as they stand; what may not be seen is absent."""
    reading = reading_of(actor, today)
    return {
        row.record: row
        for piece in pieces(records)
        for row in rows_of(visible(actor).filter(record__in=piece), reading)
    }


def record_of_number(actor: Actor, number: int) -> str:
    """The id of the problem with this number. Raises `NotFound`, also for what the actor may not see."""
    record = visible(actor).filter(number=number).values_list("record", flat=True).first()
    if record is None:
        raise NotFound(str(number))
    return record


def named(actor: Actor, record: str) -> tuple[int, str] | None:
    """Number and title of a problem; None where the actor may not see it. One query."""
    return visible(actor).filter(record=record).values_list("number", "title").first()


def problems_of_groups(groups: Iterable[str]) -> dict[str, str]:
    """The ids of the problems of which these groups of the board are places; by one query.

    For doors that show opinions and groups: an id lets nobody read the problem.
    """
    places = Place.objects.filter(group__in=set(groups), superseded=NEVER, is_withdrawn=False)
    return dict(places.values_list("group", "problem"))


def problem(actor: Actor, id: str, *, today: date) -> ProblemView:  # noqa: A002 -- as below
    """A problem, whole. Raises `NotFound`, also for what the actor may not see. At most eleven queries."""
    reading = reading_of(actor, today)
    current = visible(actor).filter(record=id).first()
    if current is None:
        raise NotFound(id)
    sight = reading.sight
    versions = list(Problem.objects.filter(record=id).order_by("version"))
    places = _places(id, sight)
    said = {row.week: row for row in _follow_ups(id, sight)}
    weeks = weeks_of(stood(versions), said, today)
    files = ProblemEvidence.objects.filter(problem=id, superseded=NEVER).order_by("sequence", "position")
    steps = steps_of(versions, sight)
    counts = _answer_counts(id)
    voices = sum(place.voices for place in places)
    row = row_of(current, reading, _beside_of(places, said, today))
    facts = _chain_facts(row, steps, weeks, counts)
    return ProblemView(
        row=row,
        steps=tuple(reversed(steps)),
        places=places,
        weeks=weeks,
        evidence=tuple(evidence_row(file, sight) for file in files),
        voices=voices,
        answers=counts,
        chain=chain_of(replace(facts, opened=_opened(versions[0], sight))),
        moves=tuple(allowed_moves(bare_facts(current), actor, Ground(sight.plan, today))),
    )


def evidence(actor: Actor, id: str) -> EvidenceRow:  # noqa: A002 -- the word that addresses use for it
    """A file that shows a problem, to hand it out. Raises `NotFound`, also for what may not be seen."""
    file = ProblemEvidence.objects.filter(record=id, superseded=NEVER).first()
    if file is None or not visible(actor).filter(record=file.problem).exists():
        raise NotFound(id)
    return evidence_row(file, sight_of(actor, current_plan().plan))


def reading_of(actor: Actor, today: date, *, by: Permission = Permission.SEE_PROBLEMS) -> Reading:
    """Who reads, on which day, under the plan in force."""
    plan = current_plan().plan
    return Reading(sight_of(actor, plan, by=by), watch_of(plan, today))


def asking_of(actor: Actor, reading: Reading) -> Asking:
    """By whom and when a list is asked for."""
    return Asking(actor, reading.sight.plan, reading.watch)


def rows_of(problems: Iterable[Problem], reading: Reading) -> tuple[ProblemRow, ...]:
    """These problems as a reader sees them; by three queries for what stands beside them."""
    shown = list(problems)
    besides = beside([row.record for row in shown], reading.watch.today)
    return tuple(row_of(row, reading, besides.get(row.record)) for row in shown)


def beside(records: Sequence[str], today: date) -> dict[str, Beside]:
    """This week's word, the places and the voices of these problems."""
    if not records:
        return {}
    week = FollowUp.objects.filter(problem__in=records, week=monday_of(today), superseded=NEVER)
    words = dict(week.filter(is_withdrawn=False).values_list("problem", "word"))
    places = Place.objects.filter(problem__in=records, superseded=NEVER, is_withdrawn=False)
    of_problem: dict[str, list[tuple[str, bool]]] = {}
    for problem, group, is_done in places.values_list("problem", "group", "is_done"):
        of_problem.setdefault(problem, []).append((group, is_done))
    voices = voices_of([group for groups in of_problem.values() for group, _ in groups])
    return {
        record: Beside(
            week_word=words.get(record, ""),
            places=len(of_problem.get(record, ())),
            places_done=sum(is_done for _, is_done in of_problem.get(record, ())),
            voices=sum(voices.get(group, 0) for group, _ in of_problem.get(record, ())),
        )
        for record in records
    }


def _places(problem: str, sight: Sight) -> tuple[PlaceRow, ...]:
    rows = Place.objects.filter(problem=problem, superseded=NEVER, is_withdrawn=False)
    kept = list(rows.order_by("sequence", "position"))
    voices = voices_of([place.group for place in kept])
    return tuple(
        PlaceRow(
            place.record,
            place.name,
            place.is_done,
            place.done_on,
            sight.note(place.group),
            voices.get(place.group, 0),
        )
        for place in kept
    )


def _follow_ups(problem: str, sight: Sight) -> Iterator[FollowUpRow]:
    rows = FollowUp.objects.filter(problem=problem, superseded=NEVER, is_withdrawn=False).order_by("week")
    for said in rows:
        yield follow_up_row(said, sight)


def _beside_of(places: Sequence[PlaceRow], said: Mapping[date, FollowUpRow], today: date) -> Beside:
    word = said.get(monday_of(today))
    return Beside(
        week_word=word.word if word else "",
        places=len(places),
        places_done=sum(place.is_done for place in places),
        voices=sum(place.voices for place in places),
    )


def _opened(first: Problem, sight: Sight) -> Made:
    """How it was opened; everybody who sees the problem may know that."""
    by = sight.person_name(first.person)
    state = ProblemState(first.state)
    return Made(first.move, first.rule, first.role, by, first.day, first.sequence, first.episode, state)


def _chain_facts(
    row: ProblemRow,
    steps: Sequence[TimelineStep],
    weeks: Sequence[Week[FollowUpRow]],
    counts: AnswerCounts,
) -> ChainFacts:
    return ChainFacts(
        state=ProblemState(row.state),
        episode=row.episode,
        moves=made_of(steps),
        opened=None,
        voices=row.beside.voices,
        places=row.beside.places,
        follow_ups=sum(week.said is not None for week in weeks),
        gaps=sum(week.is_gap for week in weeks),
        answered=counts.given + counts.posted + counts.not_reached,
        is_noticed=row.notice_until is not None,
    )


def _answer_counts(problem: str) -> AnswerCounts:
    rows = Answer.objects.filter(problem=problem, superseded=NEVER, is_withdrawn=False).order_by()
    alike = rows.values_list("state", "way", "outcome", "satisfied").annotate(count=Count("pk"))
    return counted(Told(*each) for each in alike)


def voices_of(groups: Sequence[str]) -> dict[str, int]:
    """How many voices each of these groups of the board has, copies among them."""
    return {
        group: voices
        for piece in pieces(groups)
        for group, voices in Group.objects.filter(record__in=piece, superseded=NEVER)
        .order_by()
        .values_list("record")
        .annotate(voices=Sum("voices"))
    }
