"""By when is a problem to be put right, in words, with the day that was set first?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from huiyin.ledger.deciding.policies import number
from huiyin.ledger.rules import Policy
from huiyin.ledger.shown.rows import ProblemRow
from huiyin.plan.document import Plan
from huiyin.plan.working_days import calendar_of
from huiyin.web.activities.shown import day_said
from huiyin.web.ledger.light_words import days_said

NO_DAY = "—"


def due_said(row: ProblemRow) -> str:
    """The due day as it is now; of a standing measure, its next review."""
    if row.state == "standing":
        return _("review %(day)s") % {"day": day_said(row.next_review)} if row.next_review else NO_DAY
    if row.due_current is None:
        return (
            _("%(days)s after the hand-over") % {"days": days_said(row.due_days)} if row.due_days else NO_DAY
        )
    return day_said(row.due_current)


def first_due_said(row: ProblemRow) -> str:
    """The day that was set first, where it is another one than now; "" where it is the same."""
    if row.due_original is None or row.due_original == row.due_current:
        return ""
    return day_said(row.due_original)


def dues_said(plan: Plan, today: date) -> list[str]:
    """On which day it would be due, were it handed over today, by each way of putting right."""
    calendar = calendar_of(plan.calendar)
    found = []
    ways = ((_("at once"), Policy.AT_ONCE_DAYS), (_("by a date"), Policy.BY_DATE_DAYS))
    for way, key in ways:
        days = number(plan, key, today)
        told = {"way": way, "days": days_said(days), "due": day_said(calendar.after(today, days))}
        found.append(_("Handed over today, “%(way)s” is due after %(days)s: %(due)s.") % told)
    return found


def due_again_said(plan: Plan, today: date) -> list[str]:
    """On which day it would be due, were it opened again today and no day named."""
    days = number(plan, Policy.REOPEN_DAYS, today)
    due = day_said(calendar_of(plan.calendar).after(today, days))
    told = {"days": days_said(days), "due": due}
    return [_("Where no day is named, it is due after %(days)s: %(due)s.") % told]
