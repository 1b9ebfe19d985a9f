"""Which records did the units of Jinghu, an invented hospital, enter in ten weeks before its accreditation?

Equal seeds, plans and days give equal records. The figures that they come to stand in expected_figures.json.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from examples.recording import Change, Correction, Days, Line, Revision, Story, Withdrawal, parts
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Role

SEED = 4
LIAISON_OF = "icu"
TRY_KIND = "hand_hygiene"
# The coordinators enter these from the forms that tracers and members of the board hand in.
OFFICE_ENTERS = frozenset({"tracer", "finding", "walk_round"})
REVISIONS = (
    Revision(
        week=6,
        before="owner: pharmacy, due: 2026-11-27",
        after="owner: pharmacy, due: 2026-12-11",
        reason="Two new medicine rooms open in the first week of December",
    ),
)

TRACERS, FINDINGS, FIXED = 47, 131, 86
OBSERVATIONS, MOMENTS, KEPT = 212, 4_318, 3_644
TRAININGS, PEOPLE = 68, 1_240
REVIEWED, UNDER_REVIEW = 23, 4
TESTS, FAILED = 118, 7
ROUNDS = 31

PATHS = (
    "Stroke patient from the door to the ward",
    "Planned hip replacement",
    "Newborn with jaundice",
    "Patient who moves between three wards",
    "Chest pain at night",
    "Discharge to a care home",
    "Emergency caesarean",
    "Patient on a blood thinner",
    "Child with asthma",
    "Patient on dialysis",
)
FOUND = (
    ("Wristband missing on one patient", "identification"),
    ("Handover without the open questions", "communication"),
    ("Soap dispenser empty by the lift", "infection"),
    ("Two similar ampoules side by side", "medicines"),
    ("Allergy noted in one place only", "medicines"),
    ("Defibrillator test sheet not signed", "equipment"),
    ("Consent form without the time", "communication"),
    ("Diet order reached the kitchen late", "food"),
    ("Isolation sign hidden by a trolley", "infection"),
    ("Name asked as a question that one can answer with yes", "identification"),
)
EVENTS = (
    ("Slipped on a wet floor", "fall"),
    ("Fell on the way to the bathroom", "fall"),
    ("Dose given an hour late", "medicine"),
    ("Two tablets instead of one", "medicine"),
    ("Sample with the label of another patient", "identity"),
    ("Pump stopped without an alarm", "equipment"),
)
QUESTIONS = (
    "What worries you about tonight?",
    "What do you work around every day?",
    "What did a relative last complain of?",
    "Which form would you abolish?",
    "When did somebody last thank you?",
)
TOPICS = (
    "Two ways of identification",
    "Five moments",
    "High-alert medicines",
    "Speaking up",
    "Using the defibrillator",
)
LESSONS = (
    "Keys were not at hand",
    "Roles said aloud helped",
    "The lift was called first",
    "Telephone list out of date",
)
DOCUMENTS = (
    "Identification of patients",
    "Handover",
    "High-alert medicines",
    "Telephone orders",
    "Fire plan",
    "Restraint",
)
AIMS = (
    "Fewer falls at night",
    "Handover in ten minutes",
    "Hands cleaned before touching",
    "Dose on time",
    "Quiet nights",
)


class Hospital:
    """Draws the records from one stream of chance."""

    def __init__(self, plan: Plan, days: Days) -> None:
        self.plan, self.days, self.chance = plan, days, Random(f"{SEED} {plan.campaign.key}")
        self.lines: list[Line] = []
        self.wards = self.units("ward")
        self.clinical = [*self.wards, *self.units("department")]
        self.everybody = [*self.clinical, *self.units("support")]
        self._seen: set[tuple[object, ...]] = set()

    def units(self, kind: str) -> list[str]:
        """The units of a kind."""
        return [unit.key for unit in self.plan.units if unit.kind == kind]

    def people(self, role: Role, level: str | None = None) -> list[str]:
        """The people with a role."""
        return [
            person.key
            for person in self.plan.people
            if any(post.role is role and post.level == level for post in person.posts)
        ]

    def day(self, first: float, last: float) -> date:
        """A working day between these shares of the time that has passed."""
        return self.days.at(self.chance.uniform(first, last))

    def is_new(self, *said: object) -> bool:
        """Is this told for the first time?"""
        is_new = said not in self._seen
        self._seen.add(said)
        return is_new

    def line(self, kind: str, unit: str, day: date, values: Mapping[str, Any], **more: Any) -> Line:
        """Add a record, entered within days, and now and then late."""
        delay = self.chance.choices([0, 1, 2, 3, 7], [52, 24, 12, 8, 4])[0]
        told = more.pop("told", None) or self.days.after(day, delay)
        number = sum(line.kind == kind for line in self.lines) + 1
        line = Line(f"{kind}-{number:03}", told, kind, unit, day, values, **more)
        self.lines.append(line)
        return line

    def tracers(self) -> None:
        """Tracer visits and what they found."""
        teams = {unit: group.members for group in self.plan.guidance_groups for unit in group.units}
        owed = [*self.wards, *self.clinical]
        made = []
        for number in range(TRACERS):
            unit = owed[number] if number < len(owed) - 1 else self.chance.choice(self.clinical)
            day = self.day(0.1, 0.85)
            while not self.is_new("tracer", unit, day, path := self.chance.choice(PATHS)):
                pass
            steps = {
                item.key: self.chance.choice(["yes", "yes", "no", "na"])
                for item in self.plan.checklists[0].items
            }
            values = {"path": path, "team": list(teams[unit][:2]), "steps": steps, "hours": "2.5"}
            made.append(self.line("tracer", unit, day, values, state="made"))
        states = ["fixed"] * FIXED + ["open"] * (FINDINGS - FIXED)
        self.chance.shuffle(states)
        for tracer, count in zip(made, parts(FINDINGS, TRACERS, (0, 7), self.chance), strict=True):
            for what, area in self.chance.sample(FOUND, count):
                values = {"what": what, "area": area, "scope": self.chance.choice(["single", "repeated"])}
                day, told = tracer.day, self.days.after(tracer.told, self.chance.randrange(1, 4))
                more = {"state": states.pop(), "part_of": tracer.key, "told": told}
                self.line("finding", tracer.unit, day, values, **more)

    def reviews(self) -> None:
        """Events that were reviewed, and some that are not yet."""
        for number in range(REVIEWED + UNDER_REVIEW):
            is_open, unit = number >= REVIEWED, self.chance.choice(self.clinical)
            day, what, sort = self._event(is_open=is_open)
            while not self.is_new("event", unit, day, what):
                day, what, sort = self._event(is_open=is_open)
            values: dict[str, Any] = {"event": what, "sort": sort}
            waited = 1 if is_open else 4 + number % 11
            told = self.days.after(day, waited * 5 // 7 + 1)
            if not is_open:
                values |= {"days": waited, "changed": self.chance.choice(LESSONS)}
            self.line("event_review", unit, day, values, state="open" if is_open else "closed", told=told)

    def _event(self, *, is_open: bool) -> tuple[date, str, str]:
        """What happened on which day, and of which sort it is; what is not reviewed yet happened lately."""
        day = self.day(0.85, 0.99) if is_open else self.day(0, 0.7)
        return (day, *self.chance.choice(EVENTS))

    def hands(self) -> None:
        """Observations of hands in the wards; what was kept never exceeds what was seen."""
        seen = parts(MOMENTS, OBSERVATIONS, (10, 40), self.chance)
        missed = parts(MOMENTS - KEPT, OBSERVATIONS, (0, 9), self.chance)
        for number, (moments, less) in enumerate(zip(seen, missed, strict=True)):
            unit = self.wards[number % len(self.wards)]
            while not self.is_new(
                "hands",
                unit,
                day := self.day(0.1, 0.98),
                shift := self.chance.choice(["early", "late", "night"]),
            ):
                pass
            self.line("hand_hygiene", unit, day, {"shift": shift, "moments": moments, "kept": moments - less})

    def equipment(self) -> None:
        """Tests of equipment, some failed, some assets never tested."""
        tested = self.plan.assets[:-4]
        for number in range(TESTS):
            asset = tested[number % len(tested)]
            while not self.is_new("test", asset.key, day := self.day(0.12, 0.98)):
                pass
            values = {"equipment": asset.key, "joules": f"{self.chance.gauss(200, 4):.1f}"}
            state = "failed" if number < FAILED else "passed"
            self.line("equipment_check", asset.unit or "facilities", day, values, state=state)
        for unit in self.wards[:-2]:
            points = {
                item.key: self.chance.choice(["yes", "yes", "yes", "no"])
                for item in self.plan.checklists[1].items
            }
            auditor, day = self.chance.choice(self.people(Role.GUIDE)), self.day(0.2, 0.9)
            self.line("medicine_audit", unit, day, {"auditor": auditor, "points": points})

    def learning(self) -> None:
        """Drills and training."""
        for number, unit in enumerate(self.everybody[:-2]):
            values = {
                "sort": ("fire", "arrest", "power", "records")[number % 4],
                "people": self.chance.randrange(6, 26),
                "minutes": f"{self.chance.uniform(1, 9):.1f}",
                "lesson": self.chance.choice(LESSONS),
            }
            self.line("drill", unit, self.day(0.3, 0.96), values, state="held")
        values = {"sort": "fire", "people": 40}
        coming, told = self.days.monday(13), self.days.at(1)
        self.line("drill", "kitchen", coming, values, state="planned", told=told)
        attended = parts(PEOPLE, TRAININGS, (6, 48), Random(SEED))
        for number, people in enumerate(attended):
            unit = self.chance.choice(self.everybody)
            while not self.is_new(
                "training", unit, day := self.day(0.1, 0.97), topic := self.chance.choice(TOPICS)
            ):
                pass
            hours = f"{people * (1, 1.5, 2)[number % 3]:.1f}"
            self.line(
                "training",
                unit,
                day,
                {"topic": topic, "people": people, "hours": hours, "tested": people % 3 == 0},
            )

    def leading(self) -> None:
        """Wards kept in touch with (one board member has one too few), rounds, documents, improvements."""
        board = self.people(Role.LEADER, "board")
        targets = [target.key for target in self.plan.targets]
        for number, leader in enumerate(board):
            for ward in self.chance.sample(targets, 1 if number == len(board) - 1 else 2):
                self.line("ward_link", "quality", self.day(0.1, 0.25), {"leader": leader, "ward": ward})
        for _ in range(ROUNDS):
            unit, leader = self.chance.choice(self.wards), self.chance.choice(board)
            while not self.is_new("round", unit, leader, day := self.day(0.22, 0.98)):
                pass
            values = {
                "question": self.chance.choice(QUESTIONS),
                "leader": leader,
                "staff": self.chance.randrange(2, 12),
            }
            self.line("walk_round", unit, day, values)
        for number, title in enumerate(DOCUMENTS):
            unit = ("quality", "pharmacy", "records")[number % 3]
            state = "draft" if number == len(DOCUMENTS) - 1 else "issued"
            self.line("document", unit, self.day(0.3, 0.95), {"title": title}, state=state)
        for number, unit in enumerate(self.wards):
            values = {
                "aim": AIMS[number % len(AIMS)],
                "area": "communication",
                "before": "62.5",
                "after": "71",
            }
            state = ("kept", "testing", "testing", "planned")[number % 4]
            self.line("cycle", unit, self.day(0.5, 0.9), values, state=state)

    def zeros(self) -> None:
        """Some units say that they had nothing to tell; others leave it open."""
        busy = {(line.unit, line.day.isocalendar().week) for line in self.lines}
        for week in range(2, 11):
            friday = self.days.monday(week) + timedelta(days=4)
            for unit in self.everybody:
                if (unit, friday.isocalendar().week) not in busy and self.chance.random() < 0.5:
                    self.line("nothing_new", unit, friday, {}, told=friday)


def story(plan: Plan, today: date) -> Story:
    """Everything that is entered, and every change; a record comes on a later day than all that it names."""
    hospital = Hospital(plan, Days(plan.campaign.starts, today))
    hospital.tracers()
    hospital.reviews()
    hospital.hands()
    hospital.equipment()
    hospital.learning()
    hospital.leading()
    hospital.zeros()
    return _with_changes(hospital.lines, hospital.days)


def _with_changes(told: Sequence[Line], days: Days) -> Story:
    """One slip of the pen put right, one training told under the wrong unit taken back."""
    slip = next(line for line in told if line.kind == "training")
    right = dict(slip.values)
    wrong = {**right, "people": int(right["people"]) * 10, "hours": f"{float(right['hours']) * 10:.1f}"}
    mistaken = {**right, "topic": "Lifting without harm"}
    lines = [
        Line(slip.key, slip.told, slip.kind, slip.unit, slip.day, wrong) if line is slip else line
        for line in told
    ]
    twice = Line("training-mistaken", days.at(0.5), "training", "kitchen", days.at(0.5), mistaken)
    changes: list[Change] = [
        Correction(slip.key, days.after(slip.told, 3), "One nought too many", right),
        Withdrawal(twice.key, days.at(0.6), "Held in another unit and told by it"),
    ]
    return Story(
        sorted([*lines, twice], key=lambda line: (line.told, line.key)),
        sorted(changes, key=lambda change: change.told),
    )
