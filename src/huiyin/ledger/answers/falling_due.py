"""Which givers are to be told what became of their voice, and what may they be told?

An answer is due when the problem is closed, stands as a lasting measure, or was not accepted, and when its
group was answered on the board. Copies of an opinion get theirs too: each has a giver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huiyin.activities.queries import pieces
from huiyin.board.models import Group, Placement
from huiyin.board.rules import ANSWERED
from huiyin.ledger.models import Answer, Place, Problem
from huiyin.ledger.moves import OPEN, ProblemState
from huiyin.ledger.rules import AnswerState, Outcome, Way
from huiyin.opinions.models import Giver, Opinion
from huiyin.trail.models import NEVER

S = ProblemState
NAMED = "named"
_ENDS = {S.CLOSED: Outcome.SOLVED, S.STANDING: Outcome.STANDING, S.NOT_ACCEPTED: Outcome.NOTED}
_NO_PROBLEM = frozenset({Outcome.NOTED, Outcome.NOT_OURS, Outcome.CANNOT_DO, Outcome.DONE_BEFORE})
_MAY_BE = {  # what givers may be told of a problem in a state, beside that it is in hand
    S.CLOSED: frozenset({Outcome.SOLVED, Outcome.DONE_BEFORE}),
    S.STANDING: frozenset({Outcome.STANDING}),
    S.NOT_ACCEPTED: _NO_PROBLEM,
}


@dataclass(frozen=True)
class Stand:
    """Where an opinion has come to: its group, the problem, and what its giver may be told now.

    `outcome` is what falls due by itself; None while nothing does.
    """

    group: str
    problem: str = ""
    episode: int = 0
    outcome: Outcome | None = None
    words: str = ""
    may_be: frozenset[Outcome] = frozenset()
    closed_on: date | None = None


def stands_of(opinions: Sequence[str]) -> dict[str, Stand]:
    """Where these opinions have come to; those that stand in no group of the board are absent."""
    groups = {
        record: group
        for piece in pieces(opinions)
        for record, group in Placement.objects.filter(record__in=piece, superseded=NEVER).values_list(
            "record", "group"
        )
    }
    stands = _stands_of_groups(sorted(set(groups.values())))
    return {record: stands[group] for record, group in groups.items() if group in stands}


def _stands_of_groups(groups: Sequence[str]) -> dict[str, Stand]:
    rows = {
        row.record: row
        for piece in pieces(groups)
        for row in Group.objects.filter(record__in=piece, superseded=NEVER).only("record", "state", "words")
    }
    places = {
        group: problem
        for piece in pieces(groups)
        for group, problem in Place.objects.filter(
            group__in=piece, superseded=NEVER, is_withdrawn=False
        ).values_list("group", "problem")
    }
    problems = {
        row.record: row
        for piece in pieces(sorted(set(places.values())))
        for row in Problem.objects.filter(record__in=piece, superseded=NEVER)
    }
    return {group: _stand(row, problems.get(places.get(group, ""))) for group, row in rows.items()}


def _stand(group: Group, problem: Problem | None) -> Stand:
    if problem is None:
        if group.state not in ANSWERED:
            return Stand(group.record)
        outcome = Outcome(group.state)
        may_be = frozenset({outcome, Outcome.DONE_BEFORE})
        return Stand(group.record, outcome=outcome, words=group.words, may_be=may_be)
    state = ProblemState(problem.state)
    may_be = _MAY_BE.get(state, frozenset())
    if state in OPEN or state is S.ON_NOTICE:
        may_be |= {Outcome.IN_HAND}
    return Stand(
        group=group.record,
        problem=problem.record,
        episode=problem.episode,
        outcome=_ENDS.get(state),
        words=_words(problem, state),
        may_be=may_be,
        closed_on=problem.closed_on if state is S.CLOSED else None,
    )


def _words(problem: Problem, state: ProblemState) -> str:
    """What a giver reads beside the sentence of the outcome; the office may say it better."""
    if state is S.NOT_ACCEPTED:
        return problem.words or problem.reason
    return problem.lasting_measure


def fallen_due(*, now: datetime, account: str, person: str = "") -> list[Answer]:
    """Versions of the answers that are due and not kept yet, unsaved, for one entry of the log.

    Who was told of an earlier end of the problem keeps that as a version; the new end is told anew. Whoever
    said it after the problem was closed is told nothing by itself: perhaps it has come back.
    """
    found: list[Answer] = []
    for piece in pieces(_ended().order_by("record").values_list("record", flat=True).iterator()):
        stands, kept = stands_of(piece), kept_answers(piece)
        days = dict(Opinion.objects.filter(record__in=piece, superseded=NEVER).values_list("record", "day"))
        wanted = {
            record: stand
            for record, stand in stands.items()
            if stand.outcome is not None
            and not (stand.closed_on and days[record] > stand.closed_on)
            and not _is_told(kept.get(record), stand)
        }
        found += drafted(wanted, kept, Said(now, account, person))
    return found


def no_longer_due() -> list[Answer]:
    """Answers, given to nobody yet, to an end that was taken back: reopened, or on the board again."""
    due = Answer.objects.filter(superseded=NEVER, is_withdrawn=False, state=AnswerState.DUE)
    due = due.exclude(outcome=Outcome.IN_HAND)
    found: list[Answer] = []
    for piece in pieces(due.order_by("record")):
        stands = stands_of([row.record for row in piece])
        found += [row for row in piece if not _is_told(row, stands.get(row.record, Stand("")))]
    return found


@dataclass(frozen=True)
class Said:
    """Who writes answers and when, and what they are to say where that is not what falls due by itself."""

    now: datetime
    account: str
    person: str = ""
    outcome: Outcome | None = None
    words: str = ""


def drafted(wanted: Mapping[str, Stand], kept: Mapping[str, Answer], said: Said) -> list[Answer]:
    """The next version of the answer of each of these opinions: due, and told by nobody yet."""
    lost = without_way_back(wanted)
    return [
        Answer(
            record=record,
            version=kept[record].version + 1 if record in kept else 1,
            entered=said.now,
            account=said.account,
            person=said.person,
            problem=stand.problem,
            episode=stand.episode if stand.problem else 0,
            group=stand.group,
            outcome=said.outcome or stand.outcome or Outcome.IN_HAND,
            words=said.words if said.outcome else stand.words,
            way=Way.POSTED if record in lost else "",
        )
        for record, stand in wanted.items()
    ]


def kept_answers(opinions: Iterable[str]) -> dict[str, Answer]:
    """The newest version of the answers to these opinions."""
    return {
        row.record: row
        for piece in pieces(opinions)
        for row in Answer.objects.filter(record__in=piece, superseded=NEVER)
    }


def without_way_back(opinions: Iterable[str]) -> set[str]:
    """Those of these opinions whose giver left neither name nor contact: they can only be told in public."""
    return {record for piece in pieces(opinions) for record in _lost(piece)}


def _lost(opinions: Sequence[str]) -> Iterator[str]:
    nameless = Opinion.objects.filter(record__in=opinions, superseded=NEVER).exclude(naming=NAMED)
    reachable = set(
        Giver.objects.filter(opinion__in=opinions, has_contact=True).values_list("opinion", flat=True)
    )
    return (record for record in nameless.values_list("record", flat=True) if record not in reachable)


def members_of(*, problem: str = "", group: str = "") -> list[str]:
    """The opinions of a problem, or of a group of the board, copies among them, without those taken back."""
    groups: QuerySet[Place, str] | list[str] = [group]
    if problem:
        places = Place.objects.filter(problem=problem, superseded=NEVER, is_withdrawn=False)
        groups = places.values_list("group", flat=True)
    rows = Placement.objects.filter(superseded=NEVER, group__in=groups, record__in=_counting())
    return list(rows.order_by("record").values_list("record", flat=True))


def _ended() -> QuerySet[Placement]:
    """Where opinions stand whose givers are to be told something."""
    ended = Problem.objects.filter(superseded=NEVER, state__in=sorted(_ENDS)).values("record")
    places = Place.objects.filter(problem__in=ended, superseded=NEVER, is_withdrawn=False).values("group")
    answered = Group.objects.filter(superseded=NEVER, state__in=sorted(ANSWERED)).values("record")
    rows = Placement.objects.filter(superseded=NEVER, record__in=_counting())
    # What joined an answered group by itself may say something else: somebody looks before it is told so.
    return rows.filter(Q(group__in=places) | Q(group__in=answered, is_fresh=False))


def _counting() -> QuerySet[Opinion, str]:
    """The opinions that were not taken back."""
    return Opinion.objects.filter(superseded=NEVER, is_withdrawn=False).values_list("record", flat=True)


def _is_told(kept: Answer | None, stand: Stand) -> bool:
    """Does the answer that is kept say this end already?"""
    if kept is None or kept.is_withdrawn or kept.outcome == Outcome.IN_HAND:
        return False
    if stand.problem:
        is_same = (kept.problem, kept.episode) == (stand.problem, stand.episode)
        return is_same and Outcome(kept.outcome) in stand.may_be
    is_same = kept.problem == "" and kept.group == stand.group
    return is_same and (kept.outcome == Outcome.DONE_BEFORE or kept.outcome == stand.outcome)
