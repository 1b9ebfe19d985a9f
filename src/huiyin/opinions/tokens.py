"""On which channel may another system hand opinions in, and what is its key called?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huiyin.activities.field_faults import FaultCode, Wrong
from huiyin.activities.refusals import NotRight
from huiyin.activities.written_forms import clean_line
from huiyin.opinions.rules import channel_of
from huiyin.plan.document import Plan

SECRET_BYTES: Final = 32
NAME_CHARACTERS: Final = 100


@dataclass(frozen=True)
class NewToken:
    """A key as it is told once: its id, and the secret, which is kept nowhere."""

    id: str
    secret: str


def sound_channel(plan: Plan, key: str) -> str:
    """A channel that systems hand in on. Raises `NotRight`."""
    channel = channel_of(plan, key.strip())
    if channel is None:
        raise NotRight([Wrong(FaultCode.NO_SUCH_NAME, given=key[:60]).at("channel")])
    if "system" not in channel.taken_in_by:
        raise NotRight([Wrong(FaultCode.OF_ANOTHER_SORT, given=key[:60]).at("channel")])
    return channel.key


def sound_name(given: str) -> str:
    """What the key is called: the system that has it. Raises `NotRight`."""
    name = clean_line(given)
    if not name:
        raise NotRight([Wrong(FaultCode.MISSING).at("name")])
    if len(name) > NAME_CHARACTERS:
        raise NotRight([Wrong(FaultCode.TOO_LONG, limit=NAME_CHARACTERS).at("name")])
    return name
