"""Does the calendar of a plan say each day and year once, and is there a day on which the office works?"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.plan.calendar import Weekday
from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding
from huiyin.plan.references import twice

# Deadlines begin before a campaign and end after it; a day further off is most likely a slip of the pen.
_YEARS_AROUND = 1


def calendar_findings(plan: Plan) -> Iterator[Finding]:
    """Every contradiction within the calendar, and days far from the campaign."""
    calendar = plan.calendar
    yield from twice(("calendar", "days"), (str(day.day) for day in calendar.days), at="day")
    yield from twice(("calendar", "years"), (str(year.year) for year in calendar.years), at="year")
    if set(calendar.weekend) == set(Weekday):
        yield Finding(("calendar", "weekend"), FaultCode.NO_WORKING_DAY)
    first = plan.campaign.starts.year - _YEARS_AROUND
    last = plan.campaign.ends.year + _YEARS_AROUND
    for index, day in enumerate(calendar.days):
        if not first <= day.day.year <= last:
            told = {
                "found": str(day.day),
                "starts": str(plan.campaign.starts),
                "ends": str(plan.campaign.ends),
            }
            yield Finding(("calendar", "days", index, "day"), FaultCode.OUTSIDE, told)
