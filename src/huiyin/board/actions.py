"""How are opinions sorted into groups, and what may a person decide about them?

Each decision is one entry: it writes the next versions of what it changes and keeps what it decided, by the
ids of opinions, so that later runs obey it and somebody can undo it.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.access.rules import Actor, Permission
from huiyin.activities.drafts import Desk, reason_of
from huiyin.activities.queries import pieces
from huiyin.activities.written_forms import clean_lines
from huiyin.board import deciding, drafts, reruns
from huiyin.board.counting import recount, reheat, set_heats
from huiyin.board.drafts import Change, Writer, desk_of
from huiyin.board.models import Placement
from huiyin.board.rules import RerunState
from huiyin.board.running import Tell, run_anew, run_onto, tell_nobody
from huiyin.board.sorting import Sorted, arrivals, heats
from huiyin.board.standing import standing_board
from huiyin.board.undoing import Undoing
from huiyin.trail import queries as trail
from huiyin.trail.actions import append_versions, be_the_one_writer
from huiyin.trail.models import NEVER


def sort_new(*, actor: Actor, now: datetime, tell: Tell | None = None) -> Sorted:
    """Let every opinion that waits join the group it belongs to, or found one; what stands is left alone.

    One entry; none where nothing waits. `tell` hears each step. Raises `Forbidden`.
    """
    desk = desk_of(actor, now, Permission.SORT_OPINIONS, Permission.RUN_DUE_WORK)
    began = time.monotonic()
    log_size = trail.size()
    board = standing_board()
    if not board.waiting:
        recount()  # opinions may have been withdrawn, or put back
        return Sorted()
    found = run_onto(board, tell or tell_nobody)
    with transaction.atomic():
        be_the_one_writer()
        came = arrivals(board, found, Writer(actor.account, now), log_size)
        if came.placements:
            append_versions(desk.act("board.sort", came.placements[0].group), came.rows, now=now)
        set_heats(heats(found))
        recount()
    return replace(came.sorted(), seconds=time.monotonic() - began)


def merge(*, actor: Actor, now: datetime, groups: Sequence[str], reason: str) -> str:
    """Make one group of several that wait: that with most voices; the decision's id.

    Raises `NotFound`, `NotRight` (codes of `BoardFault`), `Forbidden`, as all decisions do.
    """
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        return _write(desk, "board.merge", deciding.merge(groups, writer))


def split(*, actor: Actor, now: datetime, group: str, sides: Sequence[Sequence[str]], reason: str) -> str:
    """Part a group that waits: each side by itself, and who is named nowhere stays; the decision's id.

    Where the sides name everybody, the largest stays. Copies go with their original unless they are named.
    """
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        return _write(desk, "board.split", deciding.split(group, sides, writer))


def move(*, actor: Actor, now: datetime, opinion: str, to: str, reason: str) -> str:
    """Put an opinion and those that repeat it into another group, or ("") one of their own; gives the id."""
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        return _write(desk, "board.move", deciding.move(opinion, to, writer))


def rename(*, actor: Actor, now: datetime, group: str, title: str, reason: str = "") -> str:
    """Name a group; no run names it again. The decision's id."""
    desk, writer = _desk(actor, now, clean_lines(reason))
    with transaction.atomic():
        be_the_one_writer()
        return _write(desk, "board.rename", deciding.rename(group, title, writer))


def set_place(  # noqa: PLR0913 -- who, when, which group, the two things that may be set, and why
    *,
    actor: Actor,
    now: datetime,
    group: str,
    area: str | None = None,
    unit: str | None = None,
    reason: str = "",
) -> str:
    """Say under which area a group falls, or which unit it concerns; "" takes it away. The decision's id."""
    desk, writer = _desk(actor, now, clean_lines(reason))
    with transaction.atomic():
        be_the_one_writer()
        change = deciding.set_place(group, deciding.PlaceSet(area, unit), desk.plan, writer)
        return _write(desk, "board.set_place", change)


def move_to_theme(*, actor: Actor, now: datetime, groups: Sequence[str], theme: str, reason: str = "") -> str:
    """Put groups under another theme; the decision's id."""
    desk, writer = _desk(actor, now, clean_lines(reason))
    with transaction.atomic():
        be_the_one_writer()
        return _write(desk, "board.move_to_theme", deciding.move_to_theme(groups, theme, writer))


def rename_theme(*, actor: Actor, now: datetime, theme: str, title: str, reason: str = "") -> str:
    """Name a theme; no run names it again. The decision's id."""
    desk, writer = _desk(actor, now, clean_lines(reason))
    with transaction.atomic():
        be_the_one_writer()
        return _write(desk, "board.rename_theme", deciding.rename_theme(theme, title, writer))


def merge_themes(*, actor: Actor, now: datetime, themes: Sequence[str], reason: str) -> str:
    """Make one theme of several, that with most voices; the decision's id."""
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        return _write(desk, "board.merge_themes", deciding.merge_themes(themes, writer))


def pin(*, actor: Actor, now: datetime, group: str, reason: str = "") -> str:
    """Say that a group is whole: no run adds to it or takes from it. The decision's id."""
    desk, writer = _desk(actor, now, clean_lines(reason))
    with transaction.atomic():
        be_the_one_writer()
        return _write(desk, "board.pin", deciding.pin(group, writer))


def answer_on_board(  # noqa: PLR0913 -- who, when, which groups, what givers are told of them, and why
    *, actor: Actor, now: datetime, groups: Sequence[str], state: str, words: str, reason: str
) -> list[str]:
    """Say of groups that they are no problem, and what their givers are told; a decision for each, their ids.

    `state`: noted, not_ours or cannot_do.
    """
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        found = drafts.standing_groups(groups)
        changes = [deciding.answer(group, state, words, writer) for group in found]
        return _write_all(desk, "board.answer", changes)


def back_to_board(*, actor: Actor, now: datetime, group: str, reason: str) -> None:
    """Take back the answer of a group, so that it waits again; what was decided of it is undone.

    A group that stands in a problem comes back by the problem's moves.
    """
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        rows = deciding.back_to_board(group, writer)
        append_versions(desk.act("board.back", group), rows, now=now)
        _count([group])


def look_at(*, actor: Actor, now: datetime, groups: Sequence[str]) -> None:
    """Somebody has seen what joined these groups by itself: its marks go. Nothing is decided, so no entry."""
    desk_of(actor, now, Permission.SORT_OPINIONS)
    with transaction.atomic():
        be_the_one_writer()
        for piece in pieces(sorted(set(groups))):
            Placement.objects.filter(group__in=piece, superseded=NEVER, is_fresh=True).update(is_fresh=False)
        recount(groups)


def count_again(*, opinions: Sequence[str]) -> None:
    """Count the groups of opinions that were withdrawn, put back or corrected; without an entry."""
    with transaction.atomic():
        be_the_one_writer()
        found = Placement.objects.filter(record__in=opinions, superseded=NEVER)
        _count(set(found.values_list("group", flat=True)))


def undo(*, actor: Actor, now: datetime, decision: str, reason: str) -> None:
    """Put back what stood before a decision. Refused (`LATER_DECISIONS`) while later ones stand on it."""
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        undoing = Undoing(decision, writer)
        append_versions(desk.act("board.undo", decision), undoing.rows(), now=now)
        _count(undoing.groups)


def propose_rerun(*, actor: Actor, now: datetime, tell: Tell | None = None) -> str:
    """Group all opinions anew, decisions obeyed, and keep what would change as a proposal; its id."""
    desk = desk_of(actor, now, Permission.SORT_OPINIONS, Permission.RUN_DUE_WORK)
    log_size = trail.size()
    board = standing_board()
    found = run_anew(board, tell or tell_nobody)
    with transaction.atomic():
        be_the_one_writer()
        row = reruns.proposal(board, found, Writer(actor.account, now), log_size)
        append_versions(desk.act("board.propose_rerun", row.record), [row], now=now)
    return row.record


def accept_rerun(*, actor: Actor, now: datetime, rerun: str, reason: str) -> None:
    """Carry a proposal out. Refused (`CHANGED_MEANWHILE`) where it would break what was decided since."""
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        accepted = reruns.accepted(reruns.proposed(rerun), standing_board(), writer)
        append_versions(desk.act("board.accept_rerun", rerun), accepted.rows, now=now)
        _count(accepted.groups)


def dismiss_rerun(*, actor: Actor, now: datetime, rerun: str, reason: str) -> None:
    """Leave the board as it is; the proposal stays readable."""
    desk, writer = _desk(actor, now, reason_of(reason))
    with transaction.atomic():
        be_the_one_writer()
        row = drafts.next_version(reruns.proposed(rerun), writer, state=RerunState.DISMISSED.value)
        append_versions(desk.act("board.dismiss_rerun", rerun), [row], now=now)


def _desk(actor: Actor, now: datetime, reason: str) -> tuple[Desk, Writer]:
    return desk_of(actor, now, Permission.SORT_OPINIONS), Writer(actor.account, now, reason)


def _write(desk: Desk, action: str, change: Change) -> str:
    [decision] = _write_all(desk, action, [change])
    return decision


def _write_all(desk: Desk, action: str, changes: Sequence[Change]) -> list[str]:
    """Append all that these decisions write as one entry, and count what they changed; the decisions' ids."""
    rows = [row for change in changes for row in change.bound()]
    decisions = [change.decision.record for change in changes]
    append_versions(desk.act(action, decisions[0]), rows, now=desk.now)
    _count({group for change in changes for group in change.groups})
    return decisions


def _count(groups: Collection[str]) -> None:
    reheat(groups)
    recount(groups)
