"""How does a test give in a file of records as people do?"""

from __future__ import annotations

from pathlib import Path

from huiyin.access.rules import Actor
from huiyin.activities.imports import actions
from huiyin.activities.imports.actions import GivenIn
from huiyin.activities.imports.exporting import ExportColumns
from huiyin.activities.imports.rules import Outcome
from huiyin.activities.imports.spreadsheets import csv_lines
from huiyin.activities.models import Activity
from huiyin.plan.queries import current_plan
from huiyin.trail.models import NEVER
from huiyin.web.imports.work import Asked, Doing, Look, as_shown, look, take_in
from tests.campaign import NOW
from tests.sheets import Rows, write_csv

TALKS: Rows = (
    ("单位", "日期", "主题", "听众人数", "状态"),
    ("柳塘街道", "2026-09-10", "安全用电", 40, "已举办"),
    ("石鼓街道", "2026/9/11", "垃圾分类", "1,200", "已举办"),
    ("liutang-east", "2026年9月12日", "邻里互助", "", ""),
)


def doing_as(actor: Actor) -> Doing:
    """This actor at the time of the small campaign."""
    return Doing(actor, lambda: NOW)


def talks(folder: Path, *more: tuple[str, ...], name: str = "talks.csv") -> Path:
    """A file of three talks, and of these."""
    return write_csv(folder / name, [*TALKS, *more])


def given_in(actor: Actor, file: Path, asked: Asked) -> tuple[str, Look]:
    """Give a file in and look at it: the import's id and what would become of the rows."""
    given = GivenIn(file.name, "0" * 64, kind=asked.kind, sheet=asked.sheet)
    public_id = actions.give_in(actor=actor, now=NOW, given=given)
    seen = look(file, asked, doing_as(actor))
    actions.show(actor=actor, public_id=public_id, counts=seen.counts, shown=as_shown(seen))
    return public_id, seen


def taken_in(
    actor: Actor, file: Path, kind: str = "talk", *, takes_corrections: bool = False
) -> tuple[str, dict[str, int]]:
    """Give a file in, look at it and confirm it: the import's id and the counts."""
    asked = Asked(kind=kind)
    public_id, seen = given_in(actor, file, asked)
    actions.confirm(actor=actor, public_id=public_id, takes_corrections=takes_corrections)
    doing = doing_as(actor)
    return public_id, take_in(seen, lambda: look(file, asked, doing), doing, public_id)


def in_force() -> list[Activity]:
    """The records in force, in the order in which they were written."""
    return list(Activity.objects.filter(superseded=NEVER).order_by("sequence", "position"))


def exported(file: Path, language: str = "zh") -> Path:
    """All records in force as an export of all kinds."""
    plan = current_plan().plan
    columns = ExportColumns(plan, [kind.key for kind in plan.kinds], language)
    file.write_bytes(b"".join(csv_lines(columns.lines(in_force()))))
    return file


def mended(file: Path, old: str, new: str) -> Path:
    """An export in which somebody changed these words."""
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8-sig")
    return file


def codes(actor: Actor, file: Path) -> list[list[str]]:
    """Why the rows of a file are refused."""
    _, seen = given_in(actor, file, Asked())
    return [[fault.code for fault in row.faults] for row in seen.of(Outcome.REFUSED)]
