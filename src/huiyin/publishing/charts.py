"""How do a few numbers look as a picture that stands in a page, a PDF and an EPUB alike?

Every picture is one SVG element: real text, labels beside what they name, a title and a sentence for those
who cannot see it. Colours are plain attributes, so that each program draws them; a page may override them by
class (`chart-accent`, `chart-quiet`, `chart-ink`, `chart-muted`, `chart-line`). No script, no style sheet,
no outside reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from huiyin.publishing.text_width import shorten, text_width

FONT_FAMILY = "PingFang SC, Noto Sans SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
_COLUMN_SHARE = 0.78  # of a step that its column fills; the rest is air
# XML 1.0, production 2: all other characters may not stand in a document, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Tone(StrEnum):
    """How loudly a mark speaks; the value is its class, the colours below are what it is drawn with."""

    ACCENT = "chart-accent"
    QUIET = "chart-quiet"


_FILLS = {Tone.ACCENT: "#0b6b75", Tone.QUIET: "#98a6aa"}
_INK, _MUTED, _LINE = "#17262b", "#55666b", "#c7d1d3"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is called on its page, what it is titled, and what it shows, in a sentence."""

    name: str  # unique on the page: letters, digits and hyphens
    title: str
    shows: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar or column: its label, its length (zero or more), and the words for the length."""

    label: str
    value: float
    words: str
    tone: Tone = Tone.ACCENT


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in units of the picture; 400 units are legible on a telephone and in a column of print."""

    width: int = 400
    text: int = 14  # size of the letters
    bar: int = 9  # thickness of a horizontal bar
    gap: int = 13  # between one bar and the next label
    plot: int = 120  # height of the tallest column


def bars(picture: Picture, marks: Sequence[Mark], layout: Layout | None = None) -> str:
    """Horizontal bars, longest value over the whole width, each under its label and words."""
    return _rows(picture, marks, [0.0] * len(marks), max((mark.value for mark in marks), default=0.0), layout)


def shares(picture: Picture, marks: Sequence[Mark], layout: Layout | None = None) -> str:
    """Parts of a whole: each bar begins where the one above it ends; together they fill the width."""
    starts, total = [], 0.0
    for mark in marks:
        starts.append(total)
        total += mark.value
    return _rows(picture, marks, starts, total, layout)


def columns(picture: Picture, marks: Sequence[Mark], layout: Layout | None = None) -> str:
    """Columns side by side, as over time; the first, the last and the highest are labelled."""
    sizes = layout or Layout()
    highest = max(range(len(marks)), key=lambda place: marks[place].value, default=0)
    top = sizes.text * 2
    base = top + sizes.plot
    step = sizes.width / max(1, len(marks))
    parts = []
    for place, mark in enumerate(marks):
        height = _portion(mark.value, marks[highest].value) * sizes.plot
        x = place * step
        parts.append(_rectangle(x, base - height, max(1.0, step * _COLUMN_SHARE), height, mark.tone))
    parts.append(_line(0, base, sizes.width, base))
    if marks:
        middle = (highest + 0.5) * step
        parts.append(_placed_text(middle, top - sizes.text * 0.6, marks[highest].words, sizes))
        parts += _axis_labels(marks, highest, base + sizes.text * 1.4, sizes)
    return _svg(picture, parts, sizes, base + sizes.text * 2)


def _rows(
    picture: Picture, marks: Sequence[Mark], starts: Sequence[float], full: float, layout: Layout | None
) -> str:
    sizes = layout or Layout()
    line = sizes.text * 1.45
    parts: list[str] = []
    y = 0.0
    for mark, start in zip(marks, starts, strict=True):
        left, length = _portion(start, full) * sizes.width, _portion(mark.value, full) * sizes.width
        room = int(sizes.width / (sizes.text / 2)) - text_width(mark.words) - 2
        named = _At(0, y + sizes.text)
        valued = _At(sizes.width, y + sizes.text, anchor="end", is_muted=True)
        parts.append(_text(shorten(mark.label, max(room, 1)), named, sizes.text))
        parts.append(_text(mark.words, valued, sizes.text))
        parts.append(_rectangle(0, y + line, sizes.width, sizes.bar, None))
        length = max(length, 1.0 if mark.value else 0.0)
        parts.append(_rectangle(left, y + line, length, sizes.bar, mark.tone))
        y += line + sizes.bar + sizes.gap
    return _svg(picture, parts, sizes, max(y - sizes.gap, 1))


def _axis_labels(marks: Sequence[Mark], highest: int, y: float, sizes: Layout) -> Iterable[str]:
    """The labels under the first, the last and the highest column, as far as they do not touch."""
    first, last = marks[0].label, marks[-1].label
    yield _text(first, _At(0, y, is_muted=True), sizes.text)
    if len(marks) == 1:
        return
    yield _text(last, _At(sizes.width, y, anchor="end", is_muted=True), sizes.text)
    middle = (highest + 0.5) * sizes.width / len(marks)
    letter = sizes.text / 2
    half = text_width(marks[highest].label) * letter / 2 + sizes.text
    left, right = text_width(first) * letter, sizes.width - text_width(last) * letter
    if left < middle - half and middle + half < right:
        yield _text(marks[highest].label, _At(middle, y, anchor="middle", is_muted=True), sizes.text)


def _placed_text(middle: float, y: float, words: str, sizes: Layout) -> str:
    """Words centred on `middle`, moved so that they stay inside the picture."""
    half = text_width(words) * sizes.text / 4
    if middle - half < 0:
        return _text(words, _At(0, y), sizes.text)
    if middle + half > sizes.width:
        return _text(words, _At(sizes.width, y, anchor="end"), sizes.text)
    return _text(words, _At(middle, y, anchor="middle"), sizes.text)


def _portion(value: float, full: float) -> float:
    return value / full if full > 0 else 0.0


@dataclass(frozen=True, slots=True)
class _At:
    """Where words stand, and how loudly."""

    x: float
    y: float
    anchor: str = "start"
    is_muted: bool = False


def _text(words: str, at: _At, size: int) -> str:
    name, fill = ("chart-muted", _MUTED) if at.is_muted else ("chart-ink", _INK)
    return (
        f'<text x="{_number(at.x)}" y="{_number(at.y)}" font-size="{size}" text-anchor="{at.anchor}" '
        f'class="{name}" fill="{fill}">{_clean(words)}</text>'
    )


def _rectangle(x: float, y: float, width: float, height: float, tone: Tone | None) -> str:
    name, fill = (tone.value, _FILLS[tone]) if tone else ("chart-ground", "#edf1f1")
    return (
        f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" '
        f'class="{name}" fill="{fill}"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}" '
        f'class="chart-line" stroke="{_LINE}" stroke-width="1"/>'
    )


def _svg(picture: Picture, parts: Iterable[str], sizes: Layout, height: float) -> str:
    name = quoteattr(f"{picture.name}-title {picture.name}-shows")
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sizes.width} {_number(height)}" '
            f'width="{sizes.width}" height="{_number(height)}" role="img" aria-labelledby={name} '
            f'font-family="{FONT_FAMILY}">',
            f"<title id={quoteattr(picture.name + '-title')}>{_clean(picture.title)}</title>",
            f"<desc id={quoteattr(picture.name + '-shows')}>{_clean(picture.shows)}</desc>",
            *parts,
            "</svg>",
        )
    )


def _number(value: float) -> str:
    """A coordinate to a tenth, without a trailing zero: the same bytes on every machine."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def _clean(words: str) -> str:
    return escape(_NOT_IN_XML.sub("", words))
