"""By which calendar and which numbers of the plan are lights read on a day?"""

from __future__ import annotations

from datetime import date

from huiyin.ledger.deciding.policies import number, policy
from huiyin.ledger.rules import Policy
from huiyin.ledger.shown.lights import Limits, Watch
from huiyin.plan.document import Plan
from huiyin.plan.working_days import calendar_of


def watch_of(plan: Plan, today: date) -> Watch:
    """What lights are read by on this day, in the campaign's time zone."""
    limits = Limits(
        soon_days=number(plan, Policy.SOON_DAYS, today),
        soon_share=policy(plan, Policy.SOON_SHARE, today).value,
        receive_days=number(plan, Policy.RECEIVE_DAYS, today),
        check_days=number(plan, Policy.CHECK_DAYS, today),
    )
    return Watch(today, calendar_of(plan.calendar), limits)
