"""How far has a problem come on its way from voices to answers, and which link of the chain is missing?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.ledger.moves import ProblemState
from huiyin.plan.terms import Term


class Link(StrEnum):
    """The links of the chain, in their order."""

    VOICES = "voices"
    GROUPS = "groups"
    PROBLEM = "problem"
    OWNER = "owner"
    FOLLOW_UPS = "follow_ups"
    CLAIM = "claim"
    CHECK = "check"
    SIGNATURE = "signature"
    NOTICE = "notice"
    EFFECT = "effect"
    ANSWERS = "answers"


class LinkState(StrEnum):
    """How a link stands. Missing is a gap to be seen: something after it is done, and it is not."""

    DONE = "done"
    NOW = "now"
    MISSING = "missing"
    AHEAD = "ahead"


@dataclass(frozen=True)
class ChainStep:
    """One link: who did it in which role, when, by which rule and entry of the log; of how many, how many."""

    key: Link
    state: LinkState
    role: str = ""
    who: Term | None = None
    day: date | None = None
    rule: str = ""
    sequence: int | None = None
    count: int | None = None
    of: int | None = None


@dataclass(frozen=True)
class Made:
    """A move that was made, as far as the chain tells it."""

    move: str
    rule: str
    role: str
    who: Term | None
    day: date
    sequence: int
    episode: int
    state: ProblemState


@dataclass(frozen=True)
class ChainFacts:
    """What the chain of one problem is read from. `moves`: those that the reader may see, in their order."""

    state: ProblemState
    episode: int
    moves: Sequence[Made]
    opened: Made | None
    voices: int
    places: int
    follow_ups: int
    gaps: int
    answered: int  # given or posted, of this end
    is_noticed: bool  # a notice was part of the way


S = ProblemState
_CLAIMS = frozenset({"claim"})
_CHECKS = frozenset({"check"})
_SIGNS = frozenset({"sign", "sign_without_check"})
_OWNS = frozenset({"assign", "assign_by_head"})
_EFFECTS = frozenset({"effect_holds"})
# Which link is worked at in a state.
_NOW = {
    S.DRAFT: Link.OWNER,
    S.RETURNED: Link.OWNER,
    S.ASSIGNED: Link.FOLLOW_UPS,
    S.IN_PROGRESS: Link.FOLLOW_UPS,
    S.ON_HOLD: Link.FOLLOW_UPS,
    S.STANDING: Link.FOLLOW_UPS,
    S.CLAIMED: Link.CHECK,
    S.CHECKED: Link.SIGNATURE,
    S.ON_NOTICE: Link.NOTICE,
}
_UNDONE_BY = {  # moves after which an earlier yes of the same episode counts no longer
    Link.CLAIM: frozenset({"take_back_claim", "send_back", "refuse", "object", "reopen", "effect_fails"}),
    Link.CHECK: frozenset({"refuse", "object", "reopen", "effect_fails"}),
    Link.SIGNATURE: frozenset({"object", "reopen", "effect_fails"}),
}


def chain_of(facts: ChainFacts) -> tuple[ChainStep, ...]:
    """The links of this problem, from the voices to the answers."""
    here = [made for made in facts.moves if made.episode == facts.episode]
    follow = ChainStep(
        Link.FOLLOW_UPS,
        _state(facts.follow_ups > 0 and facts.gaps == 0),
        count=facts.follow_ups,
        of=facts.follow_ups + facts.gaps,
    )
    steps = [
        ChainStep(Link.VOICES, _state(facts.voices > 0), count=facts.voices),
        ChainStep(Link.GROUPS, _state(facts.places > 0), count=facts.places),
        _made(Link.PROBLEM, facts.opened),
        _made(Link.OWNER, _newest(facts.moves, _OWNS)),
        follow,
        _made(Link.CLAIM, _valid(here, _CLAIMS, Link.CLAIM)),
        _made(Link.CHECK, _valid(here, _CHECKS, Link.CHECK)),
        _made(Link.SIGNATURE, _valid(here, _SIGNS, Link.SIGNATURE)),
        _made(Link.NOTICE, _newest(here, frozenset({"end_notice"}))),
        _made(Link.EFFECT, _newest(here, _EFFECTS)),
        ChainStep(
            Link.ANSWERS,
            _state(facts.voices > 0 and facts.answered >= facts.voices),
            count=facts.answered,
            of=facts.voices,
        ),
    ]
    kept = [step for step in steps if step.key is not Link.NOTICE or facts.is_noticed]
    return tuple(_placed(kept, _now(facts, kept)))


def _state(is_done: bool) -> LinkState:  # noqa: FBT001 -- the one thing that it is asked
    return LinkState.DONE if is_done else LinkState.AHEAD


def _made(key: Link, made: Made | None) -> ChainStep:
    if made is None:
        return ChainStep(key, LinkState.AHEAD)
    return ChainStep(key, LinkState.DONE, made.role, made.who, made.day, made.rule, made.sequence)


def _newest(moves: Iterable[Made], names: frozenset[str]) -> Made | None:
    return next((made for made in reversed(list(moves)) if made.move in names), None)


def _valid(moves: Sequence[Made], names: frozenset[str], link: Link) -> Made | None:
    """The newest of these moves, unless a later one took it back."""
    for made in reversed(moves):
        if made.move in _UNDONE_BY[link]:
            return None
        if made.move in names:
            return made
    return None


def _now(facts: ChainFacts, steps: Sequence[ChainStep]) -> Link | None:
    if facts.state in _NOW:
        return _NOW[facts.state]
    if facts.state is S.CLOSED:
        undone = [step.key for step in steps if step.state is not LinkState.DONE]
        return next((key for key in (Link.ANSWERS, Link.EFFECT) if key in undone), None)
    return Link.ANSWERS if facts.state is S.NOT_ACCEPTED else None


def _placed(steps: Sequence[ChainStep], now: Link | None) -> Iterable[ChainStep]:
    """What is not done is now, missing when a later link is done or at work, else ahead."""
    reached = [at for at, step in enumerate(steps) if step.state is LinkState.DONE or step.key is now]
    furthest = max(reached, default=-1)
    for at, step in enumerate(steps):
        if step.key is now:
            yield _as(step, LinkState.NOW)
        elif step.state is LinkState.DONE or at > furthest or step.key is Link.EFFECT:
            yield step
        else:
            yield _as(step, LinkState.MISSING)


def _as(step: ChainStep, state: LinkState) -> ChainStep:
    return ChainStep(
        step.key, state, step.role, step.who, step.day, step.rule, step.sequence, step.count, step.of
    )
