"""How do rows become placements, groups and themes, step by step?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from huiyin.opinions.files.rows import Row
from huiyin.triage.assembling import Found, assemble_groups, assemble_themes, place_rows
from huiyin.triage.characters import IntArray
from huiyin.triage.constraints import Constraints
from huiyin.triage.continuation import Difference, match_groups, proposed_merges, renamed, seed_labels
from huiyin.triage.copies import CopySettings, near_copies
from huiyin.triage.doubts import Doubt, nearest_groups, weakest_joins
from huiyin.triage.duplicates import AlikePairs, originals_of_rows
from huiyin.triage.enforcement import ItemConstraints, Links, group_marks, on_items
from huiyin.triage.grouping import Grouped, Settled, group_items
from huiyin.triage.heat import HeatSettings, Voices, gravity_of, heat_of, people_of
from huiyin.triage.items import Items, days_of, distinct_items, person_codes
from huiyin.triage.knowledge import Knowledge
from huiyin.triage.naming import group_titles
from huiyin.triage.result import Mode, Result, Suggestion
from huiyin.triage.starter import DoubtfulPair
from huiyin.triage.state import EarlierRows
from huiyin.triage.theme_evidence import Grouped as GroupedOpinions
from huiyin.triage.themes import find_themes
from huiyin.triage.vectors import Pairs

# Of 7,500 English questions, those this alike differ by a slip or an article; below, by a word that matters.
LEAST_TOPIC_SIMILARITY = 0.8


class Step(StrEnum):
    """What a run is doing, for the one who waits."""

    GROUP = "group"
    COPIES = "copies"
    TITLES = "titles"
    THEMES = "themes"
    ASSEMBLE = "assemble"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one run."""

    rows: Sequence[Row]  # all rows, those of the earlier run first, numbered from 1
    mode: Mode
    language: str
    other_title: str  # what the theme of all that fits no theme is called
    knowledge: Knowledge
    constraints: Constraints = field(default_factory=Constraints)
    earlier: EarlierRows | None = None
    themes: int | None = None  # None: as many as the opinions give
    areas: Sequence[Suggestion] | None = None  # by row; None: only what the rows say themselves
    units: Sequence[Suggestion] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result, what changed since the earlier run, and what a person should look at first."""

    result: Result
    differences: Sequence[Difference]
    shaky_joins: Sequence[DoubtfulPair]
    near_misses: Sequence[DoubtfulPair]
    last_number: int


def _said(given: Sequence[str], suggested: Sequence[Suggestion] | None) -> list[Suggestion]:
    """What the row says itself, else what was learnt."""
    learnt = suggested if suggested is not None else [Suggestion()] * len(given)
    return [Suggestion(name, 1.0) if name else other for name, other in zip(given, learnt, strict=True)]


def _earlier_members(earlier: EarlierRows | None) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    if earlier is not None:
        for row, placement in zip(earlier.rows, earlier.placements, strict=True):
            if placement.group:
                members.setdefault(placement.group, []).append(row.id)
    return members


def _alike(items: Items, grouped: Grouped, mode: Mode) -> AlikePairs:
    """Near copies: in problem mode without those whose titles name another region or number, in topic mode,
    where one word of a short text is another matter, only those with slips."""
    settings = CopySettings()
    if mode is Mode.TOPIC:
        settings = replace(
            settings, candidates=replace(settings.candidates, similarity=LEAST_TOPIC_SIMILARITY)
        )
    found = near_copies(items.compared_texts, settings=settings)
    pairs = Pairs(found.first, found.second)
    same = grouped.name_one_thing(pairs)
    return AlikePairs(Pairs(pairs.a[same], pairs.b[same]), found.similarity[same])


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Items in groups: what the later steps share."""

    items: Items
    grouped: Grouped
    constraints: ItemConstraints
    labels: IntArray  # by item: position of its group among the sorted labels


def _group(request: Request, items: Items) -> _Grouping:
    constraints = on_items(request.constraints, items.ids, _named_copies(request, items))
    seeds = seed_labels(items.ids, _earlier_members(request.earlier))
    grouped = group_items(items, request.mode, Settled(seeds, constraints), request.knowledge)
    labels = np.unique(grouped.grouping.labels, return_inverse=True)[1].ravel().astype(np.int64)
    return _Grouping(items, grouped, constraints, labels)


def _named_copies(request: Request, items: Items) -> dict[str, str]:
    """The item's id of each exact copy that a decision or an earlier group names."""
    copies: dict[str, str] = {}
    for row, item in zip(request.rows, items.item_of_row.tolist(), strict=True):
        if item >= 0 and row.id != items.ids[item]:
            copies[row.id] = items.ids[item]
    return copies


def _firmest(grouping: _Grouping) -> list[int]:
    """The item of each group that the strongest links hold: it says best what the group is about."""
    order = np.lexsort((grouping.constraints.rank, -grouping.grouped.grouping.held_at, grouping.labels))
    first = np.unique(grouping.labels[order], return_index=True)[1]
    return [int(item) for item in order[first]]


def _voices(request: Request, grouping: _Grouping, heat: HeatSettings) -> Voices:
    rows, items = request.rows, grouping.items
    said = items.item_of_row >= 0
    item = items.item_of_row[said]
    gravity = gravity_of(items.titles, items.details, heat)
    return Voices(
        labels=grouping.labels[item],
        person=person_codes(rows)[said],
        day=days_of(rows)[said],
        likes=np.array([row.likes for row in rows], dtype=np.int64)[said],
        gravity=gravity[item],
    )


def run_triage(request: Request, tell: Callable[[Step], None]) -> Outcome:
    """Triage the rows: groups, copies, titles, heat, themes; every decision obeyed."""
    rows = request.rows
    earlier = len(request.earlier.rows) if request.earlier else 0
    items = distinct_items(rows, request.constraints, earlier=earlier)
    tell(Step.GROUP)
    grouping = _group(request, items)
    tell(Step.COPIES)
    alike = _alike(items, grouping.grouped, request.mode)
    originals = originals_of_rows(items, rows, grouping.labels, alike, earlier=earlier)
    tell(Step.TITLES)
    titles = group_titles(
        items.titles, items.details, grouping.labels, grouping.grouped.space, request.knowledge.namer
    )
    heat = request.knowledge.heat
    voices = _voices(request, grouping, heat)
    tell(Step.THEMES)
    themes = find_themes(
        GroupedOpinions(grouping.grouped.space, grouping.labels, titles, items.compared_texts),
        request.knowledge.themes,
        wanted=request.themes,
    )
    tell(Step.ASSEMBLE)
    found = Found(
        rows=rows,
        items=items,
        labels=grouping.labels,
        held_at=grouping.grouped.grouping.held_at,
        joined_at=grouping.grouped.grouping.joined_at,
        originals=originals,
        titles=titles,
        heats=heat_of(voices, heat),
        people=people_of(voices).tolist(),
        central=_firmest(grouping),
        themes=themes,
        marks=group_marks(grouping.labels, grouping.constraints),
        areas=_said([row.area for row in rows], request.areas),
        units=_said([row.unit for row in rows], request.units),
    )
    return _outcome(request, grouping, found)


def _outcome(request: Request, grouping: _Grouping, found: Found) -> Outcome:
    groups = assemble_groups(found)
    id_of = {row.number: row.id for row in request.rows}
    fresh = [[id_of[number] for number in (*group.members, *group.copies)] for group in groups]
    earlier = request.earlier
    match = match_groups(_earlier_members(earlier), fresh, last_number=earlier.last_number if earlier else 0)
    groups = [replace(group, group=name) for group, name in zip(groups, match.ids, strict=True)]
    result = Result(
        rows=request.rows,
        placements=place_rows(found, groups),
        groups=groups,
        themes=assemble_themes(found, groups, request.other_title),
        mode=request.mode,
        language=request.language,
    )
    return Outcome(
        result=result,
        differences=_differences(request, grouping, result, match.differences),
        shaky_joins=_doubtful(grouping, _weakest(grouping)),
        near_misses=_doubtful(grouping, _nearest(grouping)),
        last_number=match.last_number,
    )


def _differences(
    request: Request, grouping: _Grouping, result: Result, changes: Sequence[Difference]
) -> list[Difference]:
    if request.earlier is None:
        return []
    placed = {row.id: place.group for row, place in zip(result.rows, result.placements, strict=True)}
    group_of_item = [placed[name] for name in grouping.items.ids]
    titles = {group.group: group.title for group in result.groups}
    return [
        *changes,
        *renamed(request.earlier.titles, titles),
        *proposed_merges(grouping.grouped.proposed, group_of_item),
    ]


def _links(grouping: _Grouping) -> Links:
    scored = grouping.grouped.scored
    return Links(scored.pairs.a, scored.pairs.b, scored.probability)


def _weakest(grouping: _Grouping) -> list[Doubt]:
    return weakest_joins(grouping.labels, _links(grouping), grouping.constraints.rank)


def _nearest(grouping: _Grouping) -> list[Doubt]:
    return nearest_groups(grouping.labels, _links(grouping), grouping.constraints.rank, most_links=3)


MOST_DOUBTS = 10  # of each kind, proposed in decisions.yaml


def _doubtful(grouping: _Grouping, doubts: Sequence[Doubt]) -> list[DoubtfulPair]:
    """The first doubts that no decision has settled, with ids and titles."""
    items, component = grouping.items, grouping.constraints.component
    open_ = [each for each in doubts if component[each.a] < 0 or component[each.b] < 0]
    return [
        DoubtfulPair(
            first_id=items.ids[each.a],
            first_title=items.titles[each.a] or items.compared_titles[each.a],
            second_id=items.ids[each.b],
            second_title=items.titles[each.b] or items.compared_titles[each.b],
            value=each.value,
        )
        for each in open_[:MOST_DOUBTS]
    ]
