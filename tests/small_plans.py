"""What is the small plan as a text, and as one with a part of it changed?"""

from __future__ import annotations

from pathlib import Path

SMALL_TEXT = Path(__file__).with_name("small_plan.yaml").read_text(encoding="utf-8")


def changed(before: str, after: str) -> str:
    """The small plan with the first such text replaced."""
    assert before in SMALL_TEXT, before
    return SMALL_TEXT.replace(before, after, 1)


def lines_of(text: str, part: str) -> set[int]:
    """The lines, counted from 1, over which a part of a text stands."""
    ahead = text[: text.index(part)].count("\n") + 1
    return set(range(ahead, ahead + part.count("\n") + 1))
