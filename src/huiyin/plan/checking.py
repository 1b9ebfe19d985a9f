"""Do the parts of a plan agree with each other, and what should a person look at?"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.plan.calendar_checks import calendar_findings
from huiyin.plan.channel_checks import channel_findings
from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding, Notice
from huiyin.plan.figure_checks import figure_findings
from huiyin.plan.kind_checks import kind_findings
from huiyin.plan.labels import label_findings
from huiyin.plan.notices import notices_of
from huiyin.plan.organisation_checks import organisation_findings
from huiyin.plan.references import KEYED_LISTS, References, twice
from huiyin.plan.work_checks import work_findings


def findings_of(plan: Plan) -> list[Finding]:
    """Every contradiction between parts of a plan, each with the path that leads to it."""
    known = References(plan)
    return [
        *_keys(plan),
        *work_findings(plan, known),
        *organisation_findings(plan, known),
        *kind_findings(plan, known),
        *channel_findings(plan, known),
        *figure_findings(plan, known),
        *calendar_findings(plan),
        *label_findings(plan),
    ]


def notices(plan: Plan) -> tuple[Notice, ...]:
    """What may be as meant and should be looked at, in the order of the plan."""
    return tuple(notices_of(plan))


def _keys(plan: Plan) -> Iterator[Finding]:
    for name in KEYED_LISTS:
        yield from twice((name,), (entry.key for entry in getattr(plan, name)))
    for index, checklist in enumerate(plan.checklists):
        yield from twice(("checklists", index, "items"), (item.key for item in checklist.items))
    dated: dict[tuple[str, str], int] = {}
    for index, policy in enumerate(plan.policy):
        first = dated.setdefault((policy.key, str(policy.since)), index)
        if first != index:
            told = {"found": f"{policy.key}, {policy.since}", "first": f"policy[{first + 1}]"}
            yield Finding(("policy", index, "key"), FaultCode.KEY_TWICE, told)
