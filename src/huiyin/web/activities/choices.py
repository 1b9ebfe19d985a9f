"""What may be chosen in a field, and how is each choice called?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from huiyin.activities.names_in_plan import names_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Field, FieldType


@dataclass(frozen=True)
class Offer:
    """One choice: its key, and its name in the reader's language."""

    key: str
    name: str


@dataclass(frozen=True)
class Offers:
    """All choices of one field, in the plan's order."""

    rows: tuple[Offer, ...] = ()

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """What each key is shown as: its name, with the key beside it where two have the same name."""
        times = Counter(row.name for row in self.rows)
        return {row.key: row.name if times[row.name] == 1 else f"{row.name} ({row.key})" for row in self.rows}

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        return {said: key for key, said in self.shown.items()}

    def shown_as(self, key: str) -> str:
        """The name of this key; what is no key of these is shown as it is."""
        return self.shown.get(key, key)

    def key_of(self, typed: str) -> str:
        """The key that is shown so; anything else stays as it was typed, for the rules to understand."""
        plain = " ".join(typed.split())
        return self._keys.get(plain, plain)


def offers_of(field: Field, plan: Plan, language: str) -> Offers:
    """The choices that the plan gives to a field; none for a field that is typed or names a record."""
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        return Offers(tuple(Offer(choice.key, choice.name.said(language)) for choice in field.choices))
    listed = names_of(plan).lists.get(field.type)
    if listed is None:
        return Offers()
    fitting = [row for row in listed.rows.values() if field.of is None or row.sort == field.of]
    return Offers(tuple(Offer(row.key, row.name.said(language)) for row in fitting))


def units_of(plan: Plan, keys: Iterable[str] | None, language: str) -> Offers:
    """These units of the plan, in its order; all of them when `keys` is None."""
    wanted = None if keys is None else frozenset(keys)
    found = [unit for unit in plan.units if wanted is None or unit.key in wanted]
    return Offers(tuple(Offer(unit.key, unit.name.said(language)) for unit in found))
