"""Do the example plans hold, and do their records come to the promised figures, also once they are built?"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from examples.build import NAMES, example_named, moved, weeks_to
from examples.recording import Line, Ref, Story, parts, settled
from huiyin.activities.rules import Entered, checked
from huiyin.plan.document import Plan
from huiyin.plan.faults import NoticeCode
from huiyin.plan.figure_definitions import FigureDefinition, Law, Source
from huiyin.plan.kinds import Column
from huiyin.plan.notices import notices_of
from huiyin.plan.organisation import Role
from huiyin.plan.reading import read_plan
from huiyin.trail.models import NEVER
from tests.repository.tree import ROOT

EXAMPLES = ROOT / "examples"
MONDAY = date(2026, 11, 16)  # of the eleventh week as the plans are written
WEEK = [MONDAY + timedelta(days=day) for day in range(7)]
NUMBERS = (Column.NUMBER, Column.SECOND_NUMBER)
COUNTED = (Law.COUNT, Law.SUM, Law.DISTINCT, Law.MAXIMUM)
# What the registers of a plan say without any record.
REGISTERS = {
    Source.SCREENS: lambda plan: len(plan.screens),
    Source.GUIDANCE_GROUPS: lambda plan: len(plan.guidance_groups),
    Source.AREAS: lambda plan: len(plan.areas),
}


RECORDS = 'SELECT kind, state, number, second_number, person, target, label, "values" FROM activity'


@dataclass(frozen=True)
class Built:
    """An example as a campaign, and what its building printed."""

    name: str
    folder: Path
    printed: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with closing(sqlite3.connect(self.folder / "huiyin.sqlite3")) as database:
            return database.execute(query).fetchall()

    def in_force(self) -> list[tuple[Any, ...]]:
        """What the records in force say."""
        return self.rows(f"{RECORDS} WHERE superseded = {NEVER} AND NOT is_withdrawn")


@cache
def plan_of(name: str) -> Plan:
    return read_plan((EXAMPLES / name / "plan.yaml").read_text(encoding="utf-8"))


@cache
def story_of(name: str, today: date) -> Story:
    return example_named(name).story(plan_of(name), today)


def expected(name: str) -> Mapping[str, int]:
    figures: Mapping[str, int] = json.loads((EXAMPLES / name / "expected_figures.json").read_text())
    return figures


def identity(key: str) -> str:
    """An id that a record might have."""
    return hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()


def entered(line: Line) -> Entered:
    values = {
        key: identity(value.key) if isinstance(value, Ref) else value for key, value in line.values.items()
    }
    part_of = identity(line.part_of) if line.part_of else ""
    return Entered(line.kind, line.unit, line.day, line.last_day, line.state, values, part_of)


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, which knows nothing of the database of these tests."""
    return subprocess.run(command, cwd=ROOT, env=plain_environ(), capture_output=True, text=True, check=False)


def plain_environ() -> Mapping[str, str]:
    """The environment without what these tests say to Django in their own process."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "HUIYIN_"))}


def counted(figure: FigureDefinition, plan: Plan, rows: Sequence[tuple[str, str, Mapping[str, Any]]]) -> int:
    """A figure over rows of kind, state and values."""
    taken = []
    for kind, state, values in rows:
        if kind not in figure.kinds:
            continue
        of_kind = plan.kinds_by_key[kind]
        now = of_kind.state(state) or of_kind.states[0]
        fits = all(values.get(key) in wanted for key, wanted in figure.where.items())
        if fits and (now.key in figure.states if figure.states else now.done):
            taken.append(values)
    if figure.law is Law.COUNT:
        return len(taken)
    found = [values[str(figure.of)] for values in taken if values.get(str(figure.of)) is not None]
    if figure.law is Law.DISTINCT:
        return len(set(found))
    numbers = [Decimal(len(each) if isinstance(each, list | tuple) else str(each)) for each in found]
    return int(max(numbers) if figure.law is Law.MAXIMUM else sum(numbers))


def figures_of(plan: Plan, rows: Sequence[tuple[str, str, Mapping[str, Any]]]) -> Mapping[str, int]:
    """All figures that records or registers give by now."""
    activities = {
        figure.key: counted(figure, plan, rows)
        for figure in plan.figures
        if figure.source is Source.ACTIVITIES and figure.law in COUNTED
    }
    registers = {
        figure.key: REGISTERS[figure.source](plan) for figure in plan.figures if figure.source in REGISTERS
    }
    return {**activities, **registers}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_plan_leaves_nothing_to_notice(name: str) -> None:
    """But for a year whose official notice of working days is not out: an example cannot help that."""
    left = [notice for notice in notices_of(plan_of(name)) if notice.code is not NoticeCode.PROVISIONAL_YEAR]

    assert left == []
    assert plan_of(name).campaign.synthetic


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("today", WEEK)
def test_every_record_is_taken_on_the_day_of_its_entry(name: str, today: date) -> None:
    told: dict[str, date] = {}
    known: set[str] = set()
    for line in story_of(name, today).lines:
        answer = checked(entered(line), plan_of(name), today=line.told)

        assert answer.fact is not None, (line, answer.faults)
        assert (answer.fact.sameness in known) is line.is_twice, line
        assert all(told[key] < line.told for key in line.names()), line
        assert line.told < today
        known.add(answer.fact.sameness)
        told[line.key] = line.told


@pytest.mark.parametrize("name", NAMES)
def test_equal_days_give_equal_records(name: str) -> None:
    again = example_named(name).story(plan_of(name), MONDAY)

    assert again == story_of(name, MONDAY)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("today", WEEK)
def test_the_records_come_to_the_figures_that_are_promised(name: str, today: date) -> None:
    story = story_of(name, today)
    rows = [(line.kind, line.state, line.values) for line in settled(story.lines, story.changes)]

    assert figures_of(plan_of(name), rows) == expected(name)


def test_the_figures_of_the_district_move_when_a_record_goes() -> None:
    story = story_of("minghu", MONDAY)
    rows = [(line.kind, line.state, line.values) for line in settled(story.lines, story.changes)]
    talk = next(place for place, (kind, _, _) in enumerate(rows) if kind == "talk")
    figures = figures_of(plan_of("minghu"), [*rows[:talk], *rows[talk + 1 :]])

    assert figures["talks"] == expected("minghu")["talks"] - 1
    assert figures["talk_audience"] < expected("minghu")["talk_audience"]


def test_a_unit_has_a_group_that_guides_it_and_nobody_guides_at_home() -> None:
    plan = plan_of("minghu")
    guided = [unit for group in plan.guidance_groups for unit in group.units]

    assert len(guided) == len(set(guided)) == len(plan.units) - 2  # but the district itself and its office
    assert {person for group in plan.guidance_groups for person in group.members} == {
        person.key for person in plan.people if person.posts[0].role is Role.GUIDE
    }
    for group in plan.guidance_groups:
        assert not {recusal.unit for recusal in group.recusals} & set(group.units)


def test_some_leaders_lack_a_contact_point() -> None:
    kept = {
        (line.values["leader"], line.values["target"])
        for line in story_of("minghu", MONDAY).lines
        if line.kind == "contact_point" and line.state == "kept"
    }

    leaders = [person for person in plan_of("minghu").people if person.posts[0].level == "district"]
    assert len(leaders) == 28
    assert len(kept) == 28 * 3 - 5


def test_days_move_by_whole_weeks_into_the_eleventh() -> None:
    starts = plan_of("minghu").campaign.starts

    assert [weeks_to(starts, day) for day in WEEK] == [0] * 7
    assert weeks_to(starts, WEEK[6] + timedelta(days=1)) == 1
    assert weeks_to(starts, WEEK[0] - timedelta(days=1)) == -1
    assert moved("from 2026-09-07, room 12", 2) == "from 2026-09-21, room 12"


def test_parts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="never make 100"):
        parts(100, 9, (1, 11), Random(1))


@pytest.fixture(scope="module", params=NAMES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The example as a campaign; it is made by a process of its own, since Django knows one database."""
    folder = tmp_path_factory.mktemp(request.param) / "campaign"
    command = [
        sys.executable,
        "-m",
        "examples.build",
        request.param,
        "--dir",
        folder,
        "--today",
        str(WEEK[2]),
    ]
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "HUIYIN_"))}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Built(request.param, folder, done.stdout)


def test_a_built_example_holds_the_figures_that_are_promised(built: Built) -> None:
    rows = [(str(kind), str(state), json.loads(values)) for kind, state, *_, values in built.in_force()]

    assert figures_of(plan_of(built.name), rows) == expected(built.name)


def test_figures_can_be_counted_on_typed_columns(built: Built) -> None:
    plan = plan_of(built.name)
    for kind, _, *found, text in built.in_force():
        values = json.loads(str(text))
        for column, value in zip(Column, found, strict=True):
            of_kind = plan.kinds_by_key[str(kind)].filling(column)
            said = values.get(of_kind.key) if of_kind else None
            said = len(said) if isinstance(said, list) else said

            assert (
                Decimal(str(value or 0)) == Decimal(str(said or 0))
                if column in NUMBERS
                else value == (said or "")
            )


def test_a_built_example_has_a_history(built: Built) -> None:
    [[versions]] = built.rows("SELECT COUNT(*) FROM plan_version")
    [[corrected]] = built.rows("SELECT COUNT(*) FROM activity WHERE version > 1 AND NOT is_withdrawn")
    [[withdrawn]] = built.rows("SELECT COUNT(*) FROM activity WHERE is_withdrawn")
    [[late, punctual]] = built.rows("SELECT SUM(is_late), SUM(NOT is_late) FROM activity WHERE version = 1")
    [[files]] = built.rows("SELECT COUNT(*) FROM activity_evidence")

    changes = story_of(built.name, WEEK[2]).changes
    assert versions == 2
    assert corrected + withdrawn == len(changes)
    assert withdrawn > 0
    assert 0 < late < punctual / 10
    assert 5 < files < 40
    [[shown]] = built.rows("SELECT COUNT(*) FROM problem_evidence")
    assert len([file for file in (built.folder / "files").rglob("*") if file.is_file()]) == files + shown


def test_what_people_said_became_problems_that_are_followed_to_their_end(built: Built) -> None:
    if built.name != "minghu":
        assert built.rows("SELECT COUNT(*) FROM opinion") == [(0,)]
        return
    now = f"superseded = {NEVER} AND NOT is_withdrawn"
    heard = dict(built.rows(f"SELECT goes_to_board, COUNT(*) FROM opinion WHERE {now} GROUP BY 1"))
    placed = built.rows(f"SELECT COUNT(*), COUNT(DISTINCT record) FROM board_placement WHERE {now}")
    states = dict(built.rows(f"SELECT state, COUNT(*) FROM problem WHERE {now} GROUP BY 1"))
    [[reopened, episodes]] = built.rows(f"SELECT SUM(episode > 1), SUM(episode) FROM problem WHERE {now}")
    [[answered]] = built.rows(f"SELECT COUNT(*) FROM answer WHERE {now} AND state <> 'due'")

    assert 3_000 < heard[1] < 4_000
    assert placed[0][0] == placed[0][1] <= heard[1]
    assert 60 < sum(states.values()) < 70
    assert states["closed"] > 15
    assert {"draft", "assigned", "in_progress", "on_hold", "standing", "claimed", "checked"} <= states.keys()
    assert {"on_notice", "merged", "not_accepted"} <= states.keys()
    assert reopened == episodes - sum(states.values()) > 2
    assert answered > 1_000


def test_what_was_said_in_walks_grew_into_the_projects(built: Built) -> None:
    if built.name != "minghu":
        assert built.rows("SELECT COUNT(*) FROM board_group") == [(0,)]
        return
    [[walks, projects]] = built.rows(
        "SELECT COUNT(*), COUNT(DISTINCT grew_into) FROM opinion WHERE NOT goes_to_board"
    )

    assert (walks, projects) == (10_412, expected("minghu")["projects_formed"])


def test_nobody_is_named_outside_the_table_of_givers(built: Built) -> None:
    """The telephones of the example begin with a prefix that no network gives out."""
    # An index of words cannot be read through; its parts, which are tables, can.
    tables = built.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    told = []
    for (table,) in set(tables) - {("opinion_giver",)}:
        for row in built.rows(f'SELECT * FROM "{table}"'):
            told += [table for cell in row if "1540000" in str(cell)]

    assert told == []


def test_nothing_in_the_log_of_a_built_example_is_of_today_or_later(built: Built) -> None:
    times = [
        json.loads(bytes(body))["time"]
        for (body,) in built.rows("SELECT body FROM trail_entry ORDER BY sequence")
    ]

    assert times == sorted(times)
    assert times[0].startswith("2026-09-07T00:00")
    assert times[-1] < WEEK[2].isoformat()


def test_one_person_of_each_role_can_sign_in(built: Built) -> None:
    table = (built.folder / "try" / "logins.txt").read_text(encoding="utf-8")
    people = plan_of(built.name).people_by_key

    assert table in built.printed
    for line, role in zip(table.splitlines(), Role, strict=True):
        said, person, password, *_ = line.split()
        assert said == role
        assert role in {post.role for post in people[person].posts}
        assert len(password) >= 10


def test_the_sheet_to_try_holds_new_rows_a_known_one_and_wrong_ones(built: Built) -> None:
    sheet = built.folder / "try" / "activities.xlsx"
    kind = example_named(built.name).TRY_KIND
    asked = (
        "import",
        "activities",
        str(sheet),
        "--kind",
        kind,
        "--dir",
        str(built.folder),
        "--format",
        "json",
    )

    done = run([sys.executable, "-m", "huiyin", *asked])

    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout) == {
        "rows": 30,
        "new": 24,
        "same": 1,
        "corrected": 0,
        "refused": 5,
        "unknown": [],
    }


def test_a_folder_that_is_not_empty_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    done = run([sys.executable, "-m", "examples.build", "minghu", "--dir", str(tmp_path)])

    assert done.returncode == 2
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_an_example_whose_building_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "campaign"
    command = [sys.executable, "-m", "examples.build", "hospital", "--dir", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, env=plain_environ(), stderr=subprocess.DEVNULL) as building:
        while building.poll() is None and not (folder / "huiyin.sqlite3").exists():
            time.sleep(0.05)
        building.send_signal(signal.SIGINT)

    assert building.returncode != 0
    assert not folder.exists()
