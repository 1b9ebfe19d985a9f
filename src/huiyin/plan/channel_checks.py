"""Do the channels of opinions name kinds, fields and choices that are there?"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding, Path
from huiyin.plan.kinds import Field, FieldType, Kind
from huiyin.plan.organisation import OpinionChannel
from huiyin.plan.references import References, no_such

SPOKEN = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})
CHOSEN = frozenset({FieldType.CHOICE, FieldType.CHOICES})


def channel_findings(plan: Plan, known: References) -> Iterator[Finding]:
    """What contradicts itself in the channels of opinions."""
    for index, channel in enumerate(plan.opinion_channels):
        yield from _channel(channel, ("opinion_channels", index), plan, known)


def _channel(channel: OpinionChannel, path: Path, plan: Plan, known: References) -> Iterator[Finding]:
    yield from known.missing((*path, "records"), "kinds", channel.records)
    yield from known.missing((*path, "grows_into"), "kinds", channel.grows_into)
    for part in ("naming", "taken_in_by"):
        if not getattr(channel, part):
            yield Finding((*path, part), FaultCode.EMPTY, {"expected": "list"})
    if channel.words and not channel.records:
        yield Finding(path, FaultCode.NEEDED, {"part": "records", "why": "words"})
    if channel.where and not channel.words:
        yield Finding((*path, "where"), FaultCode.NOT_HERE, {"part": "where", "why": "no words"})
    kind = plan.kinds_by_key.get(channel.records or "")
    if kind is not None and channel.words:
        yield from _words(channel.words, kind, (*path, "words"))
        yield from _where(channel, kind, (*path, "where"))


def _words(key: str, kind: Kind, path: Path) -> Iterator[Finding]:
    """The field that says what was said is a text of that kind."""
    field = kind.field(key)
    spoken = [each.key for each in kind.fields if each.type in SPOKEN]
    if field is None or field.type not in SPOKEN:
        yield no_such(path, key, f"{kind.key}.fields ({', '.join(sorted(SPOKEN))})", spoken)


def _where(channel: OpinionChannel, kind: Kind, path: Path) -> Iterator[Finding]:
    """Each field that narrows the records is a choice of that kind, and each value one of its choices."""
    for key, wanted in channel.where.items():
        field = kind.field(key)
        if field is None or field.type not in CHOSEN:
            chosen = [each.key for each in kind.fields if each.type in CHOSEN]
            yield no_such((*path, key), key, f"{kind.key}.fields ({', '.join(sorted(CHOSEN))})", chosen)
        else:
            yield from _choices(field, wanted, (*path, key), kind)


def _choices(field: Field, wanted: tuple[str, ...], path: Path, kind: Kind) -> Iterator[Finding]:
    choices = [choice.key for choice in field.choices]
    if not wanted:
        yield Finding(path, FaultCode.EMPTY, {"expected": "list"})
    for index, key in enumerate(wanted):
        if key not in choices:
            yield no_such((*path, index), key, f"{kind.key}.{field.key}.choices", choices)
