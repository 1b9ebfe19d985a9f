"""What are givers told, which of them were reached, and how many say what of the outcome?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from huiyin.access.rules import Actor, Permission
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.queries import LARGEST_PAGE
from huiyin.activities.refusals import NotFound
from huiyin.ledger.answers.counts import AnswerCounts, Told, counted
from huiyin.ledger.models import Answer, Problem
from huiyin.ledger.queries import Page, visible
from huiyin.opinions.models import Giver, Opinion
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.plan.terms import Term
from huiyin.trail.models import NEVER

WORDS_SHOWN = 200  # of what was said; the rest is a click away


@dataclass(frozen=True)
class AnswerFilters:
    """Which answers are asked for; what is left empty narrows nothing."""

    state: str = ""
    problem: str = ""
    group: str = ""
    way: str = ""
    outcome: str = ""
    satisfied: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """What one giver is told of one opinion, for the office, which alone reads what was said."""

    opinion: str
    version: int
    problem: str
    number: int | None  # of the problem
    title: str  # of the problem
    group: str
    outcome: str
    words: str
    way: str
    state: str
    tried: int
    day: date | None
    satisfied: str
    by: Term | None
    said: str  # the beginning of what was said, restated where it was
    said_on: date | None
    channel_name: Term | None
    naming: str
    has_contact: bool


def answers(actor: Actor, filters: AnswerFilters, after: str = "", size: int = 50) -> Page[AnswerRow]:
    """One page of the answers, in the order of their ids; for whoever may read opinions. Six queries."""
    actor.must(Permission.SEE_OPINIONS)
    plan, size = current_plan().plan, max(1, min(size, LARGEST_PAGE))
    given = {column: value for column, value in vars(filters).items() if value}
    rows = Answer.objects.filter(superseded=NEVER, is_withdrawn=False, **given)
    total = rows.count()
    taken = list(rows.filter(record__gt=after).order_by("record")[: size + 1])
    shown = taken[:size]
    return Page(_rows(shown, plan), shown[-1].record if len(taken) > size else "", total)


def answer_of(actor: Actor, opinion: str) -> tuple[AnswerRow, ...]:
    """What the giver of an opinion is told: the versions, the newest first. Raises `NotFound`."""
    actor.must(Permission.SEE_OPINIONS)
    rows = list(Answer.objects.filter(record=opinion).order_by("-version"))
    if not rows:
        raise NotFound(opinion)
    return _rows(rows, current_plan().plan)


def answer_counts(actor: Actor, problem: str = "") -> AnswerCounts:
    """How many givers were told what, of a problem or of all that the actor may see the problems of.

    Whoever sees problems everywhere counts the answers of the board too. Raises `NotFound`.
    """
    actor.must(Permission.SEE_PROBLEMS)
    rows = Answer.objects.filter(superseded=NEVER, is_withdrawn=False)
    if problem:
        if not visible(actor).filter(record=problem).exists():
            raise NotFound(problem)
        rows = rows.filter(problem=problem)
    elif not actor.reach(Permission.SEE_PROBLEMS).everywhere:
        rows = rows.filter(problem__in=visible(actor).values("record"))
    alike = rows.order_by().values_list("state", "way", "outcome", "satisfied")
    return counted(Told(*each) for each in alike.annotate(count=Count("pk")))


def _rows(kept: Sequence[Answer], plan: Plan) -> tuple[AnswerRow, ...]:
    """These answers with their problems and opinions; by three queries."""
    records = {row.record for row in kept}
    numbers = {
        record: (number, title)
        for record, number, title in Problem.objects.filter(
            record__in={row.problem for row in kept if row.problem}, superseded=NEVER
        ).values_list("record", "number", "title")
    }
    opinions = {row.record: row for row in Opinion.objects.filter(record__in=records, superseded=NEVER)}
    reachable = set(
        Giver.objects.filter(opinion__in=records, has_contact=True).values_list("opinion", flat=True)
    )
    channels = {channel.key: channel.name for channel in plan.opinion_channels}
    people = names_of(plan).people
    return tuple(
        AnswerRow(
            opinion=row.record,
            version=row.version,
            problem=row.problem,
            number=numbers.get(row.problem, (None, ""))[0],
            title=numbers.get(row.problem, (None, ""))[1],
            group=row.group,
            outcome=row.outcome,
            words=row.words,
            way=row.way,
            state=row.state,
            tried=row.tried,
            day=row.day,
            satisfied=row.satisfied,
            by=people.called(row.person) if row.person else None,
            **_said(opinions.get(row.record), channels),
            has_contact=row.record in reachable,
        )
        for row in kept
    )


def _said(opinion: Opinion | None, channels: Mapping[str, Term]) -> dict[str, Any]:
    if opinion is None:
        return {"said": "", "said_on": None, "channel_name": None, "naming": ""}
    said = opinion.restated or opinion.title or opinion.words
    return {
        "said": said[:WORDS_SHOWN],
        "said_on": opinion.day,
        "channel_name": channels.get(opinion.channel) or Term(zh=opinion.channel, en=opinion.channel),
        "naming": opinion.naming,
    }
