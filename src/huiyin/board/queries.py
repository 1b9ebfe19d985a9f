"""What stands on the board, for whoever may sort opinions or read them?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.activities.queries import pieces
from huiyin.activities.refusals import NotFound
from huiyin.board.filters import BoardFilters, fitting, standing
from huiyin.board.list_places import in_order, read_number
from huiyin.board.list_places import place_of as place_in_queue
from huiyin.board.models import Decision, Group, Placement, Rerun, Theme
from huiyin.board.neighbours import nearest
from huiyin.board.row_making import decision_rows, group_rows, person_of, theme_row, voices_of
from huiyin.board.rows import (
    Accounts,
    BoardPage,
    DecisionRow,
    Decisions,
    GroupRow,
    GroupView,
    Neighbour,
    PlacementInfo,
    RerunChange,
    RerunView,
    ThemeRow,
)
from huiyin.board.rules import GroupState, RerunState, thousandths
from huiyin.board.standing import placements
from huiyin.opinions.models import Opinion
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.trail.models import NEVER

COUNTED_UP_TO = 10_000
# All that count, less those that stand somewhere, but for those of them that count no longer.
_NOT_PLACED = """
    SELECT
        (SELECT COUNT(*) FROM opinion
            WHERE superseded = %(never)s AND NOT is_withdrawn AND goes_to_board)
        - (SELECT COUNT(*) FROM board_placement WHERE superseded = %(never)s)
        + (SELECT COUNT(*) FROM opinion AS o
            JOIN board_placement AS p ON p.record = o.record AND p.superseded = %(never)s
            WHERE o.id IN (SELECT id FROM opinion
                WHERE superseded = %(never)s AND (is_withdrawn OR NOT goes_to_board)))
"""
# As above: all that stand somewhere, less the few of them that count no longer.
_BY_STATE = """
    SELECT state, SUM(counted) FROM (
        SELECT g.state AS state, COUNT(*) AS counted FROM board_placement AS p
        JOIN board_group AS g ON g.record = p."group" AND g.superseded = %(never)s
        WHERE p.superseded = %(never)s
        GROUP BY g.state
        UNION ALL
        SELECT g.state AS state, -COUNT(*) AS counted FROM opinion AS o
        JOIN board_placement AS p ON p.record = o.record AND p.superseded = %(never)s
        JOIN board_group AS g ON g.record = p."group" AND g.superseded = %(never)s
        WHERE o.id IN (SELECT id FROM opinion
            WHERE superseded = %(never)s AND (is_withdrawn OR NOT goes_to_board))
        GROUP BY g.state
    ) AS each_part GROUP BY state HAVING SUM(counted) > 0
"""
LARGEST_PAGE = 100
VOICES_AT_ONCE = 50
DECISIONS_OF_GROUP = 20
DECISIONS_AT_ONCE = 50
COMPARED_GROUPS = 400  # the hottest of a theme that are compared with a group
MOST_NEIGHBOURS, LEAST_NEARNESS = 5, 0.2


def board(actor: Actor, filters: BoardFilters, after: str = "", size: int = 30) -> BoardPage:
    """One page of the board: all themes, and the groups that the filters leave, in the order of their queue.

    At most seven queries. Raises `Forbidden`.
    """
    _may_look(actor)
    plan = current_plan().plan
    rows = fitting(filters, plan)
    size = max(1, min(size, LARGEST_PAGE))
    taken = list(in_order(rows, filters.queue, after)[: size + 1])
    counts = _counts()
    if not after and len(taken) <= size:
        total = len(taken)
    elif filters == BoardFilters(state=filters.state):
        total = counts.get(filters.state or GroupState.WAITING, 0)
    else:
        total = rows[: COUNTED_UP_TO + 1].count()
    return BoardPage(
        themes=_themes(plan),
        groups=group_rows(taken[:size], plan),
        next=place_in_queue(taken[size - 1], filters.queue) if len(taken) > size else "",
        total=min(total, COUNTED_UP_TO),
        is_more=total > COUNTED_UP_TO,
        counts=counts,
    )


def group(actor: Actor, id: str, after: str = "") -> GroupView:  # noqa: A002 -- the word that addresses use for it
    """A group, whole, with one page of its opinions instead of samples, by at most twelve queries.

    Raises `NotFound`, `Forbidden`.
    """
    _may_look(actor)
    plan = current_plan().plan
    row = Group.objects.filter(record=id, superseded=NEVER).first()
    if row is None:
        raise NotFound(id)
    begin = read_number(after)
    held = placements().filter(group=id).order_by("copy_of", "-confidence", "record")
    taken = list(held[begin : begin + VOICES_AT_ONCE + 1])
    theme = Theme.objects.filter(record=row.theme, superseded=NEVER).first()
    decided = Decision.objects.filter(group=id, superseded=NEVER).exclude(group="")
    return GroupView(
        row=group_rows([row], plan, samples=0)[0],
        theme=theme_row(theme, plan) if theme else None,
        voices=tuple(voice for voice in voices_of(taken[:VOICES_AT_ONCE], plan) if voice),
        next=str(begin + VOICES_AT_ONCE) if len(taken) > VOICES_AT_ONCE else "",
        decisions=decision_rows(list(decided.order_by("-sequence", "-position")[:DECISIONS_OF_GROUP]), plan),
        neighbours=_neighbours(row, plan),
    )


def decisions(actor: Actor, after: str = "") -> Decisions:
    """What people decided, the newest first; `after` is the `next` of the page before."""
    _may_look(actor)
    begin = read_number(after)
    found = Decision.objects.filter(superseded=NEVER).order_by("-sequence", "-position")
    taken = list(found[begin : begin + DECISIONS_AT_ONCE + 1])
    return Decisions(
        rows=decision_rows(taken[:DECISIONS_AT_ONCE], current_plan().plan),
        next=str(begin + DECISIONS_AT_ONCE) if len(taken) > DECISIONS_AT_ONCE else "",
    )


def decision(actor: Actor, id: str) -> DecisionRow:  # noqa: A002 -- as above
    """One decision. Raises `NotFound`, `Forbidden`."""
    _may_look(actor)
    found = Decision.objects.filter(record=id, superseded=NEVER).first()
    if found is None:
        raise NotFound(id)
    return decision_rows([found], current_plan().plan)[0]


def groups(records: Sequence[str], samples: int = 0) -> Mapping[str, GroupRow]:
    """These groups as they stand, with so many samples; for the stages and doors that build on the board."""
    plan = current_plan().plan
    found = [
        row for piece in pieces(records) for row in Group.objects.filter(record__in=piece, superseded=NEVER)
    ]
    return {row.record: row for row in group_rows(found, plan, samples=samples)}


def waiting_of_theme(theme: str) -> list[str]:
    """The groups of a theme that wait and in which somebody speaks, the hottest first."""
    rows = standing().filter(theme=theme, state=GroupState.WAITING, voices__gt=0)
    return list(rows.order_by("-heat", "record").values_list("record", flat=True))


def themes(actor: Actor) -> tuple[ThemeRow, ...]:
    """All themes, the largest first, what fits none last. Raises `Forbidden`."""
    _may_look(actor)
    return _themes(current_plan().plan)


def place_of(opinions: Iterable[str]) -> Mapping[str, PlacementInfo]:
    """Where these opinions stand; those that wait to be sorted, or go to no board, are absent."""
    title = Group.objects.filter(record=OuterRef("group"), superseded=NEVER)
    found: dict[str, PlacementInfo] = {}
    for piece in pieces(sorted(set(opinions))):
        rows = placements().filter(record__in=piece)
        for row in rows.annotate(
            title=Subquery(title.values("title")[:1]), state=Subquery(title.values("state")[:1])
        ):
            found[row.record] = _info(row, str(row.title), str(row.state))
    return found


def _info(row: Placement, title: str, state: str) -> PlacementInfo:
    return PlacementInfo(
        opinion=row.record,
        group=row.group,
        group_title=title,
        state=state,
        copy_of=row.copy_of,
        confidence=row.confidence,
        how=row.how,
        is_fresh=row.is_fresh,
    )


def members(records: Iterable[str]) -> Mapping[str, list[str]]:
    """The opinions of these groups that were not withdrawn, copies too: each giver wants an answer."""
    found: dict[str, list[str]] = {record: [] for record in records}
    withdrawn = Opinion.objects.filter(record=OuterRef("record"), superseded=NEVER)
    for piece in pieces(sorted(found)):
        rows = (
            placements().filter(group__in=piece).annotate(gone=Subquery(withdrawn.values("is_withdrawn")[:1]))
        )
        for record, name in rows.filter(gone=False).order_by("record").values_list("group", "record"):
            found[record].append(name)
    return found


def accounts() -> Accounts:
    """Where every opinion is; each is in exactly one place."""
    now = Opinion.objects.filter(superseded=NEVER)
    total = now.count()
    withdrawn = now.filter(is_withdrawn=True).count()
    bulk = now.filter(is_withdrawn=False, goes_to_board=False).count()
    not_placed = waiting_to_be_sorted()
    with connection.cursor() as cursor:
        cursor.execute(_BY_STATE, {"never": NEVER})
        by_state = {str(state): int(count) for state, count in cursor.fetchall()}
    return Accounts(total, by_state, not_placed, bulk, withdrawn)


def waiting_to_be_sorted() -> int:
    """How many opinions that count stand nowhere yet; one query, which reads indexes and few rows."""
    with connection.cursor() as cursor:
        cursor.execute(_NOT_PLACED, {"never": NEVER})
        return int(cursor.fetchone()[0])


def rerun(actor: Actor, id: str) -> RerunView:  # noqa: A002 -- as above
    """A full re-run as a proposal, with what it would change. Raises `NotFound`, `Forbidden`."""
    _may_look(actor)
    row = Rerun.objects.filter(record=id, superseded=NEVER).first()
    if row is None:
        raise NotFound(id)
    titles = {each["group"]: each["title"] for each in json.loads(row.groups)}
    wanted = {name for each in row.differences for name in (each["group"], *each["others"])} - set(titles)
    for piece in pieces(sorted(wanted)):
        found = Group.objects.filter(record__in=piece, superseded=NEVER)
        titles |= dict(found.values_list("record", "title"))
    return RerunView(
        record=row.record,
        version=row.version,
        state=row.state,
        opinions=row.opinions,
        moving=len(row.placements),
        changes=tuple(_rerun_change(each, titles) for each in row.differences),
        entered=row.entered,
        by=person_of(row.account, current_plan().plan),
        reason=row.reason,
    )


def newest_rerun(actor: Actor) -> str:
    """The newest proposal that nobody has settled; "" where there is none."""
    _may_look(actor)
    found = Rerun.objects.filter(superseded=NEVER, state=RerunState.PROPOSED).order_by("-sequence")
    return found.values_list("record", flat=True).first() or ""


def _rerun_change(change: Mapping[str, Any], titles: Mapping[str, str]) -> RerunChange:
    return RerunChange(
        change=change["change"],
        group=change["group"],
        title=titles.get(change["group"], ""),
        others=tuple(change["others"]),
        other_titles=tuple(titles.get(other, "") for other in change["others"]),
        count=change["count"],
    )


def _may_look(actor: Actor) -> None:
    if not (actor.may(Permission.SORT_OPINIONS) or actor.may(Permission.SEE_OPINIONS)):
        raise Forbidden(Permission.SORT_OPINIONS)


def _themes(plan: Plan) -> tuple[ThemeRow, ...]:
    rows = Theme.objects.filter(superseded=NEVER, is_withdrawn=False)
    return tuple(theme_row(row, plan) for row in rows.order_by("is_other", "-opinions", "record"))


def _counts() -> dict[str, int]:
    """How many groups each state has, of those in which somebody speaks."""
    spoken = Group.objects.filter(superseded=NEVER, is_withdrawn=False).filter(Q(voices__gt=0)).order_by()
    counts: dict[str, int] = dict.fromkeys(
        (state.value for state in GroupState if state is not GroupState.EMPTY), 0
    )
    return counts | dict(spoken.values_list("state").annotate(count=Count("pk")))


def _neighbours(row: Group, plan: Plan) -> tuple[Neighbour, ...]:
    """Groups of the same theme whose titles say nearly the same."""
    others = standing().filter(
        theme=row.theme, state__in=[GroupState.WAITING, GroupState.OPENED], voices__gt=0
    )
    hottest = others.exclude(record=row.record).order_by("-heat", "record")[:COMPARED_GROUPS]
    held = {other.record: other for other in hottest}
    near = nearest(
        row.title,
        {record: other.title for record, other in held.items()},
        most=MOST_NEIGHBOURS,
        least=LEAST_NEARNESS,
    )
    rows = group_rows([held[record] for record, _ in near], plan)
    return tuple(Neighbour(found, thousandths(value)) for found, (_, value) in zip(rows, near, strict=True))
