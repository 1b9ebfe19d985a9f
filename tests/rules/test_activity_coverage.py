"""What do contact rules lack, and which targets are proposed to fill the gaps?"""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.activities.coverage import Covered, Kept, Near, coverage
from huiyin.plan.document import Plan
from huiyin.plan.reading import read_plan
from tests.campaign import SMALL_PLAN

SMALL = read_plan(SMALL_PLAN.read_text(encoding="utf-8")).model_dump(mode="json", exclude_none=True)
TARGETS = ("east", "west", "shigu-one", "afar")


def plan_of(*, leaders: int = 2, at_least: int = 1) -> Plan:
    """Leaders of Liutang who owe communities: one of their unit's branch, one of the unit, one elsewhere."""
    units = {"east": "liutang-east", "west": "liutang", "shigu-one": "shigu", "afar": None}
    people: list[dict[str, Any]] = [
        {
            "key": f"leader-{number}",
            "name": f"领导{number}",
            "posts": [{"role": "leader", "unit": "liutang", "level": "district"}],
        }
        for number in range(leaders)
    ]
    targets = [
        {"key": key, "name": key, "kind": "community", **({"unit": unit} if unit else {})}
        for key, unit in units.items()
    ]
    rule = {**SMALL["contact_rules"][0], "at_least": at_least}
    others = [person for person in SMALL["people"] if person["key"] != "leader"]
    return Plan.model_validate(
        {**SMALL, "people": [*others, *people], "targets": targets, "contact_rules": [rule]}
    )


def kept(person: int, target: str) -> Kept:
    return Kept("contact_point", f"leader-{person}", target)


def test_what_nobody_keeps_and_lies_nearest_is_proposed_first() -> None:
    first, second = coverage(plan_of(), [])

    assert [(each.target, each.near) for each in first.proposals] == [("west", Near.SAME_UNIT)]
    assert [(each.target, each.near) for each in second.proposals] == [("east", Near.SAME_BRANCH)]


def test_what_nobody_keeps_far_away_goes_before_what_somebody_keeps_nearby() -> None:
    held = [kept(0, "west"), kept(0, "east")]

    _, second = coverage(plan_of(), held)

    assert [(each.target, each.near, each.keepers) for each in second.proposals] == [
        ("shigu-one", Near.ELSEWHERE, 0)
    ]


def test_a_duty_that_is_met_lacks_nothing() -> None:
    first, second = coverage(plan_of(), [kept(0, "afar"), kept(1, "gone")])

    assert (first.held, first.missing, first.proposals) == (("afar",), 0, ())
    assert (second.held, second.missing) == ((), 1)


def test_other_records_and_targets_of_another_kind_do_not_count() -> None:
    plan = Plan.model_validate(SMALL)

    found = coverage(plan, [Kept("visit", "leader", "east"), Kept("contact_point", "leader", "firm-1")])

    assert [(each.rule, each.held, each.missing) for each in found] == [
        ("one-community", (), 1),
        ("one-firm", ("firm-1",), 0),
    ]


def test_leaders_of_other_units_are_left_out_where_units_are_named() -> None:
    assert coverage(plan_of(), [], frozenset({"shigu"})) == ()
    assert len(coverage(plan_of(), [], frozenset({"liutang"}))) == 2


HELD = st.sets(st.tuples(st.integers(0, 3), st.sampled_from(TARGETS)))


@given(HELD, st.integers(1, 5))
def test_proposals_fill_each_gap_as_far_as_targets_go(held: set[tuple[int, str]], at_least: int) -> None:
    found = coverage(plan_of(leaders=4, at_least=at_least), [kept(*each) for each in held])

    for each in found:
        proposed = [proposal.target for proposal in each.proposals]
        assert not set(proposed) & set(each.held)
        assert len(proposed) == len(set(proposed))
        assert len(proposed) == min(each.missing, len(TARGETS) - len(each.held))


@given(HELD)
def test_equal_input_gives_equal_proposals_whatever_its_order(held: set[tuple[int, str]]) -> None:
    plan = plan_of(leaders=4, at_least=2)

    def shown(order: list[tuple[int, str]]) -> tuple[Covered, ...]:
        return coverage(plan, [kept(*each) for each in order])

    assert shown(sorted(held)) == shown(sorted(held, reverse=True))
