"""What must a leader and a clerk know of one triage, before any word or picture is chosen?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.result import OTHER, Group, Mode, Result, Theme
from huiyin.triage.tables import Counts, count_fates


class Span(StrEnum):
    """How long one column of the time picture lasts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that decide what a reader is shown first. All else stands in the tables."""

    look_first_below: float = (
        0.60  # problem mode: of 30 merges read below .85, most doubtful ones lay under .60
    )
    hottest: int = 12  # problems told in words on the page
    look_first: int = 8  # shaky joins told in words on the page
    refused: int = 20  # unreadable rows told one by one on the page
    areas: int = 12  # bars of the area picture
    theme_examples: int = 3  # hottest problems named beside a theme
    reason_from: float = 0.5  # a part of heat (0 to 1) is named among the reasons from here on
    time_columns: int = 36  # most columns that stay legible on a telephone
    outlying_share: float = (
        0.005  # of the times, at either end, that may be left out where they stretch the axis
    )
    outlying_from: int = 20  # with fewer times than this none is left out


_DAYS = {Span.DAY: 1, Span.WEEK: 7}
_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12, Span.DECADE: 120}
_SPANS_WORTH_A_CUT = 2  # from days to months, from months to years
SIZE_CLASSES = ((1, 1), (2, 4), (5, 9), (10, 19), (20, None))


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Problems raised by `low` to `high` voices (`high` None: or more), and the voices in them."""

    low: int
    high: int | None
    problems: int
    voices: int


@dataclass(frozen=True, slots=True)
class AreaShare:
    """The voices and problems of one area; `name` is "" for those whose area is unsure."""

    name: str
    voices: int
    problems: int


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """How many opinions came in from `start` until the next column."""

    start: date
    voices: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """All columns from the first to the last, empty ones included."""

    span: Span
    columns: Sequence[TimeColumn]
    undated: int  # opinions without a time
    outlying: int  # opinions with a time far from all others, not drawn


@dataclass(frozen=True, slots=True)
class ShakyJoin:
    """The weakest held member of a group, beside the row that stands for the group."""

    group: Group
    weakest: Row
    held_by: Row


@dataclass(frozen=True, slots=True)
class Digest:
    """What all writers for people read; the order of each list is the order to show."""

    counts: Counts
    problems: int  # groups, without those set aside
    set_aside: int  # groups that a person decided are no problem
    themes: Sequence[Theme]  # without OTHER
    other: Theme | None
    people: int  # distinct givers; 0 when no row says who speaks
    first: datetime | None
    last: datetime | None
    timeline: Timeline | None
    sizes: Sequence[SizeClass]
    areas: Sequence[AreaShare]
    hottest: Sequence[Group]
    by_theme: Mapping[str, Sequence[Group]]  # hottest examples of each theme
    shaky: Sequence[ShakyJoin]
    shaky_total: int
    refused: Sequence[Row]


def digest(result: Result, limits: Limits) -> Digest:
    """What must a reader know of `result`?"""
    places = {row.number: place for place, row in enumerate(result.rows)}
    problems = [group for group in result.groups if group.is_problem]
    spoken = [row for row, placement in zip(result.rows, result.placements, strict=True) if placement.group]
    times = sorted(row.time.replace(tzinfo=None) for row in spoken if row.time is not None)
    shaky = sorted(
        (group for group in problems if is_shaky(group, result.mode, limits)),
        key=lambda group: (group.confidence, group.group),
    )
    return Digest(
        counts=count_fates(result),
        problems=len(problems),
        set_aside=len(result.groups) - len(problems),
        themes=[theme for theme in result.themes if theme.theme != OTHER],
        other=next((theme for theme in result.themes if theme.theme == OTHER), None),
        people=len({row.person for row in spoken if row.person}),
        first=times[0] if times else None,
        last=times[-1] if times else None,
        timeline=_timeline(times, undated=len(spoken) - len(times), limits=limits),
        sizes=_sizes(problems),
        areas=_areas(problems),
        hottest=problems[: limits.hottest],
        by_theme=_examples(problems, limits.theme_examples),
        shaky=[_shaky_join(group, places, result) for group in shaky[: limits.look_first]],
        shaky_total=len(shaky),
        refused=[row for row in result.rows if row.status is RowStatus.UNREADABLE],
    )


def is_shaky(group: Group, mode: Mode, limits: Limits) -> bool:
    """Should a person look at this group first? In topic mode no limit is known, so none is marked."""
    if mode is not Mode.PROBLEM or group.pinned or group.size == 1:
        return False
    return group.confidence < limits.look_first_below


def _shaky_join(group: Group, places: Mapping[int, int], result: Result) -> ShakyJoin:
    weakest = min(
        (number for number in group.members if number != group.representative_row),
        key=lambda number: (result.placements[places[number]].group_confidence, number),
    )
    return ShakyJoin(
        group=group,
        weakest=result.rows[places[weakest]],
        held_by=result.rows[places[group.representative_row]],
    )


def _sizes(problems: Sequence[Group]) -> Sequence[SizeClass]:
    classes = []
    for low, high in SIZE_CLASSES:
        inside = [
            group.voices
            for group in problems
            if group.voices >= low and (high is None or group.voices <= high)
        ]
        classes.append(SizeClass(low=low, high=high, problems=len(inside), voices=sum(inside)))
    return classes


def _areas(problems: Sequence[Group]) -> Sequence[AreaShare]:
    voices: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for group in problems:
        voices[group.area.name] += group.voices
        count[group.area.name] += 1
    named = sorted((name for name in voices if name), key=lambda name: (-voices[name], name))
    unsure = [""] if "" in voices else []
    return [AreaShare(name=name, voices=voices[name], problems=count[name]) for name in (*named, *unsure)]


def _examples(problems: Iterable[Group], most: int) -> Mapping[str, Sequence[Group]]:
    examples: dict[str, list[Group]] = {}
    for group in problems:
        held = examples.setdefault(group.theme, [])
        if len(held) < most:
            held.append(group)
    return examples


def _timeline(times: Sequence[datetime], *, undated: int, limits: Limits) -> Timeline | None:
    """The columns; None without times, or when they lie so far apart that no span shows them."""
    if not times:
        return None
    days = [time.date() for time in times]
    usual = _without_outlying(days, limits)
    span = _span(usual, limits)
    if span is None:
        return None
    voices = Counter(_start(day, span) for day in usual)
    starts = _starts(usual[0], usual[-1], span, limits.time_columns)
    columns = [TimeColumn(start=start, voices=voices[start]) for start in starts]
    return Timeline(span=span, columns=columns, undated=undated, outlying=len(days) - len(usual))


def _without_outlying(days: Sequence[date], limits: Limits) -> Sequence[date]:
    """`days` without the few at the ends that alone would make a column last two spans longer."""
    if len(days) < limits.outlying_from:
        return days
    cut = max(1, int(len(days) * limits.outlying_share))
    usual = days[cut : len(days) - cut]
    spans = [*Span, None]
    gained = spans.index(_span(days, limits)) - spans.index(_span(usual, limits))
    if gained < _SPANS_WORTH_A_CUT:
        return days
    start, end = usual[0], usual[-1]
    reach = max(end - start, timedelta(days=1))
    return [day for day in days if start - day <= reach and day - end <= reach]


def _span(days: Sequence[date], limits: Limits) -> Span | None:
    """The finest span of which at most `limits.time_columns` reach from the first day to the last."""
    for span in Span:
        if len(_starts(days[0], days[-1], span, limits.time_columns + 1)) <= limits.time_columns:
            return span
    return None


def _starts(first: date, last: date, span: Span, most: int) -> Sequence[date]:
    """The starts of the columns from `first` to `last`, at most `most`."""
    starts = [_start(first, span)]
    while len(starts) < most:
        following = _next(starts[-1], span)
        if following is None or following > last:
            break
        starts.append(following)
    return starts


def _start(day: date, span: Span) -> date:
    match span:
        case Span.DAY:
            return day
        case Span.WEEK:
            return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
        case Span.MONTH:
            return day.replace(day=1)
        case Span.QUARTER:
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case Span.YEAR:
            return date(day.year, 1, 1)
        case Span.DECADE:
            return date(max(1, day.year // 10 * 10), 1, 1)


def _next(start: date, span: Span) -> date | None:
    """The start of the following column; None where the calendar ends."""
    try:
        if span in _DAYS:
            return start + timedelta(days=_DAYS[span])
        months = start.year * 12 + start.month - 1 + _MONTHS[span]
        return date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        return None
