"""How are new opinions sorted, and what joined where?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext as _n
from django.views.decorators.http import require_http_methods

from huiyin.access.rules import Forbidden, Permission
from huiyin.board import queries
from huiyin.board.filters import BoardFilters
from huiyin.board.rows import Accounts
from huiyin.board.rules import ANSWERED, GroupState, Only
from huiyin.triage.pipeline import Step
from huiyin.web.board.job import SMALL_BOARD, Doing, Job, JobState, Work, begin, latest_job, start, work_off
from huiyin.web.board.shown import Card
from huiyin.web.frame.tags import counted
from huiyin.web.guard import Asked, allowed


@allowed(Permission.SORT_OPINIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def board_sort(request: Asked) -> HttpResponse:
    """What waits to be sorted, how far the work is, or what came of it; POST begins."""
    if request.method == "POST":
        return _begun(request)
    job = latest_job(timezone.now())
    accounts = queries.accounts()
    fresh = queries.board(request.actor, BoardFilters(only=Only.FRESH.value)) if _is_done(job) else None
    context = {
        "job": _shown(job),
        "unsorted": accounts.not_placed,
        "accounts": _accounts_said(accounts) if accounts.total else "",
        "has_groups": bool(sum(accounts.on_board.values())),
        "rerun": queries.newest_rerun(request.actor),
        "cards": [Card(row) for row in fresh.groups] if fresh else (),
    }
    return render(request, "board/sort.html", context)


def _begun(request: Asked) -> HttpResponse:
    work = Work.RERUN if request.POST.get("work") == Work.RERUN else Work.SORT
    doing = Doing(request.actor)
    accounts = queries.accounts()
    compared = accounts.not_placed + sum(accounts.on_board.values())
    if not begin(work, doing):
        return redirect("board-sort")
    if compared > SMALL_BOARD:
        start(work, request.actor.person)
        return redirect("board-sort")
    try:
        work_off(work, doing)
    except Forbidden:
        raise
    except Exception:  # it stands with the job, whose page comes next and says so
        return redirect("board-sort")
    return _after(latest_job(timezone.now()))


def _after(job: Job | None) -> HttpResponse:
    return redirect("board-rerun", rerun=job.rerun) if job and job.rerun else redirect("board-sort")


def _is_done(job: Job | None) -> bool:
    return job is not None and job.is_sorted


def _shown(job: Job | None) -> dict[str, object]:
    """The job in words."""
    if job is None:
        return {}
    return {
        "is_at_work": job.state == JobState.AT_WORK,
        "is_failed": job.state == JobState.FAILED,
        "is_sorted": job.is_sorted,
        "failed_at": job.failed_at,
        "rerun": job.rerun,
        "step": _step_said(job.step),
        "sentence": _sorted_said(job.counts) if job.is_sorted else "",
    }


def _step_said(step: str) -> str:
    return {
        Step.GROUP.value: _("Comparing the opinions with each other."),
        Step.COPIES.value: _("Finding repetitions."),
        Step.TITLES.value: _("Giving the groups titles."),
        Step.THEMES.value: _("Gathering the groups into themes."),
        Step.ASSEMBLE.value: _("Putting everything in its place."),
    }.get(step, _("The work is beginning."))


def _sorted_said(counts: object) -> str:
    """What the last sorting did, in a sentence."""
    number = dict(counts) if isinstance(counts, dict) else {}
    opinions, joined = number.get("opinions", 0), number.get("joined", 0)
    if not opinions:
        return _("There was nothing to sort.")
    told = _n(
        "%(opinions)s opinion was sorted: joined to standing groups %(joined)s, new groups %(groups)s.",
        "%(opinions)s opinions were sorted: joined to standing groups %(joined)s, new groups %(groups)s.",
        opinions,
    )
    return told % {
        "opinions": counted(opinions, ""),
        "joined": counted(joined, ""),
        "groups": counted(number.get("groups", 0), ""),
    }


def _accounts_said(accounts: Accounts) -> str:
    """Where the opinions are, in a sentence; the numbers add up."""
    on_board = accounts.on_board
    said = [
        (_("waiting here %(n)s"), on_board.get(GroupState.WAITING, 0)),
        (_("opened as problems %(n)s"), on_board.get(GroupState.OPENED, 0)),
        (
            _("answered here %(n)s"),
            sum(on_board.get(state, 0) for state in ANSWERED),
        ),
        (_("not sorted yet %(n)s"), accounts.not_placed),
        (_("counted in bulk %(n)s"), accounts.bulk),
        (_("withdrawn %(n)s"), accounts.withdrawn),
    ]
    parts = _(", ").join(text % {"n": counted(number, "")} for text, number in said if number)
    return _("Of %(total)s opinions: %(parts)s.") % {"total": counted(accounts.total, ""), "parts": parts}
