"""By when is a problem to be put right, in words, with the day that was set first?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.ledger.rows import ProblemRow
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
