"""Does an export of any record, taken in again, change nothing?"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.activities.imports.exporting import ExportColumns
from huiyin.activities.imports.headings import Headings
from huiyin.activities.imports.row_reading import RowReader, kinds_in
from huiyin.activities.imports.rules import Basis, Held, Outcome, counted, judge
from huiyin.activities.imports.spreadsheets import csv_lines, write_xlsx
from huiyin.activities.rules import Entered, Fact, checked
from huiyin.plan.document import Plan
from huiyin.plan.reading import read_plan_file
from huiyin.web.imports.reading import read_table

SMALL_PLAN = Path(__file__).parents[1] / "small_plan.yaml"
TODAY = date(2026, 9, 30)
TALK_RECORD = "a" * 32
IDS = ("with ids", "without ids")


@dataclass(frozen=True)
class Kept:
    """A record as it is held."""

    record: str
    version: int
    kind: str
    unit: str
    day: date
    last_day: date | None
    state: str
    part_of: str
    values: Mapping[str, Any]
    sameness: str
    is_late: bool = False
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Shelf:
    """Records that are held, all within reach."""

    kept: Sequence[Kept]
    links: Mapping[str, str]

    def by_record(self, records: Sequence[str]) -> Mapping[str, Held]:
        return {kept.record: kept for kept in self.kept if kept.record in records}

    def by_sameness(self, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Held]:
        found = {(kept.kind, kept.sameness): kept for kept in self.kept if not kept.is_withdrawn}
        return {pair: found[pair] for pair in pairs if pair in found}

    def kinds(self, records: Sequence[str]) -> Mapping[str, str]:
        return {record: self.links[record] for record in records if record in self.links}

    def reaches(self, unit: str) -> bool:
        return bool(unit)

    def sees_restricted(self, unit: str) -> bool:
        return bool(unit)

    def writer(self) -> Literal["unit", "office"]:
        return "office"

    def hidden(self, pairs: Sequence[tuple[str, str]]) -> Set[tuple[str, str]]:
        return set(pairs) - set(pairs)


@cache
def plan() -> Plan:
    return read_plan_file(SMALL_PLAN)


WORDS = st.text(max_size=40) | st.sampled_from(
    (
        "=1+1",
        "'=1+1",
        "''=x",
        "'Tis",
        "-12",
        "+86 1234",
        "＝SUM(A1)",
        " @home",
        "\t=1",
        "007",
        "1e5",
        "a;b、c",
        "a;=1+1",
        "a;'=1+1;-2\n- b\t@c",
        "是",
    )
)
DAYS = st.dates(date(2026, 9, 7), date(2026, 9, 30))
TIMES = st.times().map(lambda moment: time(moment.hour, moment.minute).isoformat("minutes"))
DECIMALS = st.decimals(0, 100_000_000_000, places=4, allow_nan=False)


def some(*keys: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(keys), max_size=4)


VALUES = st.fixed_dictionaries(
    {"name": WORDS.filter(str.strip), "consent": st.sampled_from((True,))},
    optional={
        "story": WORDS | st.text(alphabet="明湖 \n\r\t'\"=,;，“”", max_size=60),
        "copies": st.integers(0, 100_000),
        "hours": DECIMALS,
        "signed": DAYS,
        "begins": TIMES,
        "public": st.booleans(),
        "size": st.sampled_from(("small", "large")),
        "fields": some("school", "health"),
        "page": st.sampled_from(("https://minghu.example/a?b=1", "http://minghu.example/柳塘")),
        "calls": st.dictionaries(
            st.sampled_from(("home", "shop")), st.sampled_from(("yes", "no", "na")), max_size=2
        ),
        "speaker": st.sampled_from(("clerk", "leader")),
        "guests": some("clerk", "head", "liaison", "leader"),
        "host": st.sampled_from(("office", "liutang")),
        "partners": some("minghu", "liutang", "liutang-east", "shigu"),
        "channel": st.just("minghu-tv"),
        "screen": st.just("screen-1"),
        "studio": st.just("studio-1"),
        "area": st.just("air"),
        "firm": st.just("firm-1"),
        "talk": st.just(TALK_RECORD),
    },
)


def everything(values: Mapping[str, Any], day: date, last_day: date, state: str) -> Fact | None:
    entered = Entered("everything", "liutang", day, max(day, last_day), state, values)
    return checked(entered, plan(), today=TODAY).fact


def kept_as(fact: Fact, number: int = 1) -> Kept:
    return Kept(
        f"{number:032x}",
        number,
        fact.kind,
        fact.unit,
        fact.day,
        fact.last_day,
        fact.state,
        fact.part_of,
        fact.values,
        fact.sameness,
    )


def taken_in_again(kept: Sequence[Kept], *, file_format: str, language: str, ids: str) -> dict[str, int]:
    """What becomes of the rows of an export of these records."""
    kinds = list(dict.fromkeys(one.kind for one in kept))
    told = kept if ids == IDS[0] else [replace(one, record="", version=0) for one in kept]
    lines = ExportColumns(plan(), kinds, language).lines(told)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"export.{file_format}"
        if file_format == "csv":
            file.write_bytes(b"".join(csv_lines(lines)))
        else:
            write_xlsx(file, lines, sheet="records")
        table = read_table(file, Headings(plan().kinds))
        words = Headings(kinds_in(table, plan()))
        understood = words.understood(table.headings)
        assert not understood.unknown
        basis = Basis(plan(), Shelf(kept, {TALK_RECORD: "talk"}), TODAY)
        return counted(judge(RowReader(table, understood, plan()), basis))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ids", IDS)
@given(VALUES, DAYS, DAYS, st.sampled_from(("planned", "held")))
@example({"name": "=1+1", "consent": True, "story": "'=cmd|x"}, TODAY, TODAY, "held")
@settings(max_examples=60)
def test_a_record_exported_as_csv_and_taken_in_again_is_the_same(
    language: str, ids: str, values: dict[str, Any], day: date, last_day: date, state: str
) -> None:
    fact = everything(values, day, last_day, state)
    if fact is None:
        return

    counts = taken_in_again([kept_as(fact)], file_format="csv", language=language, ids=ids)

    assert counts == {"rows": 1, "new": 0, "same": 1, "corrected": 0, "refused": 0}


@given(st.lists(VALUES, min_size=1, max_size=15), DAYS, st.sampled_from(("zh", "en")), st.sampled_from(IDS))
@settings(max_examples=12)
def test_records_exported_as_a_workbook_and_taken_in_again_are_the_same(
    values: list[dict[str, Any]], day: date, language: str, ids: str
) -> None:
    facts = [
        everything({**one, "name": f"{at} {one['name']}"}, day, day, "held") for at, one in enumerate(values)
    ]
    kept = [kept_as(fact, at) for at, fact in enumerate(facts, 1) if fact]

    counts = taken_in_again(kept, file_format="xlsx", language=language, ids=ids)

    assert counts["same"] == counts["rows"] == len(kept)


@pytest.mark.parametrize("divided_by", [",", ";", "\t"])
@pytest.mark.parametrize(
    "text", ["a;=1+1", "a;=1+1;b", "a\n=1+1;b", "a\t=1+1", 'a";=1+1', "a; '=1+1", "=1+1"]
)
def test_no_cell_of_an_export_is_a_formula_whatever_divides_the_columns(divided_by: str, text: str) -> None:
    said = b"".join(csv_lines([["b", text, text], [text, "b", Decimal("-1.5")]])).decode("utf-8-sig")

    cells = [
        cell for line in csv.reader(io.StringIO(said, newline=""), delimiter=divided_by) for cell in line
    ]

    assert [cell for cell in cells if cell.lstrip().startswith(("=", "@", "+"))] == []


def test_every_cell_of_an_export_stands_in_quotes() -> None:
    said = b"".join(csv_lines([["a;b", "", Decimal(2)]])).decode("utf-8-sig")

    assert said == '"a;b","","2"\r\n'


def test_a_changed_cell_of_an_export_is_seen() -> None:
    fact = everything({"name": "a", "consent": True, "copies": 3}, TODAY, TODAY, "held")
    assert fact is not None
    changed = replace(kept_as(fact), values={**fact.values, "copies": 4})
    words = Headings([plan().kinds_by_key["everything"]])
    lines = list(ExportColumns(plan(), ["everything"], "zh").lines([changed]))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        file.write_bytes(b"".join(csv_lines(lines)))
        table = read_table(file, words)
    reader = RowReader(table, words.understood(table.headings), plan())

    judged = list(judge(reader, Basis(plan(), Shelf([kept_as(fact)], {}), TODAY)))

    assert [row.outcome for row in judged] == [Outcome.CORRECTED]
