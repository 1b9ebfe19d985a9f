"""What if the anonymous districts and counties of the messages had names, as they have in an office's own?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from benchmarks.sources import Message

CODE = re.compile(r"([A-Z]\d{0,2})(市|县市|县县|县|区县|区|州)")
WORD_OF_CODE = {"县市": "县", "县县": "县", "区县": "区"}  # left by the anonymisation where a name ended so
FIRST = "云松柏青白金银玉石清明永安长宁江河湖泉龙凤鹤鹿梅兰竹菊桂枫杨柳桃杏"
SECOND = "岭台川溪原阳陵州山江浦城塘坪岗峰关渡桥津宁和昌"


@dataclass(frozen=True, slots=True)
class NamingSettings:
    """How codes become names."""

    seed: int
    short_share: float = 0.25  # of mentions that leave the word for district or county out, as people do


def with_names(messages: Sequence[Message], settings: NamingSettings) -> list[Message]:
    """The messages with an invented name for every code: A3区 becomes 云岭区, K9县 becomes 松台 or 松台县.

    A code bears the same name wherever it stands; no name occurs in the messages already.
    """
    random = Random(settings.seed)
    free = _free_names(messages)
    random.shuffle(free)
    name_of: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        name = name_of.setdefault(found[1], free[len(name_of)])
        word = WORD_OF_CODE.get(found[2], found[2])
        return name if random.random() < settings.short_share else name + word

    return [
        replace(one, title=CODE.sub(named, one.title), detail=CODE.sub(named, one.detail)) for one in messages
    ]


def _free_names(messages: Sequence[Message]) -> list[str]:
    """The names that can be made and stand in no message, in a fixed order."""
    text = "\n".join(f"{one.title}\n{one.detail}" for one in messages)
    made = sorted({first + second for first, second in product(FIRST, SECOND) if first != second})
    return [name for name in made if name not in text]
