"""How many problems were opened, closed and reopened, and were they put right in time?

A problem is counted by its episodes: from its opening to its end, and from each reopening to the next end.
One that another problem took in ends there and is counted with that one alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from huiyin.ledger.moves import ENDED, ProblemState


class InTime(StrEnum):
    """Against which day an episode was done in time. The day it was done is that of the claim that held."""

    ON_ORIGINAL = "on_original"  # by the day that was given first
    WITHIN_EXTENDED = "within_extended"  # by the day as extensions, holds and the calendar moved it
    LATE = "late"
    NO_DAY = "no_day"  # none was given


@dataclass(frozen=True)
class VersionFacts:
    """What counting asks of one version of a problem."""

    record: str
    version: int
    number: int
    state: str
    day: date
    episode: int
    due_original: date | None = None
    due_current: date | None = None
    claimed_on: date | None = None


@dataclass(frozen=True)
class Episode:
    """From the opening or reopening of a problem to its end: closed, merged or not accepted; or open."""

    record: str
    number: int
    episode: int
    began: date
    due_original: date | None
    due_current: date | None
    done_on: date | None
    ended: date | None
    end: ProblemState | None

    @property
    def in_time(self) -> InTime | None:
        """Was it done in time? None while it is not closed."""
        if self.end is not ProblemState.CLOSED:
            return None
        if self.due_current is None or self.done_on is None:
            return InTime.NO_DAY
        if self.due_original is not None and self.done_on <= self.due_original:
            return InTime.ON_ORIGINAL
        return InTime.WITHIN_EXTENDED if self.done_on <= self.due_current else InTime.LATE


@dataclass(frozen=True)
class Counts:
    """Episodes of a span of days. Those opened that were merged meanwhile are counted in `merged` alone."""

    opened: int
    reopened: int
    closed: int
    not_accepted: int
    merged: int
    open: int  # at the end of the span
    on_original: int
    within_extended: int
    late: int
    no_day: int


def episodes_of(versions: Iterable[VersionFacts]) -> list[Episode]:
    """The episodes of these problems, all of whose versions are given, by number and in order."""
    ordered = sorted(versions, key=lambda each: (each.number, each.record, each.episode, each.version))
    return [
        _episode(list(of_one))
        for _, of_one in groupby(ordered, key=lambda each: (each.number, each.record, each.episode))
    ]


def _episode(versions: Sequence[VersionFacts]) -> Episode:
    first, last = versions[0], versions[-1]
    ended = next((each for each in versions if each.state in ENDED), None)
    told = ended or last
    return Episode(
        record=first.record,
        number=first.number,
        episode=first.episode,
        began=first.day,
        due_original=told.due_original,
        due_current=told.due_current,
        done_on=told.claimed_on,
        ended=ended.day if ended else None,
        end=ProblemState(ended.state) if ended else None,
    )


def counts(episodes: Iterable[Episode], since: date, until: date) -> Counts:
    """What happened from `since` to `until`, both included, and what is open at its end."""
    counted = list(episodes)
    began = [each for each in counted if since <= each.began <= until]
    ended = [each for each in counted if each.ended is not None and since <= each.ended <= until]
    gone = {each.record for each in counted if each.end is ProblemState.MERGED and _by(each.ended, until)}
    closed = [each for each in ended if each.end is ProblemState.CLOSED]
    in_time = [each.in_time for each in closed]
    return Counts(
        opened=sum(each.episode == 1 and each.record not in gone for each in began),
        reopened=sum(each.episode > 1 for each in began),
        closed=len(closed),
        not_accepted=sum(each.end is ProblemState.NOT_ACCEPTED for each in ended),
        merged=sum(each.end is ProblemState.MERGED for each in ended),
        open=sum(each.began <= until and not _by(each.ended, until) for each in counted),
        on_original=in_time.count(InTime.ON_ORIGINAL),
        within_extended=in_time.count(InTime.WITHIN_EXTENDED),
        late=in_time.count(InTime.LATE),
        no_day=in_time.count(InTime.NO_DAY),
    )


def _by(day: date | None, until: date) -> bool:
    return day is not None and day <= until
