"""How does somebody decide about what they selected: see it once more, say what and why, and be told?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.written_forms import clean_line
from huiyin.board import queries
from huiyin.board.filters import BoardFilters
from huiyin.board.rows import GroupRow, ThemeRow
from huiyin.opinions import queries as opinions
from huiyin.plan.queries import current_plan
from huiyin.web.board.acts import ABOUT_OPINIONS, ABOUT_THEMES, ACTS, Act
from huiyin.web.board.adding import add_page
from huiyin.web.board.deeds import DEEDS, Doing, Picked
from huiyin.web.board.forms import Choices, DecideForm
from huiyin.web.board.shown import Card, shortened, theme_choices
from huiyin.web.board.words import DONE_ALREADY, PICK_A_GROUP, PICK_AN_OPINION, PICK_TWO_GROUPS
from huiyin.web.frame.tags import reading_language
from huiyin.web.guard import Asked, allowed

NOT_TAKEN = 422
SHOWN = 12  # groups that are shown side by side
SAMPLES = 3  # opinions of each
FOUND = 8  # groups that are offered to move to


@dataclass(frozen=True)
class Deciding:
    """An act, what it is about, and the groups concerned as they stand."""

    act: Act
    picked: Picked
    groups: Sequence[GroupRow]
    themes: Sequence[ThemeRow]
    back: str


@allowed(Permission.SORT_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def board_decide(request: Asked) -> HttpResponse:
    """GET shows what was selected and asks what the act wants to know; POST does it."""
    given = request.POST if request.method == "POST" else request.GET
    key = given.get("act", "")
    key = given.get("other", "") if key == "other" else key
    back = _back(request, given)
    picked = Picked.of(given)
    if key == "add":
        return add_page(request, picked, _rows(picked), back)
    act = ACTS.get(key)
    if act is None:
        raise Http404
    missing = _missing(act, picked)
    if missing:
        messages.info(request, missing)
        return redirect(back)
    deciding = Deciding(act, picked, _rows(picked), _themes(request, act, picked), back)
    if request.method == "POST":
        return _decided(request, deciding)
    return _page(request, deciding, DecideForm(act, _choices(request, deciding), initial=_start(deciding)))


def _decided(request: Asked, deciding: Deciding) -> HttpResponse:
    form = DecideForm(deciding.act, _choices(request, deciding), request.POST)
    doing = Doing(request.actor, timezone.now())
    try:
        decisions = DEEDS[deciding.act.key](doing, deciding.picked, form.said)
    except NotRight as refusal:
        form.show_faults(refusal.faults)
        return _page(request, deciding, form, status=NOT_TAKEN)
    except NotFound:
        messages.info(request, DONE_ALREADY)
        return redirect(deciding.back)
    _tell(request, deciding.act, decisions)
    return redirect(deciding.back)


def _tell(request: Asked, act: Act, decisions: Sequence[str]) -> None:
    """What was done, and the way back."""
    if not decisions:
        messages.success(request, str(act.done))
        return
    undo = reverse("board-undo", args=decisions) if len(decisions) == 1 else reverse("board-decisions")
    messages.success(request, format_html('{} <a href="{}">{}</a>', act.done, undo, _("Undo")))


def _page(request: Asked, deciding: Deciding, form: DecideForm, status: int = 200) -> HttpResponse:
    voices = opinions.held(request.actor, deciding.picked.opinions) if deciding.picked.opinions else {}
    context = {
        "act": deciding.act,
        "picked": deciding.picked,
        "form": form,
        "back": deciding.back,
        "cards": [Card(row) for row in deciding.groups],
        "themes": [row for row in deciding.themes if row.record in deciding.picked.themes],
        "voices": list(voices.values()),
        "find": _find(request),
    }
    return render(request, "board/decide.html", context, status=status)


def _rows(picked: Picked) -> list[GroupRow]:
    shown = picked.groups[:SHOWN]
    found = queries.groups(shown, samples=SAMPLES)
    if len(found) < len(shown):
        raise Http404
    return [found[record] for record in shown]


def _themes(request: Asked, act: Act, picked: Picked) -> Sequence[ThemeRow]:
    if act.about != ABOUT_THEMES and "theme" not in act.fields:
        return ()
    themes = queries.themes(request.actor)
    if not set(picked.themes) <= {theme.record for theme in themes}:
        raise Http404
    return themes


def _missing(act: Act, picked: Picked) -> str:
    """What has to be selected first; "" where it is."""
    if act.key == "merge" and len(picked.groups) < 2:
        return str(PICK_TWO_GROUPS)
    if act.about == ABOUT_OPINIONS and not picked.opinions:
        return str(PICK_AN_OPINION)
    if act.about == ABOUT_THEMES and not picked.themes:
        raise Http404
    return str(PICK_A_GROUP) if act.about != ABOUT_THEMES and not picked.groups else ""


def _choices(request: Asked, deciding: Deciding) -> Choices:
    act = deciding.act
    themes = [theme for theme in deciding.themes if theme.record not in deciding.picked.themes]
    groups = _other_groups(request, deciding.picked) if "to" in act.fields else ()
    return Choices(current_plan().plan, reading_language(), theme_choices(themes), groups)


def _other_groups(request: Asked, picked: Picked) -> list[tuple[str, str]]:
    """The groups to move to: those that were looked for by their words, or the nearest of the own one."""
    words = _find(request)
    if words:
        found = list(queries.board(request.actor, BoardFilters(words=words), size=FOUND).groups)
    else:
        found = [near.row for group in picked.groups[:1] for near in _near(request, group)]
    wanted = clean_line(request.POST.get("to", ""))
    held = {row.record for row in found}
    if wanted and wanted not in held:
        found += queries.groups([wanted], samples=1).values()
    return [(row.record, _offered(row)) for row in found if row.record not in picked.groups]


def _find(request: Asked) -> str:
    """The words by which another group is looked for."""
    return str((request.POST or request.GET).get("find", "")).strip()


def _near(request: Asked, group: str) -> Sequence[Any]:
    return queries.group(request.actor, group).neighbours


def _offered(row: GroupRow) -> str:
    card = Card(row)
    said = "".join(f" · {sample.words}" for sample in card.samples[:1])
    return shortened(f"{row.title} ({card.counts}){said}")


def _start(deciding: Deciding) -> dict[str, str]:
    """What the form says before anything is typed."""
    if deciding.picked.themes:
        named = [row.title for row in deciding.themes if row.record == deciding.picked.themes[0]]
        return {"title": named[0] if named else ""}
    if not deciding.groups:
        return {}
    row = deciding.groups[0]
    return {"title": row.title, "area": row.area, "unit": row.unit}


def _back(request: Asked, given: QueryDict) -> str:
    """Where the selection was made; the board, for anything else."""
    back = given.get("back", "")
    is_here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_here and back.startswith("/") else reverse("board")
