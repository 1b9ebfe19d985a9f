"""How many working-day deadlines of ten years fall on the right day, and how many can be asked in a second?

Right is what chinesecalendar says, in an environment of its own. Beside it stands the rule of Signalen's
deadline service as it is documented: Monday to Friday, festivals ignored, a start on a weekend moved to
Monday. It is restated here in the shortest way that gives the same days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter

from benchmarks.command import ProcessFailed
from benchmarks.environments import CHINESE_CALENDAR, CannotInstall, ask
from benchmarks.extent import Bench
from benchmarks.report import FIGURES, Cell, Goal, NotRun, Part, Table, figure
from huiyin.plan.calendar import WorkingCalendar
from huiyin.plan.working_days import Calendar, Hold, calendar_of, due_with_holds

FIRST, LAST = date(2016, 1, 1), date(2026, 12, 31)
MOST_DAYS = 60
STEP_OF_A_SAMPLE = 13  # days between two starts
TIMED_EVERY = 101  # of the deadlines, by the peer
WORKING_WEEK, WEEK = 5, 7
NO_WRONG_DAY, RATE = Goal(most=0.0), Goal(least=200_000)

Asked = tuple[date, int]  # a start, and how many working days
Rule = Callable[[date, int], date]


@dataclass(frozen=True, slots=True)
class Answered:
    """The due days that one rule gives, and its seconds for one of them."""

    rule: str
    due: Sequence[date]
    seconds_each: float


def measure(bench: Bench) -> Iterator[Part]:
    """Each start of ten years with 1 to 60 working days, then the same with holds."""
    calendar = calendar_of(WorkingCalendar())
    asked = _asked(calendar, 1 if bench.is_full else STEP_OF_A_SAMPLE)
    own = _answered("huiyin", calendar.after, asked)
    try:
        right = _second_opinion(bench, asked)
    except (CannotInstall, ProcessFailed) as failure:
        yield NotRun("chinesecalendar", str(failure))
    else:
        ignoring = _answered("Monday to Friday, festivals ignored", monday_to_friday, asked)
        yield _table(asked, right, [own, ignoring])
        wanted = [figure("share of wrong days", _share(_wrong(own, right)), NO_WRONG_DAY)]
        yield Table("Days as they should be", "huiyin, from the table above", FIGURES, wanted)
    yield _rates(calendar, asked, own)


def monday_to_friday(start: date, days: int) -> date:
    """So many days of Monday to Friday after a start; from Saturday or Sunday, so many after Monday."""
    weekday = start.weekday()
    if weekday >= WORKING_WEEK:
        start += timedelta(days=WEEK - weekday)
        weekday = 0
    weeks, place = divmod(weekday + days, WORKING_WEEK)
    return start + timedelta(days=weeks * WEEK + place - weekday)


def _asked(calendar: Calendar, step: int) -> list[Asked]:
    starts = [FIRST + timedelta(days=number) for number in range(0, (LAST - FIRST).days, step)]
    return [
        (start, days)
        for start in starts
        for days in range(1, min(MOST_DAYS, calendar.between(start, LAST)) + 1)
    ]


def _answered(name: str, rule: Rule, asked: Sequence[Asked]) -> Answered:
    started = perf_counter()
    due = [rule(start, days) for start, days in asked]
    return Answered(name, due, (perf_counter() - started) / len(asked))


def _second_opinion(bench: Bench, asked: Sequence[Asked]) -> Answered:
    """What the package finds. Raises CannotInstall or ProcessFailed."""
    request = {
        "first": FIRST.toordinal(),
        "last": LAST.toordinal(),
        "deadlines": [(start.toordinal(), days) for start, days in asked],
        "sample_every": TIMED_EVERY,
    }
    found = ask(CHINESE_CALENDAR, request, environments=bench.environments, work=bench.work).found
    name = f"chinesecalendar {found['version']}"
    return Answered(name, [date.fromordinal(day) for day in found["due"]], found["seconds_each"])


def _table(asked: Sequence[Asked], right: Answered, others: Sequence[Answered]) -> Table:
    lines: list[tuple[Cell, ...]] = []
    for one in (*others, right):
        wrong = _wrong(one, right)
        of_weekdays = [
            is_wrong
            for is_wrong, (start, _) in zip(wrong, asked, strict=True)
            if start.weekday() < WORKING_WEEK
        ]
        lines.append((one.rule, _share(wrong), _share(of_weekdays), 1 / one.seconds_each))
    how = (
        f"{len(asked):,} deadlines: starts from {FIRST} to {LAST} with 1 to {MOST_DAYS} working days each, "
        "as far as they end by then; the day after the start is day 1; wrong is another day than "
        "chinesecalendar gives, which is timed on a sample. The second share leaves out starts on a weekend, "
        "where the two rules differ by a convention too"
    )
    columns = ("rule", "wrong", "wrong, started Monday to Friday", "deadlines a second")
    return Table("Working-day deadlines of ten years", how, columns, lines)


def _wrong(one: Answered, right: Answered) -> list[bool]:
    return [due != other for due, other in zip(one.due, right.due, strict=True)]


def _share(wrong: Sequence[bool]) -> float:
    return sum(wrong) / len(wrong)


def _rates(calendar: Calendar, asked: Sequence[Asked], own: Answered) -> Table:
    holds = [
        (Hold(start, start + timedelta(days=9)), Hold(start + timedelta(days=5), start + timedelta(days=20)))
        for start, _ in asked
    ]
    started = perf_counter()
    for due, held in zip(own.due, holds, strict=True):
        due_with_holds(calendar, due, held, LAST)
    with_holds = len(asked) / (perf_counter() - started)
    lines = [
        figure("deadlines a second", 1 / own.seconds_each, RATE),
        figure("two overlapping holds added to a due day, a second", with_holds),
    ]
    return Table("Deadlines a second", "one core, the calendar made once", FIGURES, lines)
