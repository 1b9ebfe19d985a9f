"""What does the terminal say when a triage is done?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from huiyin.languages import joined, sentences
from huiyin.publishing.text_width import pad, pad_left, shorten, text_width, wrap
from huiyin.publishing.triage_digest import Digest, Limits, digest
from huiyin.publishing.triage_words import (
    accounts,
    counted_problems,
    counted_themes,
    headline,
    heat_reasons,
    number,
    period,
    role_words,
    togetherness,
)
from huiyin.triage.result import Group, Result
from huiyin.triage.tables import InputTable, RunFacts, all_notes


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How much the terminal shows, in lines and letter widths."""

    themes: int = 12
    hottest: int = 5
    narrowest: int = 40
    widest: int = 100  # a longer line is hard to read
    title_share: float = 0.6  # of the width that a theme's title may take
    bar: str = "="


_SIZES = _Sizes()
_MARGIN = _GAP = "  "


def terminal_summary(
    result: Result, facts: RunFacts, *, folder: Path, files: Sequence[str], width: int
) -> str:
    """The result in a screenful of text, in the result's language, for a terminal `width` letters wide.

    Chinese characters count two; no line is longer than the terminal, save a path or a word that is.
    """
    width = max(_SIZES.narrowest, min(width, _SIZES.widest))
    found = digest(result, Limits())
    blocks = (
        _answer(result, facts, found),
        _readings(facts.inputs, result.language),
        _themes(found, result, width),
        _hottest(found.hottest[: _SIZES.hottest], result, width),
        _doubts(found, result),
        list(all_notes(result, facts)),
        _places(folder, files, result.language),
    )
    return "\n\n".join("\n".join(_fit(block, width)) for block in blocks if block) + "\n"


def _answer(result: Result, facts: RunFacts, found: Digest) -> list[str]:
    language = result.language
    told = (
        headline(found, language, result.mode),
        period(found, language),
        accounts(facts.counts, language),
        togetherness(facts.counts, language),
    )
    return [sentence for sentence in told if sentence]


def _readings(tables: Sequence[InputTable], language: str) -> list[str]:
    _ = sentences(language)
    roles = role_words(language)
    told = []
    for table in tables:
        readings = [
            _("“{column}” as {role}").format(
                column=reading.column, role=roles.get(reading.role, reading.role)
            )
            for reading in table.readings
        ]
        if readings:
            told.append(
                _("Read from {file}: {readings}.").format(
                    file=table.file, readings=joined(readings, language)
                )
            )
    return told


def _themes(found: Digest, result: Result, width: int) -> list[str]:
    _ = sentences(result.language)
    shown = found.themes[: _SIZES.themes]
    if not shown:
        return []
    longest = max(theme.opinions for theme in shown)
    digits = len(number(longest))
    room = int(width * _SIZES.title_share)
    titles = [shorten(theme.title, room) for theme in shown]
    column = max(text_width(title) for title in titles)
    bar_room = width - digits - column - len(_MARGIN) - 2 * len(_GAP)
    lines = [_("The largest themes, by opinions:")]
    for theme, title in zip(shown, titles, strict=True):
        bar = _SIZES.bar * max(1, round(bar_room * theme.opinions / longest))
        told = (pad_left(number(theme.opinions), digits), pad(title, column), bar)
        lines.append(_MARGIN + _GAP.join(told))
    if len(found.themes) > len(shown):
        rest = counted_themes(len(found.themes) - len(shown), result.language)
        lines.append("  " + _("and {themes} more").format(themes=rest))
    return lines


def _hottest(groups: Sequence[Group], result: Result, width: int) -> list[str]:
    _ = sentences(result.language)
    if not groups:
        return []
    lines = [_("The hottest problems:")]
    for place, group in enumerate(groups, start=1):
        lines.append(f"  {place}. {shorten(group.title, width - 6)}")
        lines.append(f"     {heat_reasons(group, result.language)}")
    return lines


def _doubts(found: Digest, result: Result) -> list[str]:
    _ = sentences(result.language)
    if not found.shaky_total:
        return []
    problems = counted_problems(found.shaky_total, result.language, result.mode)
    return [_("To look at first, as a weak link holds them together: {problems}.").format(problems=problems)]


def _places(folder: Path, files: Sequence[str], language: str) -> list[str]:
    _ = sentences(language)
    return [_("Written to {folder}:").format(folder=folder), *(f"  {name}" for name in files)]


def _fit(lines: Sequence[str], width: int) -> Iterator[str]:
    for line in lines:
        if text_width(line) <= width:
            yield line
        else:
            yield from wrap(line, width)
