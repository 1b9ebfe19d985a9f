"""What is done on which working day of an example, and at what time of that day?"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from examples.entering import Campaign

OFFICE_WRITES = time(17, 50)  # the day up, after what units told
A_WHILE = timedelta(seconds=20)

Deed = Callable[[], None]


@dataclass
class Agenda:
    """Deeds by day; a deed may put others on later days. What lies on a day off is done when work goes on."""

    campaign: Campaign
    _deeds: list[tuple[date, int, Deed]] = field(default_factory=list)
    _order: itertools.count[int] = field(default_factory=itertools.count)
    _now: datetime | None = None

    @property
    def today(self) -> date:
        """The day that is being done."""
        return self.now().date()

    def put(self, day: date, deed: Deed) -> None:
        """Do this on that day, after what was put there before."""
        heapq.heappush(self._deeds, (day, next(self._order), deed))

    def do(self, day: date) -> None:
        """Do what has come due by this day."""
        self._now = self.campaign.at(day, OFFICE_WRITES)
        while self._deeds and self._deeds[0][0] <= day:
            heapq.heappop(self._deeds)[2]()

    def now(self) -> datetime:
        """The time at which the next thing of this day is done."""
        if self._now is None:
            raise ValueError("no day has begun")
        self._now += A_WHILE
        return self._now
