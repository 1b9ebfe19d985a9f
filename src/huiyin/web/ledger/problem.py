"""How does one problem stand, how did it come there, and what can be done now?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from huiyin.access.rules import Permission
from huiyin.activities import queries as activities
from huiyin.activities.refusals import NotFound
from huiyin.ledger import queries
from huiyin.ledger.actions.evidence import SHOWN_BY
from huiyin.ledger.deciding.parties import PERMISSIONS
from huiyin.ledger.moves import WITH_THE_UNIT, Party, ProblemState
from huiyin.ledger.queries import ProblemView
from huiyin.ledger.rules import Step
from huiyin.ledger.shown.follow_up_weeks import Week
from huiyin.ledger.shown.lights import WAITS_ON
from huiyin.ledger.shown.rows import EvidenceRow, FollowUpRow, ProblemRow
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.web.activities.shown import Titled, titled
from huiyin.web.guard import Asked, allowed
from huiyin.web.ledger.chain_words import ChainLink, chain_said
from huiyin.web.ledger.move_words import MOVE_WORDS, MoveWords
from huiyin.web.ledger.table import Line, line_of
from huiyin.web.ledger.timeline_words import StepSaid, timeline_said
from huiyin.web.ledger.words import MODES, PARTIES, STEPS, WEEK_WORDS, Mark

# The moves that lead a problem on; the others stand behind a word.
LEADING = ("assign", "assign_by_head", "receive", "claim", "check", "sign", "review", "effect_holds")
BESIDE = (
    "return",
    "ask_extension",
    "grant_extension",
    "refuse_extension",
    "send_back",
    "refuse",
    "place_done",
)
# These have pages of their own.
ELSEWHERE = frozenset({"open", "describe"})


@dataclass(frozen=True)
class Button:
    """A move that may be made now."""

    move: str
    words: MoveWords


@dataclass(frozen=True)
class WeekSaid:
    """A week of the strip: its word, or that there is none."""

    week: Week[FollowUpRow]
    mark: Mark | None


@dataclass(frozen=True)
class FilesOfStep:
    """The files that show one step."""

    word: str
    files: tuple[EvidenceRow, ...]


@dataclass(frozen=True)
class ProblemPage:
    """All that the page of a problem shows."""

    view: ProblemView
    line: Line
    chain: list[ChainLink]
    leading: list[Button]
    beside: list[Button]
    more: list[Button]
    may_describe: bool
    steps: list[StepSaid]
    weeks: list[WeekSaid]
    files: list[FilesOfStep]
    grew_into: list[Titled]
    mode: str
    asks_this_week: bool
    merged_into: ProblemRow | None
    week_words: tuple[tuple[str, Mark], ...] = tuple(WEEK_WORDS.items())

    @property
    def turn(self) -> str:
        """Whose turn it is; "" where nobody's."""
        on = WAITS_ON.get(ProblemState(self.view.row.state))
        return str(PARTIES[on.value]) if on and on is not Party.CLOCK else ""

    @property
    def reopenings(self) -> int:
        """How often it was opened again."""
        return self.view.row.episode - 1

    @property
    def gaps(self) -> int:
        """Weeks in which a word was to be said and was not."""
        return sum(said.week.is_gap for said in self.weeks)

    @property
    def places_done(self) -> int:
        """How many places are put right."""
        return sum(place.is_done for place in self.view.places)


@allowed(Permission.SEE_PROBLEMS)
@require_safe
def problem(request: Asked, record: str) -> HttpResponse:
    """A problem, whole."""
    plan = current_plan().plan
    view = view_of(request, record)
    context = {
        "page": _page(request, view, plan),
        "row": view.row,
        "is_office": request.actor.reach(Permission.SEE_PROBLEMS).everywhere,
        "sees_groups": request.actor.may(Permission.SORT_OPINIONS),
        "may_see_log": request.actor.may(Permission.SEE_LOG),
        "steps_of_files": _steps_of_files(request, view),
        "may_follow_up": request.actor.may(Permission.WORK_ON_PROBLEMS, view.row.owner_unit),
        "may_answer": request.actor.may(Permission.ANSWER_GIVERS),
    }
    return render(request, "ledger/problem.html", context)


def view_of(request: Asked, record: str) -> ProblemView:
    """The problem as this person sees it; 404 for what there is not, or may not be seen."""
    try:
        return queries.problem(request.actor, record, today=timezone.localdate())
    except NotFound:
        raise Http404 from None


def _steps_of_files(request: Asked, view: ProblemView) -> list[tuple[str, Promise]]:
    """What somebody may show with a file by their role; whether it is the time for it, the stage says."""
    parties = {
        party
        for party, permission in PERMISSIONS.items()
        if request.actor.may(permission, None if party is Party.VERIFIER else view.row.owner_unit)
    }
    return [(step.value, STEPS[step.value]) for step in Step if parties & set(SHOWN_BY[step])]


def _page(request: Asked, view: ProblemView, plan: Plan) -> ProblemPage:
    buttons = {
        move.name: Button(move.name, MOVE_WORDS[move.name])
        for move in view.moves
        if move.name not in ELSEWHERE
    }
    named = {*LEADING, *BESIDE}
    return ProblemPage(
        view=view,
        line=line_of(view.row),
        chain=chain_said(view.chain, view.row.record),
        leading=[buttons[name] for name in LEADING if name in buttons],
        beside=[buttons[name] for name in BESIDE if name in buttons],
        more=[button for name, button in buttons.items() if name not in named],
        may_describe=any(move.name == "describe" for move in view.moves),
        steps=timeline_said(view.steps, plan),
        weeks=[WeekSaid(week, WEEK_WORDS.get(week.said.word) if week.said else None) for week in view.weeks],
        files=_files(view.evidence),
        grew_into=_grew_into(request, view),
        mode=str(MODES.get(view.row.mode, view.row.mode)),
        asks_this_week=bool(view.weeks) and view.weeks[-1].is_asked and view.row.state in WITH_THE_UNIT,
        merged_into=_merged_into(request, view),
    )


def _merged_into(request: Asked, view: ProblemView) -> ProblemRow | None:
    into = view.row.merged_into
    return queries.held(request.actor, [into], today=timezone.localdate()).get(into) if into else None


def _files(evidence: Sequence[EvidenceRow]) -> list[FilesOfStep]:
    found = [
        FilesOfStep(str(word), tuple(file for file in evidence if file.step == step))
        for step, word in STEPS.items()
    ]
    return [files for files in found if files.files]


def _grew_into(request: Asked, view: ProblemView) -> list[Titled]:
    if not view.row.grew_into or not request.actor.may(Permission.SEE_ACTIVITIES):
        return []
    return [titled(row) for row in activities.held(request.actor, view.row.grew_into).values()]
