"""How are givers told what became of their voice, and what is kept of whether they were?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from huiyin.access.rules import Actor, Permission
from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.written_forms import clean_lines
from huiyin.ledger.answers.falling_due import (
    Said,
    drafted,
    fallen_due,
    kept_answers,
    members_of,
    no_longer_due,
    stands_of,
)
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.models import Answer
from huiyin.ledger.rules import AnswerState, Outcome, Satisfied, Way
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.trail.actions import Act, append_versions, be_the_one_writer

WORDS_CHARACTERS = 5_000
_OWN = frozenset({"id", "sequence", "position", "salt", "superseded"})


@dataclass(frozen=True)
class _Desk:
    """Who writes, when, under which plan."""

    actor: Actor
    now: datetime
    permission: Permission
    plan: Plan
    plan_version: int

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.plan.campaign.time_zone)).date()

    def write(self, action: str, subject: str, rows: Sequence[Answer]) -> None:
        """One entry for all these rows; none for none."""
        if rows:
            role = self.actor.role_for(self.permission)
            act = Act(action, subject, self.actor.account, role, self.plan_version)
            append_versions(act, rows, now=self.now)


def _desk(actor: Actor, now: datetime, permission: Permission = Permission.ANSWER_GIVERS) -> _Desk:
    actor.must(permission)
    in_force = current_plan()
    return _Desk(actor, now, permission, in_force.plan, in_force.version)


def fall_due(*, actor: Actor, now: datetime) -> int:
    """Keep an answer for each giver who is to be told of an end; how many. To repeat it adds none.

    Answers to an end that was taken back meanwhile, and that nobody has given, are due no longer. Raises
    `Forbidden`.
    """
    desk = _desk(actor, now, Permission.RUN_DUE_WORK)
    with transaction.atomic():
        be_the_one_writer()
        ended = [_taken_back(row, desk) for row in no_longer_due()]
        desk.write("answer.take_back", ended[0].record if ended else "", ended)
        rows = fallen_due(now=now, account=actor.account, person=actor.person)
        desk.write("answer.fall_due", rows[0].record if rows else "", rows)
    return len(rows)


def answer(  # noqa: PLR0913 -- whom, what, in which words
    *,
    actor: Actor,
    now: datetime,
    outcome: str,
    words: str,
    opinions: Sequence[str] = (),
    problem: str = "",
    group: str = "",
) -> int:
    """Say what the givers of these opinions are to be told, or those of a whole problem or group; how many.

    The answers are due then; who was told already keeps that as an earlier version. What says the same is not
    written again. Raises `NotRight`: an outcome that is not theirs as things stand; `NotFound`, `Forbidden`.
    """
    desk, said, text = _desk(actor, now), _outcome(outcome), _words(words)
    with transaction.atomic():
        be_the_one_writer()
        wanted = list(opinions) or members_of(problem=problem, group=group)
        if not wanted:
            raise NotFound(problem or group)
        stands, kept = stands_of(wanted), kept_answers(wanted)
        _all_there(wanted, stands)
        if any(said not in stand.may_be for stand in stands.values()):
            raise NotRight([FieldFault("outcome", MoveFault.WRONG_STATE, {"outcome": said.value})])
        fresh = {
            record: stand
            for record, stand in stands.items()
            if not _says(kept.get(record), said, text, (stand.problem, stand.episode))
        }
        rows = drafted(fresh, kept, Said(now, actor.account, actor.person, said, text))
        desk.write("answer.say", problem or group or rows[0].record if rows else "", rows)
    return len(rows)


def given(*, actor: Actor, now: datetime, opinions: Sequence[str], way: str, day: date | None = None) -> int:
    """These givers were told, on this way and day (today, when none is said); how many.

    `posted` is for voices without a way back alone, and reaches nobody for sure. Raises `NotRight`,
    `NotFound`, `Forbidden`.
    """
    desk, on = _desk(actor, now), _way(way)
    told = _day(desk, day)

    def turn(row: Answer) -> None:
        if on is Way.POSTED and row.way != Way.POSTED:
            raise NotRight([Wrong(FaultCode.OF_ANOTHER_SORT, given=on.value).at("way")])
        row.state, row.way, row.day, row.tried = AnswerState.GIVEN, on, told, row.tried + 1

    return _turn(desk, "answer.give", opinions, turn)


def not_reached(*, actor: Actor, now: datetime, opinions: Sequence[str], day: date | None = None) -> int:
    """These givers were sought and not reached; how many. They can be sought again.

    Raises `NotRight`, `NotFound`, `Forbidden`.
    """
    desk = _desk(actor, now)
    sought = _day(desk, day)

    def turn(row: Answer) -> None:
        if row.way == Way.POSTED:
            raise NotRight([FieldFault("way", FaultCode.OF_ANOTHER_SORT, {"given": row.way})])
        row.state, row.day, row.tried = AnswerState.NOT_REACHED, sought, row.tried + 1

    return _turn(desk, "answer.miss", opinions, turn)


def satisfaction(*, actor: Actor, now: datetime, opinion: str, satisfied: str) -> None:
    """What a giver who was told says of the outcome; `no_word` for who was asked and said nothing.

    Raises `NotRight` for an answer that was not given, `NotFound`, `Forbidden`.
    """
    desk = _desk(actor, now)
    if satisfied not in set(Satisfied):
        raise NotRight([Wrong(FaultCode.NOT_AN_ANSWER, given=satisfied).at("satisfied")])

    def turn(row: Answer) -> None:
        if row.state != AnswerState.GIVEN or row.outcome == Outcome.IN_HAND:
            raise NotRight([FieldFault("satisfied", MoveFault.WRONG_STATE, {"state": row.state})])
        row.satisfied = satisfied

    _turn(desk, "answer.hear", [opinion], turn, is_new_end=False)


def _turn(
    desk: _Desk,
    action: str,
    opinions: Sequence[str],
    turn: Callable[[Answer], None],
    *,
    is_new_end: bool = True,
) -> int:
    """Write the next version of these answers, each turned so; those that it leaves as they are, not."""
    wanted = list(dict.fromkeys(opinions))
    with transaction.atomic():
        be_the_one_writer()
        kept = kept_answers(wanted)
        _all_there(wanted, kept)
        if is_new_end:
            _still_true(kept)
        rows = []
        for before in kept.values():
            row = _next(before, desk)
            turn(row)
            if _differ(before, row):
                rows.append(row)
        desk.write(action, wanted[0] if wanted else "", rows)
    return len(rows)


def _still_true(kept: dict[str, Answer]) -> None:
    """No giver is told of an end that was taken back meanwhile: the problem was reopened."""
    stands = stands_of(list(kept))
    for record, row in kept.items():
        stand = stands.get(record)
        if row.is_withdrawn:
            raise NotRight([FieldFault("record", MoveFault.WRONG_STATE, {"outcome": row.outcome})])
        if stand is None or not row.problem:
            continue
        if (stand.problem, stand.episode) != (row.problem, row.episode) or row.outcome not in stand.may_be:
            raise NotRight([FieldFault("record", MoveFault.WRONG_STATE, {"outcome": row.outcome})])


def _next(before: Answer, desk: _Desk) -> Answer:
    names = [field.attname for field in Answer._meta.concrete_fields if field.attname not in _OWN]
    row = Answer(**{name: getattr(before, name) for name in names})
    row.version, row.entered = before.version + 1, desk.now
    row.account, row.person, row.reason = desk.actor.account, desk.actor.person, ""
    return row


def _taken_back(before: Answer, desk: _Desk) -> Answer:
    row = _next(before, desk)
    row.is_withdrawn = True
    return row


def _differ(before: Answer, row: Answer) -> bool:
    told = ("state", "way", "day", "satisfied")
    return any(getattr(before, name) != getattr(row, name) for name in told)


def _says(kept: Answer | None, outcome: Outcome, words: str, end: tuple[str, int]) -> bool:
    return kept is not None and (kept.outcome, kept.words, (kept.problem, kept.episode)) == (
        outcome,
        words,
        end,
    )


def _all_there(wanted: Sequence[str], found: Collection[str]) -> None:
    for record in wanted:
        if record not in found:
            raise NotFound(record)


def _outcome(said: str) -> Outcome:
    if said not in set(Outcome):
        raise NotRight([Wrong(FaultCode.NOT_AN_ANSWER, given=said).at("outcome")])
    return Outcome(said)


def _way(said: str) -> Way:
    if said not in set(Way):
        raise NotRight([Wrong(FaultCode.NOT_AN_ANSWER, given=said).at("way")])
    return Way(said)


def _words(said: str) -> str:
    words = clean_lines(said)
    if not words:
        raise NotRight([FieldFault("words", FaultCode.MISSING)])
    if len(words) > WORDS_CHARACTERS:
        raise NotRight([Wrong(FaultCode.TOO_LONG, limit=WORDS_CHARACTERS).at("words")])
    return words


def _day(desk: _Desk, day: date | None) -> date:
    if day is not None and day > desk.today:
        raise NotRight([Wrong(FaultCode.IN_THE_FUTURE, day=day).at("day")])
    return day or desk.today
