"""How does a leader see on one page, without a network, what the opinions come down to?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from huiyin.languages import joined, sentences
from huiyin.opinions.files.rows import Row
from huiyin.publishing.how_it_was_made import Section, quoted_id, sections
from huiyin.publishing.summary_pictures import (
    Figure,
    area_figure,
    fates_figure,
    refused_sentence,
    size_figure,
    time_figure,
)
from huiyin.publishing.text_width import shorten
from huiyin.publishing.triage_digest import Digest, Limits, ShakyJoin, digest
from huiyin.publishing.triage_words import (
    certainty,
    counted_opinions,
    counted_problems,
    counted_rows,
    counted_themes,
    day,
    headline,
    heat_reasons,
    hundredths,
    percent,
    period,
    reason_words,
    togetherness,
)
from huiyin.triage.result import Group, Result, Theme
from huiyin.triage.tables import RunFacts, all_notes

_LAYOUTS = Path(__file__).parent / "layouts"
_LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}
_QUOTE_WIDTH = 240  # letter widths of an opinion that is quoted
_TOP_THEMES = 10  # whose share of all voices is told


@dataclass(frozen=True, slots=True)
class _ThemeRow:
    title: str
    example: str
    amount: str
    bar: str  # length in hundredths


@dataclass(frozen=True, slots=True)
class _ProblemRow:
    title: str
    why: str
    facts: str


@dataclass(frozen=True, slots=True)
class _JoinRow:
    title: str
    held_by: str
    weakest: str
    decision: str


@dataclass(frozen=True, slots=True)
class _Page:
    """All that the layout fills in, in words."""

    lang: str
    headline: str
    lead: Sequence[str]
    notes: Sequence[str]
    themes: Sequence[_ThemeRow]
    themes_sentence: str
    hottest: Sequence[_ProblemRow]
    figures: Sequence[Figure]
    shaky: Sequence[_JoinRow]
    shaky_sentence: str
    refused: Sequence[str]
    refused_sentence: str
    sections: Sequence[Section]
    files: Sequence[str]


def summary_page(result: Result, facts: RunFacts, files: Sequence[str]) -> str:
    """The page as HTML; `files` are the names of the files beside it, to which it links.

    It holds no script and loads nothing: its policy allows one style sheet, by hash. Equal results give
    equal pages.
    """
    style = (_LAYOUTS / "summary.css").read_text(encoding="utf-8")
    layout = _environment().get_template("summary.html.j2")
    return layout.render(
        page=_page(result, facts, files),
        words=_words(result.language),
        style=Markup(style),  # noqa: S704  our own file
        style_hash=_policy_hash(style),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_LAYOUTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["drawn"] = Markup  # pictures are escaped where they are drawn
    return environment


def _policy_hash(style: str) -> str:
    """The source by which a content security policy allows this style (CSP Level 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _page(result: Result, facts: RunFacts, files: Sequence[str]) -> _Page:
    language, limits = result.language, Limits()
    found = digest(result, limits)
    figures = (
        time_figure(found, language),
        area_figure(found, limits, language),
        size_figure(found, language, result.mode),
        fates_figure(found, language),
    )
    lead = (period(found, language), togetherness(facts.counts, language))
    return _Page(
        lang=_LANGUAGE_TAGS[language],
        headline=headline(found, language, result.mode),
        lead=[sentence for sentence in lead if sentence],
        notes=all_notes(result, facts),
        themes=_theme_rows(result, found),
        themes_sentence=_themes_sentence(found, language),
        hottest=[_problem_row(group, result) for group in found.hottest],
        figures=[figure for figure in figures if figure is not None],
        shaky=[_join_row(join, language) for join in found.shaky],
        shaky_sentence=_shaky_sentence(found, result),
        refused=_refused_rows(found.refused, limits, language),
        refused_sentence=refused_sentence(found, language),
        sections=sections(result, facts, found),
        files=files,
    )


def _words(language: str) -> Mapping[str, str]:
    _ = sentences(language)
    return {
        "kicker": _("What the opinions come down to"),
        "themes": _("The themes, largest first"),
        "hottest": _("The hottest problems"),
        "hottest_sentence": _("Raised by many, lately, more and more, or in words of danger."),
        "pictures": _("In pictures"),
        "shaky": _("To look at first"),
        "refused": _("What could not be read"),
        "made": _("How this was made"),
        "made_sentence": _("Sorted by a computer on this machine; what it proposes, a person decides."),
        "numbers": _("The numbers"),
        "files": _("The files beside this page"),
    }


def _themes_sentence(found: Digest, language: str) -> str:
    _ = sentences(language)
    whole = found.counts.kept + found.counts.duplicate
    largest = found.themes[:_TOP_THEMES]
    if not largest:
        return _("No theme was found.")
    return _("Share of the largest ({themes}): {percent} of all opinions.").format(
        themes=counted_themes(len(largest), language),
        percent=percent(sum(theme.opinions for theme in largest), whole),
    )


def _theme_rows(result: Result, found: Digest) -> Sequence[_ThemeRow]:
    themes = [*found.themes, *([found.other] if found.other else [])]
    longest = max((theme.opinions for theme in themes), default=0)
    return [_theme_row(theme, longest, result, found) for theme in themes if theme.opinions]


def _theme_row(theme: Theme, longest: int, result: Result, found: Digest) -> _ThemeRow:
    _ = sentences(result.language)
    examples = [group.title for group in found.by_theme.get(theme.theme, ()) if group.title != theme.title]
    amount = [
        counted_opinions(theme.opinions, result.language),
        counted_problems(theme.problems, result.language, result.mode),
    ]
    return _ThemeRow(
        title=theme.title,
        example=_("For example: {title}").format(title=examples[0]) if examples else "",
        amount=joined([*amount, theme.area] if theme.area else amount, result.language),
        bar=f"{100 * theme.opinions / longest:.1f}",
    )


def _problem_row(group: Group, result: Result) -> _ProblemRow:
    language = result.language
    _ = sentences(language)
    facts = [counted_opinions(group.voices, language)]
    if group.first_seen and group.last_seen:
        first, last = day(group.first_seen, language), day(group.last_seen, language)
        facts.append(first if first == last else _("{first} to {last}").format(first=first, last=last))
    facts += [name for name in (group.area.name, group.unit.name) if name]
    if group.size > 1:
        facts.append(_("certainty: {words}").format(words=certainty(group, result.mode, language)))
    return _ProblemRow(
        title=group.title, why=heat_reasons(group, language), facts=" · ".join([group.group, *facts])
    )


def _shaky_sentence(found: Digest, result: Result) -> str:
    _ = sentences(result.language)
    return _(
        "Held together by a weak link: {problems}. The weakest come first: do both opinions speak of the "
        "same problem?"
    ).format(problems=counted_problems(found.shaky_total, result.language, result.mode))


def _join_row(join: ShakyJoin, language: str) -> _JoinRow:
    _ = sentences(language)
    first, second = quoted_id(join.held_by.id), quoted_id(join.weakest.id)
    return _JoinRow(
        title=join.group.title,
        held_by=_quote(join.held_by),
        weakest=_quote(join.weakest),
        decision=_("Linked by {value}. If they differ, write into decisions.yaml: {decision}").format(
            value=hundredths(join.group.confidence), decision=f"split: [{first}, {second}]"
        ),
    )


def _quote(row: Row) -> str:
    words = row.text if row.text.startswith(row.title) or not row.title else f"{row.title} {row.text}"
    return shorten(words, _QUOTE_WIDTH)


def _refused_rows(refused: Sequence[Row], limits: Limits, language: str) -> Sequence[str]:
    _ = sentences(language)
    told = [_refused_row(row, language) for row in refused[: limits.refused]]
    if len(refused) > limits.refused:
        rest = counted_rows(len(refused) - limits.refused, language)
        told.append(_("In opinions.csv, with the status “unreadable”: {rows} more.").format(rows=rest))
    return told


def _refused_row(row: Row, language: str) -> str:
    _ = sentences(language)
    reason = reason_words(language).get(row.reason, row.reason) or _("no reason is known")
    place = row.file if not row.sheet else _("{file}, sheet {sheet}").format(file=row.file, sheet=row.sheet)
    return _("{place}, row {row}: {reason}").format(place=place, row=row.source_row, reason=reason)
