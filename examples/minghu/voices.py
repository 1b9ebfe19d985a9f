"""What would the people of Minghu, an invented district, say to their office?

Everything is synthetic: place, people, numbers and words. A problem is one matter at one place; each opinion
is put together from clauses of its matter in one of several registers. Equal seeds give equal opinions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Mixture:
    """How many opinions of which sort; the shares and sizes are chosen to look like a real collection."""

    own: int = 2740  # said in one's own words
    exact_copies: int = 95
    edited_copies: int = 75
    form_places: int = 12  # places from which each form letter is sent
    english: int = 14
    noise: int = 22
    empty: int = 26
    largest: int = 60  # most own opinions on one problem
    tail: float = 1.05  # exponent of the sizes: near 1, few problems hold many voices
    slips: float = 0.14  # share of texts with a slip of the hand
    personal: float = 0.09  # share of texts that give away a name or a number
    undated: float = 0.01


@dataclass(frozen=True, slots=True)
class Place:
    """A place and the ways in which people call it; the first is its name."""

    says: tuple[str, ...]
    kind: str
    street: str

    @property
    def name(self) -> str:
        return self.says[0]


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of trouble, wherever it is, and the clauses in which people speak of it."""

    key: str
    area: str
    kinds: tuple[str, ...]
    weight: int
    subjects: tuple[str, ...]
    titles: tuple[str, ...]
    facts: tuple[str, ...]
    harms: tuple[str, ...]
    asks: tuple[str, ...]
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A matter at a place, with what is the same for all who speak of it."""

    matter: Matter
    place: Place
    subject: str
    since: str
    peak: datetime

    @property
    def key(self) -> str:
        return f"{self.matter.key}@{self.place.name}"


@dataclass(frozen=True, slots=True)
class Voice:
    """One row of the file and the truth about it; `id` is given when all rows are in order."""

    sort: str  # own, exact_copy, edited_copy, form_letter, english, noise, empty
    title: str = ""
    text: str = ""
    name: str = ""
    phone: str = ""
    time: datetime | None = None
    street: str = ""
    likes: int = 0
    problem: str = ""
    matter: str = ""
    place: str = ""
    area: str = ""
    original: Voice | None = None  # what a copy copies


FIRST, LAST = datetime(2026, 3, 1), datetime(2026, 11, 15, 18)
CAMPAIGN = datetime(2026, 9, 10)  # from this day on the office asks; before it, people come by themselves
REGISTERS = {"short": 30, "plain": 34, "long": 15, "question": 8, "suggestion": 8, "thanks": 5}


@cache
def phrases() -> Mapping[str, Any]:
    """What all messages share."""
    return tomllib.loads((WORDS / "phrases.toml").read_text(encoding="utf-8"))


@cache
def matters() -> tuple[Matter, ...]:
    """All matters, in the order of their files."""
    found = []
    for file in ("matters_city.toml", "matters_people.toml"):
        for held in tomllib.loads((WORDS / file).read_text(encoding="utf-8"))["matter"]:
            found.append(
                Matter(**{name: tuple(value) if isinstance(value, list) else value for name, value in held.items()})
            )
    return tuple(found)


@cache
def places() -> tuple[Place, ...]:
    """All places, in the order of their file."""
    held = tomllib.loads((WORDS / "places.toml").read_text(encoding="utf-8"))
    streets = held.pop("streets")
    return tuple(
        Place(tuple(says), kind, streets[street])
        for kind, listed in held.items()
        for says, street in zip(listed["says"], listed["streets"], strict=True)
    )


def all_voices(seed: int, mixture: Mixture) -> Sequence[Voice]:
    """The rows of the file in order of time; undated and empty ones stand anywhere."""
    town = _Town(seed, mixture)
    own = [town.own_voice(problem) for problem in town.sample_problems()]
    voices = [
        *own,
        *(town.copy(voice, "exact_copy") for voice in town.choose(own, mixture.exact_copies)),
        *(town.copy(voice, "edited_copy") for voice in town.choose(own, mixture.edited_copies)),
        *town.form_letters(),
        *(town.english_voice() for _ in range(mixture.english)),
        *(town.noise() for _ in range(mixture.noise)),
        *(Voice("empty", time=town.any_time()) for _ in range(mixture.empty)),
    ]
    return [
        voice if town.random.random() >= mixture.undated else replace(voice, time=None)
        for voice in sorted(voices, key=lambda voice: (voice.time or FIRST, voice.title, voice.text))
    ]


class _Town:
    """Draws people, times and words from one stream of chance."""

    def __init__(self, seed: int, mixture: Mixture) -> None:
        self.random = Random(seed)  # noqa: S311  a made-up town needs no secrets
        self.mixture = mixture
        self._said: set[str] = set()

    def choose(self, voices: Sequence[Voice], count: int) -> Sequence[Voice]:
        return self.random.sample(voices, min(count, len(voices)))

    def sample_problems(self) -> Sequence[Problem]:
        """Which problem does each own opinion speak of? Few problems hold many, many hold one."""
        pairs = [(matter, place) for matter in matters() for place in places() if place.kind in matter.kinds]
        pull = [matter.weight * self.random.paretovariate(self.mixture.tail) for matter, _ in pairs]
        problems = [self._problem(matter, place) for matter, place in pairs]
        left = {problem.key: self.mixture.largest for problem in problems}
        drawn: list[Problem] = []
        while len(drawn) < self.mixture.own:
            problem = self.random.choices(problems, pull)[0]
            if left[problem.key]:
                left[problem.key] -= 1
                drawn.append(problem)
        return drawn

    def _problem(self, matter: Matter, place: Place) -> Problem:
        return Problem(
            matter=matter,
            place=place,
            subject=self.random.choice(matter.subjects),
            since=self.random.choice(phrases()["since"]),
            peak=self.any_time(),
        )

    def any_time(self) -> datetime:
        """Some time of the year, more often once the office has begun to ask."""
        start = CAMPAIGN if self.random.random() < 0.55 else FIRST
        minutes = self.random.random() * (LAST - start).total_seconds() / 60
        return start + timedelta(minutes=int(minutes))

    def _time_near(self, peak: datetime) -> datetime:
        time = peak + timedelta(days=self.random.gauss(0, 25), minutes=self.random.randrange(1440))
        return time.replace(second=0, microsecond=0) if FIRST <= time <= LAST else self.any_time()

    def own_voice(self, problem: Problem) -> Voice:
        title, text = self._distinct(problem)
        return replace(self._speaker(), sort="own", title=title, text=text, time=self._time_near(problem.peak),
                       **_truth(problem.matter, problem.place))  # fmt: skip

    def _distinct(self, problem: Problem) -> tuple[str, str]:
        """A title and a text that nobody has said yet."""
        while True:
            place = self._called(problem.place)
            title, text = self._title(problem, place), self._text(problem, place)
            if problem.place.name not in title + text and place not in title + text:
                text = f"{place}，{text}"
            if self.random.random() < self.mixture.personal:
                text += self._personal(problem.place)
            if self.random.random() < 0.25:
                text = self._edited(text, "swaps", 2)
            if self.random.random() < self.mixture.slips:
                text = self._edited(text, "slips", 2)
            if text not in self._said:
                self._said.add(text)
                return title, text

    def _called(self, place: Place) -> str:
        return place.name if self.random.random() < 0.7 else self.random.choice(place.says)

    def _fill(self, clause: str, problem: Problem, place: str) -> str:
        return clause.replace("{p}", place).replace("{s}", problem.subject).replace("{t}", self._one("times"))

    def _one(self, name: str) -> Any:
        return self.random.choice(phrases()[name])

    def _title(self, problem: Problem, place: str) -> str:
        return self._fill(self.random.choice(problem.matter.titles), problem, place)

    def _text(self, problem: Problem, place: str) -> str:
        register = self.random.choices(list(REGISTERS), list(REGISTERS.values()))[0]
        match register:
            case "short":
                return self._short(problem, place)
            case "question":
                return self._question(problem, place)
            case "suggestion":
                return self._suggestion(problem, place)
            case "long":
                return self._long(problem, place)
            case "thanks":
                return str(self._one("thanks")) + self._short(problem, place)
            case _:
                return self._plain(problem, place)

    def _facts(self, problem: Problem, place: str, most: int) -> str:
        count = self.random.randint(1, most)
        facts = [self._fill(fact, problem, place) for fact in self.random.sample(problem.matter.facts, count)]
        text = facts[0] if self.random.random() < 0.5 else f"{problem.since}，{facts[0]}"
        for fact in facts[1:]:
            text += self._one("links") + fact
        return text

    def _short(self, problem: Problem, place: str) -> str:
        end = self._fill(self.random.choice(problem.matter.asks), problem, place)
        return f"{self._facts(problem, place, 1)}，{end}{self.random.choice('。！')}"

    def _plain(self, problem: Problem, place: str) -> str:
        parts = [f"{self._facts(problem, place, 2)}。"]
        if self.random.random() < 0.4:
            parts.insert(0, f"{self._fill(self._one('identities'), problem, place)}。")
        if self.random.random() < 0.75:
            parts.append(f"{self.random.choice(problem.matter.harms)}。")
        if self.random.random() < 0.35:
            parts.append(self._one("histories"))
        parts.append(f"{self.random.choice(problem.matter.asks)}。")
        return "".join(parts)

    def _long(self, problem: Problem, place: str) -> str:
        matter = problem.matter
        harms = self.random.sample(matter.harms, min(2, len(matter.harms)))
        asks = self.random.sample(matter.asks, self.random.randint(1, min(2, len(matter.asks))))
        told = [
            self._one("openers"),
            f"{self._fill(self._one('identities'), problem, place)}，有一件事要说。",
            f"{self._facts(problem, place, 3)}。",
            "。".join(harms) + "。",
            self._one("histories"),
            self._one("softeners") + "；".join(asks) + "。",
        ]
        if self.random.random() < 0.15:
            told.append(self._one("mixed")["text"])
        if self.random.random() < 0.2:
            told.append(f"{self._one('joined_by')}。")
        return "".join([*told, self._one("closings")])

    def _question(self, problem: Problem, place: str) -> str:
        if not problem.matter.questions:
            return self._plain(problem, place)
        asked = self._fill(self.random.choice(problem.matter.questions), problem, place)
        return f"{self._one('asking')}{asked}{self._facts(problem, place, 1)}。{self._one('closings')}"

    def _suggestion(self, problem: Problem, place: str) -> str:
        asks = "；".join(self.random.sample(problem.matter.asks, min(2, len(problem.matter.asks))))
        return f"{self._one('softeners')}{asks}。原因是{self._facts(problem, place, 1)}。"

    def _personal(self, place: Place) -> str:
        speaker = self._speaker()
        card = _identity_number(self.random.randrange(1, 999))
        return str(
            self._one("personal")
            .replace("{name}", self._name())
            .replace("{phone}", speaker.phone)
            .replace("{spaced}", f"{speaker.phone[:3]} {speaker.phone[3:7]} {speaker.phone[7:]}")
            .replace("{card}", card)
            .replace("{mail}", f"minghu{self.random.randrange(1000)}@example.invalid")
            .replace("{door}", f"{self.random.randint(1, 19)}栋{self.random.randint(1, 4)}单元{self.random.randint(101, 1204)}室")
            .replace("{surname}", self._one("surnames"))
            .replace("{p}", place.name)
        )  # fmt: skip

    def _name(self) -> str:
        return f"{self._one('surnames')}{self._one('given')}"

    def _speaker(self) -> Voice:
        """Somebody with a name or a by-name and, mostly, a number that no network gives out."""
        name = self._name() if self.random.random() < 0.8 else self._one("aliases")
        phone = f"1540000{self.random.randrange(10_000):04d}" if self.random.random() < 0.9 else ""
        return Voice("own", name=name, phone=phone, likes=int(self.random.expovariate(0.35)))

    def _edited(self, text: str, table: str, most: int) -> str:
        """The text with a few words or signs exchanged, each once."""
        fitting = [pair for pair in phrases()[table] if pair[0] in text]
        for old, new in self.random.sample(fitting, min(self.random.randint(1, most), len(fitting))):
            text = text.replace(old, new, 1)
        return text

    def copy(self, original: Voice, sort: str) -> Voice:
        """The same again: sent twice by one person, or taken over by another."""
        is_same_person = self.random.random() < 0.4
        speaker = original if is_same_person else self._speaker()
        text = original.text
        if sort == "edited_copy":
            while text in self._said:
                edited = self._edited(self._edited(text, "swaps", 2), "slips", 1)
                text = edited if edited != text else f"{self._one('openers')}{text}"
            self._said.add(text)
        later = (original.time or FIRST) + timedelta(minutes=self.random.randrange(10, 20_000))
        return replace(original, sort=sort, text=text, time=min(later, LAST), name=speaker.name, phone=speaker.phone, original=original)  # fmt: skip

    def form_letters(self) -> Sequence[Voice]:
        """The same words from many places: no copies of each other, since each asks for its own place."""
        voices = []
        for letter in phrases()["form_letters"]:
            matter = next(matter for matter in matters() if matter.key == letter["key"])
            fitting = [place for place in places() if place.kind in matter.kinds]
            for place in self.random.sample(fitting, min(self.mixture.form_places, len(fitting))):
                voices.append(
                    replace(self._speaker(), sort="form_letter", title=letter["title"].replace("{p}", place.name),
                            text=letter["text"].replace("{p}", place.name), time=self.any_time(), **_truth(matter, place))
                )  # fmt: skip
        return voices

    def english_voice(self) -> Voice:
        held = self._one("english")
        matter = next(matter for matter in matters() if matter.key == held["key"])
        place = self.random.choice([place for place in places() if place.kind in matter.kinds])
        title, text = (self.random.choice(held[name]).replace("{p}", place.name) for name in ("titles", "texts"))
        text += "" if text not in self._said else f" Thank you. ({self.random.randint(2, 9)} of us)"
        self._said.add(text)
        return replace(self._speaker(), sort="english", title=title, text=text, time=self.any_time(), **_truth(matter, place))  # fmt: skip

    def noise(self) -> Voice:
        held = self._one("noise")
        return replace(self._speaker(), sort="noise", title=held["title"], text=held["text"], time=self.any_time())


def _truth(matter: Matter, place: Place) -> Mapping[str, Any]:
    return {
        "problem": f"{matter.key}@{place.name}",
        "matter": matter.key,
        "place": place.name,
        "area": matter.area,
        "street": place.street,
    }


def _identity_number(order: int) -> str:
    """A number whose check digit is right (GB 11643) and that nobody bears: no district ends in 0000."""
    digits = f"11000019000101{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return digits + "10X98765432"[total % 11]
