"""Does the digest tell a reader what matters first, and add up?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.publishing.triage_digest import Digest, Limits, Span, digest
from huiyin.triage.result import OTHER, Mode, Result
from tests import town


def digest_of(result: Result | None = None, **limits: float) -> Digest:
    return digest(result or town.a_result(), Limits(**limits))  # type: ignore[arg-type]


def spoken_on(*days: int) -> Result:
    """A result with one opinion on each of these days, counted from the first."""
    voices = [town.Voice("", f"意见{number}", day) for number, day in enumerate(days)]
    problem = town.Problem(title="一个问题", theme="T1", voices=voices)
    return town.a_result(town.Words(themes=(("T1", "一个主题", ""),), problems=(problem,)))


def test_a_group_set_aside_by_a_person_is_no_problem() -> None:
    found = digest_of()

    assert (found.problems, found.set_aside) == (5, 1)
    assert all(group.is_problem for group in found.hottest)


def test_the_other_theme_is_not_counted_among_the_themes() -> None:
    found = digest_of()

    assert [theme.theme for theme in found.themes] == ["T1", "T2", "T3"]
    assert found.other is not None
    assert found.other.theme == OTHER


def test_people_are_counted_once() -> None:
    assert digest_of().people == 5


def test_weak_joins_come_weakest_first_with_the_member_that_hangs_loosest() -> None:
    found = digest_of()

    assert [join.group.confidence for join in found.shaky] == [0.47, 0.55]
    assert found.shaky[0].weakest.text == "景园小区旁边那个站，晚上罐车排队按喇叭。"
    assert found.shaky[0].held_by.number == 1


def test_a_group_that_a_person_fixed_is_not_doubted() -> None:
    result = town.a_result()
    pinned = [replace(group, pinned=True) for group in result.groups]

    assert digest_of(replace(result, groups=pinned)).shaky_total == 0


def test_in_topic_mode_no_limit_is_known_so_none_is_doubted() -> None:
    assert digest_of(town.a_result(mode=Mode.TOPIC)).shaky_total == 0


def test_more_doubts_than_are_told_are_still_counted() -> None:
    found = digest_of(look_first=1)

    assert (len(found.shaky), found.shaky_total) == (1, 2)


def test_sizes_and_areas_hold_every_voice_of_a_problem() -> None:
    found = digest_of()

    assert sum(size.voices for size in found.sizes) == 11
    assert sum(area.voices for area in found.areas) == 11
    assert sum(size.problems for size in found.sizes) == found.problems


def test_problems_without_an_area_come_last() -> None:
    assert digest_of().areas[-1].name == ""


def test_unreadable_rows_are_told() -> None:
    assert [row.reason for row in digest_of().refused] == ["no_text"]


@pytest.mark.parametrize(
    ("days", "span"),
    [
        ((0, 5), Span.DAY),
        ((0, 60), Span.WEEK),
        ((0, 600), Span.MONTH),
        ((0, 2000), Span.QUARTER),
        ((0, 9000), Span.YEAR),
        ((0, 90_000), Span.DECADE),
    ],
)
def test_a_column_lasts_so_long_that_few_enough_are_needed(days: tuple[int, ...], span: Span) -> None:
    timeline = digest_of(spoken_on(*days)).timeline

    assert timeline is not None
    assert timeline.span is span
    assert len(timeline.columns) <= Limits().time_columns


def test_days_without_opinions_have_columns_too() -> None:
    timeline = digest_of(spoken_on(0, 0, 3)).timeline

    assert timeline is not None
    assert [column.voices for column in timeline.columns] == [2, 0, 0, 1]


def test_one_slip_in_a_year_does_not_flatten_all_other_columns() -> None:
    timeline = digest_of(spoken_on(*range(30), 365_000)).timeline

    assert timeline is not None
    assert (timeline.span, timeline.outlying) == (Span.DAY, 1)


def test_the_ends_of_an_even_year_are_not_taken_for_slips() -> None:
    timeline = digest_of(spoken_on(*range(0, 365, 5))).timeline

    assert timeline is not None
    assert timeline.outlying == 0


def test_times_that_no_span_holds_are_not_drawn() -> None:
    result = town.a_result()
    ends = (datetime(1, 1, 1), datetime(9999, 12, 31))
    rows = [replace(row, time=ends[row.number % 2]) for row in result.rows]

    found = digest_of(replace(result, rows=rows))

    assert found.timeline is None
    assert (found.first, found.last) == ends


def test_a_result_without_times_has_no_timeline() -> None:
    result = town.a_result()
    rows = [replace(row, time=None) for row in result.rows]

    found = digest_of(replace(result, rows=rows))

    assert (found.timeline, found.first) == (None, None)


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=40))
def test_every_dated_opinion_is_drawn_or_told_as_left_out(days: list[int]) -> None:
    timeline = digest_of(spoken_on(*days)).timeline

    assert timeline is not None
    assert sum(column.voices for column in timeline.columns) + timeline.outlying == len(days)
    starts = [column.start for column in timeline.columns]
    assert starts == sorted(set(starts))
    assert starts[0] <= town.FIRST_DAY.date() + timedelta(days=max(days))


def test_an_empty_result_has_an_empty_digest() -> None:
    empty = Result(rows=(), placements=(), groups=(), themes=(), mode=Mode.PROBLEM, language="zh")

    found = digest_of(empty)

    assert (found.problems, found.people, found.timeline, list(found.areas)) == (0, 0, None, [])
