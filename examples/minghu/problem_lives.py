"""How does one problem of Minghu go its way, from opening to closing and beyond?"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import cache, partial
from random import Random
from typing import Any

from district import WORDS, matter_named
from lives import Deed, Life
from people_heard import VILLAGES

from examples.entering import Campaign
from examples.following import Agenda
from examples.keepsakes import write_keepsake
from examples.recording import Days
from huiyin.access.rules import Actor
from huiyin.activities.refusals import Conflict, NotFound, NotRight
from huiyin.ledger.actions.evidence import add_evidence
from huiyin.ledger.actions.follow_ups import follow_up
from huiyin.ledger.actions.moving import make
from huiyin.ledger.actions.opening import Opening, open_problem
from huiyin.ledger.deciding import policies
from huiyin.ledger.deciding.descriptions import Measure
from huiyin.ledger.deciding.facts import Brought
from huiyin.ledger.queries import ProblemView
from huiyin.ledger.queries import problem as problem_view
from huiyin.ledger.rules import Step, Word
from huiyin.plan.organisation import Role
from huiyin.plan.working_days import calendar_of

# What a unit says of its week; None: nothing.
WEEKLY: Mapping[Word | None, int] = {Word.CHANGED: 48, Word.UNCHANGED: 36, Word.BLOCKED: 6, None: 10}
ON_A_THURSDAY = 3


@cache
def words() -> Mapping[str, Any]:
    """What the office writes into the ledger."""
    return tomllib.loads((WORDS / "problems.toml").read_text(encoding="utf-8"))


class ProblemLife:
    """One problem and the way that it goes."""

    def __init__(self, campaign: Campaign, agenda: Agenda, days: Days, matter: str, life: Life) -> None:
        self.campaign, self.agenda, self.days = campaign, agenda, days
        self.matter, of_villages = matter.removesuffix(VILLAGES), matter.endswith(VILLAGES)
        self.life, self._where = life, "农村" if of_villages else ""
        self.record, self.places, self._version = "", 0, 1
        self.merges_into: Callable[[], str] = str  # the problem that takes this one in, where that is its way
        self.calendar = calendar_of(campaign.plan.calendar)
        self._chance = Random(matter)
        self._area = matter_named(self.matter).area
        self._owner = words()["owners"].get(self.matter, words()["areas"][self._area]["owner"])
        self._another = "hall" if self._owner != "hall" else "services"
        self._is_with_unit = False

    @property
    def takes_places(self) -> bool:
        """May groups that are sorted later still join? Not where the unit says that all is done."""
        return self._is_with_unit and not any(deed.move in {"claim", "merge"} for deed in self.life.deeds)

    def open(self, clerk: Actor, groups: Mapping[str, str]) -> None:
        """Make a problem of these groups, under the names of their places; it is handed over a day later."""
        self._clerk = clerk
        of_area, told = words()["areas"][self._area], {"m": self._where + self.matter, "n": str(len(groups))}
        opening = Opening(
            title=_said(self._chance.choice(words()["titles"]), told),
            finding=_said(words()["finding"], told),
            area=next(area.key for area in self.campaign.plan.areas if area.name.zh == self._area),
            goal=of_area["goal"],
            closing_standard=of_area["standard"],
            measures=tuple(Measure(each) for each in of_area["measures"]),
            groups=tuple(groups),
            place_names=self._numbered(groups),
            reason="同一事项，由一个单位负责",
        )
        self.record = open_problem(actor=clerk, now=self.agenda.now(), opening=opening)
        self._day = self.agenda.today
        if self.life.name != "draft":
            self._after(1, self._begin)

    def join(self, clerk: Actor, groups: Mapping[str, str]) -> None:
        """Groups that were sorted later become places too."""
        for group, name in self._numbered(groups).items():
            brought = Brought(group=group, place_names={group: name}, reason="后来反映的同一事项")
            self._make(clerk, "add_place", brought)

    def _numbered(self, groups: Mapping[str, str]) -> dict[str, str]:
        """Each place by its name, with a number, since one place may have two troubles of a kind."""
        first, self.places = self.places + 1, self.places + len(groups)
        return {
            group: f"{number}号点位{f'（{name}）' if name else ''}"
            for number, (group, name) in enumerate(groups.items(), start=first)
        }

    def _begin(self) -> None:
        if self.life.name == "not accepted":
            brought = Brought(reason=words()["not_accept"])
            self._make(self._clerk, "not_accept", brought)
            return
        self._move(Deed(0, "assign"))
        for deed in self.life.deeds:
            self._after(deed.after, partial(self._move, deed))
        self._after_days(3, self._follow_up)

    def _after(self, days: int, deed: Callable[[], None]) -> None:
        """So many working days after the last thing that was planned; not at all where no day is left."""
        day = self.calendar.after(self._day, days) if days else self._day
        self._day = day
        if day < self.days.today:
            self.agenda.put(day, deed)

    def _after_days(self, days: int, deed: Callable[[], None]) -> None:
        day = self.agenda.today + timedelta(days=days)
        if day < self.days.today:
            self.agenda.put(day, deed)

    def _move(self, deed: Deed) -> None:
        said = words().get(deed.text, "")
        match deed.move:
            case "assign" | "assign_by_head":
                actor = self._head if deed.move == "assign_by_head" else self._clerk
                self._make(actor, deed.move, self._assignment(said))
                self._is_with_unit = True
            case "return":
                self._make(self._liaison, "return", Brought(reason=said, proposed_unit=self._another))
                self._owner, self._another = self._another, self._owner
            case "ask_extension":
                wanted = self.calendar.after(self.agenda.today, 12)
                self._make(self._liaison, deed.move, Brought(reason=said, day=wanted))
            case "claim":
                self._claim(said)
            case "merge":
                self._make(self._clerk, "merge", Brought(reason=said, into=self.merges_into()))
            case "make_standing":
                day = self.agenda.today + timedelta(days=60)
                brought = Brought(reason=said, words=said, day=day, lasting_measure=words()["lasting"])
                self._make(self._head, deed.move, brought)
            case "reopen" | "effect_fails":
                actor = self._clerk if deed.move == "reopen" else self._guide
                self._make(actor, deed.move, Brought(reason=said, mode="by_date"))
            case "check" | "effect_holds":
                brought = Brought(words=said, acceptance=self._accepted())
                self._make(self._guide, deed.move, brought)
            case "receive" | "send_back" | "hold" | "grant_extension":
                actor = {
                    "receive": self._liaison,
                    "send_back": self._guide,
                    "hold": self._clerk,
                    "grant_extension": self._head,
                }[deed.move]
                self._make(actor, deed.move, Brought(reason=said))
            case _:
                self._make(self._head, deed.move, Brought(reason=said))

    def _assignment(self, said: str) -> Brought:
        is_by_date = self.life.mode == "by_date"
        return Brought(
            reason=said,
            owner_unit=self._owner,
            owner_person=self.campaign.liaisons[self._owner],
            mode=self.life.mode,
            days=self.life.days if is_by_date else None,
            day=self.agenda.today + timedelta(days=60) if self.life.mode == "long_term" else None,
        )

    def _claim(self, said: str) -> None:
        """Every place is done, and a file shows it."""
        undone = [place.id for place in self._view().places if not place.is_done]
        if half := undone[: len(undone) // 2]:
            self._make(self._liaison, "place_done", Brought(places=tuple(half)))
        file = write_keepsake(self.campaign.folder, 100 + self._chance.randrange(900))
        now = self.agenda.now()
        add_evidence(
            actor=self._liaison, now=now, problem=self.record, step=Step.CLAIM, source=file, name=file.name
        )
        file.unlink()
        brought = Brought(words=said, acceptance=self._accepted(), places=tuple(undone[len(half) :]))
        self._make(self._liaison, "claim", brought)

    def _follow_up(self) -> None:
        """Once a week the unit says how it goes; now and then it says nothing."""
        word = self._chance.choices(list(WEEKLY), list(WEEKLY.values()))[0]
        if word is not None:
            self._say(word)
        self._after_days(7, self._follow_up)

    def _say(self, word: Word) -> None:
        said = {Word.CHANGED: "follow_up", Word.BLOCKED: "blocked"}.get(word, "")
        today = self.agenda.today
        told = self._chance.choice(words()[said]) if said else ""
        with suppress(NotRight, NotFound):  # it is not with the unit any more
            follow_up(
                actor=self._liaison,
                now=self.agenda.now(),
                problem=self.record,
                week=today - timedelta(days=today.weekday()),
                word=word,
                words=told,
            )

    def _make(self, actor: Actor, move: str, brought: Brought) -> None:
        try:
            self._version = self._made(actor, move, brought)
        except Conflict as moved_by_the_clock:
            self._version = moved_by_the_clock.current
            self._version = self._made(actor, move, brought)

    def _made(self, actor: Actor, move: str, brought: Brought) -> int:
        now, of = self.agenda.now(), self._version
        return make(actor=actor, now=now, problem=self.record, version=of, move=move, brought=brought)

    def _view(self) -> ProblemView:
        return problem_view(self._clerk, self.record, today=self.agenda.today)

    def _accepted(self) -> Mapping[str, str]:
        return {item.key: "yes" for item in policies.acceptance(self.campaign.plan).items}

    @property
    def _liaison(self) -> Actor:
        return self.campaign.actor(self.campaign.liaisons[self._owner])

    @property
    def _head(self) -> Actor:
        return self.campaign.actor(self.campaign.with_role(Role.HEAD)[0])

    @property
    def _guide(self) -> Actor:
        """A member of the group that guides the owner who may have to do with it."""
        return next(
            self.campaign.actor(person)
            for group in self.campaign.plan.guidance_groups
            if self._owner in group.units
            for person in group.members
            if (person, self._owner) not in {(each.person, each.unit) for each in group.recusals}
        )


def _said(sentence: str, told: Mapping[str, str]) -> str:
    for name, value in told.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence
