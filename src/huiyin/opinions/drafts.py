"""How does what was said become the next version of an opinion, and what stands in its way?"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.activities.drafts import ID_BYTES, REASON_CHARACTERS
from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.activities.models import Activity
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.queries import pieces
from huiyin.activities.refusals import Conflict, NotFound, NotRight
from huiyin.activities.search_words import RECORD_CHARACTERS, written
from huiyin.activities.written_forms import clean_line, clean_lines
from huiyin.opinions.models import Giver, Opinion
from huiyin.opinions.queries import seen_activities, visible
from huiyin.opinions.redaction.redaction import redact
from huiyin.opinions.rows import MADE_ID
from huiyin.opinions.rules import IntakeActor, OpinionFact, Said, channel_of, checked, unit_of, writers_of
from huiyin.opinions.sealing import giver_mark, row_mark, sealed
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType
from huiyin.plan.queries import current_plan
from huiyin.trail.actions import Act
from huiyin.trail.models import NEVER

OWN: Final = frozenset({"id", "sequence", "position", "salt", "superseded", "ticket"})


@dataclass(frozen=True)
class Desk:
    """Who writes, when, with which permission, under which plan."""

    actor: Actor
    now: datetime
    permission: Permission
    plan: Plan
    plan_version: int

    @cached_property
    def today(self) -> date:
        """The day in the campaign's time zone."""
        return self.now.astimezone(ZoneInfo(self.plan.campaign.time_zone)).date()

    @cached_property
    def own_unit(self) -> str:
        """The unit in whose name opinions are taken in."""
        return unit_of(self.actor, self.permission, self.plan)

    def act(self, action: str, subject: str) -> Act:
        """What the trail says of it."""
        role = self.actor.role_for(self.permission)
        return Act(action, subject, self.actor.account, role, self.plan_version)

    def must_take_in(self, channel: str) -> None:
        """Refuse with `Forbidden` who may not take in on this channel of the plan."""
        of_plan = channel_of(self.plan, channel)
        writers = writers_of(self.actor, self.permission)
        if of_plan is None or not writers.intersection(of_plan.taken_in_by):
            raise Forbidden(self.permission)
        if isinstance(self.actor, IntakeActor) and self.actor.channel != of_plan.key:
            raise Forbidden(self.permission)


@dataclass(frozen=True)
class Kept:
    """A new opinion and, apart, its giver, where there is something to seal."""

    row: Opinion
    giver: Giver | None


def desk_of(actor: Actor, now: datetime, permission: Permission) -> Desk:
    """Where this actor writes. Raises `Forbidden`, `NoPlan`."""
    actor.must(permission)
    in_force = current_plan()
    return Desk(actor, now, permission, in_force.plan, in_force.version)


def desk_of_intake(actor: Actor, now: datetime, batch: str = "") -> Desk:
    """Where this actor takes in: with a batch as one who imports, or as a system that calls."""
    is_import = bool(batch) and not isinstance(actor, IntakeActor)
    return desk_of(actor, now, Permission.IMPORT_OPINIONS if is_import else Permission.RECORD_OPINIONS)


def desk_of_office(actor: Actor, now: datetime) -> Desk:
    """Where opinions that were taken in are worked on: by whoever reads them and takes them in."""
    actor.must(Permission.SEE_OPINIONS)
    return desk_of(actor, now, Permission.RECORD_OPINIONS)


def facts_of(desk: Desk, all_said: Sequence[Said]) -> list[OpinionFact]:
    """What these say, checked. Raises `NotRight` for the first that is not, and `Forbidden`."""
    facts = []
    for row, said in enumerate(all_said):
        found = checked(said, desk.plan, desk.today)
        if found.fact is None:
            raise NotRight(found.faults, row)
        desk.must_take_in(found.fact.channel)
        facts.append(found.fact)
    links_hold(desk, facts)
    return facts


def links_hold(desk: Desk, facts: Sequence[OpinionFact]) -> None:
    """Every activity that these name is there, may be seen, and of the channel's kind. Raises `NotRight`."""
    wanted = {record for fact in facts for record in (fact.activity, fact.grew_into) if record}
    kinds = {row.record: row.kind for row in activities_in_reach(desk.actor, wanted)}
    channels = {channel.key: channel for channel in desk.plan.opinion_channels}
    for row, fact in enumerate(facts):
        channel = channels[fact.channel]
        links = (
            ("activity", fact.activity, channel.records),
            ("grew_into", fact.grew_into, channel.grows_into),
        )
        faults = [
            Wrong(FaultCode.NOT_A_RECORD, given=record).at(field)
            for field, record, kind in links
            if record and (record not in kinds or kind not in (None, kinds[record]))
        ]
        if faults:
            raise NotRight(faults, row)


def activities_in_reach(actor: Actor, records: Iterable[str]) -> list[Activity]:
    """Those of these activities that the actor may see or take in, as they stand; not withdrawn."""
    seen = seen_activities(actor).filter(is_withdrawn=False)
    return [row for piece in pieces(sorted(set(records))) for row in seen.filter(record__in=piece)]


def ids_where_they_came_from(all_said: Sequence[Said]) -> list[str]:
    """The id of each where it came from: given, else of a file's row one made of what the row says.

    Rows of one file that say the same are counted, so that each is one and the file read again has the same
    ids whatever was added above. What comes from no file and has no id, "" is left.
    """
    seen: dict[tuple[str, ...], int] = {}
    ids = []
    for said in all_said:
        given = clean_line(said.given_id)
        if given or not said.source_file:
            ids.append(given)
            continue
        parts = (said.source_file, said.source_sheet, str(said.day), said.title, said.words, said.place)
        key = (*parts, said.name, said.contact)
        seen[key] = seen.get(key, 0) + 1
        ids.append(MADE_ID + row_mark(*key, str(seen[key])))
    return ids


def known_ids(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Of these (channel, id where it came from), those that are here, each with its opinion."""
    by_channel: dict[str, list[str]] = {}
    for channel, given_id in pairs:
        if given_id:
            by_channel.setdefault(channel, []).append(given_id)
    rows = Opinion.objects.filter(superseded=NEVER).exclude(given_id="")
    return {
        (channel, given_id): record
        for channel, ids in by_channel.items()
        for piece in pieces(dict.fromkeys(ids))
        for given_id, record in rows.filter(channel=channel, given_id__in=piece).values_list(
            "given_id", "record"
        )
    }


def first_version(desk: Desk, fact: OpinionFact, *, given_id: str, batch: str = "") -> Kept:
    """A new opinion, and its giver apart."""
    apart = fact.apart
    row = Opinion(
        record=secrets.token_hex(ID_BYTES),
        version=1,
        entered=desk.now,
        account=desk.actor.account,
        channel=fact.channel,
        day=fact.day,
        title=fact.title,
        words=fact.words,
        place=fact.place,
        area=fact.area,
        unit=fact.unit,
        taken_in_by=desk.own_unit,
        naming=fact.naming,
        giver=giver_mark(apart.name, apart.contact),
        activity=fact.activity,
        source_file=fact.source_file,
        source_sheet=fact.source_sheet,
        source_row=fact.source_row,
        given_id=given_id,
        likes=fact.likes,
        redactions=fact.redactions,
        goes_to_board=fact.goes_to_board,
        grew_into=fact.grew_into,
        batch=batch,
        plan_version=desk.plan_version,
    )
    if not apart:
        return Kept(row, None)
    giver = Giver(opinion=row.record, sealed=sealed(apart, now=desk.now), has_contact=bool(apart.contact))
    return Kept(row, giver)


def in_force(desk: Desk, opinion: str, version: int) -> Opinion:
    """The opinion as it stands. Raises `NotFound`, `Forbidden`, and `Conflict` where somebody was first."""
    row = visible(desk.actor).filter(record=opinion).first()
    if row is None:
        raise NotFound(opinion)
    desk.actor.must(desk.permission, row.taken_in_by)
    if row.version != version:
        raise Conflict(opinion, row.version)
    return row


def not_withdrawn(row: Opinion) -> None:
    """Raises `NotRight` for one that was taken back."""
    if row.is_withdrawn:
        raise NotRight([FieldFault("record", FaultCode.WITHDRAWN)])


def reason_of(given: str, *, is_wanted: bool = True) -> str:
    """A reason as it is kept, without persons: the log shows it. Raises `NotRight`."""
    reason = clean_lines(given)
    if not reason and is_wanted:
        raise NotRight([FieldFault("reason", FaultCode.MISSING)])
    if len(reason) > REASON_CHARACTERS:
        raise NotRight([Wrong(FaultCode.TOO_LONG, limit=REASON_CHARACTERS).at("reason")])
    return redact(reason).text if reason else ""


def words_of_version(desk: Desk, row: Opinion) -> str:
    """The words that a version is found by: its own, the office's, and names of the plan."""
    names = names_of(desk.plan)
    texts = [row.title, row.words[:RECORD_CHARACTERS], row.restated[:RECORD_CHARACTERS], row.place]
    for rows, key in ((names.units, row.unit), (names.lists[FieldType.AREA], row.area)):
        if key:
            name = rows.called(key)
            texts += [name.zh, name.en]
    return written(texts)
