"""How does an example become a campaign that one can sign in to, with ten weeks behind it?

    python -m examples.build minghu --dir demo

The folder of an example holds plan.yaml and records.py. All days move by whole weeks, so that today lies in
the eleventh week; the log bears the times at which things would have been entered. Nothing in it is real.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from examples.recording import Revision, SignIn, Story
from huiyin.campaign_folder import CampaignFolder
from huiyin.plan.document import Campaign as PlanCampaign
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Role
from huiyin.plan.reading import read_plan

HERE = Path(__file__).parent
NAMES = ("minghu", "hospital")
WEEKS_BEHIND = 10
IN_CHINESE = {
    Role.CLERK: "文员",
    Role.HEAD: "主任",
    Role.LIAISON: "联络员",
    Role.LEADER: "领导",
    Role.GUIDE: "指导组成员",
    Role.CUSTODIAN: "保管人",
    Role.AUDITOR: "审计员",
    Role.ADMINISTRATOR: "管理员",
}
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


class Example(Protocol):
    """What records.py of an example holds."""

    SEED: int
    REVISIONS: Sequence[Revision]
    LIAISON_OF: str  # the unit whose liaison can sign in
    TRY_KIND: str  # the kind of activity of which a sheet to take in is written
    OFFICE_ENTERS: Collection[str]  # kinds that no unit reports for itself

    def story(self, plan: Plan, today: date) -> Story:
        """Everything that is entered until the day before `today`."""


def main(arguments: Sequence[str]) -> int:
    """Build the example that is asked for; the answer is the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m examples.build", description="Build an example campaign."
    )
    parser.add_argument("name", choices=NAMES, help="which example")
    parser.add_argument("--dir", type=Path, required=True, help="an empty folder, or none yet")
    parser.add_argument("--today", type=date.fromisoformat, help="a day of its eleventh week; the clock's")
    asked = parser.parse_args(arguments)
    try:
        build(asked.name, asked.dir, asked.today)
    except FileExistsError:
        parser.error(f"the folder is not empty: {asked.dir}")
    return 0


def build(name: str, folder: Path, today: date | None = None) -> None:
    """Build an example into an empty folder, whole or not at all; a process builds one in its life.

    Raises `FileExistsError` for a folder that holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    try:
        _build(name, folder, today)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _build(name: str, folder: Path, today: date | None) -> None:
    example = example_named(name)
    text = (HERE / name / "plan.yaml").read_text(encoding="utf-8")
    as_written = read_plan(text).campaign
    zone = ZoneInfo(as_written.time_zone)
    day = today or datetime.now(zone).date()
    weeks = weeks_to(as_written.starts, day)
    starts = datetime.combine(as_written.starts + timedelta(weeks=weeks), time(8), zone)
    _begin(folder, moved(text, weeks), as_written, starts)

    # What writes to the database can be had only once there is one.
    from examples.entering import Campaign, enter, make_accounts
    from examples.keepsakes import write_sheet
    from huiyin.plan.queries import current_plan

    plan = current_plan().plan
    story, chance = example.story(plan, day), Random(example.SEED)
    campaign = Campaign(plan, story, folder, chance, example.OFFICE_ENTERS)
    sign_ins = make_accounts(campaign, example.LIAISON_OF)
    revisions = [
        replace(each, before=moved(each.before, weeks), after=moved(each.after, weeks))
        for each in example.REVISIONS
    ]
    follows = (HERE / name / "ledger_story.py").exists()
    enter(campaign, revisions, module_of(name, "ledger_story").begin(campaign, day) if follows else None)
    (folder / "try").mkdir()
    told = [line for line in story.lines if line.kind == example.TRY_KIND]
    write_sheet(folder / "try" / "activities.xlsx", plan, told, told[-1].told)
    _hand_over(folder / "try" / "logins.txt", sign_ins)


def _hand_over(file: Path, sign_ins: Sequence[SignIn]) -> None:
    """Print with what one signs in, and keep it for those who may read this folder."""
    lines = []
    for each in sign_ins:
        name = f"{IN_CHINESE[each.role]} {each.name_zh} · {each.name_en}"
        lines.append(f"{each.role:<14} {each.person:<18} {each.password:<14} {name}")
    table = "\n".join(lines)
    file.touch(mode=0o600)
    file.write_text(table + "\n", encoding="utf-8")
    print(f"{'role 身份':<12} {'sign-in name 登录名':<15} {'password 密码':<12} name 姓名")
    print(table)


def example_named(name: str) -> Example:
    """The records of an example, as a module."""
    return cast("Example", module_of(name, "records"))


def module_of(name: str, part: str) -> ModuleType:
    """A file of an example's folder as a module; what lies beside it can be imported from it."""
    folder = HERE / name
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    found = importlib.util.spec_from_file_location(f"{name}_{part}", folder / f"{part}.py")
    if found is None or found.loader is None:
        raise FileNotFoundError(folder / f"{part}.py")
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


def weeks_to(starts: date, today: date) -> int:
    """By how many weeks a campaign moves, so that this day lies in its eleventh week."""
    monday = today - timedelta(days=today.weekday()) - timedelta(weeks=WEEKS_BEHIND)
    return (monday - starts).days // 7


def moved(text: str, weeks: int) -> str:
    """The text with every day later by so many weeks."""
    return _DAY.sub(lambda day: str(date.fromisoformat(day[0]) + timedelta(weeks=weeks)), text)


def _begin(folder: Path, text: str, campaign: PlanCampaign, now: datetime) -> None:
    """The folder as `huiyin init` makes it, but for the time."""
    from huiyin.cli.plan.init import begin

    folder.mkdir(parents=True, exist_ok=True)
    ground = CampaignFolder(
        folder,
        language=campaign.languages[0],
        time_zone=campaign.time_zone,
        secret_key=secrets.token_urlsafe(50),
    )
    with tempfile.TemporaryDirectory() as drafts:
        plan_file = Path(drafts) / "plan.yaml"
        plan_file.write_text(text, encoding="utf-8")
        begin(ground, plan_file, now=now)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
