"""Which pictures does a triage's summary show, and what does each one say in a sentence?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huiyin.languages import sentences
from huiyin.publishing.charts import Mark, Picture, Tone, bars, columns, shares
from huiyin.publishing.triage_digest import AreaShare, Digest, Limits, Timeline
from huiyin.publishing.triage_words import (
    accounts,
    column_label,
    counted_opinions,
    counted_problems,
    counted_rows,
    number,
    percent,
    size_label,
    status_words,
)
from huiyin.triage.result import Mode


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, the sentence that says what it shows, and the numbers that it was drawn from."""

    title: str
    shows: str
    svg: str
    heading: tuple[str, str]  # of the table of numbers
    numbers: Sequence[tuple[str, str]]
    remarks: Sequence[str] = ()  # what the picture leaves out


def fates_figure(found: Digest, language: str) -> Figure:
    """What became of the rows that were read?"""
    _ = sentences(language)
    words, counts = status_words(language), found.counts
    fates = {
        "kept": counts.kept,
        "duplicate": counts.duplicate,
        "empty": counts.empty,
        "unreadable": counts.unreadable,
    }
    marks = [
        Mark(
            label=words[fate],
            value=count,
            words=number(count),
            tone=Tone.ACCENT if fate == "kept" else Tone.QUIET,
        )
        for fate, count in fates.items()
        if count
    ]
    picture = Picture("fates", _("What became of the rows"), accounts(counts, language))
    return _figure(picture, shares(picture, marks), marks, (_("Fate"), _("Rows")))


def time_figure(found: Digest, language: str) -> Figure | None:
    """When were the opinions said? None when no time is known."""
    _ = sentences(language)
    timeline = found.timeline
    if timeline is None:
        return None
    marks = [
        Mark(
            label=column_label(column.start, timeline.span, language),
            value=column.voices,
            words=number(column.voices),
        )
        for column in timeline.columns
    ]
    highest = max(marks, key=lambda mark: mark.value)
    shows = _("The busiest stretch: {opinions} ({when}).").format(
        opinions=counted_opinions(int(highest.value), language), when=highest.label
    )
    picture = Picture("time", _("When it was said"), shows)
    figure = _figure(picture, columns(picture, marks), marks, (_("Time"), _("Opinions")))
    return replace(figure, remarks=_time_remarks(timeline, language))


def _time_remarks(timeline: Timeline, language: str) -> Sequence[str]:
    _ = sentences(language)
    told = []
    if timeline.undated:
        opinions = counted_opinions(timeline.undated, language)
        told.append(_("Without a date, so not drawn: {opinions}.").format(opinions=opinions))
    if timeline.outlying:
        opinions = counted_opinions(timeline.outlying, language)
        told.append(_("Dated far from all others, so not drawn: {opinions}.").format(opinions=opinions))
    return told


def area_figure(found: Digest, limits: Limits, language: str) -> Figure | None:
    """What are the opinions about? None when no area is known."""
    _ = sentences(language)
    areas = _largest(found.areas, limits.areas)
    if not any(area.name for area in areas):
        return None
    whole = sum(area.voices for area in areas)
    marks = [
        Mark(
            label=area.name or _("other or unsure"),
            value=area.voices,
            words=_("{number} ({percent})").format(
                number=number(area.voices), percent=percent(area.voices, whole)
            ),
            tone=Tone.ACCENT if area.name else Tone.QUIET,
        )
        for area in areas
    ]
    shows = _("The largest area is {area}, with {percent} of all voices.").format(
        area=areas[0].name or _("other or unsure"), percent=percent(areas[0].voices, whole)
    )
    picture = Picture("areas", _("What it is about"), shows)
    return _figure(picture, bars(picture, marks), marks, (_("Area"), _("Voices")))


def _largest(areas: Sequence[AreaShare], most: int) -> Sequence[AreaShare]:
    """The largest named areas; all others and the unsure ones are one."""
    named = [area for area in areas if area.name]
    rest = [*named[most:], *(area for area in areas if not area.name)]
    if not rest:
        return named
    voices, problems = sum(area.voices for area in rest), sum(area.problems for area in rest)
    return [*named[:most], AreaShare(name="", voices=voices, problems=problems)]


def size_figure(found: Digest, language: str, mode: Mode) -> Figure:
    """How often was each problem raised?"""
    _ = sentences(language)
    voices = sum(size.voices for size in found.sizes)
    marks = [
        Mark(
            label=size_label(size, language),
            value=size.voices,
            words=_("{problems}, {opinions}").format(
                problems=counted_problems(size.problems, language, mode),
                opinions=counted_opinions(size.voices, language),
            ),
        )
        for size in found.sizes
    ]
    often = found.sizes[-1]
    shows = _("Raised {low} times or more: {problems}, with {percent} of all opinions.").format(
        problems=counted_problems(often.problems, language, mode),
        low=often.low,
        percent=percent(often.voices, voices),
    )
    if not often.problems:
        shows = _("No problem was raised {low} times or more.").format(low=often.low)
    picture = Picture("sizes", _("How often each problem was raised"), shows)
    return _figure(picture, bars(picture, marks), marks, (_("Times raised"), _("Problems and opinions")))


def refused_sentence(found: Digest, language: str) -> str:
    """How many rows could not be read?"""
    _ = sentences(language)
    rows = counted_rows(len(found.refused), language)
    return _("{rows} could not be read; all others were taken in.").format(rows=rows)


def _figure(picture: Picture, svg: str, marks: Sequence[Mark], heading: tuple[str, str]) -> Figure:
    return Figure(
        title=picture.title,
        shows=picture.shows,
        svg=svg,
        heading=heading,
        numbers=[(mark.label, mark.words) for mark in marks],
    )
