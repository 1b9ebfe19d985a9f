"""How does a unit say, once a week and with one tap each, how its problems go?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.written_forms import clean_lines
from huiyin.ledger.actions.follow_ups import SaidOfWeek, follow_up, follow_up_many
from huiyin.ledger.shown.follow_up_weeks import WEEK, monday_of
from huiyin.ledger.shown.rows import FollowUpRow, ProblemRow
from huiyin.ledger.shown.waiting import WeekRow, week_of
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.faults import fault_said
from huiyin.web.ledger.table import Line, line_of
from huiyin.web.ledger.words import WEEK_WORDS

# What the three buttons say; the word alone would not do for somebody who meets them first.
BUTTONS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "changed": gettext_lazy("Changed"),
        "unchanged": gettext_lazy("Unchanged"),
        "blocked": gettext_lazy("Blocked"),
    }
)
FIELD: Final = re.compile(r"words?\.([0-9a-f]{32})")
SAY_A_WORD: Final = gettext_lazy("Please choose one of the three words too.")


@dataclass(frozen=True)
class Card:
    """A problem of the week: what was said of it already, and what was typed now."""

    line: Line
    said: FollowUpRow | None
    last: FollowUpRow | None  # the word before this week's
    word: str
    words: str
    fault: str = ""

    @property
    def last_word(self) -> str:
        """The word before this week's."""
        return str(WEEK_WORDS[self.last.word].word) if self.last else ""

    @property
    def row(self) -> ProblemRow:
        """The problem."""
        return self.line.row


@allowed(Permission.WORK_ON_PROBLEMS)
@require_http_methods(["GET", "HEAD", "POST"])
def problems_week(request: Asked) -> HttpResponse:
    """All problems of the own units that are asked for in a week, saved as one."""
    today = timezone.localdate()
    monday = _week(request, today)
    week = week_of(request.actor, monday, today=today, records=_named(request))
    asked = [each for each in week.rows if each.row.assigned_on and each.row.assigned_on < monday + WEEK]
    faults: dict[str, str] = {}
    if request.method == "POST":
        saved, faults = _saved(request, asked, monday)
        if saved:
            told = ngettext("One word is kept.", "%(saved)d words are kept.", saved) % {"saved": saved}
            messages.success(request, told)
        if not faults:
            return redirect(f"{request.path}?week={monday.isoformat()}")
    cards = [_card(request, each, faults) for each in asked]
    context = {
        "cards": cards,
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "left": sum(card.said is None for card in cards),
        "before": monday - WEEK,
        "is_this_week": monday == monday_of(today),
        "buttons": BUTTONS.items(),
        "is_more": week.is_more,
        "unit_is_shown": len({card.row.owner_unit for card in cards}) > 1,
    }
    return render(request, "ledger/week.html", context, status=422 if faults else 200)


@allowed(Permission.WORK_ON_PROBLEMS)
@require_POST
def problem_follow_up(request: Asked, record: str) -> HttpResponse:
    """One word for one problem, from its own page."""
    try:
        follow_up(
            actor=request.actor,
            now=timezone.now(),
            problem=record,
            week=monday_of(timezone.localdate()),
            word=request.POST.get("word", ""),
            words=request.POST.get("words", ""),
        )
        messages.success(request, _("The word of this week is kept."))
    except NotFound:
        raise Http404 from None
    except NotRight as refusal:
        for fault in refusal.faults:
            messages.error(request, fault_said(fault, names_field=True))
    return redirect("problem", record=record)


def _named(request: HttpRequest) -> list[str]:
    """The problems that the form has fields of: nothing typed is lost when others come first meanwhile."""
    return list(dict.fromkeys(found[1] for name in request.POST if (found := FIELD.fullmatch(name))))


def _week(request: HttpRequest, today: date) -> date:
    """The Monday that the address asks for: this week's, or one that is past."""
    try:
        asked = parse_date(request.GET.get("week", ""))
    except ValueError:
        asked = None
    return monday_of(min(asked or today, today))


def _saved(request: Asked, asked: Sequence[WeekRow], monday: date) -> tuple[int, dict[str, str]]:
    """Keep each word that is new, all under one entry or none; how many, or what is wrong, by problem."""
    typed = [_typed(request, each, monday) for each in asked]
    wordless = {each.problem: str(SAY_A_WORD) for each in typed if each.words and not each.word}
    if wordless:
        return 0, wordless
    pairs = zip(typed, asked, strict=True)
    fresh = [said for said, each in pairs if said.word and not _stands(said, each.said)]
    if not fresh:
        return 0, {}
    try:
        follow_up_many(actor=request.actor, now=timezone.now(), said=fresh)
    except NotRight as refusal:
        return 0, {fresh[refusal.row].problem: " ".join(map(fault_said, refusal.faults))}
    return len(fresh), {}


def _typed(request: Asked, each: WeekRow, monday: date) -> SaidOfWeek:
    record = each.row.record
    word, words = (request.POST.get(f"{part}.{record}", "") for part in ("word", "words"))
    return SaidOfWeek(record, monday, word, clean_lines(words))


def _stands(said: SaidOfWeek, before: FollowUpRow | None) -> bool:
    """Was this said already? A word that was derived and is left as it is needs no second."""
    return before is not None and (before.word, before.words) == (said.word, said.words)


def _card(request: Asked, asked: WeekRow, faults: Mapping[str, str]) -> Card:
    row, said = asked.row, asked.said
    word = request.POST.get(f"word.{row.record}", said.word if said else "")
    words = request.POST.get(f"words.{row.record}", said.words if said else "")
    return Card(line_of(row), said, asked.last, word, words, faults.get(row.record, ""))
