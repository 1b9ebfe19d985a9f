"""Which records may this actor see, and which of them are asked for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from huiyin.access.models import Account
from huiyin.access.rules import Actor, Permission
from huiyin.activities.filters import Filters, fitting
from huiyin.activities.list_places import in_order, place_of, read_place
from huiyin.activities.models import Activity, Evidence
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.refusals import NotFound
from huiyin.activities.rows import (
    EvidenceRow,
    RecordView,
    Row,
    Version,
    changes_between,
    evidence_row,
    row_of,
)
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan
from huiyin.plan.terms import Term
from huiyin.trail.models import NEVER

COUNTED_UP_TO = 10_000
# Whether it has the words is asked of every row: for 10,000 of 100,000 it took PostgreSQL up to 0.3 seconds.
COUNTED_WITH_WORDS = 1_000
LARGEST_PAGE = 200
ROWS_AT_ONCE = 1_000

Piece = TypeVar("Piece")


@dataclass(frozen=True)
class Page:
    """Rows of a list, where the next ones begin ("" at the end), and how many there are in all.

    `total` is counted up to `COUNTED_UP_TO`, with words up to `COUNTED_WITH_WORDS`; with `is_more` there are
    more than that.
    """

    rows: tuple[Row, ...]
    next: str
    total: int
    is_more: bool = False


@dataclass(frozen=True)
class KindCount:
    """How many records of a kind there are: of what is done, and of what is announced."""

    kind: str
    name: Term
    done: int
    announced: int


def visible(
    actor: Actor, *, by: Permission = Permission.SEE_ACTIVITIES, plan: Plan | None = None
) -> QuerySet[Activity]:
    """The one gate: the newest versions of the records that this actor may see, withdrawn ones included.

    Records of kinds that are restricted, or that the plan has no longer, are seen by those who may see
    restricted ones of that unit, and by whoever wrote the newest version. `plan`: the one in force, where the
    caller has it at hand.
    """
    reach, closed = actor.reach(by), actor.reach(Permission.SEE_RESTRICTED)
    found = Activity.objects.filter(superseded=NEVER)
    if not reach:
        return found.none()
    if not reach.everywhere:
        found = found.filter(unit__in=sorted(reach.units))
    if closed.everywhere or (not reach.everywhere and reach.units <= closed.units):
        return found
    kinds = (plan or current_plan().plan).kinds
    may = Q(kind__in=[kind.key for kind in kinds if not kind.restricted]) | Q(account=actor.account)
    return found.filter(may | Q(unit__in=sorted(closed.units)) if closed.units else may)


def page(actor: Actor, filters: Filters, after: str = "", size: int = 50) -> Page:
    """One page of a list, the newest day first; `after` is the `next` of the page before it.

    A record that is added meanwhile comes where it belongs and moves no other; one that is corrected
    meanwhile stands as the newest of its day. At most four queries, with words five.
    """
    plan = current_plan().plan
    rows = fitting(visible(actor, plan=plan), filters, plan)
    begin, size = read_place(after), max(1, min(size, LARGEST_PAGE))
    taken = list(in_order(rows, begin)[: size + 1])
    up_to = COUNTED_WITH_WORDS if filters.words else COUNTED_UP_TO
    is_whole = begin is None and len(taken) <= size
    total = len(taken) if is_whole else rows[: up_to + 1].count()
    return Page(
        rows=_rows(taken[:size], plan),
        next=str(place_of(taken[size - 1])) if len(taken) > size else "",
        total=min(total, up_to),
        is_more=total > up_to,
    )


def found(actor: Actor, filters: Filters) -> Iterator[Row]:
    """Every row of a list in its order, read in pieces, for an export."""
    actor.must(Permission.EXPORT_ACTIVITIES)
    plan = current_plan().plan
    rows = in_order(fitting(visible(actor, by=Permission.EXPORT_ACTIVITIES, plan=plan), filters, plan), None)
    for piece in pieces(rows.iterator(chunk_size=ROWS_AT_ONCE)):
        yield from _rows(piece, plan)


def record(actor: Actor, id: str) -> RecordView:  # noqa: A002 -- the word that addresses use for it
    """A record, whole. Raises `NotFound`, also for what the actor may not see."""
    plan = current_plan().plan
    seen = visible(actor, plan=plan)
    current = seen.filter(record=id).first()
    if current is None:
        raise NotFound(id)
    files = list(Evidence.objects.filter(activity=id, superseded=NEVER).order_by("sequence", "position"))
    versions = list(Activity.objects.filter(record=id).order_by("version"))
    people = _people(plan, {row.account for row in versions} | {file.account for file in files})
    shown = sum(not file.is_withdrawn for file in files)
    # The index of parts leaves out records that are part of nothing, and serves a question that says so.
    parts = in_order(seen.filter(part_of=id).exclude(part_of=""), None)
    above = seen.filter(record=current.part_of).first() if current.part_of else None
    return RecordView(
        row=row_of(current, plan, shown),
        versions=_versions(versions, plan, people),
        above=row_of(above, plan) if above else None,
        parts=_rows(parts, plan),
        evidence=tuple(evidence_row(file, people[file.account]) for file in files),
    )


def evidence(actor: Actor, id: str) -> EvidenceRow:  # noqa: A002 -- as above
    """A file that shows a record, to hand it out. Raises `NotFound`, also for what the actor may not see."""
    file = Evidence.objects.filter(record=id, superseded=NEVER).first()
    if file is None or not visible(actor).filter(record=file.activity).exists():
        raise NotFound(id)
    return evidence_row(file, _people(current_plan().plan, {file.account})[file.account])


def counts_by_kind(actor: Actor) -> list[KindCount]:
    """How many records there are of each kind of the plan, in its order; by one query beside the plan's."""
    plan = current_plan().plan
    grouped = visible(actor, plan=plan).filter(is_withdrawn=False).order_by().values_list("kind", "state")
    counts = {(kind, state): count for kind, state, count in grouped.annotate(count=Count("pk"))}
    return [
        KindCount(
            kind.key,
            kind.name,
            sum(counts.get((kind.key, state.key), 0) for state in kind.states if state.done),
            sum(counts.get((kind.key, state.key), 0) for state in kind.states if not state.done),
        )
        for kind in plan.kinds
    ]


def held(
    actor: Actor, records: Sequence[str], *, by: Permission = Permission.SEE_ACTIVITIES
) -> Mapping[str, Row]:
    """The records with these ids as they stand, withdrawn ones too; what may not be seen is absent."""
    plan = current_plan().plan
    rows = visible(actor, by=by, plan=plan)
    return {
        activity.record: row_of(activity, plan)
        for piece in pieces(records)
        for activity in rows.filter(record__in=piece)
    }


def _versions(rows: Sequence[Activity], plan: Plan, people: Mapping[str, Term]) -> tuple[Version, ...]:
    """The versions, the newest first."""
    found: list[Version] = []
    for activity in rows:
        row = row_of(activity, plan)
        before = found[-1].row if found else None
        found.append(Version(row, people[activity.account], changes_between(before, row)))
    return tuple(reversed(found))


def _people(plan: Plan, accounts: Iterable[str]) -> dict[str, Term]:
    """Who stands behind these accounts: a name where the plan has the person, else the account."""
    wanted = set(accounts)
    rows = Account.objects.filter(public_id__in=wanted).values_list("public_id", "person")
    persons, names = dict(rows), names_of(plan).people
    return {account: names.called(persons.get(account, account)) for account in wanted}


def _rows(activities: Iterable[Activity], plan: Plan) -> tuple[Row, ...]:
    """These records as a reader sees them; by one query for all their files."""
    shown = list(activities)
    wanting = [row.record for row in shown]
    files = (
        Evidence.objects.filter(activity__in=wanting, superseded=NEVER, is_withdrawn=False)
        .order_by()
        .values_list("activity")
        .annotate(count=Count("pk"))
    )
    counts = dict(files) if wanting else {}
    return tuple(row_of(row, plan, counts.get(row.record, 0)) for row in shown)


def pieces(things: Iterable[Piece], *, at_once: int = ROWS_AT_ONCE) -> Iterator[list[Piece]]:
    """These things in lists of at most so many."""
    rest = iter(things)
    while piece := list(islice(rest, at_once)):
        yield piece
