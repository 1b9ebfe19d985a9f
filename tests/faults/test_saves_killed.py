"""Does an acknowledged record outlive the process that saved it, and does time only go forward?"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.activities.actions import record
from huiyin.activities.models import Activity
from huiyin.activities.rules import Entered
from huiyin.trail.actions import ClockBehind
from huiyin.trail.models import Entry
from tests.campaign import SMALL_PLAN, TestCampaign
from tests.repository.tree import ROOT

KILLS, CARELESS_KILLS = 30, 3
SEED = 20
MOST_WAIT = 0.03  # seconds from an acknowledgement to the kill: a save takes less

BEGIN = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from huiyin.campaign_folder import CampaignFolder
from huiyin.cli.plan.init import begin
folder = Path(sys.argv[1])
folder.mkdir()
campaign = CampaignFolder(folder, secret_key="of a test that nobody signs in to")
begin(campaign, Path(sys.argv[2]), now=datetime(2020, 1, 1, tzinfo=timezone.utc))
"""
WAKE = """
import sys
from datetime import datetime
from pathlib import Path
from huiyin.cli.campaign import wake_django
folder = Path(sys.argv[1])
wake_django(folder)
"""
OBEY = f"{WAKE}from tests.faults.saving import main\nmain(folder)\n"
MAKE_ACCOUNT = f"""{WAKE}
from huiyin.access.actions import make_account
from huiyin.access.queries import SYSTEM
make_account(actor=SYSTEM, now=datetime.fromisoformat(sys.argv[2]), person="clerk", plan_version=1)
"""


@dataclass
class Saver:
    """A process that saves, and the ids that it acknowledged."""

    process: subprocess.Popen[str]
    acknowledged: set[str] = field(default_factory=set)

    def ask(self, deed: str) -> None:
        """Give it a line."""
        assert self.process.stdin is not None
        print(deed, file=self.process.stdin, flush=True)

    def said(self) -> str:
        """Its next line; an end where there should be one means that it broke down."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the process that starts the others ended by itself"
        return line.strip()

    def kill_one(self, deed: str, *, after: int, wait: float) -> None:
        """Let a child save so often and then kill it at a moment of its own; note what it acknowledged."""
        self.ask(deed)
        word, number = self.said().split()
        assert word == "child"
        for _ in range(after):
            self._note(self.said())
        time.sleep(wait)
        os.kill(int(number), signal.SIGKILL)
        while (line := self.said()) != "end":
            self._note(line)

    def look(self) -> dict[str, Any]:
        """What the database holds."""
        self.ask("look")
        return dict(json.loads(self.said()))

    def _note(self, line: str) -> None:
        word, *ids = line.split()
        assert word == "saved", line
        self.acknowledged |= set(ids)


def run(source: str, *words: object) -> list[str]:
    """The words of a command that runs this source."""
    return [sys.executable, "-c", source, *map(str, words)]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign that began in 2020, to be copied."""
    folder = tmp_path_factory.mktemp("begun") / "campaign"
    subprocess.run(run(BEGIN, folder, SMALL_PLAN), env=own_environment(), check=True)
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """A copy of it, whose database no process has open."""
    return Path(shutil.copytree(begun, tmp_path / "campaign"))


@pytest.fixture
def saver(folder: Path) -> Iterator[Saver]:
    """A process that saves in it, with the settings of a campaign."""
    process = subprocess.Popen(
        run(OBEY, folder),
        cwd=ROOT,
        env=own_environment(),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    yield Saver(process)
    process.communicate()


def own_environment() -> dict[str, str]:
    """That of the tests, without the database that they chose."""
    of_tests = {"HUIYIN_DATABASE_URL", "HUIYIN_DIR"}
    return {name: value for name, value in os.environ.items() if name not in of_tests}


def test_no_acknowledged_record_is_lost_by_thirty_kills_and_the_log_agrees(saver: Saver) -> None:
    chance = random.Random(SEED)
    for _ in range(KILLS):
        saver.kill_one("save", after=chance.randint(0, 7), wait=chance.uniform(0, MOST_WAIT))

    found = saver.look()

    assert saver.acknowledged - set(found["records"]) == set()
    assert len(saver.acknowledged) > KILLS
    assert (found["disagreements"], found["file"], found["synchronous"]) == ([], "ok", 2)


def test_a_writer_that_acknowledges_before_it_commits_loses_records(saver: Saver) -> None:
    chance = random.Random(SEED)
    for _ in range(CARELESS_KILLS):
        saver.kill_one("careless", after=chance.randint(21, 35), wait=chance.uniform(0, MOST_WAIT / 10))

    found = saver.look()

    assert saver.acknowledged - set(found["records"]) != set()
    assert found["disagreements"] == []


def test_a_clock_that_steps_back_refuses_the_save_and_nothing_is_written(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    entered = Entered("talk", "liutang", "2026-09-20", None, "held", {"title": "第一场"})
    record(actor=actor, now=campaign.now + timedelta(hours=2), entered=entered)
    before = Activity.objects.count(), Entry.objects.count()
    other = Entered("talk", "liutang", "2026-09-21", None, "held", {"title": "第二场"})

    for step in (timedelta(minutes=2), timedelta(hours=1), timedelta(days=9)):
        with pytest.raises(ClockBehind):
            record(actor=actor, now=campaign.now + timedelta(hours=2) - step, entered=other)

    assert (Activity.objects.count(), Entry.objects.count()) == before
    assert record(actor=actor, now=campaign.now + timedelta(hours=2), entered=other)


def test_the_order_of_records_is_that_of_the_log_whatever_day_they_tell(campaign: TestCampaign) -> None:
    actor = campaign.actor("liaison")
    days = ("2026-09-28", "2026-09-08", "2026-09-18")
    ids = [
        record(
            actor=actor,
            now=campaign.now,
            entered=Entered("talk", "liutang", day, None, "held", {"title": f"{day}这场"}),
        )
        for day in days
    ]

    assert list(Activity.objects.order_by("sequence").values_list("record", flat=True)) == ids
    assert {row.entered for row in Activity.objects.all()} == {campaign.now}


def test_the_house_does_not_open_while_its_clock_is_behind_the_log(folder: Path) -> None:
    ahead = "2120-01-01T00:00:00+00:00"
    subprocess.run(run(MAKE_ACCOUNT, folder, ahead), env=own_environment(), check=True)
    command = [sys.executable, "-m", "huiyin", "serve", "--dir", str(folder), "--lang", "en", "--port", "1"]

    done = subprocess.run(command, env=own_environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 2, done.stderr
    assert "clock" in done.stderr
    assert "2120-01-01" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_house_opens_while_its_clock_is_right(folder: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "huiyin", "serve", "--dir", str(folder), "--port", str(port)]
    served = subprocess.Popen(command, env=own_environment(), stderr=subprocess.PIPE, text=True)

    try:
        answer = first_answer(f"http://127.0.0.1:{port}/healthz", served)
    finally:
        served.terminate()
        served.communicate(timeout=30)

    assert "log: head computed" in answer


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def first_answer(address: str, served: subprocess.Popen[str]) -> str:
    """What is answered once somebody does."""
    while served.poll() is None:
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310  our own address
                return str(answer.read().decode())
        except ConnectionError:
            time.sleep(0.05)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.05)
    raise AssertionError(served.stderr.read() if served.stderr else "")
