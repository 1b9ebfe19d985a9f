"""Which columns do the sheets of the ledger have, and what stands in each?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from huiyin.languages import sentences
from huiyin.opinions.files.rows import Row
from huiyin.publishing.text_width import shorten
from huiyin.publishing.triage_digest import Digest
from huiyin.publishing.triage_words import certainty, status_words
from huiyin.publishing.workbook_pages import Column, Kind, Value
from huiyin.triage.result import OTHER, Group, Placement, Result, Theme

_SAID_WIDTH = 160  # letter widths of what people said that stand in the ledger; the rest is a click away

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Field(Generic[Told]):
    """A column, and what stands in it for one line."""

    column: Column
    value: Callable[[Told], Value]


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One line of the ledger: a problem and the row that stands for it."""

    group: Group
    representative: Row


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One line of the opinions: a row, or the continuation of one whose words fill more than a cell."""

    row: Row
    placement: Placement
    part: int
    parts: int
    title: str
    text: str


def ledger_fields(result: Result) -> Sequence[Field[ProblemLine]]:
    """The columns of the ledger, one line for each problem; the voices lead to the opinions."""
    _ = sentences(result.language)
    themes = {theme.theme: theme.title for theme in result.themes}

    def certain(line: ProblemLine) -> str:
        if not line.group.is_problem:
            return _("set aside: no problem")
        return certainty(line.group, result.mode, result.language)

    def said(line: ProblemLine) -> str:
        return shorten(line.representative.text or line.representative.title, _SAID_WIDTH)

    return (
        Field(Column(_("No."), 6), lambda line: line.group.group),
        Field(Column(_("Theme"), 15), lambda line: themes.get(line.group.theme, line.group.theme)),
        Field(Column(_("Problem"), 30), lambda line: line.group.title),
        Field(Column(_("What people said"), 44), said),
        Field(Column(_("Opinions"), 7, Kind.COUNT), lambda line: line.group.size),
        Field(Column(_("Voices"), 7, Kind.COUNT, is_linked=True), lambda line: line.group.voices),
        Field(Column(_("People"), 7, Kind.COUNT), lambda line: line.group.people),
        Field(Column(_("Heat"), 8, Kind.RATIO, has_bar=True), lambda line: line.group.heat.total),
        Field(Column(_("Area"), 12), lambda line: line.group.area.name),
        Field(Column(_("Unit"), 12), lambda line: line.group.unit.name),
        Field(Column(_("Certainty"), 11), certain),
        Field(Column(_("First seen"), 10, Kind.DAY), lambda line: line.group.first_seen),
        Field(Column(_("Last seen"), 10, Kind.DAY), lambda line: line.group.last_seen),
        Field(_heat_part(_("Heat: people")), lambda line: line.group.heat.people),
        Field(_heat_part(_("Heat: recency")), lambda line: line.group.heat.recency),
        Field(_heat_part(_("Heat: growth")), lambda line: line.group.heat.growth),
        Field(_heat_part(_("Heat: gravity")), lambda line: line.group.heat.gravity),
    )


def _heat_part(heading: str) -> Column:
    """A part of the heat: on the screen for whoever asks why, not on paper."""
    return Column(heading, 8, Kind.RATIO, is_printed=False)


def theme_fields(result: Result, found: Digest) -> Sequence[Field[Theme]]:
    """The columns of the themes, one line for each, the largest first."""
    _ = sentences(result.language)
    whole = found.counts.kept + found.counts.duplicate

    def hottest(theme: Theme) -> str:
        examples = found.by_theme.get(theme.theme, ())
        return "\n".join(f"{group.group} {group.title}" for group in examples)

    def share(theme: Theme) -> float:
        return theme.opinions / whole if whole else 0.0

    return (
        Field(Column(_("No."), 6), lambda theme: "" if theme.theme == OTHER else theme.theme),
        Field(Column(_("Theme"), 36), lambda theme: theme.title),
        Field(Column(_("Problems"), 10, Kind.COUNT), lambda theme: theme.problems),
        Field(Column(_("Voices"), 10, Kind.COUNT), lambda theme: theme.opinions),
        Field(Column(_("Share of voices"), 10, Kind.SHARE, has_bar=True), share),
        Field(Column(_("Area"), 16), lambda theme: theme.area),
        Field(Column(_("Hottest problems"), 70), hottest),
    )


def opinion_fields(result: Result) -> Sequence[Field[OpinionLine]]:
    """The columns of the opinions, one line for each row; what is blank for all rows is left out."""
    _ = sentences(result.language)
    titles = {group.group: group.title for group in result.groups}
    statuses = status_words(result.language)
    rows, placements = result.rows, result.placements

    def status(line: OpinionLine) -> str:
        if line.part > 1:
            return _("continued ({part} of {parts})").format(part=line.part, parts=line.parts)
        return statuses.get(line.placement.status, line.placement.status)

    def held_by(line: OpinionLine) -> float | None:
        return line.placement.group_confidence if line.placement.group else None

    always: list[Field[OpinionLine]] = [
        Field(Column(_("No."), 6, is_linked=True), lambda line: line.placement.group),
        Field(Column(_("Problem"), 24), lambda line: titles.get(line.placement.group, "")),
        Field(Column(_("Id"), 12), lambda line: line.row.id),
        Field(Column(_("Title"), 26), lambda line: line.title),
        Field(Column(_("Text"), 66), lambda line: line.text),
        Field(Column(_("Time"), 15, Kind.TIME), lambda line: line.row.time),
        Field(Column(_("Status"), 10), status),
        Field(Column(_("Link value"), 8, Kind.RATIO), held_by),
        Field(Column(_("Row"), 7, Kind.COUNT), lambda line: line.row.number),
        Field(Column(_("Row in the file"), 8, Kind.COUNT), lambda line: line.row.source_row),
    ]
    sometimes: list[tuple[bool, Field[OpinionLine]]] = [
        (
            any(placement.duplicate_of for placement in placements),
            Field(Column(_("Repeats row"), 8, Kind.COUNT), lambda line: line.placement.duplicate_of),
        ),
        (any(row.place for row in rows), Field(Column(_("Place"), 10), lambda line: line.row.place)),
        (
            any(row.likes for row in rows),
            Field(Column(_("Likes"), 6, Kind.COUNT), lambda line: line.row.likes or None),
        ),
        (
            any(placement.area.name for placement in placements),
            Field(Column(_("Area"), 12), lambda line: line.placement.area.name),
        ),
        (
            any(placement.unit.name for placement in placements),
            Field(Column(_("Unit"), 12), lambda line: line.placement.unit.name),
        ),
        (
            any(row.redactions for row in rows),
            Field(Column(_("Blacked out"), 8, Kind.COUNT), lambda line: line.row.redactions or None),
        ),
        (len({row.file for row in rows}) > 1, Field(Column(_("File"), 14), lambda line: line.row.file)),
        (len({row.sheet for row in rows}) > 1, Field(Column(_("Sheet"), 10), lambda line: line.row.sheet)),
    ]
    return [*always, *(field for is_wanted, field in sometimes if is_wanted)]
