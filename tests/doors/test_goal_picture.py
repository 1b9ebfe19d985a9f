"""Does every mark of the goal tree's picture stand inside it, beside what it belongs to?"""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from huiyin.plan.terms import Term
from huiyin.publishing.text_width import text_width
from huiyin.web.plan.goal_picture import MEASURE_LETTERS, GoalShapes, picture_of

NAMES = (
    st.text("明湖服务ab ", min_size=1, max_size=60).filter(str.strip).map(lambda name: Term(zh=name, en=name))
)
SHAPES = st.lists(st.sampled_from(["done", "part", "none", "plain"]), max_size=40)
GOALS = st.lists(st.tuples(NAMES, st.lists(st.tuples(NAMES, SHAPES), max_size=8)), max_size=6)


@given(GOALS)
def test_no_mark_leaves_the_picture_and_no_row_covers_another(goals: list[GoalShapes]) -> None:
    picture = picture_of(goals)

    heights = [row.y for row in picture.rows]
    assert heights == sorted(set(heights))
    assert all(0 < height < picture.height for height in heights)
    for row in picture.rows:
        edges = [(square.x, square.x + square.side) for square in row.squares]
        assert all(0 <= left < right <= picture.width for left, right in edges)
        assert all(before[1] < after[0] for before, after in itertools.pairwise(edges))


@given(GOALS)
def test_every_task_has_its_square_and_every_measure_its_row(goals: list[GoalShapes]) -> None:
    picture = picture_of(goals)

    drawn = [[square.shape for square in row.squares] for row in picture.rows if not row.is_goal]
    assert drawn == [shapes for _, measures in goals for _, shapes in measures]
    assert [row.whole for row in picture.rows if row.is_goal] == [name.zh for name, _ in goals]


def test_a_name_that_is_too_long_is_cut_and_kept_whole_beside_it() -> None:
    name = "把群众反映最多的二十件事一件一件办好"
    long = Term(zh=name, en=name)

    row = picture_of([(long, [(long, ["done"])])]).rows[1]

    assert text_width(row.label) <= MEASURE_LETTERS
    assert row.label.endswith("…")
    assert row.whole == name


def test_a_goal_without_measures_and_a_measure_without_tasks_are_marked_bare() -> None:
    name = Term(zh="明", en="明")

    rows = picture_of([(name, []), (name, [(name, [])])]).rows

    assert [row.is_bare for row in rows] == [True, False, True]
