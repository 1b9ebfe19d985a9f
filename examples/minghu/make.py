"""How does one get the synthetic opinions of Minghu, an invented district, as files to try triage on?

    python examples/minghu/make.py --out opinions.xlsx --truth truth.csv --minutes symposium.docx

Nothing in the files is real. Equal seeds give equal bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from district import WORDS
from docx.enum.text import WD_ALIGN_PARAGRAPH
from voices import Mixture, Voice, all_voices
from xlsxwriter import Workbook

TITLE = "明湖区征求意见汇总表（示例数据：地名、人名、电话、事项全部虚构）"
SHEET = "征求意见"
HEADINGS = ("编号", "留言人", "电话", "留言时间", "留言主题", "留言详情", "街道(镇)", "点赞数")
WIDTHS = (12, 10, 14, 18, 34, 70, 12, 8)
TRUTH_COLUMNS = ("id", "problem", "matter", "place", "area", "sort", "copy_of")
SEED = 2026
_NO_DAY = datetime(1980, 1, 1)  # the first that a zip archive can hold

Cell = str | int | datetime | None


def main(arguments: Sequence[str]) -> int:
    """Write the files that are asked for; the answer is the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if not (asked.out or asked.truth or asked.minutes):
        parser.error("name a file to write: --out, --truth or --minutes")
    voices = all_voices(asked.seed, Mixture())
    lines = list(sheet_lines(voices))
    if asked.out and asked.out.suffix == ".csv":
        asked.out.write_bytes(csv_bytes([(TITLE,), HEADINGS, *lines]))
    elif asked.out:
        write_xlsx(asked.out, lines)
    if asked.truth:
        asked.truth.write_bytes(csv_bytes([TRUTH_COLUMNS, *truth_lines(voices)]))
    if asked.minutes:
        asked.minutes.write_bytes(minutes_bytes())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Write the synthetic opinions of an invented district.")
    parser.add_argument("--out", type=Path, help="the file of opinions: .xlsx, or .csv by its suffix")
    parser.add_argument("--truth", type=Path, help="a CSV file: which opinion speaks of which problem")
    parser.add_argument("--minutes", type=Path, help="a .docx file: the minutes of a symposium, 40 opinions")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of all chance; {SEED} unless given")
    return parser


def row_id(place: int) -> str:
    """The number of the row at this place, counted from 0."""
    return f"MH26{place + 1:05d}"


def sheet_lines(voices: Sequence[Voice]) -> Iterator[Sequence[Cell]]:
    """The rows of the file; empty ones bear a number and nothing else."""
    for place, voice in enumerate(voices):
        if voice.sort == "empty":
            yield (row_id(place), *[None] * (len(HEADINGS) - 1))
            continue
        yield (
            row_id(place),
            voice.speaker.name,
            voice.speaker.phone,
            voice.time,
            voice.title,
            voice.text,
            voice.place.street if voice.place else "",
            voice.likes,
        )


def truth_lines(voices: Sequence[Voice]) -> Iterator[Sequence[Cell]]:
    """What each row speaks of: the same problem is the same matter at the same place."""
    ids = {(voice.text, voice.title): row_id(place) for place, voice in reversed(list(enumerate(voices)))}
    for place, voice in enumerate(voices):
        matter, where = voice.matter, voice.place
        original = voice.original
        yield (
            row_id(place),
            f"{matter.key}@{where.name}" if matter and where else "",
            matter.key if matter else "",
            where.name if where else "",
            matter.area if matter else "",
            voice.sort,
            ids.get((original.text, original.title), "") if original else "",
        )


def csv_bytes(lines: Sequence[Sequence[Cell]]) -> bytes:
    """The lines as a CSV file that Excel opens: UTF-8 with a byte order mark."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    for line in lines:
        table.writerow([f"{cell:%Y/%m/%d %H:%M}" if isinstance(cell, datetime) else cell for cell in line])
    return written.getvalue().encode("utf-8-sig")


def write_xlsx(path: Path, lines: Sequence[Sequence[Cell]]) -> None:
    """The lines as a workbook with a title row over the headings, as offices hand such tables around."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with Workbook(str(path), options) as book:
        book.set_properties({"title": TITLE, "created": _NO_DAY})
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True, "bg_color": "#DDE8E8"})
        headline = book.add_format({"bold": True, "font_size": 14, "align": "center"})
        day = book.add_format({"num_format": "yyyy/m/d h:mm"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, TITLE, headline)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(1, column, heading, bold)
        for row, line in enumerate(lines, start=2):
            for column, cell in enumerate(line):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(row, column, cell)
                elif cell:
                    sheet.write_string(row, column, cell)


def minutes_bytes() -> bytes:
    """The minutes of a symposium that never took place, as a Word document."""
    held = tomllib.loads((WORDS / "minutes.toml").read_text(encoding="utf-8"))
    document = docx.Document()
    document.core_properties.title = held["title"]
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = _NO_DAY
    document.add_heading(held["title"], level=0)
    document.add_paragraph(held["notice"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for fact in held["facts"]:
        document.add_paragraph(fact)
    document.add_paragraph(held["opening"])
    for place, field in enumerate(held["field"]):
        document.add_heading(f"{'一二三四五'[place]}、{field['name']}", level=1)
        for paragraph in _field_paragraphs(field):
            document.add_paragraph(paragraph)
    document.add_paragraph(held["closing"])
    written = io.BytesIO()
    document.save(written)
    return _undated(written.getvalue())


def _field_paragraphs(field: Mapping[str, Any]) -> Iterator[str]:
    """The paragraphs of one field, in the way in which its minutes were taken."""
    match field["style"]:
        case "numbered":
            for number, opinion in enumerate(field["said"], start=1):
                yield f"{number}. {opinion}"
        case "speakers":
            for speaker in field["speaker"]:
                yield f"{speaker['who']}："
                for number, opinion in enumerate(speaker["said"], start=1):
                    yield f"（{number}）{opinion}"
        case "ordinals":
            for speaker in field["speaker"]:
                told = zip("一二三四五", speaker["said"], strict=False)
                yield (
                    f"{speaker['who']}：" + "；".join(f"{order}是{opinion}" for order, opinion in told) + "。"
                )


def _undated(archive: bytes) -> bytes:
    """The same zip archive without the times at which its parts were written."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as dated, zipfile.ZipFile(written, "w") as plain:
        for part in dated.infolist():
            plain.writestr(zipfile.ZipInfo(part.filename), dated.read(part), zipfile.ZIP_DEFLATED)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
