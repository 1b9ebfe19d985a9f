"""What would the people of Minghu, an invented district, say to their office?

Everything is synthetic: places, people, numbers and words. A problem is one matter at one place; each opinion
is put together from clauses of its matter in one of several registers. Equal seeds give equal opinions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from district import Matter, Place, filled, matter_named, matters, phrases, places_of, variants


@dataclass(frozen=True, slots=True)
class Mixture:
    """How many opinions of which sort; numbers and shares are chosen to look like a real collection."""

    own: int = 2740  # said in one's own words
    exact_copies: int = 95
    edited_copies: int = 75
    form_places: int = 12  # places from which each form letter is sent
    english: int = 14
    noise: int = 22
    empty: int = 26
    largest: int = 60  # most own opinions on one problem
    tail: float = 1.25  # exponent of the problems' sizes: near 1, few hold many and many hold one
    slips: float = 0.14  # share of texts with slips of the hand
    facts: int = 3  # of a matter's facts that those who live with one problem speak of
    harms: int = 2  # the same for its harms and its wishes
    specifics: int = 3  # things that only those know who live with the problem
    specific: float = 0.3  # share of texts that mention each of them
    spots: float = 0.35  # share of texts that name the corner
    observations: float = 0.3  # share of texts with something that only this person has seen
    dressed: float = 0.25  # share of headings with words put before them, and after them
    personal: float = 0.09  # share of texts that give away a name or a number
    again: float = 0.12  # share of opinions from somebody who has spoken before
    undated: float = 0.01


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody invented; the number belongs to a prefix that no network gives out."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A matter at a place, with what is the same for all who speak of it."""

    matter: Matter
    place: Place
    subject: str
    spot: str
    since: str
    specifics: tuple[str, ...]
    facts: tuple[str, ...]
    harms: tuple[str, ...]
    asks: tuple[str, ...]
    peak: datetime


@dataclass(frozen=True, slots=True)
class Voice:
    """One row of the file, and the truth about it."""

    sort: str  # own, exact_copy, edited_copy, form_letter, english, noise, empty
    time: datetime | None
    title: str = ""
    text: str = ""
    speaker: Speaker = Speaker()
    likes: int = 0
    matter: Matter | None = None
    place: Place | None = None
    original: Voice | None = None  # what a copy copies


FIRST, LAST = datetime(2026, 3, 1), datetime(2026, 11, 15, 18)
ASKED = datetime(2026, 9, 10)  # from this day on the office asks; before it, people come by themselves
_ASKED_SHARE = 0.55
_PEAK_DAYS = 25  # standard deviation of the days on which people speak of one problem
_PRIVATE = 0xE000  # first code point that stands for nothing: it marks words that must stay whole
_REGISTERS = {"short": 30, "plain": 34, "long": 15, "question": 8, "suggestion": 8, "thanks": 5}


def all_voices(seed: int, mixture: Mixture) -> Sequence[Voice]:
    """The rows of the file, in order of time."""
    town = _Town(seed, mixture)
    own = [town.own_voice(problem) for problem in town.sample_problems()]
    voices = [
        *own,
        *(town.copy(voice, "exact_copy") for voice in town.random.sample(own, mixture.exact_copies)),
        *(town.copy(voice, "edited_copy") for voice in town.random.sample(own, mixture.edited_copies)),
        *town.form_letters(),
        *(town.english_voice() for _ in range(mixture.english)),
        *(town.noise() for _ in range(mixture.noise)),
        *(Voice("empty", town.any_time()) for _ in range(mixture.empty)),
    ]
    voices.sort(key=lambda voice: (voice.time or FIRST, voice.title, voice.text))
    return [town.undated(voice) for voice in voices]


class _Town:
    """Draws people, times and words from one stream of chance."""

    def __init__(self, seed: int, mixture: Mixture) -> None:
        self.random = Random(seed)
        self.mixture = mixture
        self._said: set[str] = set()
        self._speakers: list[Speaker] = []

    def sample_problems(self) -> Sequence[Problem]:
        """Which problem does each own opinion speak of? Few problems hold many, many hold one."""
        problems = [self._problem(matter, place) for matter in matters() for place in places_of(matter)]
        pull = [problem.matter.weight * self.random.paretovariate(self.mixture.tail) for problem in problems]
        drawn: list[Problem] = []
        left = [self.mixture.largest] * len(problems)
        while len(drawn) < self.mixture.own:
            choice = self.random.choices(range(len(problems)), pull)[0]
            if left[choice]:
                left[choice] -= 1
                drawn.append(problems[choice])
        return drawn

    def _problem(self, matter: Matter, place: Place) -> Problem:
        """One problem, of which those who live with it know more than others would."""
        spot = self.random.choice(place.spots)
        return Problem(
            matter=matter,
            place=place,
            subject=self.random.choice(matter.subjects),
            spot=spot,
            since=self._one("since"),
            specifics=self._specifics(matter, place, spot),
            facts=self._some(matter.facts, self.mixture.facts),
            harms=self._some(matter.harms, self.mixture.harms),
            asks=self._some(matter.asks, self.mixture.harms),
            peak=self.any_time(),
        )

    def _some(self, clauses: Sequence[Any], most: int) -> tuple[Any, ...]:
        return tuple(self.random.sample(clauses, min(most, len(clauses))))

    def _specifics(self, matter: Matter, place: Place, spot: str) -> tuple[str, ...]:
        told = [self._one("firm_words")] if matter.firm else []
        told += self.random.sample(phrases()["specifics"], self.mixture.specifics)
        firm = f"{self._one('firm_names')}{matter.firm}"
        neighbour = self.random.choice([other for other in places_of(matter) if other != place])
        blanks = {
            "{f}": firm,
            "{e}": self._one("events"),
            "{o}": spot,
            "{o2}": self.random.choice(place.spots),
            "{q}": neighbour.name,
            "{m}": str(self.random.randint(1, 10)),
            "{d}": str(self.random.randint(1, 28)),
            "{k}": str(self.random.randint(6, 190)),
            "{h}": self.random.choice("两三四五六"),
        }
        return tuple(filled(sentence, blanks) for sentence in told)

    def any_time(self) -> datetime:
        """Some minute of the year, more often once the office has begun to ask."""
        start = ASKED if self.random.random() < _ASKED_SHARE else FIRST
        return start + timedelta(minutes=int(self.random.random() * (LAST - start).total_seconds() / 60))

    def undated(self, voice: Voice) -> Voice:
        return replace(voice, time=None) if self.random.random() < self.mixture.undated else voice

    def own_voice(self, problem: Problem) -> Voice:
        """An opinion in words that nobody has said yet."""
        title, text = self._distinct(problem)
        time = problem.peak + timedelta(
            days=self.random.gauss(0, _PEAK_DAYS), minutes=self.random.randrange(1440)
        )
        return Voice(
            sort="own",
            time=time.replace(second=0, microsecond=0) if FIRST <= time <= LAST else self.any_time(),
            title=title,
            text=text,
            speaker=self._speaker(),
            likes=self._likes(),
            matter=problem.matter,
            place=problem.place,
        )

    def copy(self, original: Voice, sort: str) -> Voice:
        """The same again: sent twice by one person, or taken over by another."""
        speaker = original.speaker if self.random.random() < 0.4 else self._speaker()
        text = original.text
        if sort == "edited_copy":
            while text in self._said:
                edited = self._slipped(self._varied(text, share=0.1))
                text = edited if edited != text else f"{self._one('openers')}{text}"
            self._said.add(text)
        later = (original.time or FIRST) + timedelta(minutes=self.random.randrange(10, 20_000))
        return replace(
            original, sort=sort, text=text, time=min(later, LAST), speaker=speaker, original=original
        )

    def form_letters(self) -> Iterator[Voice]:
        """The same words from many places: no copies of each other, since each asks for its own place."""
        for letter in phrases()["form_letters"]:
            matter = matter_named(letter["key"])
            for place in self.random.sample(places_of(matter), self.mixture.form_places):
                yield self._about(matter, place, "form_letter", letter["title"], letter["text"])

    def english_voice(self) -> Voice:
        """One of the few who write English."""
        held = self._one("english")
        matter = matter_named(held["key"])
        place = self.random.choice(places_of(matter))
        text = self.random.choice(held["texts"]).replace("{p}", place.name)
        if text in self._said:
            text += f" There are {self.random.randint(2, 99)} of us."
        self._said.add(text)
        return self._about(matter, place, "english", self.random.choice(held["titles"]), text)

    def noise(self) -> Voice:
        """Somebody who only tries the form out, or sends good wishes."""
        held = self._one("noise")
        return Voice("noise", self.any_time(), held["title"], held["text"], self._speaker())

    def _about(self, matter: Matter, place: Place, sort: str, title: str, text: str) -> Voice:
        return Voice(
            sort=sort,
            time=self.any_time(),
            title=title.replace("{p}", place.name),
            text=text.replace("{p}", place.name),
            speaker=self._speaker(),
            likes=self._likes(),
            matter=matter,
            place=place,
        )

    def _distinct(self, problem: Problem) -> tuple[str, str]:
        while True:
            place = problem.place.name
            if self.random.random() < 0.3:
                place = self.random.choice(problem.place.says)
            title = self._title(problem, place)
            text = self._varied(self._text(problem, place))
            if place not in title + text:
                text = f"{place}，{text}"
            if self.random.random() < self.mixture.personal:
                text += self._personal(problem.place)
            if self.random.random() < self.mixture.slips:
                text = self._slipped(text)
            if text not in self._said:
                self._said.add(text)
                return title, text

    def _title(self, problem: Problem, place: str) -> str:
        title = self._varied(self._fill(self.random.choice(problem.matter.titles), problem, place))
        before = self._one("before_title") if self.random.random() < self.mixture.dressed else ""
        after = self._one("after_title") if self.random.random() < self.mixture.dressed else ""
        return f"{before}{title}{after}"

    def _fill(self, clause: str, problem: Problem, place: str) -> str:
        return clause.replace("{p}", place).replace("{s}", problem.subject).replace("{t}", self._one("times"))

    def _one(self, name: str) -> Any:
        return self.random.choice(phrases()[name])

    def _likes(self) -> int:
        return int(self.random.expovariate(0.35))

    def _text(self, problem: Problem, place: str) -> str:
        match self.random.choices(list(_REGISTERS), list(_REGISTERS.values()))[0]:
            case "short":
                return self._short(problem, place)
            case "question":
                return self._question(problem, place)
            case "suggestion":
                return self._suggestion(problem, place)
            case "long":
                return self._long(problem, place)
            case "thanks":
                return f"{self._one('thanks')}{self._short(problem, place)}"
            case _:
                return self._plain(problem, place)

    def _facts(self, problem: Problem, place: str, most: int) -> str:
        count = self.random.randint(1, min(most, len(problem.facts)))
        facts = [self._fill(fact, problem, place) for fact in self.random.sample(problem.facts, count)]
        facts += [each for each in problem.specifics if self.random.random() < self.mixture.specific]
        text = facts[0] if self.random.random() < 0.5 else f"{problem.since}，{facts[0]}"
        for fact in facts[1:]:
            text += self._one("links") + fact
        if self.random.random() < self.mixture.spots:
            text = self._one("spot_words").replace("{o}", problem.spot) + text
        if self.random.random() < self.mixture.observations:
            seen = self._one("observations").replace("{n}", str(self.random.randint(2, 9)))
            text += f"。{seen.removesuffix('。')}"
        return text

    def _short(self, problem: Problem, place: str) -> str:
        ask = self.random.choice(problem.asks)
        return f"{self._facts(problem, place, 1)}，{ask}{self.random.choice('。！')}"

    def _plain(self, problem: Problem, place: str) -> str:
        parts = [f"{self._facts(problem, place, 2)}。"]
        if self.random.random() < 0.4:
            parts.insert(0, f"{self._fill(self._one('identities'), problem, place)}。")
        if self.random.random() < 0.75:
            parts.append(f"{self.random.choice(problem.harms)}。")
        if self.random.random() < 0.35:
            parts.append(self._one("histories"))
        return "".join([*parts, f"{self.random.choice(problem.asks)}。"])

    def _long(self, problem: Problem, place: str) -> str:
        told = [
            self._one("openers"),
            f"{self._fill(self._one('identities'), problem, place)}，有一件事要说。",
            f"{self._facts(problem, place, 3)}。",
            "。".join(self.random.sample(problem.harms, 2)) + "。",
            self._one("histories"),
            self._one("softeners") + "；".join(self.random.sample(problem.asks, 2)) + "。",
        ]
        if self.random.random() < 0.15:
            told.append(self._one("mixed")["text"])
        return "".join([*told, self._one("closings")])

    def _question(self, problem: Problem, place: str) -> str:
        if not problem.matter.questions:
            return self._plain(problem, place)
        question = self._fill(self.random.choice(problem.matter.questions), problem, place)
        facts = self._facts(problem, place, 1)
        asking = "" if question.startswith("请问") else self._one("asking")
        return f"{asking}{question}{facts}。{self._one('closings')}"

    def _suggestion(self, problem: Problem, place: str) -> str:
        asks = "；".join(self.random.sample(problem.asks, 2))
        return f"{self._one('softeners')}{asks}。原因是{self._facts(problem, place, 1)}。"

    def _speaker(self) -> Speaker:
        """Mostly somebody new; now and then one who has spoken before."""
        if self._speakers and self.random.random() < self.mixture.again:
            return self.random.choice(self._speakers)
        name = self._name() if self.random.random() < 0.8 else self._one("aliases")
        self._speakers.append(Speaker(name, self._phone() if self.random.random() < 0.9 else ""))
        return self._speakers[-1]

    def _name(self) -> str:
        return f"{self._one('surnames')}{self._one('given')}"

    def _phone(self) -> str:
        return f"1540000{self.random.randrange(10_000):04d}"

    def _personal(self, place: Place) -> str:
        """A sentence that gives away who speaks: redaction must find it."""
        phone, random = self._phone(), self.random
        door = f"{random.randint(1, 19)}栋{random.randint(1, 4)}单元{random.randint(101, 1204)}室"
        blanks = {
            "{name}": self._name(),
            "{phone}": phone,
            "{spaced}": f"{phone[:3]} {phone[3:7]} {phone[7:]}",
            "{card}": identity_number(random.randrange(1, 999)),
            "{mail}": f"minghu{random.randrange(1000)}@example.invalid",
            "{door}": door,
            "{surname}": self._one("surnames"),
            "{p}": place.name,
        }
        return filled(self._one("personal"), blanks)

    def _varied(self, text: str, share: float | None = None) -> str:
        """The text with some words exchanged for others that mean the same."""
        held = variants()
        share = held["share"] if share is None else share
        marks = {word: chr(_PRIVATE + place) for place, word in enumerate(held["kept"])}
        text = filled(text, marks)
        for group in held["groups"]:
            if group[0] in text and self.random.random() < share:
                text = text.replace(group[0], self.random.choice(group[1:]), 1)
        return filled(text, {mark: word for word, mark in marks.items()})

    def _slipped(self, text: str) -> str:
        """The text with one or two slips of the hand."""
        fitting = [pair for pair in phrases()["slips"] if pair[0] in text]
        for old, new in self._some(fitting, self.random.randint(1, 2)):
            text = text.replace(old, new, 1)
        return text


def identity_number(order: int) -> str:
    """A number whose check digit is right (GB 11643) and that nobody bears: no district ends in 0000."""
    digits = f"11000019000101{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return digits + "10X98765432"[total % 11]
