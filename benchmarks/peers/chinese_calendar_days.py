"""On which day does chinesecalendar see so many working days after a start, and in which time?

Called by the benchmark of deadlines with a request and an answer file, in an environment of its own. The
package goes from day to day, so its time is taken on a sample; all are answered from what it says of days.
"""

from __future__ import annotations

import json
import sys
import time
from bisect import bisect_right
from datetime import date
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import find_workday, is_workday


def found_by_the_package(ordinal: int, days: int) -> int:
    """A start that is not worked is moved to the next working day by the package, which is day 1 then."""
    start = date.fromordinal(ordinal)
    return int(find_workday(days if is_workday(start) else days - 1, start).toordinal())


def main() -> None:
    """Read the request, write the answer."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    span = range(asked["first"], asked["last"] + 1)
    worked = [ordinal for ordinal in span if is_workday(date.fromordinal(ordinal))]
    due = [worked[bisect_right(worked, ordinal) + days - 1] for ordinal, days in asked["deadlines"]]
    every = asked["sample_every"]
    started = time.perf_counter()
    sample = [found_by_the_package(ordinal, days) for ordinal, days in asked["deadlines"][::every]]
    seconds = (time.perf_counter() - started) / len(sample)
    if sample != due[::every]:
        sys.exit("its days and its own search for them do not agree")
    answer = {"due": due, "seconds_each": seconds, "version": version("chinesecalendar")}
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


main()
