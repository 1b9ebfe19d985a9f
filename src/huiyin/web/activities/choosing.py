"""Which kinds of activity may this person record, in which order are they offered, and for which units?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.access.rules import Actor, Permission
from huiyin.activities.written_forms import folded
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.web.activities.choices import Offers, units_of

# So many of the kinds that are used most stand before all others.
USED_MOST = 5


@dataclass(frozen=True)
class Shelf:
    """Kinds under one heading; "" where a heading would say nothing."""

    heading: str
    kinds: tuple[Kind, ...]


def recordable(actor: Actor, plan: Plan) -> list[Kind]:
    """The kinds that this person may record somewhere, in the plan's order."""
    return [kind for kind in plan.kinds if units_for(actor, kind, plan)]


def units_for(actor: Actor, kind: Kind, plan: Plan) -> list[str]:
    """The units for which this person may record this kind, in the plan's order."""
    reach = actor.reach(Permission.RECORD_ACTIVITIES)
    side = "office" if reach.everywhere else "unit"
    if side not in kind.recorded_by:
        return []
    return [unit.key for unit in plan.units if reach.holds(unit.key)]


def unit_offers(actor: Actor, kind: Kind, plan: Plan, language: str) -> Offers:
    """The same, with their names."""
    return units_of(plan, units_for(actor, kind, plan), language)


def own_unit(actor: Actor, plan: Plan) -> str:
    """The unit that a form begins with: the highest one within reach; "" when every unit is."""
    reach = actor.reach(Permission.RECORD_ACTIVITIES)
    if reach.everywhere:
        return ""
    tops = (unit for unit in plan.units if unit.key in reach.units and unit.within not in reach.units)
    return next((unit.key for unit in tops), "")


def shelves(kinds: Iterable[Kind], plan: Plan, used: Mapping[str, int], language: str) -> list[Shelf]:
    """The kinds under their headings, those that are used most before all."""
    listed = list(kinds)
    whole = [kind for kind in listed if used.get(kind.key) and not kind.part_of]
    by_use = sorted(whole, key=lambda kind: -used[kind.key])
    headed = [
        Shelf(group.name.said(language), tuple(kind for kind in listed if kind.group == group.key))
        for group in plan.kind_groups
    ]
    grouped = {group.key for group in plan.kind_groups}
    others = tuple(kind for kind in listed if kind.group not in grouped)
    found = [
        Shelf(_("Used most so far"), tuple(by_use[:USED_MOST])),
        *headed,
        Shelf(_("Others") if any(shelf.kinds for shelf in headed) else "", others),
    ]
    return [shelf for shelf in found if shelf.kinds]


def sought(kinds: Sequence[Kind], words: str) -> list[Kind]:
    """The kinds whose name or synonym, in any language, has all of these words in it."""
    wanted = folded(words).split()
    return [kind for kind in kinds if all(word in _names(kind) for word in wanted)]


def _names(kind: Kind) -> str:
    return folded(" ".join((kind.name.zh, kind.name.en, *kind.synonyms.zh, *kind.synonyms.en)))
