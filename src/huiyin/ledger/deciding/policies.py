"""Which number decides on a day, and which check-list: the plan's, or what counts where it says nothing?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from huiyin.ledger.rules import Policy
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Checklist
from huiyin.plan.work import Policy as PolicyNumber

ACCEPTANCE = "acceptance"  # key of the plan's check-list that closing asks for
_DATA = Path(__file__).parent.parent / "data"


def number(plan: Plan, key: Policy, day: date) -> int:
    """The number in force on a day, a whole one."""
    return int(policy(plan, key, day).value)


def policy(plan: Plan, key: Policy, day: date) -> PolicyNumber:
    """The number in force on a day with its unit and source, so that a page can say why."""
    return plan.policy_on(key, day) or _in_force(_defaults(), key, day)


def acceptance(plan: Plan) -> Checklist:
    """What is asked of every problem before it closes."""
    of_plan = next((checklist for checklist in plan.checklists if checklist.key == ACCEPTANCE), None)
    return of_plan or _shipped_acceptance()


def _in_force(numbers: Sequence[PolicyNumber], key: Policy, day: date) -> PolicyNumber:
    """The newest that began by then; the oldest of all for a day before any."""
    of_key = sorted((each for each in numbers if each.key == key), key=lambda each: each.since)
    begun = [each for each in of_key if each.since <= day]
    return begun[-1] if begun else of_key[0]


@lru_cache(1)
def _defaults() -> tuple[PolicyNumber, ...]:
    rows = YAML(typ="safe").load(_DATA / "policy.yaml")
    return tuple(PolicyNumber.model_validate(row) for row in rows)


@lru_cache(1)
def _shipped_acceptance() -> Checklist:
    return Checklist.model_validate(YAML(typ="safe").load(_DATA / "acceptance.yaml"))
