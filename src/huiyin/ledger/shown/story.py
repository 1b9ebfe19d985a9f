"""What became of a problem, told from its voices to its answers, with the rule and the entry of each step?

It tells what happened, never what people said: numbers of voices stand in it, and no word of an opinion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiyin.access.rules import Actor
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.refusals import NotFound
from huiyin.ledger.queries import ProblemView, problem, record_of_number
from huiyin.ledger.shown.chain import ChainStep
from huiyin.ledger.shown.lights import Light
from huiyin.ledger.shown.rows import ProblemRow
from huiyin.ledger.shown.timeline import TimelineStep
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.plan.terms import Term

VOICES, WEEKS, EVIDENCE, PLACES, ANSWERS, MOVED = "voices", "weeks", "evidence", "places", "answers", "move"


@dataclass(frozen=True)
class StoryLine:
    """One sentence that a door says: what it is about, when, by which rule and entry, and the facts of it.

    Of a move `code` is `move`, and `move` names it. `facts` are numbers, days, texts of the office or the
    unit, and `Term`s.
    """

    code: str
    day: date | None = None
    move: str = ""
    rule: str = ""
    role: str = ""
    by: Term | None = None
    sequence: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """A problem's story: how it stands, its sentences in the order of time, and its chain."""

    row: ProblemRow
    light: Light
    lines: tuple[StoryLine, ...]
    chain: tuple[ChainStep, ...]


def story(actor: Actor, number_or_id: str, *, today: date) -> Story:
    """The story of a problem by its number or id. Raises `NotFound`, also for what may not be seen."""
    asked = number_or_id.strip().lstrip("#")
    if not asked.isascii():
        raise NotFound(number_or_id)
    is_number = asked.isdecimal() and len(asked) < len(str(2**31))
    record = record_of_number(actor, int(asked)) if is_number else asked
    view = problem(actor, record, today=today)
    lines = tuple(_lines(view, current_plan().plan))
    return Story(view.row, view.row.light, lines, view.chain)


def _lines(view: ProblemView, plan: Plan) -> Iterator[StoryLine]:
    yield StoryLine(VOICES, facts={"voices": view.voices, "places": len(view.places)})
    yield from (_of_move(step, plan) for step in reversed(view.steps))
    said = [week for week in view.weeks if week.said is not None]
    if view.weeks:
        facts = {"said": len(said), "gaps": sum(week.is_gap for week in view.weeks)}
        yield StoryLine(WEEKS, facts=facts)
    shown = [file for file in view.evidence if not file.is_withdrawn]
    if shown:
        yield StoryLine(EVIDENCE, facts={"files": len(shown)})
    if view.places:
        done = sum(place.is_done for place in view.places)
        yield StoryLine(PLACES, facts={"done": done, "places": len(view.places)})
    if view.answers.all:
        yield StoryLine(ANSWERS, facts=_answers(view))


def _of_move(step: TimelineStep, plan: Plan) -> StoryLine:
    facts = {"state": step.state, "episode": step.episode, **_told(step, plan)}
    return StoryLine(MOVED, step.day, step.move, step.rule, step.role, step.by, step.sequence, facts)


def _told(step: TimelineStep, plan: Plan) -> dict[str, Any]:
    texts = {"reason": step.reason, "words": step.words}
    return {name: text for name, text in texts.items() if text} | dict(_changes(step, plan))


def _changes(step: TimelineStep, plan: Plan) -> Iterable[tuple[str, Any]]:
    for change in step.changes:
        if change.field in ("owner_unit", "verifier_unit") and change.after:
            yield change.field, names_of(plan).units.called(change.after)
        elif change.field in ("due_current", "next_review", "due_original") and change.after:
            yield change.field, change.after


def _answers(view: ProblemView) -> dict[str, Any]:
    counts = view.answers
    told = {
        name: getattr(counts, name) for name in ("due", "given", "posted", "not_reached", "in_hand", "all")
    }
    return told | dict(counts.said) | {"with_a_word": counts.with_a_word}
