"""How many opinions, voices and people does each group hold, since when, and how hot is it?

Counted columns are no part of what entries bind: they can be counted anew at any time, and this is where they
are. Statements count whole sets of groups inside the database; SQLite and PostgreSQL read them alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

import numpy as np
from django.db import connection
from django.db.models import Max

from huiyin.activities.queries import pieces
from huiyin.board.models import Group
from huiyin.board.rules import GroupState, thousandths
from huiyin.board.standing import counted_opinions, members_of
from huiyin.opinions.models import Opinion
from huiyin.trail.models import NEVER
from huiyin.triage.heat import HeatSettings, Voices, gravity_of, heat_of, read_heat_settings

GROUPS_AT_ONCE = 5_000  # named in one statement
_LATEST = -1  # the label of a voice that only says what the latest day is

_COUNTED = """
    SELECT g.record,
        COUNT(DISTINCT CASE WHEN o.record IS NOT NULL
            THEN COALESCE(NULLIF(p.copy_of, ''), p.record) END) AS opinions,
        COUNT(o.record) AS voices,
        COUNT(DISTINCT NULLIF(o.giver, '')) + COUNT(CASE WHEN o.giver = '' THEN 1 END) AS people,
        COALESCE(MIN(CASE WHEN o.record IS NOT NULL THEN p.confidence END), 1000) AS least_confidence,
        COUNT(CASE WHEN p.is_fresh AND o.record IS NOT NULL THEN 1 END) AS fresh,
        MIN(o.day) AS first_day, MAX(o.day) AS last_day
    FROM board_group AS g
    LEFT JOIN board_placement AS p ON p."group" = g.record AND p.superseded = %(never)s
    LEFT JOIN opinion AS o ON o.record = p.record AND o.superseded = %(never)s
        AND NOT o.is_withdrawn AND o.goes_to_board
    WHERE g.superseded = %(never)s {which}
    GROUP BY g.record
"""
_COUNT_GROUPS = """
    UPDATE board_group SET opinions = c.opinions, voices = c.voices, people = c.people,
        least_confidence = c.least_confidence, fresh = c.fresh,
        first_day = c.first_day, last_day = c.last_day
    FROM ({counted}) AS c
    WHERE board_group.record = c.record AND board_group.superseded = %(never)s
        AND (board_group.opinions <> c.opinions OR board_group.voices <> c.voices
            OR board_group.people <> c.people OR board_group.fresh <> c.fresh
            OR board_group.least_confidence <> c.least_confidence
            OR COALESCE(board_group.first_day, '0001-01-01') <> COALESCE(c.first_day, '0001-01-01')
            OR COALESCE(board_group.last_day, '0001-01-01') <> COALESCE(c.last_day, '0001-01-01'))
"""
_MEMBER = """
    FROM board_placement AS p
    JOIN opinion AS o ON o.record = p.record AND o.superseded = %(never)s
        AND NOT o.is_withdrawn AND o.goes_to_board
    WHERE p."group" = g.record AND p.superseded = %(never)s
"""
# The opinion that says best what a group is about: the one that a run named, as long as it stands there.
_CHOOSE_SAMPLES = """
    UPDATE board_group AS g SET sample = COALESCE(
        (SELECT p.record {member} ORDER BY p.copy_of <> '', p.confidence DESC, p.record LIMIT 1), '')
    WHERE g.superseded = %(never)s {which}
        AND NOT EXISTS (SELECT 1 {member} AND p.record = g.sample AND p.copy_of = '')
        AND (g.voices > 0 OR g.sample <> '')
"""
_THEMES_OF = "SELECT theme FROM board_group WHERE record IN {these}"
# What waits in each theme; its heat is that of its hottest group.
_COUNT_THEMES = """
    UPDATE board_theme SET "groups" = c."groups", opinions = c.opinions, heat = c.heat
    FROM (
        SELECT t.record, COUNT(g.record) AS "groups", COALESCE(SUM(g.voices), 0) AS opinions,
            COALESCE(MAX(g.heat), 0) AS heat
        FROM board_theme AS t
        LEFT JOIN board_group AS g ON g.theme = t.record AND g.superseded = %(never)s
            AND g.state = %(waiting)s AND NOT g.is_withdrawn AND g.voices > 0
        WHERE t.superseded = %(never)s {which}
        GROUP BY t.record
    ) AS c
    WHERE board_theme.record = c.record AND board_theme.superseded = %(never)s
        AND (board_theme."groups" <> c."groups" OR board_theme.opinions <> c.opinions
            OR board_theme.heat <> c.heat)
"""


def recount(groups: Collection[str] | None = None) -> None:
    """Count these groups anew, all of them when none are named, and then the themes.

    Opinions that were withdrawn, or left the board for a programme that is counted in bulk, count nowhere.
    """
    if groups is None:
        _count("", {})
        return
    for these, names in _named(groups):
        _count(these, names)


def recount_themes(groups: Collection[str] | None = None) -> None:
    """Count what waits in the themes that these groups are or were in, when only their states have changed.

    All themes when no groups are named.
    """
    if groups is None:
        _count_themes("", {})
        return
    for these, names in _named(groups):
        _count_themes(these, names)


def _named(groups: Collection[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Lists of groups as a statement takes them: placeholders, and the ids behind them."""
    for piece in pieces(sorted(set(groups)), at_once=GROUPS_AT_ONCE):
        names = {f"g{at}": group for at, group in enumerate(piece)}
        yield f"({', '.join(f'%({name})s' for name in names)})", names


def _count(these: str, names: Mapping[str, str]) -> None:
    """Groups, the opinions that say best what they are about, and the themes that they are or were in."""
    facts: dict[str, str | int] = {"never": NEVER, **names}
    which = f"AND g.record IN {these}" if these else ""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_GROUPS.format(counted=_COUNTED.format(which=which)), facts)
        cursor.execute(_CHOOSE_SAMPLES.format(member=_MEMBER, which=which), facts)
    _count_themes(these, names)


def _count_themes(these: str, names: Mapping[str, str]) -> None:
    facts: dict[str, str | int] = {"never": NEVER, "waiting": GroupState.WAITING.value, **names}
    which = f"AND t.record IN ({_THEMES_OF.format(these=these)})" if these else ""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_THEMES.format(which=which), facts)


def set_heats(heats: Mapping[str, int]) -> None:
    """Write these heats (thousandths) where they are others; `recount` then counts the themes."""
    before = dict(Group.objects.filter(superseded=NEVER).values_list("record", "heat"))
    changed = [
        (heat, group, NEVER) for group, heat in heats.items() if group in before and before[group] != heat
    ]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE board_group SET heat = %s WHERE record = %s AND superseded = %s", changed)


def reheat(groups: Collection[str]) -> None:
    """The heat of groups that were changed by hand, as triage gives it, from their own opinions.

    "Now" is the newest day of all opinions that count, as it is in a run.
    """
    placed = {row.record: row.group for rows in members_of(groups).values() for row in rows}
    found = [
        opinion for piece in pieces(sorted(placed)) for opinion in counted_opinions().filter(record__in=piece)
    ]
    latest: date | None = counted_opinions().aggregate(latest=Max("day"))["latest"]
    heats = dict.fromkeys(groups, 0)
    if found and latest is not None:
        heats |= _heats(found, placed, latest)
    for group, heat in heats.items():
        Group.objects.filter(record=group, superseded=NEVER).exclude(heat=heat).update(heat=heat)


def _heats(opinions: Iterable[Opinion], placed: Mapping[str, str], latest: date) -> dict[str, int]:
    held = list(opinions)
    groups = sorted({placed[opinion.record] for opinion in held})
    number = {group: at for at, group in enumerate(groups)}
    givers: dict[str, int] = {}
    people = [givers.setdefault(row.giver, len(givers)) if row.giver else -1 for row in held]
    gravity = gravity_of([row.title for row in held], [row.words for row in held], _settings())
    voices = Voices(
        labels=np.array([_LATEST, *(number[placed[row.record]] for row in held)], dtype=np.int64),
        person=np.array([-1, *people], dtype=np.int64),
        day=np.array([latest.toordinal(), *(row.day.toordinal() for row in held)], dtype=np.float64),
        likes=np.array([0, *(row.likes for row in held)], dtype=np.int64),
        gravity=np.concatenate([[0.0], gravity]),
    )
    _, *heats = heat_of(voices, _settings())
    return {group: thousandths(heat.total) for group, heat in zip(groups, heats, strict=True)}


@lru_cache(maxsize=1)
def _settings() -> HeatSettings:
    return read_heat_settings()
