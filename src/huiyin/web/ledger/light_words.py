"""In which sentence does a light say why it shows what it shows?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext as _n

from huiyin.ledger.shown.lights import Extension, Fact, Light, Why
from huiyin.web.activities.shown import day_said
from huiyin.web.frame.tags import reading_language

Facts = Mapping[str, Fact]


def reason_of(light: Light) -> str:
    """Why a light shows what it shows, as one sentence."""
    return _SENTENCES[light.why](light.facts)


def days_said(days: int) -> str:
    """A number of working days."""
    return _n("%(days)d working day", "%(days)d working days", days) % {"days": days}


def together(*sentences: str) -> str:
    """Sentences one after the other, as the language sets them."""
    return ("" if reading_language() == "zh" else " ").join(said for said in sentences if said)


def _days(facts: Facts) -> str:
    return days_said(int(str(facts.get("days", 0))))


def _day(facts: Facts, name: str) -> str:
    found = facts.get(name)
    return day_said(found) if isinstance(found, date) else ""


def _told(sentence: str, **said: Any) -> str:
    return sentence % said


def _due_later(facts: Facts) -> str:
    said = _told(_("Due %(due)s, in %(days)s."), due=_day(facts, "due"), days=_days(facts))
    return together(said, _extension(facts))


def _due_soon(facts: Facts) -> str:
    if not facts.get("days"):
        return together(_told(_("Due today, %(due)s."), due=_day(facts, "due")), _extension(facts))
    said = _told(_("Only %(days)s left: due %(due)s."), due=_day(facts, "due"), days=_days(facts))
    return together(said, _extension(facts))


def _due_past(facts: Facts) -> str:
    said = _told(_("%(days)s past %(due)s."), due=_day(facts, "due"), days=_days(facts))
    if facts.get("original"):
        said = together(said, _told(_("First due %(original)s."), original=_day(facts, "original")))
    if facts.get("extension") == Extension.NONE.value:
        return together(said, _("No more time was asked for."))
    return together(said, _extension(facts))


def _extension(facts: Facts) -> str:
    return {
        Extension.ASKED.value: _("More time is asked for and not decided yet."),
        Extension.GRANTED.value: _("More time was granted."),
    }.get(str(facts.get("extension", "")), "")


def _to_check(facts: Facts) -> str:
    return _told(
        _("Said to be done on %(since)s; %(days)s left for the check."),
        since=_day(facts, "since"),
        days=_days(facts),
    )


def _check_late(facts: Facts) -> str:
    return _told(
        _("Said to be done on %(since)s; the check is %(days)s past its limit."),
        since=_day(facts, "since"),
        days=_days(facts),
    )


def _not_received(facts: Facts) -> str:
    return _told(
        _("Handed over on %(since)s and not received: %(days)s past the limit."),
        since=_day(facts, "since"),
        days=_days(facts),
    )


_SENTENCES: Final[Mapping[Why, Callable[[Facts], str]]] = MappingProxyType(
    {
        Why.DRAFT: lambda _facts: _("The office has not handed it over yet."),
        Why.RETURNED: lambda _facts: _("The unit says that it is another's; the office decides."),
        Why.HELD: lambda facts: _told(_("On hold since %(since)s."), since=_day(facts, "since")),
        Why.TO_CHECK: _to_check,
        Why.CHECK_LATE: _check_late,
        Why.TO_SIGN: lambda facts: _told(
            _("Checked on %(since)s; waits for the signature."), since=_day(facts, "since")
        ),
        Why.ON_NOTICE: lambda facts: _told(_("On public notice until %(due)s."), due=_day(facts, "due")),
        Why.NO_DUE: lambda _facts: _("No due day is set."),
        Why.DUE_LATER: _due_later,
        Why.DUE_SOON: _due_soon,
        Why.DUE_PAST: _due_past,
        Why.NOT_RECEIVED: _not_received,
        Why.REVIEW_LATER: lambda facts: _told(
            _("Next review %(due)s, in %(days)s."), due=_day(facts, "due"), days=_days(facts)
        ),
        Why.REVIEW_SOON: lambda facts: _told(
            _("Review due %(due)s, in %(days)s."), due=_day(facts, "due"), days=_days(facts)
        ),
        Why.REVIEW_PAST: lambda facts: _told(
            _("Review %(days)s past %(due)s."), due=_day(facts, "due"), days=_days(facts)
        ),
        Why.CLOSED: lambda facts: _told(_("Closed on %(since)s."), since=_day(facts, "since")),
        Why.MERGED: lambda _facts: _("It goes on in another problem."),
        Why.NOT_ACCEPTED: lambda _facts: _("There was nothing to put right; its givers are told why."),
    }
)
