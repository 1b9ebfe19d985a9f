"""Which problems of the ledger are asked for?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from huiyin.access.rules import GRANTS, Actor, Permission, Scope
from huiyin.activities.filters import units_at
from huiyin.activities.word_search import with_words
from huiyin.board.models import Group
from huiyin.ledger.models import FollowUp, Place, Problem
from huiyin.ledger.moves import ENDED, OPEN, WITH_THE_UNIT, Party, ProblemState
from huiyin.ledger.shown.follow_up_weeks import monday_of
from huiyin.ledger.shown.lights import HUNDRED, WAITS_ON, Color, Watch
from huiyin.ledger.shown.words import INDEX
from huiyin.plan.document import Plan
from huiyin.trail.models import NEVER

S = ProblemState
AT_WORK = (S.ASSIGNED, S.IN_PROGRESS)  # the owner unit is to act, and its time runs
WAITING = (S.DRAFT, S.RETURNED, S.ON_HOLD, S.CHECKED, S.ON_NOTICE)
ANY_OPEN, ANY_ENDED = "open", "ended"  # beside the states themselves
_STATES = {ANY_OPEN: sorted((*OPEN, S.ON_NOTICE)), ANY_ENDED: sorted(ENDED)}
_SQLITE = (
    "SELECT problem.id FROM problem INDEXED BY {index}, json_each(problem.{column}) AS listed "
    "WHERE problem.superseded = {newest} AND problem.{column} <> '[]' "
    "AND listed.value IN (SELECT value FROM json_each(%s))"
)
_INDEXES = {"co_units": "problem_helped", "grew_into": "problem_grown"}  # of migration 0006
_POSTGRESQL = (
    "SELECT id FROM problem WHERE superseded = {newest} AND {column} <> '[]'::jsonb "
    "AND {column} ?| %s::text[]"
)


class Wants(StrEnum):
    """What a problem wants of somebody today, beside what its state says."""

    EXTENSION = "extension"  # asked for, and not decided
    REVIEW = "review"  # of a standing measure
    EFFECT = "effect"  # to be looked at again after its closing
    WORD = "word"  # of the unit, this week
    VOICES = "voices"  # spoke of it again after it was signed, and nobody has looked


@dataclass(frozen=True)
class Filters:
    """What the ledger is narrowed to; what is left empty narrows nothing.

    `unit` takes the units below it along, as owners. `state`: one of the states, or `open` or `ended`.
    `verifier`: a unit or a person. `since` and `until`: the day it was opened; `due_since`, `due_until`: the
    day it is due now. `waits_for`: a party. `mine`: whoever asks owns, verifies or leads it.
    `wants`: one of `Wants`. `as_party`: whoever asks is the owner's or verifies it, by their posts.
    `words`: every one stands in number, title, finding, or a unit's name.
    """

    number: int | None = None
    unit: str = ""
    area: str = ""
    state: str = ""
    mode: str = ""
    light: str = ""
    owner_person: str = ""
    verifier: str = ""
    since: date | None = None
    until: date | None = None
    due_since: date | None = None
    due_until: date | None = None
    words: str = ""
    waits_for: str = ""
    wants: str = ""
    as_party: str = ""
    reopened: bool | None = None
    mine: bool = False


@dataclass(frozen=True)
class Asking:
    """By whom, when and under which plan a list is asked for."""

    actor: Actor
    plan: Plan
    watch: Watch


def fitting(rows: QuerySet[Problem], filters: Filters, asking: Asking) -> QuerySet[Problem]:
    """Of these rows, the ones that the filters leave."""
    given = {
        "number": filters.number,
        "area": filters.area,
        "mode": filters.mode,
        "owner_person": filters.owner_person,
        "opened_on__gte": filters.since,
        "opened_on__lte": filters.until,
        "due_current__gte": filters.due_since,
        "due_current__lte": filters.due_until,
    }
    rows = rows.filter(**{column: value for column, value in given.items() if value not in (None, "")})
    if filters.state:
        rows = rows.filter(state__in=_STATES.get(filters.state, [filters.state]))
    if filters.unit:
        rows = rows.filter(owner_unit__in=units_at(asking.plan, filters.unit))
    if filters.verifier:
        rows = rows.filter(Q(verifier_unit=filters.verifier) | Q(verifier_person=filters.verifier))
    if filters.reopened is not None:
        rows = rows.filter(episode__gt=1) if filters.reopened else rows.filter(episode=1)
    if filters.waits_for:
        rows = rows.filter(state__in=[state for state, on in WAITS_ON.items() if on == filters.waits_for])
    if filters.mine:
        rows = rows.filter(of_person(asking.actor.person))
    if filters.wants:
        rows = rows.filter(_wanting(filters.wants, asking.watch))
    if filters.as_party:
        rows = rows.filter(_as_party(filters.as_party, asking.actor))
    if filters.light:
        rows = of_light(rows, filters.light, asking.watch)
    return with_words(rows, filters.words, INDEX) if filters.words.strip() else rows


def of_person(person: str) -> Q:
    """Problems that somebody owns, verifies or leads; none for nobody."""
    if not person:
        return Q(pk__in=[])
    return Q(owner_person=person) | Q(verifier_person=person) | Q(lead_leader=person)


def _wanting(wants: str, watch: Watch) -> Q:
    said = FollowUp.objects.filter(
        problem=OuterRef("record"), week=monday_of(watch.today), superseded=NEVER, is_withdrawn=False
    )
    conditions: Mapping[str, Q] = {
        Wants.EXTENSION: Q(state=S.IN_PROGRESS, extension_wanted__isnull=False),
        Wants.REVIEW: Q(state=S.STANDING, next_review__lte=watch.today),
        Wants.EFFECT: Q(state=S.CLOSED, effect_due__lte=watch.today, effect_checked_on__isnull=True),
        Wants.WORD: Q(state__in=sorted(WITH_THE_UNIT)) & Q(~Exists(said)),
        Wants.VOICES: Q(state__in=(S.CLOSED, S.ON_NOTICE)) & Q(record__in=_with_fresh_voices()),
    }
    return conditions[Wants(wants)] if wants in set(Wants) else Q(pk__in=[])


def _with_fresh_voices() -> QuerySet[Place, str]:
    """Problems of whose places new opinions speak that joined by themselves."""
    groups = Group.objects.filter(superseded=NEVER, fresh__gt=0).values("record")
    places = Place.objects.filter(superseded=NEVER, is_withdrawn=False, group__in=groups)
    return places.values_list("problem", flat=True)


def _as_party(party: str, actor: Actor) -> Q:
    """Problems to which the actor is this party; as `parties.role_as` says it of one."""
    if party == Party.OWNER:
        return Q(owner_unit__in=sorted(actor.reach(Permission.WORK_ON_PROBLEMS).units))
    found = Q(pk__in=[])
    if party == Party.VERIFIER and actor.may(Permission.CHECK_PROBLEMS):
        for holding in actor.holdings:
            scope = GRANTS.get(holding.role, {}).get(Permission.CHECK_PROBLEMS)
            if scope is Scope.GUIDED_UNITS:
                found |= Q(owner_unit__in=sorted(holding.guided))
            if scope is Scope.OWN_UNIT:
                named = Q(verifier_person="") | Q(verifier_person=actor.person)
                found |= Q(verifier_unit__in=sorted(holding.own)) & named
    return found


def with_co_units(units: Sequence[str]) -> RawSQL:
    """The keys of the newest versions that name one of these units as one that helps."""
    return _listing("co_units", units)


def grown_into(records: Sequence[str]) -> RawSQL:
    """The keys of the newest versions that grew into one of these records."""
    return _listing("grew_into", records)


def _listing(column: str, keys: Sequence[str]) -> RawSQL:
    """Versions with one of these keys in a column that holds a list; `column` is one of our own names.

    Numbers that are written out let the databases see that an index serves the question (migration 0006).
    """
    is_postgresql = connection.vendor == "postgresql"
    question = (_POSTGRESQL if is_postgresql else _SQLITE).format(
        column=column, index=_INDEXES[column], newest=NEVER
    )
    asked = list(keys) if is_postgresql else json.dumps(list(keys))
    return RawSQL(question, [asked])  # noqa: S611 -- the keys are a parameter


def of_light(rows: QuerySet[Problem], color: str, watch: Watch) -> QuerySet[Problem]:
    """Those of these rows that show this light on that day: as `Watch.light` says it of one."""
    if color == Color.ENDED:
        return rows.filter(state__in=sorted(ENDED))
    if color == Color.LATE:
        return rows.filter(_late(watch))
    if color == Color.WAITING:
        return rows.filter(Q(state__in=WAITING) | Q(state=S.CLAIMED)).exclude(_check_is_late(watch))
    if color == Color.SOON:
        return _with_days(rows, watch).exclude(_late(watch)).filter(_soon(watch))
    if color == Color.ON_COURSE:
        running = rows.filter(state__in=(*AT_WORK, S.STANDING)).exclude(_late(watch))
        return _with_days(running, watch).exclude(_soon(watch))
    return rows.none()


def _late(watch: Watch) -> Q:
    received = watch.begun_too_long_ago(max(watch.limits.receive_days, 1))
    return (
        Q(state__in=AT_WORK, due_current__lt=watch.late_before)
        | Q(state=S.ASSIGNED, assigned_on__lte=received)
        | Q(state=S.STANDING, next_review__lt=watch.late_before)
        | _check_is_late(watch)
    )


def _check_is_late(watch: Watch) -> Q:
    return Q(state=S.CLAIMED, claimed_on__lte=watch.begun_too_long_ago(max(watch.limits.check_days, 1)))


def _soon(watch: Watch) -> Q:
    by_share = Q(left__lte=F("span") * Value(watch.limits.soon_share))
    return (
        Q(state__in=AT_WORK, due_current__lte=watch.soon_until)
        | Q(state__in=AT_WORK, due_current__isnull=False) & by_share
        | Q(state=S.STANDING, next_review__lte=watch.soon_until)
    )


def _with_days(rows: QuerySet[Problem], watch: Watch) -> QuerySet[Problem]:
    """With a hundred times the days left, and the days that there were from the beginning."""
    begun = Coalesce("due_from", "assigned_on", "opened_on")
    left = _DaysBetween(Value(watch.today), F("due_current"))
    return rows.alias(left=left * Value(float(HUNDRED)), span=_DaysBetween(begun, F("due_current")))


class _DaysBetween(Func):
    """How many days lie from one day to another."""

    arity = 2
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Julian days, as SQLite counts them."""
        template = "(-(julianday(%(expressions)s)))"
        return super().as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """PostgreSQL takes days from each other."""
        template = "(-((%(expressions)s)))::float"
        return super().as_sql(compiler, connection, template=template, arg_joiner=")::date - (", **more)
