"""What lies beside the records of an example: pictures and pages that show them, and a sheet to take in?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw
from xlsxwriter import Workbook

from examples.recording import Line
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Field, FieldType, Kind

SIZE = (640, 420)
PAPER, INK, LAKE, SUN = "#f4efe4", "#33414a", "#3f7f88", "#d9a441"
RIGHT_ROWS = 24


def write_keepsake(folder: Path, number: int) -> Path:
    """A drawn file: a picture of the lake, or every third time a page with a list; the same for a number."""
    chance = Random(number)
    if number % 3 == 0:
        file = folder / f"signed-list-{number:02}.pdf"
        _page(chance).save(file, "PDF", resolution=72)
        return file
    file = folder / f"picture-{number:02}.jpg"
    _lake(chance).save(file, "JPEG", quality=70)
    return file


def _lake(chance: Random) -> Image.Image:
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    width, height = SIZE
    shore = height // 2 + chance.randrange(-30, 30)
    left = chance.randrange(60, width - 120)
    draw.ellipse((left, 50, left + 70, 120), fill=SUN)
    for _ in range(6):
        left = chance.randrange(width)
        roof = shore - chance.randrange(40, 120)
        draw.rectangle((left, roof, left + chance.randrange(40, 90), shore), outline=INK, width=3)
    draw.rectangle((0, shore, width, height), fill=LAKE)
    for _ in range(14):
        left, top = chance.randrange(width), chance.randrange(shore + 10, height)
        draw.line((left, top, left + chance.randrange(20, 90), top), fill=PAPER, width=2)
    return picture


def _page(chance: Random) -> Image.Image:
    page = Image.new("RGB", (420, 594), "white")
    draw = ImageDraw.Draw(page)
    for row in range(18):
        top = 60 + row * 27
        draw.line((50, top, 370, top), fill=INK, width=1)
        draw.line(
            (60, top - 8, 60 + chance.randrange(40, 90), top - 8 - chance.randrange(6)), fill=LAKE, width=2
        )
    return page


def write_sheet(file: Path, plan: Plan, told: Sequence[Line], day: date) -> None:
    """A sheet with records of one kind to take in: new ones, one that is known, and some that are wrong."""
    kind = plan.kinds_by_key[told[0].kind]
    language = plan.campaign.languages[0]
    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(kind.name.said(language))
        bold = book.add_format({"bold": True})
        fixed = ("单位", "日期") if language == "zh" else ("Unit", "Day")
        for column, heading in enumerate([*fixed, *(field.name.said(language) for field in kind.fields)]):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, 16)
        for row, cells in enumerate(_rows(plan, kind, told, day), start=1):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)


def _rows(plan: Plan, kind: Kind, told: Sequence[Line], day: date) -> Iterator[list[str | int]]:
    language = plan.campaign.languages[0]
    rows = [_cells(plan, kind, line, day.isoformat()) for line in _different(kind, told)]
    known = told[-1]
    wrong = rows[RIGHT_ROWS : RIGHT_ROWS + 5]
    number = 2 + next(place for place, field in enumerate(kind.fields) if field.type is FieldType.WHOLE)
    needed = 2 + next(place for place, field in enumerate(kind.fields) if field.required)
    wrong[0][0] = "湖底街道" if language == "zh" else "Lakebed Ward"
    wrong[1][1] = "2026-13-40"
    wrong[2][number] = -5
    wrong[3][number] = "很多" if language == "zh" else "many"
    wrong[4][needed] = ""
    yield from [*rows[:RIGHT_ROWS], _cells(plan, kind, known, known.day.isoformat()), *wrong]


def _different(kind: Kind, told: Sequence[Line]) -> list[Line]:
    """Those of the records that are not the same one when all of them are of one day."""
    first: dict[tuple[object, ...], Line] = {}
    for line in told:
        first.setdefault((line.unit, *(line.values.get(key) for key in kind.same_when)), line)
    return list(first.values())


def _cells(plan: Plan, kind: Kind, line: Line, day: str) -> list[str | int]:
    language = plan.campaign.languages[0]
    unit = plan.units_by_key[line.unit].name.said(language)
    return [unit, day, *(_cell(field, line, language) for field in kind.fields)]


def _cell(field: Field, line: Line, language: str) -> str | int:
    value = line.values.get(field.key, "")
    if isinstance(value, int):
        return value
    named = {choice.key: choice.name.said(language) for choice in field.choices}
    return named.get(str(value), str(value))
