"""How does the ledger of one unit, or of one record, look on that one's page?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from huiyin.access.rules import Actor, Permission
from huiyin.ledger.shown.lights import Color
from huiyin.ledger.shown.waiting import of_activity, of_unit
from huiyin.web.ledger.table import Line, line_of
from huiyin.web.ledger.words import LIGHTS, Mark


@dataclass(frozen=True)
class LightCount:
    """So many problems of a unit show this light."""

    mark: Mark
    light: str
    count: int


@dataclass(frozen=True)
class LedgerOfUnit:
    """The problems of a unit: how many show which light, and those that are due first."""

    counts: list[LightCount]
    lines: list[Line]
    total: int
    open: int
    is_more: bool


def unit_ledger(actor: Actor, unit: str) -> LedgerOfUnit:
    """The problems of a unit and of those below it, as far as the actor may see them."""
    found = of_unit(actor, unit, today=timezone.localdate())
    counts = [LightCount(LIGHTS[color.value], color.value, count) for color, count in found.lights if count]
    ended = dict(found.lights).get(Color.ENDED, 0)
    lines = [line_of(row) for row in found.rows]
    return LedgerOfUnit(counts, lines, found.total, found.total - ended, found.is_more)


def grew_from(actor: Actor, record: str) -> list[Line]:
    """The problems that a record grew from, as far as the actor may see them."""
    if not actor.may(Permission.SEE_PROBLEMS):
        return []
    return [line_of(row) for row in of_activity(actor, record, today=timezone.localdate())]
