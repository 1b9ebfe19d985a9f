"""What of a problem is for this reader: persons' names, reasons, words, the office's notes?

Whoever may see problems everywhere reads all of it. Others, who see those of some units, read what those
units are told: never a reason for the office, its note, a group of opinions, or a person of elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.access.rules import Actor, Permission
from huiyin.activities.names_in_plan import names_of
from huiyin.plan.document import Plan
from huiyin.plan.terms import Term

# Moves whose reason or words stay in the office; all others are told to the owner unit.
FOR_THE_OFFICE = frozenset(
    {
        *("open", "describe", "assign", "assign_by_head", "merge", "split_off", "add_place", "drop_place"),
        *("not_accept", "link", "review"),
    }
)
# Before a problem is handed over it is the office's draft, whose words nobody else reads.
HANDED_OVER = frozenset({"assign", "assign_by_head"})


@dataclass(frozen=True)
class Sight:
    """How much of the ledger somebody reads."""

    is_office: bool
    units: frozenset[str]
    person: str
    plan: Plan

    def sees_person(self, key: str) -> bool:
        """May the reader know who this is? They know themselves and the people of their units."""
        if not key:
            return False
        if self.is_office or key == self.person:
            return True
        of_plan = self.plan.people_by_key.get(key)
        return of_plan is not None and any(post.unit in self.units for post in of_plan.posts if post.unit)

    def person_key(self, key: str) -> str:
        """The key of a person, "" where the reader may not know it."""
        return key if self.sees_person(key) else ""

    def person_name(self, key: str) -> Term | None:
        """The name of a person, None where the reader may not know it or there is nobody."""
        return names_of(self.plan).people.called(key) if self.sees_person(key) else None

    def reason(self, move: str, text: str) -> str:
        """What was written with a move, "" where it is for the office alone."""
        return text if self.is_office or move not in FOR_THE_OFFICE else ""

    def note(self, text: str) -> str:
        """What only the office keeps beside a problem."""
        return text if self.is_office else ""


def sight_of(actor: Actor, plan: Plan, *, by: Permission = Permission.SEE_PROBLEMS) -> Sight:
    """How much this actor reads."""
    reach = actor.reach(by)
    return Sight(reach.everywhere, reach.units, actor.person, plan)


def name_of_account(account: str, people: Mapping[str, str], sight: Sight) -> Term | None:
    """Who stands behind an account; None where the reader may not know it."""
    return sight.person_name(people.get(account, ""))
