"""Which opinions may this actor read, and which of them are asked for?"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from huiyin.access.models import Account
from huiyin.access.rules import Actor, Permission
from huiyin.activities import queries as activities
from huiyin.activities.list_places import in_order, place_of, read_place
from huiyin.activities.models import Activity
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.queries import COUNTED_UP_TO, COUNTED_WITH_WORDS, LARGEST_PAGE, pieces
from huiyin.activities.refusals import NotFound
from huiyin.activities.written_forms import folded
from huiyin.opinions.filters import Filters, fitting
from huiyin.opinions.models import Giver, IntakeToken, Opinion
from huiyin.opinions.rows import (
    ChannelCount,
    HeardOpinion,
    OpinionRow,
    OpinionVersion,
    OpinionView,
    Page,
    TokenRow,
    VoicesOfActivity,
    changes_between,
    channel_name,
    row_of,
)
from huiyin.opinions.rules import IntakeActor
from huiyin.opinions.sealing import token_hash
from huiyin.plan.document import Plan
from huiyin.plan.organisation import OpinionChannel
from huiyin.plan.queries import current_plan
from huiyin.plan.terms import Term
from huiyin.trail.models import NEVER

ROWS_AT_ONCE: Final = 2_000
FIRST_OF_ACTIVITY: Final = 50
ID_ENDS: Final = "."  # between the id of a token and what is secret of it
_HEARD: Final = (
    *("record", "version", "sequence", "position", "channel", "day", "title", "words", "place"),
    *("area", "unit", "giver", "likes", "source_file", "source_sheet", "source_row", "redactions"),
)


def visible(actor: Actor) -> QuerySet[Opinion]:
    """The one gate: the newest versions, withdrawn ones included, for whoever may see opinions; else none.

    There is no part of them that a unit sees: it gets the restated problem.
    """
    found = Opinion.objects.filter(superseded=NEVER)
    return found if actor.may(Permission.SEE_OPINIONS) else found.none()


def page(
    actor: Actor,
    filters: Filters,
    after: str = "",
    size: int = 50,
    *,
    placed: QuerySet[Any, Any] | None = None,
) -> Page:
    """One page of the list, the newest day first; `after` is the `next` of the page before it.

    `placed`: ids of opinions that stand on the board, where `filters.is_placed` is asked. Raises `Forbidden`.
    """
    actor.must(Permission.SEE_OPINIONS)
    plan = current_plan().plan
    rows = fitting(visible(actor), filters, plan, placed)
    begin, size = read_place(after), max(1, min(size, LARGEST_PAGE))
    taken = list(in_order(rows, begin)[: size + 1])
    up_to = COUNTED_WITH_WORDS if filters.words.strip() else COUNTED_UP_TO
    is_whole = begin is None and len(taken) <= size
    total = len(taken) if is_whole else rows.order_by()[: up_to + 1].count()
    return Page(
        rows=_rows(taken[:size], plan),
        next=str(place_of(taken[size - 1])) if len(taken) > size else "",
        total=min(total, up_to),
        is_more=total > up_to,
    )


def opinion(actor: Actor, id: str) -> OpinionView:  # noqa: A002 -- the word that addresses use for it
    """An opinion, whole. Raises `Forbidden`, `NotFound`."""
    actor.must(Permission.SEE_OPINIONS)
    plan = current_plan().plan
    versions = list(Opinion.objects.filter(record=id).order_by("version"))
    if not versions:
        raise NotFound(id)
    has_contact = Giver.objects.filter(opinion=id, has_contact=True).exists()
    people = _people(plan, {row.account for row in versions})
    found: list[OpinionVersion] = []
    for version in versions:
        row = row_of(version, plan, has_contact=has_contact)
        changes = changes_between(found[-1].row if found else None, row)
        found.append(OpinionVersion(row, people[version.account], changes))
    return OpinionView(found[-1].row, tuple(reversed(found)))


def held(actor: Actor, ids: Iterable[str]) -> Mapping[str, OpinionRow]:
    """The opinions with these ids as they stand, withdrawn ones too; what may not be read is absent."""
    if not actor.may(Permission.SEE_OPINIONS):
        return {}
    plan = current_plan().plan
    return {
        row.record: row
        for piece in pieces(dict.fromkeys(ids))
        for row in _rows(visible(actor).filter(record__in=piece), plan)
    }


def counts(actor: Actor) -> list[ChannelCount]:
    """How many opinions there are by channel, in the plan's order; channels that it has no longer last.

    A number tells nobody's words, so whoever may see the plan may see them.
    """
    actor.must(Permission.SEE_PLAN)
    plan = current_plan().plan
    grouped = (
        Opinion.objects.filter(superseded=NEVER)
        .order_by()
        .values_list("channel", "is_withdrawn")
        .annotate(count=Count("pk"))
    )
    found = {(channel, is_withdrawn): count for channel, is_withdrawn, count in grouped}
    to_board = {channel.key: channel.to_board for channel in plan.opinion_channels}
    channels = dict.fromkeys([*to_board, *sorted(channel for channel, _ in found)])
    return [
        ChannelCount(
            channel=key,
            name=channel_name(plan, key),
            to_board=to_board.get(key, True),
            counted=found.get((key, False), 0),
            withdrawn=found.get((key, True), 0),
        )
        for key in channels
    ]


def of_activity(actor: Actor, record: str, kind: str = "") -> VoicesOfActivity:
    """The opinions said in an activity, and those that it grew from; none that may not be read.

    With the `kind` of the activity, what no channel lets be said in it or grow into it is not looked for.
    """
    plan, seen = current_plan().plan, visible(actor).filter(is_withdrawn=False)
    said = in_order(seen.filter(activity=record).exclude(activity=""), None)
    grown = in_order(seen.filter(grew_into=record).exclude(grew_into=""), None)
    first_said = list(said[:FIRST_OF_ACTIVITY]) if not kind or kind in _heard_kinds(plan) else []
    first_grown = list(grown[:FIRST_OF_ACTIVITY]) if not kind or kind in _grown_kinds(plan) else []
    rows = {row.record: row for row in _rows([*first_said, *first_grown], plan)}
    return VoicesOfActivity(
        said_in_it=tuple(rows[one.record] for one in first_said),
        said=said.count() if len(first_said) == FIRST_OF_ACTIVITY else len(first_said),
        grown_from=tuple(rows[one.record] for one in first_grown),
        grown=grown.count() if len(first_grown) == FIRST_OF_ACTIVITY else len(first_grown),
    )


def _heard_kinds(plan: Plan) -> set[str | None]:
    return {channel.records for channel in plan.opinion_channels if not channel.words}


def _grown_kinds(plan: Plan) -> set[str | None]:
    return {channel.grows_into for channel in plan.opinion_channels}


def handed_over(actor: Actor, records: Sequence[str]) -> Mapping[str, str]:
    """Which of these activities, as far as the actor sees them, went to the ledger, and as which opinion.

    The id of an opinion lets nobody read it.
    """
    seen = activities.visible(actor)
    channels = [channel.key for channel in current_plan().plan.opinion_channels if channel.words]
    rows = Opinion.objects.filter(superseded=NEVER, is_withdrawn=False, channel__in=channels)
    return {
        given_id: record
        for piece in pieces(records)
        for given_id, record in rows.filter(given_id__in=seen.filter(record__in=piece).values("record"))
        .exclude(given_id="")
        .values_list("given_id", "record")
    }


def for_triage(
    *, placed: QuerySet[Any, Any] | None = None, records: Sequence[str] | None = None
) -> Iterator[HeardOpinion]:
    """What the board sorts: opinions of channels that go there, not withdrawn, as they came in.

    `placed`: ids of those that have a place and are left out. `records`: only these. For actions of the
    board, which ask for their own permission.
    """
    rows = Opinion.objects.filter(superseded=NEVER, is_withdrawn=False, goes_to_board=True)
    if placed is not None:
        rows = rows.exclude(record__in=placed)
    if records is None:
        yield from _heard(rows)
        return
    for piece in pieces(dict.fromkeys(records)):
        yield from _heard(rows.filter(record__in=piece))


def tokens(actor: Actor) -> list[TokenRow]:
    """The keys of other systems, the newest first. Raises `Forbidden`."""
    actor.must(Permission.MANAGE_TOKENS)
    plan = current_plan().plan
    return [
        TokenRow(
            id=token.public_id,
            channel=token.channel,
            channel_name=channel_name(plan, token.channel),
            name=token.name,
            made=token.made,
            ended=token.ended,
        )
        for token in IntakeToken.objects.order_by("-made", "-pk")
    ]


def actor_of_token(secret: str) -> IntakeActor | None:
    """Who hands in with this secret; None for one that is not known or was ended.

    The row is found by the id that the secret begins with; the rest is compared in constant time.
    """
    id_, between, _ = secret.partition(ID_ENDS)
    token = IntakeToken.objects.filter(public_id=id_, ended=None).first() if between else None
    kept = bytes(token.hash) if token else bytes(32)
    is_right = hmac.compare_digest(kept, token_hash(secret))
    return IntakeActor(token.public_id, channel=token.channel) if token and is_right else None


def titles_of_kind(actor: Actor, kind: str) -> dict[str, tuple[str, ...]]:
    """The activities of a kind that the actor may see or take in: their ids by title, folded as names are."""
    found: dict[str, tuple[str, ...]] = {}
    rows = seen_activities(actor).filter(kind=kind, is_withdrawn=False)
    for title, record in rows.order_by("sequence", "position").values_list("title", "record"):
        found[folded(title)] = (*found.get(folded(title), ()), record)
    return found


def seen_activities(actor: Actor) -> QuerySet[Activity]:
    """The activities that the actor may see, or take in where they see none; withdrawn ones included."""
    sees = actor.may(Permission.SEE_ACTIVITIES)
    by = Permission.SEE_ACTIVITIES if sees else Permission.IMPORT_ACTIVITIES
    return activities.visible(actor, by=by)


def channel_for_records(
    plan: Plan, kind: str, values: Mapping[str, Any] | None = None
) -> OpinionChannel | None:
    """The channel on which records of this kind go to the ledger at one tap; None where there is none.

    With `values`, those of a record, the channel whose `where` they fit.
    """
    for channel in plan.opinion_channels:
        if channel.words and channel.records == kind and (values is None or _fits(channel, values)):
            return channel
    return None


def _fits(channel: OpinionChannel, values: Mapping[str, Any]) -> bool:
    return bool(values.get(channel.words or "")) and all(
        _is_one_of(values.get(field), wanted) for field, wanted in channel.where.items()
    )


def _is_one_of(value: Any, wanted: Sequence[str]) -> bool:
    given = value if isinstance(value, list) else [value]
    return any(each in wanted for each in given)


def _heard(rows: QuerySet[Opinion]) -> Iterator[HeardOpinion]:
    told = rows.order_by("sequence", "position").values_list(*_HEARD)
    for values in told.iterator(chunk_size=ROWS_AT_ONCE):
        yield HeardOpinion(*values)


def _rows(opinions: Iterable[Opinion], plan: Plan) -> tuple[OpinionRow, ...]:
    """These as a reader sees them; by one query for whether their givers can be reached."""
    shown = list(opinions)
    ids = [one.record for one in shown]
    reached = set(
        Giver.objects.filter(Q(opinion__in=ids), has_contact=True).values_list("opinion", flat=True)
        if ids
        else ()
    )
    return tuple(row_of(one, plan, has_contact=one.record in reached) for one in shown)


def _people(plan: Plan, accounts: Iterable[str]) -> dict[str, Term]:
    """Who stands behind these accounts: a name where the plan has the person, else the account."""
    wanted = set(accounts)
    persons = dict(Account.objects.filter(public_id__in=wanted).values_list("public_id", "person"))
    names = names_of(plan).people
    return {account: names.called(persons.get(account, account)) for account in wanted}
