"""How is an opinion taken in, reworded, corrected, taken back, and its giver seen?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.activities.drafts import ID_BYTES
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.opinions import drafts, handing_over, revising
from huiyin.opinions.drafts import Desk, Kept, desk_of, desk_of_intake, desk_of_office
from huiyin.opinions.models import Giver, IntakeToken, Opinion
from huiyin.opinions.queries import ID_ENDS, visible
from huiyin.opinions.requests import is_here
from huiyin.opinions.rules import Correction, IntakeActor, OpinionFact, Said, channel_of
from huiyin.opinions.sealing import opened, token_hash
from huiyin.opinions.tokens import SECRET_BYTES, NewToken, sound_channel, sound_name
from huiyin.trail.actions import append, be_the_one_writer
from huiyin.trail.actions import append_versions as append_to_trail

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class TakenIn:
    """Ids in the order of what was given, and the places, from 0, of those that are new."""

    ids: list[str]
    new: frozenset[int] = frozenset()

    @property
    def added(self) -> int:
        """How many are new."""
        return len(self.new)


@dataclass(frozen=True)
class _Given:
    """What was given to be taken in, each with its channel and its id where it came from."""

    desk: Desk
    all_said: Sequence[Said]
    keys: Sequence[tuple[str, str]]
    batch: str = ""

    def kept(self, places: Sequence[int]) -> dict[int, Kept]:
        """Those of these places, checked and without persons. Raises `NotRight`, `Forbidden`.

        This takes long and needs nothing that a lock would hold still.
        """
        facts = zip(places, _facts(self.desk, self.all_said, places), strict=True)
        return {
            at: drafts.first_version(self.desk, fact, given_id=self.keys[at][1], batch=self.batch)
            for at, fact in facts
        }

    def unknown(self, known: Mapping[tuple[str, str], str]) -> list[int]:
        """The places of those that are not here."""
        return [at for at, key in enumerate(self.keys) if key not in known]


@dataclass(frozen=True)
class GiverSeen:
    """Who said an opinion, and the words as they were said."""

    name: str
    contact: str
    title: str
    words: str
    place: str


def take_in(*, actor: Actor, now: datetime, said: Said, ticket: str | None = None) -> str:
    """Take one opinion in; its id. The same ticket twice takes in once and gives the first id.

    Raises `NotRight`, `Forbidden`.
    """
    return take_in_counted(actor=actor, now=now, all_said=[said], ticket=ticket).ids[0]


def take_in_many(
    *, actor: Actor, now: datetime, all_said: Sequence[Said], batch: str = "", ticket: str | None = None
) -> list[str]:
    """Take opinions in, all or none, under one entry; their ids, in this order. See `take_in_counted`."""
    return take_in_counted(actor=actor, now=now, all_said=all_said, batch=batch, ticket=ticket).ids


def take_in_counted(
    *, actor: Actor, now: datetime, all_said: Sequence[Said], batch: str = "", ticket: str | None = None
) -> TakenIn:
    """Take opinions in, all or none, under one entry, and say how many were new.

    One that is here already, by the id that it has where it came from, is not taken in again and keeps its
    id here. A row of a file without an id has one made of what it says (`drafts.ids_where_they_came_from`).
    With a `batch`, the id of an import, the actor needs the permission to import. The same ticket twice takes
    in once and gives the first ids. Raises `NotRight` for the first one that is not right, and `Forbidden`.
    """
    desk = desk_of_intake(actor, now, batch)
    if not all_said:
        return TakenIn([])
    if earlier := _of_ticket(desk, ticket):
        return earlier
    given = _given(desk, all_said, batch)
    ready = given.kept(given.unknown(drafts.known_ids(given.keys)))
    with transaction.atomic():
        be_the_one_writer()
        return _of_ticket(desk, ticket) or _take_in(given, ready, ticket)


def take_in_request(
    *, actor: IntakeActor, now: datetime, all_said: Sequence[Said], ticket: str = ""
) -> TakenIn:
    """Take in what another system sent in one request, all or none, as `take_in_counted`.

    `ticket` is what its key and its body come to (`requests.ticket_of`), "" without a key. Raises
    `SaysOtherwise` where the key was used with another body, `NotRight`, `Forbidden`.
    """
    desk = desk_of_intake(actor, now)
    if ticket:
        is_here(ticket)
    given = _given(desk, all_said)
    ready = given.kept(given.unknown(drafts.known_ids(given.keys)))
    with transaction.atomic():
        be_the_one_writer()
        is_first = bool(ticket) and not is_here(ticket)
        return _take_in(given, ready, ticket if is_first else None)


def _given(desk: Desk, all_said: Sequence[Said], batch: str = "") -> _Given:
    """Raises `Forbidden` for a channel that the actor does not take in on."""
    keys = [
        (said.channel.strip(), given_id)
        for said, given_id in zip(all_said, drafts.ids_where_they_came_from(all_said), strict=True)
    ]
    for channel in {channel for channel, _ in keys}:
        if channel_of(desk.plan, channel):  # else checking says so
            desk.must_take_in(channel)
    return _Given(desk, all_said, keys, batch)


def _take_in(given: _Given, ready: Mapping[int, Kept], ticket: str | None = None) -> TakenIn:
    """Within a transaction of the one writer; `ready` are those that were made ready before it."""
    known = drafts.known_ids(given.keys)
    places = given.unknown(known)
    ready = {**ready, **given.kept([at for at in places if at not in ready])}
    new: dict[int, Kept] = {}
    for at in places:
        if given.keys[at] in known:  # its twin stands above in what was given
            continue
        new[at] = ready[at]
        if given.keys[at][1]:
            known[given.keys[at]] = ready[at].row.record
    if new:
        _write_new(given, list(new.values()), ticket)
    ids = [new[at].row.record if at in new else known[key] for at, key in enumerate(given.keys)]
    return TakenIn(ids, frozenset(new))


def _write_new(given: _Given, kept: Sequence[Kept], ticket: str | None) -> None:
    first = kept[0].row
    first.ticket = ticket or None
    is_one = len(given.all_said) == 1 and not given.batch
    action = "opinion.take_in" if is_one else "opinion.take_in_many"
    append_versions(given.desk, action, given.batch or first.record, [one.row for one in kept])
    givers = [one.giver for one in kept if one.giver is not None]
    Giver.objects.bulk_create(givers, batch_size=ROWS_AT_ONCE)


def restate(  # noqa: PLR0913 -- who, when, what of which version, and why: none of them stands for another
    *, actor: Actor, now: datetime, opinion: str, version: int, words: str, reason: str = ""
) -> int:
    """Put an opinion into the office's words, without persons; its new version. Empty words take them back.

    What was said stays beside it. `version` is the one that the actor had before them. Raises `Conflict`,
    `NotFound`, `NotRight`, `Forbidden`.
    """
    desk, reason = desk_of_office(actor, now), drafts.reason_of(reason, is_wanted=False)
    with transaction.atomic():
        be_the_one_writer()
        before = drafts.in_force(desk, opinion, version)
        drafts.not_withdrawn(before)
        restated = revising.restated_words(before, words)
        if restated == before.restated:
            return version
        row = revising.next_version(desk, before, revising.without_its_giver(opinion, reason))
        row.restated = restated
        append_versions(desk, "opinion.restate", opinion, [row])
    return version + 1


def correct(  # noqa: PLR0913 -- as above
    *, actor: Actor, now: datetime, opinion: str, version: int, correction: Correction, reason: str
) -> int:
    """Let an opinion belong to another channel, day, place, area or unit; its new version. Words stay.

    Nothing new makes no version. Raises as `restate`.
    """
    desk, reason = desk_of_office(actor, now), drafts.reason_of(reason)
    with transaction.atomic():
        be_the_one_writer()
        before = drafts.in_force(desk, opinion, version)
        drafts.not_withdrawn(before)
        reason = revising.without_its_giver(opinion, reason)
        row = revising.corrected_version(desk, before, correction, reason)
        if revising.says_the_same(before, row):
            return version
        append_versions(desk, "opinion.correct", opinion, [row])
    return version + 1


def withdraw(*, actor: Actor, now: datetime, opinion: str, version: int, reason: str) -> None:
    """Take an opinion back: it counts nowhere and stays readable. Raises as `restate`."""
    _turn(desk_of_office(actor, now), (opinion, version), reason, is_withdrawn=True)


def restore(*, actor: Actor, now: datetime, opinion: str, version: int, reason: str) -> None:
    """Let an opinion that was taken back count again. Raises as `restate`."""
    _turn(desk_of_office(actor, now), (opinion, version), reason, is_withdrawn=False)


def withdraw_batch(*, actor: Actor, now: datetime, batch: str, reason: str) -> int:
    """Take back what an import took in, in one entry; how many opinions. Raises `NotRight`, `Forbidden`."""
    desk, reason = desk_of_office(actor, now), drafts.reason_of(reason)
    with transaction.atomic():
        be_the_one_writer()
        rows = revising.of_batch(desk, batch)
        turned = [revising.turned_version(desk, row, reason, is_withdrawn=True) for row in rows]
        if turned:
            append_versions(desk, "opinion.withdraw_batch", batch, turned)
    return len(turned)


def hand_over(*, actor: Actor, now: datetime, records: Sequence[str]) -> list[str]:
    """Hand activities to the ledger whose words are opinions (a blockage of a visit); the opinions' ids.

    One that was handed over is not handed over again. Raises `NotRight` for one that no channel takes,
    `Forbidden`.
    """
    desk = desk_of_intake(actor, now)
    with transaction.atomic():
        be_the_one_writer()
        handed = [handing_over.said_in(desk, row) for row in handing_over.to_hand_over(desk, records)]
        return _take_in(_given(desk, handed), {}).ids if handed else []


def link_grown(*, actor: Actor, now: datetime, opinions: Sequence[str], activity: str) -> int:
    """Say which activity (a project) opinions grew into, "" for none; how many were changed.

    Raises `NotRight` for an activity that is not of the channel's kind `grows_into`, `NotFound`, `Forbidden`.
    """
    desk = desk_of_office(actor, now)
    with transaction.atomic():
        be_the_one_writer()
        rows = revising.grown_versions(desk, opinions, activity)
        if rows:
            append_versions(desk, "opinion.link_grown", activity or rows[0].record, rows)
    return len(rows)


def see_giver(*, actor: Actor, now: datetime, opinion: str, reason: str) -> GiverSeen:
    """Who said it, and the words before persons were taken out. The log says first who looked, and why.

    Raises `NotFound`, also where nothing was sealed, `NotRight` without a reason, `Forbidden`.
    """
    desk, reason = desk_of(actor, now, Permission.SEE_GIVERS), drafts.reason_of(reason)
    with transaction.atomic():
        be_the_one_writer()
        row = visible(actor).filter(record=opinion).first()
        giver = Giver.objects.filter(opinion=opinion).first()
        if row is None or giver is None:
            raise NotFound(opinion)
        seen = revising.unsealing(desk, opinion, revising.without_its_giver(opinion, reason))
        append_to_trail(desk.act("opinion.see_giver", opinion), [seen], now=now)
    apart = opened(bytes(giver.sealed))
    return GiverSeen(
        name=apart.name,
        contact=apart.contact,
        title=apart.title or row.title,
        words=apart.words or row.words,
        place=apart.place or row.place,
    )


def make_token(*, actor: Actor, now: datetime, channel: str, name: str) -> NewToken:
    """A key with which another system hands in on a channel. Its secret is told now and kept nowhere.

    Raises `NotRight` for a channel that no system hands in on, `Forbidden`.
    """
    desk = desk_of(actor, now, Permission.MANAGE_TOKENS)
    channel, name = sound_channel(desk.plan, channel), sound_name(name)
    id_ = secrets.token_hex(ID_BYTES)
    secret = f"{id_}{ID_ENDS}{secrets.token_urlsafe(SECRET_BYTES)}"
    with transaction.atomic():
        append(desk.act("opinion.token_make", id_), now=now)
        IntakeToken.objects.create(
            public_id=id_, channel=channel, name=name, hash=token_hash(secret), made=now
        )
    return NewToken(id_, secret)


def end_token(*, actor: Actor, now: datetime, token: str) -> None:
    """Let a key open nothing any more. Ended already, it does nothing. Raises `NotFound`, `Forbidden`."""
    desk = desk_of(actor, now, Permission.MANAGE_TOKENS)
    with transaction.atomic():
        be_the_one_writer()
        row = IntakeToken.objects.filter(public_id=token).first()
        if row is None:
            raise NotFound(token)
        if row.ended is None:
            append(desk.act("opinion.token_end", token), now=now)
            IntakeToken.objects.filter(pk=row.pk).update(ended=now)


def append_versions(desk: Desk, action: str, subject: str, rows: Sequence[Opinion]) -> int:
    """Write these versions under one entry, with the words that they are found by; its sequence number."""
    sequence = append_to_trail(desk.act(action, subject), rows, now=desk.now)
    keys = dict(Opinion.objects.filter(sequence=sequence).values_list("position", "pk"))
    words = [(keys[row.position], drafts.words_of_version(desk, row)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO opinion_words (rowid, words) VALUES (%s, %s)", words)
    return sequence


def _facts(desk: Desk, all_said: Sequence[Said], new: Sequence[int]) -> list[OpinionFact]:
    """What the new ones say, checked; a fault names the row in all that was given."""
    try:
        return drafts.facts_of(desk, [all_said[at] for at in new])
    except NotRight as refused:
        raise NotRight(refused.faults, new[refused.row]) from None


def _of_ticket(desk: Desk, ticket: str | None) -> TakenIn | None:
    """What this form took in when it was sent before; a ticket is known to whoever's form it was alone."""
    first = Opinion.objects.filter(ticket=ticket).first() if ticket else None
    if first is None:
        return None
    if first.account != desk.actor.account:
        raise Forbidden(desk.permission)
    rows = Opinion.objects.filter(sequence=first.sequence).order_by("position")
    return TakenIn(list(rows.values_list("record", flat=True)))


def _turn(desk: Desk, asked: tuple[str, int], reason: str, *, is_withdrawn: bool) -> None:
    reason = drafts.reason_of(reason)
    with transaction.atomic():
        be_the_one_writer()
        before = drafts.in_force(desk, *asked)
        if before.is_withdrawn == is_withdrawn:
            return
        reason = revising.without_its_giver(before.record, reason)
        row = revising.turned_version(desk, before, reason, is_withdrawn=is_withdrawn)
        append_versions(desk, "opinion.withdraw" if is_withdrawn else "opinion.restore", row.record, [row])
