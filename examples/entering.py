"""How are the records of an example entered: by whom, at which times, with which files beside them?"""

from __future__ import annotations

import secrets
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from examples.keepsakes import write_keepsake
from examples.recording import SATURDAY, Change, Correction, Line, Ref, Revision, SignIn, Story
from huiyin.access.actions import make_account
from huiyin.access.queries import SYSTEM, actor_of_person
from huiyin.access.rules import Actor
from huiyin.activities.actions import add_evidence, correct, record, record_many, withdraw
from huiyin.activities.refusals import SameAlready
from huiyin.activities.rules import Entered
from huiyin.plan.actions import apply_plan
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Role
from huiyin.plan.queries import current_plan

BEGINS, RECORDS, CHANGES, FILES = time(8, 30), time(17, 0), time(17, 20), time(17, 40)
Office = Callable[[date], None]
KEEPSAKES = 12  # files at most: each is cleaned by a process of its own
OF_ONE_KIND = 3  # files at most


@dataclass
class Campaign:
    """A campaign that an example is entered into. Its log bears times of the days of the example."""

    plan: Plan
    story: Story
    folder: Path
    chance: Random
    office_enters: Collection[str] = ()  # kinds that no unit reports for itself
    ids: dict[str, str] = field(default_factory=dict)  # key of a line → id of its record
    refused: int = 0  # told twice, and not taken

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the campaign keeps its hours."""
        return ZoneInfo(self.plan.campaign.time_zone)

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """The lines by key, as they were first told."""
        return {line.key: line for line in self.story.lines}

    @cached_property
    def liaisons(self) -> Mapping[str, str]:
        """Who reports for a unit."""
        return {
            post.unit: person.key
            for person in self.plan.people
            for post in person.posts
            if post.role is Role.LIAISON and post.unit
        }

    @cached_property
    def clerks(self) -> Sequence[str]:
        """Who works in the office."""
        return _with_role(self.plan, Role.CLERK)

    def with_role(self, role: Role) -> Sequence[str]:
        """Who has a post of this role, in the plan's order."""
        return _with_role(self.plan, role)

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Who acts, by person, as far as they have acted."""
        return {}

    def at(self, day: date, hour: time) -> datetime:
        """A time of a day where the campaign is."""
        return datetime.combine(day, hour, self.zone)

    def actor(self, person: str) -> Actor:
        """This person in the log."""
        if person not in self.actors:
            self.actors[person] = actor_of_person(person)
        return self.actors[person]


def make_accounts(campaign: Campaign, liaison_of: str) -> Sequence[SignIn]:
    """An account for all who report, and for one person of each role one with a password."""
    now = campaign.at(campaign.plan.campaign.starts, BEGINS) + timedelta(minutes=10)
    version = current_plan().version
    found = []
    for role in Role:
        person = campaign.liaisons[liaison_of] if role is Role.LIAISON else _with_role(campaign.plan, role)[0]
        password = f"demo-{secrets.token_hex(4)}"
        make_account(actor=SYSTEM, now=now, person=person, plan_version=version, password=password)
        name = campaign.plan.people_by_key[person].name
        found.append(SignIn(role, person, name.zh, name.en, password))
    reporting = [*campaign.clerks, *campaign.liaisons.values(), *campaign.with_role(Role.GUIDE)]
    for person in dict.fromkeys(reporting):
        make_account(actor=SYSTEM, now=now, person=person, plan_version=version)
    return found


def _with_role(plan: Plan, role: Role) -> Sequence[str]:
    return [person.key for person in plan.people if any(post.role is role for post in person.posts)]


def enter(campaign: Campaign, revisions: Iterable[Revision], office: Office | None = None) -> None:
    """Enter everything, day by day, in the order of the example; `office` says what else is done on a day."""
    by_day: dict[date, tuple[list[Line], list[Change]]] = defaultdict(lambda: ([], []))
    for line in campaign.story.lines:
        by_day[line.told][0].append(line)
    for change in campaign.story.changes:
        by_day[change.told][1].append(change)
    wanted = _to_be_shown(campaign)
    waiting = sorted(revisions, key=lambda revision: revision.week)
    for number, day in enumerate(sorted(by_day), start=1):
        while waiting and day >= _monday(campaign, waiting[0]):
            _revise(campaign, waiting.pop(0), day)
        lines, changes = by_day[day]
        _record(campaign, lines, day)
        for change in changes:
            _change(campaign, change, campaign.at(day, CHANGES))
        for line in lines:
            if line.key in wanted:
                _show(campaign, line, wanted[line.key])
        if office is not None and day.weekday() < SATURDAY:
            office(day)
        _tell(number, len(by_day))


def _tell(number: int, count: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{number} / {count}", end="\n" if number == count else "", file=sys.stderr, flush=True)


def _monday(campaign: Campaign, revision: Revision) -> date:
    return campaign.plan.campaign.starts + timedelta(weeks=revision.week - 1)


def _revise(campaign: Campaign, revision: Revision, day: date) -> None:
    """Change the plan file at its one place, and put it into force."""
    file = campaign.folder / "plan.yaml"
    text = file.read_text(encoding="utf-8")
    if text.count(revision.before) != 1:
        raise ValueError(f"stands {text.count(revision.before)} times in the plan: {revision.before}")
    text = text.replace(revision.before, revision.after)
    file.write_text(text, encoding="utf-8")
    head = campaign.actor(_with_role(campaign.plan, Role.HEAD)[0])
    apply_plan(actor=head, now=campaign.at(day, BEGINS), text=text, reason=revision.reason)


def _record(campaign: Campaign, lines: Sequence[Line], day: date) -> None:
    by_person: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if not line.is_twice:
            by_person[_writer(campaign, line)].append(line)
    now = campaign.at(day, RECORDS)
    for person, told in by_person.items():
        entries = [_entered(campaign, line) for line in told]
        ids = record_many(actor=campaign.actor(person), now=now, entries=entries)
        campaign.ids |= {line.key: record for line, record in zip(told, ids, strict=True)}
    for line in lines:
        if line.is_twice:
            _refused(campaign, line, now)


def _refused(campaign: Campaign, line: Line, now: datetime) -> None:
    """What somebody else has told already is not taken again."""
    try:
        record(actor=campaign.actor(campaign.clerks[0]), now=now, entered=_entered(campaign, line))
    except SameAlready:
        campaign.refused += 1
    else:
        raise ValueError(f"was taken a second time: {line.key}")


def _writer(campaign: Campaign, line: Line) -> str:
    """A unit reports for itself; the office, what names a record of another unit or what it alone writes."""
    kind = campaign.plan.kinds_by_key[line.kind]
    is_own = all(campaign.lines[key].unit == line.unit for key in line.names())
    by_unit = "unit" in kind.recorded_by and line.kind not in campaign.office_enters
    if by_unit and is_own and line.unit in campaign.liaisons:
        return campaign.liaisons[line.unit]
    return campaign.clerks[campaign.plan.kinds.index(kind) % len(campaign.clerks)]


def _entered(campaign: Campaign, line: Line) -> Entered:
    values = {
        key: campaign.ids[value.key] if isinstance(value, Ref) else value
        for key, value in line.values.items()
    }
    part_of = campaign.ids[line.part_of] if line.part_of else ""
    return Entered(line.kind, line.unit, line.day, line.last_day, line.state, values, part_of)


def _change(campaign: Campaign, change: Change, now: datetime) -> None:
    line = campaign.lines[change.key]
    actor, of = campaign.actor(_writer(campaign, line)), campaign.ids[change.key]
    if not isinstance(change, Correction):
        withdraw(actor=actor, now=now, record=of, version=1, reason=change.reason)
        return
    right = replace(line, values={**line.values, **change.values}, state=change.state or line.state)
    entered = _entered(campaign, right)
    correct(actor=actor, now=now, record=of, version=1, entered=entered, reason=change.reason)


def _to_be_shown(campaign: Campaign) -> Mapping[str, int]:
    """The lines whose state wants evidence and that get a file, with its number; others go without."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for line in campaign.story.lines:
        kind = campaign.plan.kinds_by_key[line.kind]
        state = kind.state(line.state) or kind.states[0]
        if state.evidence and not line.is_twice:
            by_kind[line.kind].append(line.key)
    chosen = [
        key
        for keys in by_kind.values()
        for key in sorted(campaign.chance.sample(keys, min(OF_ONE_KIND, len(keys) * 2 // 3)))
    ]
    return {key: number for number, key in enumerate(chosen[:KEEPSAKES], start=1)}


def _show(campaign: Campaign, line: Line, number: int) -> None:
    file = write_keepsake(campaign.folder, number)
    now = campaign.at(line.told, FILES)
    actor = campaign.actor(_writer(campaign, line))
    add_evidence(actor=actor, now=now, record=campaign.ids[line.key], source=file, name=file.name)
    file.unlink()
