"""Where does each mark of the goal tree's picture stand?

One column that a telephone can show: goals, their measures under them on a stem, and a square for each task.
Sizes are units of the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.plan.terms import Term
from huiyin.publishing.text_width import shorten
from huiyin.web.frame.tags import said

WIDTH = 360
ROW = 26
BETWEEN_GOALS = 12
LABEL_LEFT = 34
SQUARES_LEFT = 226
SQUARE = 13
SQUARES_END = WIDTH - 4
GOAL_LETTERS, MEASURE_LETTERS = 44, 26  # letter widths that fit


@dataclass(frozen=True)
class Square:
    """A task: its left edge, its side, and its state, which is its class: done, part, none, plain."""

    x: float
    side: float
    shape: str

    @property
    def half(self) -> float:
        """Half a side: how high the filled part of a task with some of its evidence is."""
        return round(self.side / 2, 1)


@dataclass(frozen=True)
class PictureRow:
    """A goal or a measure: its middle line, its label, cut to fit, whole for who asks, and its squares."""

    y: int
    label: str
    whole: str
    is_goal: bool
    squares: tuple[Square, ...] = ()
    is_bare: bool = False  # nothing stands under it

    @property
    def baseline(self) -> int:
        """Where its letters stand."""
        return self.y + 5

    @property
    def squares_top(self) -> float:
        """The upper edge of its squares."""
        return self.y - (self.squares[0].side if self.squares else SQUARE) / 2


@dataclass(frozen=True)
class Stem:
    """The line from a goal down to its last measure."""

    top: int
    bottom: int


@dataclass(frozen=True)
class GoalPicture:
    """The whole drawing."""

    height: int
    rows: tuple[PictureRow, ...]
    stems: tuple[Stem, ...]
    width: int = WIDTH


GoalShapes = tuple[Term, Sequence[tuple[Term, Sequence[str]]]]


def picture_of(goals: Sequence[GoalShapes]) -> GoalPicture:
    """The drawing of goals, each with its measures, each with the shapes of its tasks."""
    rows: list[PictureRow] = []
    stems: list[Stem] = []
    y = ROW // 2
    for name, measures in goals:
        whole = said(name)
        rows.append(PictureRow(y, shorten(whole, GOAL_LETTERS), whole, is_goal=True, is_bare=not measures))
        top = y
        for measure, shapes in measures:
            y += ROW
            rows.append(_measure(y, said(measure), shapes))
        if measures:
            stems.append(Stem(top + 8, y))
        y += ROW + BETWEEN_GOALS
    return GoalPicture(max(y - ROW // 2 - BETWEEN_GOALS, ROW), tuple(rows), tuple(stems))


def _measure(y: int, whole: str, shapes: Sequence[str]) -> PictureRow:
    step = min(SQUARE + 4.0, (SQUARES_END - SQUARES_LEFT) / max(len(shapes), 1))
    side = min(SQUARE, step * 0.8)
    squares = tuple(
        Square(round(SQUARES_LEFT + at * step, 1), round(side, 1), shape) for at, shape in enumerate(shapes)
    )
    return PictureRow(
        y, shorten(whole, MEASURE_LETTERS), whole, is_goal=False, squares=squares, is_bare=not shapes
    )
