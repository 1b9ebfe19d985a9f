"""How do a few thousand opinions become many that are alike without being copies?

Every function draws from its own seeded source of chance: equal arguments give equal opinions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from benchmarks.sources import Message

LEAST_EDITED, MOST_EDITED = 0.05, 0.15  # share of characters or words changed in one resampled text
REGION_CODE = re.compile(r"[A-Z]\d{1,2}")  # the anonymous districts and counties of the public messages
SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
MIXED_DETAILS = 0.5  # share of copies whose detail ends as another message's does
MIXED_TITLES = 0.3  # share of copies whose title ends as another message's does
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
STRESS_TITLE, STRESS_DETAIL = 0.15, 0.25  # share of characters changed in a copy of the stress set


def edited(random: Random, units: Sequence[str], share: float, pool: Sequence[str]) -> list[str]:
    """The units with about `share` of them left out, or replaced or followed by one from the pool."""
    result: list[str] = []
    for unit in units:
        change = random.choice(("leave out", "replace", "insert")) if random.random() < share else ""
        if not change:
            result.append(unit)
        elif change == "replace":
            result.append(random.choice(pool))
        elif change == "insert":
            result += [unit, random.choice(pool)]
    return result


def resampled_messages(messages: Sequence[Message], count: int, *, seed: int) -> list[Message]:
    """`count` messages: the given ones, then edited copies of them that speak of other places and matters.

    A copy takes a message at random, gives every region in it another code, ends its title (3 in 10) and its
    detail (1 in 2) as another message does, and changes 5 to 15 % of all characters. Sender and time are new.
    """
    random = Random(seed)
    held = list(messages[:count])
    codes = sorted({code for one in messages for code in REGION_CODE.findall(one.title + one.detail)})
    pool = "".join(one.detail for one in random.choices(messages, k=min(len(messages), 500)))
    while len(held) < count:
        base, other = random.choices(messages, k=2)
        held.append(_altered(random, base, other, codes))
        held[-1] = _noisy(random, held[-1], pool, f"R{len(held)}")
    return held


def _altered(random: Random, base: Message, other: Message, codes: Sequence[str]) -> Message:
    """The message about another place, and now and then about the matter of the other one."""
    title, detail = base.title, base.detail
    if random.random() < MIXED_TITLES:
        title = title[: len(title) // 2] + other.title[len(other.title) // 2 :]
    if random.random() < MIXED_DETAILS:
        first, second = SENTENCE.findall(detail), SENTENCE.findall(other.detail)
        detail = "".join(first[: -(-len(first) // 2)] + second[len(second) // 2 :])
    moved: dict[str, str] = {}

    def another(found: re.Match[str]) -> str:
        return moved.setdefault(found[0], random.choice(codes))

    return replace(base, title=REGION_CODE.sub(another, title), detail=REGION_CODE.sub(another, detail))


def _noisy(random: Random, message: Message, pool: str, name: str) -> Message:
    share = random.uniform(LEAST_EDITED, MOST_EDITED)
    return replace(
        message,
        id=name,
        person=f"P{name}",
        time=_later(message.time, days=random.uniform(0, 60)),
        title="".join(edited(random, message.title, share, pool)),
        detail="".join(edited(random, message.detail, share, pool)),
    )


def resampled_texts(texts: Sequence[str], count: int, *, seed: int) -> list[str]:
    """`count` short texts: the given ones, then copies with 5 to 15 % of their units changed, one at least.

    Units are words where a text has blanks, else characters; new ones come from texts of the same kind.
    """
    random = Random(seed)
    words = [word for text in texts if " " in text for word in text.split()]
    characters = [sign for text in texts if " " not in text for sign in text]
    held = list(texts[:count])
    while len(held) < count:
        text = random.choice(texts)
        by_words = " " in text
        units, pool = (text.split(), words) if by_words else (list(text), characters)
        changed = units
        while changed == units:
            share = max(random.uniform(LEAST_EDITED, MOST_EDITED), 1 / max(len(units), 1))
            changed = edited(random, units, share, pool)
        held.append((" " if by_words else "").join(changed))
    return held


def stressed(messages: Sequence[Message], chosen: frozenset[str], *, copies: int, seed: int) -> list[Message]:
    """The messages, and `copies` edited copies of every chosen one, each from a new sender, in random order.

    In a copy 15 % of the characters of the title are changed and 25 % of those of the detail, so that issues
    of fifteen and more arise that are told in different ways.
    """
    random = Random(seed)
    pool = "".join(one.detail for one in messages[:500])
    held = [*messages, *_stress_copies(random, [one for one in messages if one.id in chosen], copies, pool)]
    random.shuffle(held)
    return held


def _stress_copies(random: Random, messages: Sequence[Message], copies: int, pool: str) -> Iterator[Message]:
    for message in messages:
        for number in range(copies):
            name = f"{message.id}-{number}"
            yield Message(
                id=name,
                person=f"P{name}",
                time=_later(message.time, days=random.uniform(0, 60)),
                title="".join(edited(random, message.title, STRESS_TITLE, pool)),
                detail="".join(edited(random, message.detail, STRESS_DETAIL, pool)),
            )


def in_slices(messages: Sequence[Message], count: int) -> list[Sequence[Message]]:
    """The messages in their order, cut into so many slices of equal size, give or take one."""
    bounds = [len(messages) * place // count for place in range(count + 1)]
    return [messages[start:end] for start, end in pairwise(bounds)]


def moment(message: Message) -> datetime:
    """When the message was sent; a message without a time comes first."""
    text = message.time.replace("/", "-").strip()
    for form in (TIME_FORMAT, "%Y-%m-%d %H:%M"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return datetime.min


def _later(time: str, *, days: float) -> str:
    began = moment(Message("", "", time, "", ""))
    return "" if began == datetime.min else (began + timedelta(days=days)).strftime(TIME_FORMAT)
