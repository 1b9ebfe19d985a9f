"""On which channel, on which day and by whom did the office of Minghu hear what its people say?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from district import matters, places_of
from voices import LAST, Mixture, Voice, all_voices

from huiyin.opinions.rules import Said

# Matters that are put right in villages by other means than in town: problems of their own.
APART_IN_VILLAGES = frozenset(
    {"搅拌站夜间噪声粉尘", "垃圾清运不及时", "路面坑洼破损", "路灯不亮", "下水堵塞内涝"}
)
VILLAGES = "|村"
CHANNELS = {"form": 62, "symposium": 14, "one-to-one": 6, "on-site": 6, "hotline": 12}
WALK_OPINIONS = 10_412


@dataclass(frozen=True, slots=True)
class Heard:
    """One opinion as it comes in, and what it is about in truth; "" for nothing to put right."""

    said: Said
    day: date
    matter: str
    place: str = ""


def voices_heard(seed: int, ends: date) -> Sequence[Heard]:
    """The opinions of the collection, in order of time, so that the last one comes just before `ends`."""
    chance = Random(seed)
    later = datetime.combine(ends, time()) - LAST
    found: list[Heard] = []
    day = ends - timedelta(weeks=10)
    for place, voice in enumerate(all_voices(seed, Mixture())):
        if voice.sort == "empty":
            continue
        if voice.time is not None:
            day = (voice.time + later).date()
        found.append(_heard(voice, min(day, ends - timedelta(days=1)), place, chance))
    return found


def walk_opinions(projects: Sequence[str], day: date, seed: int) -> Sequence[Said]:
    """What was said in walks from door to door, each with the project that it grew into."""
    chance = Random(seed)
    shares = [chance.lognormvariate(0, 0.8) for _ in projects]
    others = chance.choices(range(len(projects)), shares, k=WALK_OPINIONS - len(projects))
    said = []
    for number, project in enumerate(sorted([*range(len(projects)), *others])):
        matter = chance.choice(matters())
        where = chance.choice(places_of(matter))
        fact = chance.choice(matter.facts).replace("{s}", chance.choice(matter.subjects))
        fact = fact.replace("{p}", where.name).replace("{t}", "常常")
        words = f"{where.name}：{fact}，{chance.choice(matter.asks)}。"
        said.append(
            Said(
                channel="walks",
                day=day - timedelta(days=chance.randrange(1, 21)),
                words=words,
                place=where.name,
                given_id=f"W{number + 1:05d}",
                grew_into=projects[project],
            )
        )
    return said


def _heard(voice: Voice, day: date, place: int, chance: Random) -> Heard:
    channel = chance.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    said = Said(
        channel=channel,
        day=day,
        title=voice.title,
        words=voice.text,
        place=voice.place.name if voice.place else "",
        naming="named" if voice.speaker.name else "anonymous",
        name=voice.speaker.name,
        contact=voice.speaker.phone,
        likes=voice.likes,
        given_id=f"MH26{place + 1:05d}",
    )
    return Heard(said, day, _about(voice), said.place)


def _about(voice: Voice) -> str:
    if voice.matter is None:
        return ""
    is_apart = voice.place is not None and voice.place.kind == "village"
    return voice.matter.key + (VILLAGES if is_apart and voice.matter.key in APART_IN_VILLAGES else "")
