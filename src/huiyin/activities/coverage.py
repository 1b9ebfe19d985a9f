"""Which leader keeps which contact points, what do the plan's rules lack, and what would fill each gap?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.plan.document import Plan
from huiyin.plan.organisation import ContactRule, Person, Role, Target


class Near(StrEnum):
    """How near a target's unit is to the leader's, the nearest first."""

    SAME_UNIT = "same_unit"
    SAME_BRANCH = "same_branch"  # one of the two units is below the other
    ELSEWHERE = "elsewhere"
    NO_UNIT = "no_unit"  # the plan gives the target or the leader none


@dataclass(frozen=True)
class Kept:
    """A leader keeps a target, as a record that is done says; by keys."""

    records: str  # kind of the record
    person: str
    target: str


@dataclass(frozen=True)
class Proposal:
    """A target that would fill a gap, and why it is this one."""

    target: str
    near: Near
    keepers: int  # leaders who keep it already, or to whom it was proposed before


@dataclass(frozen=True)
class Covered:
    """One leader under one rule."""

    person: str
    rule: str
    held: tuple[str, ...]  # targets, in the plan's order
    wanted: int
    proposals: tuple[Proposal, ...]  # as many as are missing, fewer where there are not enough targets

    @property
    def missing(self) -> int:
        """How many more the rule asks for."""
        return max(0, self.wanted - len(self.held))


def coverage(plan: Plan, kept: Iterable[Kept], units: frozenset[str] | None = None) -> tuple[Covered, ...]:
    """Every leader under every rule that asks something of them, by rule and in the plan's order.

    Equal input gives equal proposals: targets that nobody keeps come first, of these the nearest, of these
    the one that the fewest keep, of these the first in the plan. A target that is proposed counts as kept for
    those who come later. `units`: leaders with a post there alone; all when None.
    """
    by_rule = _held(plan, kept)
    return tuple(
        covered for rule in plan.contact_rules for covered in _under(plan, rule, by_rule[rule.key], units)
    )


def _held(plan: Plan, kept: Iterable[Kept]) -> Mapping[str, dict[str, set[str]]]:
    """By rule and person: the targets of the rule's kind that they keep."""
    found: dict[str, dict[str, set[str]]] = {rule.key: {} for rule in plan.contact_rules}
    kinds = {target.key: target.kind for target in plan.targets}
    rules: dict[tuple[str, str], list[str]] = {}
    for rule in plan.contact_rules:
        rules.setdefault((rule.records, rule.target_kind), []).append(rule.key)
    for each in kept:
        for key in rules.get((each.records, kinds.get(each.target, "")), ()):
            found[key].setdefault(each.person, set()).add(each.target)
    return found


def _under(
    plan: Plan, rule: ContactRule, held: Mapping[str, set[str]], units: frozenset[str] | None
) -> Iterable[Covered]:
    targets = [target for target in plan.targets if target.kind == rule.target_kind]
    keepers = {target.key: sum(target.key in own for own in held.values()) for target in targets}
    branches = _branches(plan)
    for person in plan.people:
        posts = _posts(person, rule)
        if not posts or (units is not None and not units.intersection(posts)):
            continue
        own = held.get(person.key, set())
        lacking = max(0, rule.at_least - len(own))
        free = [target for target in targets if target.key not in own]
        proposals = []
        for target, near in _best(free, keepers, posts, branches)[:lacking]:
            proposals.append(Proposal(target.key, near, keepers[target.key]))
            keepers[target.key] += 1
        yield Covered(
            person=person.key,
            rule=rule.key,
            held=tuple(target.key for target in targets if target.key in own),
            wanted=rule.at_least,
            proposals=tuple(proposals),
        )


def _posts(person: Person, rule: ContactRule) -> tuple[str, ...]:
    """The units of the leader's posts at the levels that the rule is for; "" for a post without a unit."""
    posts = [post for post in person.posts if post.role is Role.LEADER and post.level in rule.levels]
    return tuple(post.unit or "" for post in posts)


def _best(
    free: Sequence[Target],
    keepers: Mapping[str, int],
    posts: Sequence[str],
    branches: Mapping[str, tuple[str, ...]],
) -> list[tuple[Target, Near]]:
    order = list(Near)
    nearest = [
        (target, min((_near(target, post, branches) for post in posts), key=order.index)) for target in free
    ]
    return sorted(
        nearest,
        key=lambda pair: (keepers[pair[0].key] > 0, order.index(pair[1]), keepers[pair[0].key]),
    )


def _near(target: Target, post: str, branches: Mapping[str, tuple[str, ...]]) -> Near:
    if not target.unit or not post:
        return Near.NO_UNIT
    if target.unit == post:
        return Near.SAME_UNIT
    is_branch = post in branches.get(target.unit, ()) or target.unit in branches.get(post, ())
    return Near.SAME_BRANCH if is_branch else Near.ELSEWHERE


def _branches(plan: Plan) -> dict[str, tuple[str, ...]]:
    """For each unit, those above it."""
    within = {unit.key: unit.within for unit in plan.units}
    found = {}
    for unit in within:
        above: list[str] = []
        key = within[unit]
        while key is not None and key not in above:
            above.append(key)
            key = within.get(key)
        found[unit] = tuple(above)
    return found
