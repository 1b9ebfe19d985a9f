"""How many of the givers were told what became of their voice, reached or not, and what do they say?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.ledger.rules import AnswerState, Outcome, Satisfied, Way


@dataclass(frozen=True)
class Share:
    """So many of so many; never a share without both."""

    number: int
    of: int


@dataclass(frozen=True)
class Told:
    """Answers that are alike: state, way, outcome, what was said of it, and how many there are."""

    state: str
    way: str
    outcome: str
    satisfied: str
    count: int


@dataclass(frozen=True)
class AnswerCounts:
    """Each answer is one of `due`, `given`, `posted`, `not_reached`, `in_hand`.

    `given`: told to the giver. `posted`: put up for all, for voices without a way back; nobody knows who read
    it. `in_hand`: told meanwhile that it is in hand; the last word is to come. `satisfied`: of the `given`,
    by `ledger.rules.Satisfied`; who was not asked or said nothing is no word, and never anything else.
    """

    due: int = 0
    given: int = 0
    posted: int = 0
    not_reached: int = 0
    in_hand: int = 0
    no_way_back: int = 0  # of all: voices without a way back, posted or to be posted
    satisfied: Mapping[str, int] | None = None

    @property
    def all(self) -> int:
        """All answers."""
        return self.due + self.given + self.posted + self.not_reached + self.in_hand

    @property
    def reached(self) -> Share:
        """Of the answers to voices with a way back that have ended, how many reached the giver?"""
        return Share(self.given, self.given + self.not_reached)

    @property
    def said(self) -> Mapping[str, int]:
        """What those who were reached say: yes, partly, no, no word."""
        return self.satisfied or {word.value: 0 for word in Satisfied}

    @property
    def with_a_word(self) -> int:
        """How many of them say anything: the n of every share of satisfaction."""
        return sum(count for word, count in self.said.items() if word != Satisfied.NO_WORD)

    def share(self, word: Satisfied) -> Share:
        """Of those who say anything, how many say this? Of all reached, for no word."""
        of = self.given if word is Satisfied.NO_WORD else self.with_a_word
        return Share(self.said[word.value], of)


def counted(told: Iterable[Told]) -> AnswerCounts:
    """The counts of these answers."""
    kinds = dict.fromkeys(("due", "given", "posted", "not_reached", "in_hand", "no_way_back"), 0)
    satisfied = {word.value: 0 for word in Satisfied}
    for each in told:
        kind = _kind(each)
        kinds[kind] += each.count
        if each.way == Way.POSTED:
            kinds["no_way_back"] += each.count
        if kind == "given":
            satisfied[each.satisfied or Satisfied.NO_WORD.value] += each.count
    return AnswerCounts(**kinds, satisfied=satisfied)


def _kind(told: Told) -> str:
    if told.state == AnswerState.NOT_REACHED:
        return "not_reached"
    if told.state == AnswerState.DUE:
        return "due"
    if told.outcome == Outcome.IN_HAND:
        return "in_hand"
    return "posted" if told.way == Way.POSTED else "given"
