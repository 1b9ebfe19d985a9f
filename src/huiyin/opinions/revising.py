"""What does the next version of an opinion say, when the office rewords, corrects, links or takes it back?"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Final

from huiyin.access.rules import Permission
from huiyin.activities.drafts import ID_BYTES
from huiyin.activities.field_faults import FaultCode, Wrong
from huiyin.activities.queries import pieces
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.opinions.drafts import OWN, Desk, activities_in_reach
from huiyin.opinions.models import Giver, Opinion, Unsealing
from huiyin.opinions.persons_apart import Apart, without_giver
from huiyin.opinions.queries import visible
from huiyin.opinions.rules import Correction, channel_of, corrected, words_of_office
from huiyin.opinions.sealing import opened

COMPARED: Final = ("channel", "day", "place", "area", "unit", "goes_to_board")


def next_version(desk: Desk, before: Opinion, reason: str = "") -> Opinion:
    """The next version of an opinion, saying what it said."""
    names = [field.attname for field in Opinion._meta.concrete_fields if field.attname not in OWN]
    row = Opinion(**{name: getattr(before, name) for name in names})
    row.version, row.entered, row.account = before.version + 1, desk.now, desk.actor.account
    row.reason, row.plan_version = reason, desk.plan_version
    return row


def restated_words(before: Opinion, given: str) -> str:
    """The office's words as they are kept: without persons, and without this giver's name and contact.

    "" where none are given. Raises `NotRight`.
    """
    if not given.strip():
        return ""
    try:
        words = words_of_office(given)
    except Wrong as wrong:
        raise NotRight([wrong.at("words")]) from None
    return without_its_giver(before.record, words)


def without_its_giver(opinion: str, text: str) -> str:
    """What somebody writes of an opinion, without persons, and without this giver's name and contact."""
    giver = giver_of(opinion) if text else Apart()
    return without_giver(text, giver.name, giver.contact)[0]


def corrected_version(desk: Desk, before: Opinion, correction: Correction, reason: str) -> Opinion:
    """The next version, saying this of where the opinion belongs. Raises `NotRight`, `Forbidden`."""
    found = corrected(correction, desk.plan, desk.today)
    if found.faults:
        raise NotRight(found.faults)
    row = next_version(desk, before, reason)
    for column, value in found.values.items():
        setattr(row, column, value)
    if row.channel != before.channel:
        desk.must_take_in(row.channel)
        _is_new_on(row)
    if row.place != before.place:
        row.place = without_its_giver(before.record, row.place)
    return row


def _is_new_on(row: Opinion) -> None:
    """The channel has no other opinion of this id where it came from. Raises `NotRight`."""
    same = Opinion.objects.filter(channel=row.channel, given_id=row.given_id).exclude(given_id="")
    if row.given_id and same.exclude(record=row.record).exists():
        raise NotRight([Wrong(FaultCode.AMBIGUOUS_NAME, given=row.channel, keys=row.channel).at("channel")])


def says_the_same(before: Opinion, after: Opinion) -> bool:
    """Does a correction say nothing new?"""
    return all(getattr(before, column) == getattr(after, column) for column in COMPARED)


def turned_version(desk: Desk, before: Opinion, reason: str, *, is_withdrawn: bool) -> Opinion:
    """The next version, taken back or put back."""
    row = next_version(desk, before, reason)
    row.is_withdrawn = is_withdrawn
    return row


def of_batch(desk: Desk, batch: str) -> list[Opinion]:
    """The opinions of an import that count, as far as the actor may write them. Raises `NotFound`."""
    rows = visible(desk.actor).filter(batch=batch).exclude(batch="")
    if not rows.exists():
        raise NotFound(batch)
    reach = desk.actor.reach(Permission.RECORD_OPINIONS)
    counting = rows.filter(is_withdrawn=False).order_by("sequence", "position")
    return [row for row in counting if reach.holds(row.taken_in_by)]


def grown_versions(desk: Desk, opinions: Sequence[str], activity: str) -> list[Opinion]:
    """The next versions of those that are not linked so yet. Raises `NotFound`, `NotRight`, `Forbidden`."""
    rows = {
        row.record: row
        for piece in pieces(dict.fromkeys(opinions))
        for row in visible(desk.actor).filter(record__in=piece)
    }
    for asked in opinions:
        if asked not in rows:
            raise NotFound(asked)
    fits = _fitting(desk, activity)
    versions = []
    for row in rows.values():
        desk.actor.must(desk.permission, row.taken_in_by)
        if row.is_withdrawn or not fits(row):
            raise NotRight([Wrong(FaultCode.NOT_A_RECORD, given=activity).at("grew_into")])
        if row.grew_into != activity:
            version = next_version(desk, row)
            version.grew_into = activity
            versions.append(version)
    return versions


def _fitting(desk: Desk, activity: str) -> Callable[[Opinion], bool]:
    """May this opinion have grown into the activity? Its channel says of which kind that has to be."""
    kind = next((row.kind for row in activities_in_reach(desk.actor, [activity] if activity else [])), "")

    def fits(row: Opinion) -> bool:
        channel = channel_of(desk.plan, row.channel)
        wanted = channel.grows_into if channel else None
        return not activity or (bool(kind) and wanted in (None, kind))

    return fits


def giver_of(opinion: str) -> Apart:
    """What was sealed of an opinion, to keep its giver out of new words; nothing where nothing was."""
    giver = Giver.objects.filter(opinion=opinion).first()
    return opened(bytes(giver.sealed)) if giver else Apart()


def unsealing(desk: Desk, opinion: str, reason: str) -> Unsealing:
    """Who looked at a giver, when and why."""
    return Unsealing(
        record=secrets.token_hex(ID_BYTES),
        version=1,
        entered=desk.now,
        account=desk.actor.account,
        reason=reason,
        opinion=opinion,
    )
