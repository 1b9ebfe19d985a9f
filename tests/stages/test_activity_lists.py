"""Does a list show every record that an actor may see once, in order, however it is narrowed and paged?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.access.rules import Forbidden
from huiyin.activities.actions import record, record_many, withdraw
from huiyin.activities.filters import Filters
from huiyin.activities.queries import counts_by_kind, found, page
from huiyin.activities.queries import record as view
from huiyin.activities.refusals import NotFound
from huiyin.activities.rows import Row
from huiyin.activities.rules import Entered
from tests.campaign import TestCampaign

FIRST = date(2026, 9, 7)


def talk(title: str, unit: str, day: int, state: str = "held") -> Entered:
    return Entered("talk", unit, FIRST + timedelta(days=day), None, state, {"title": title})


@pytest.fixture
def records(campaign: TestCampaign) -> TestCampaign:
    """Thirty talks over units and days, some planned, one taken back, and two restricted talks."""
    units = ("liutang", "liutang-east", "shigu")
    states = ("held", "held", "planned")
    talks = [talk(f"第{n}讲 Talk{n}", units[n % 3], n % 5, states[n % 2]) for n in range(30)]
    ids = record_many(actor=campaign.actor("clerk"), now=campaign.now, entries=talks)
    withdraw(actor=campaign.actor("clerk"), now=campaign.now, record=ids[7], version=1, reason="没有办")
    for person, unit in (("liaison", "liutang"), ("clerk", "office")):
        entered = Entered("one_to_one", unit, FIRST, values={"topic": "近况"})
        record(actor=campaign.actor(person), now=campaign.now, entered=entered)
    return campaign


def walk(campaign: TestCampaign, person: str, filters: Filters, size: int) -> list[Row]:
    rows: list[Row] = []
    after = ""
    while True:
        shown = page(campaign.actor(person), filters, after, size)
        rows += shown.rows
        if not shown.next:
            return rows
        after = shown.next


FILTERS = st.builds(
    Filters,
    kind=st.sampled_from(["", "talk", "one_to_one", "visit"]),
    unit=st.sampled_from(["", "minghu", "liutang", "shigu", "gone"]),
    state=st.sampled_from(["", "held", "planned"]),
    since=st.none() | st.integers(0, 5).map(lambda day: FIRST + timedelta(days=day)),
    until=st.none() | st.integers(0, 5).map(lambda day: FIRST + timedelta(days=day)),
    words=st.sampled_from(["", "讲", "talk1", "第1 讲", "柳塘", "%", "无"]),
    is_late=st.none() | st.booleans(),
    needs_evidence=st.booleans(),
    show_withdrawn=st.booleans(),
)


def fits(row: Row, filters: Filters) -> bool:
    below = {"minghu": ("liutang", "liutang-east", "shigu", "office"), "liutang": ("liutang", "liutang-east")}
    text = f"{row.title} {row.unit_name.zh} {row.unit_name.en}".lower()
    return all(
        (
            filters.kind in ("", row.kind),
            not filters.unit or row.unit in below.get(filters.unit, (filters.unit,)),
            filters.state in ("", row.state),
            not filters.since or row.day >= filters.since,
            not filters.until or row.day <= filters.until,
            all(word in text for word in filters.words.split()),
            filters.is_late in (None, row.is_late),
            row.wants_evidence or not filters.needs_evidence,
            filters.show_withdrawn or not row.is_withdrawn,
        )
    )


@given(FILTERS, st.integers(1, 40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_give_every_row_that_fits_once_and_in_order(
    records: TestCampaign, filters: Filters, size: int
) -> None:
    everything = walk(records, "head", Filters(show_withdrawn=True), 200)

    rows = walk(records, "head", filters, size)

    assert [row.record for row in rows] == [row.record for row in everything if fits(row, filters)]
    assert page(records.actor("head"), filters, size=size).total == len(rows)


@pytest.mark.parametrize("size", [1, 7])
def test_rows_that_are_added_while_somebody_reads_move_no_other(records: TestCampaign, size: int) -> None:
    before = [row.record for row in walk(records, "clerk", Filters(), 200)]
    read: list[str] = []
    after, added = "", 0
    while True:
        shown = page(records.actor("clerk"), Filters(), after, size)
        read += [row.record for row in shown.rows]
        if not shown.next:
            break
        after, added = shown.next, added + 1
        new = talk(f"新{added}", "shigu", added % 5)
        record(actor=records.actor("clerk"), now=records.now, entered=new)

    assert len(read) == len(set(read))
    assert [each for each in read if each in set(before)] == before


@pytest.mark.parametrize("place", ["x", "无", "YWJj", "A" * 500])
def test_a_place_that_no_page_gave_begins_at_the_beginning(records: TestCampaign, place: str) -> None:
    clerk = records.actor("clerk")

    assert page(clerk, Filters(), place, 5).rows == page(clerk, Filters(), size=5).rows


@pytest.mark.parametrize(
    ("person", "units"),
    [
        ("clerk", {"liutang", "liutang-east", "shigu", "office"}),
        ("head", {"liutang", "liutang-east", "shigu", "office"}),
        ("liaison", {"liutang", "liutang-east"}),
        ("other-liaison", {"shigu"}),
        ("leader", {"liutang", "liutang-east"}),
        ("guide", {"liutang", "liutang-east"}),
        ("auditor", {"liutang", "liutang-east", "shigu"}),
        ("custodian", set()),
        ("administrator", set()),
    ],
)
def test_everybody_sees_the_units_in_reach_alone(records: TestCampaign, person: str, units: set[str]) -> None:
    everything = walk(records, "head", Filters(show_withdrawn=True), 200)

    rows = walk(records, person, Filters(show_withdrawn=True), 200)

    assert {row.unit for row in rows} == units
    seen = {row.record for row in rows}
    for row in everything:
        if row.record not in seen:
            with pytest.raises(NotFound):
                view(records.actor(person), row.record)


@pytest.mark.parametrize(
    ("person", "units"),
    [
        ("head", {"liutang", "office"}),
        ("liaison", {"liutang"}),
        ("clerk", {"office"}),
        ("leader", set()),
        ("guide", set()),
        ("auditor", set()),
    ],
)
def test_a_restricted_talk_is_seen_by_who_recorded_it_the_unit_and_the_head(
    records: TestCampaign, person: str, units: set[str]
) -> None:
    assert {row.unit for row in walk(records, person, Filters(kind="one_to_one"), 50)} == units
    counted = {count.kind: count.done for count in counts_by_kind(records.actor(person))}
    assert counted["one_to_one"] == len(units)


@pytest.mark.parametrize(
    ("filters", "most"),
    [(Filters(), 4), (Filters(unit="liutang", needs_evidence=True), 4), (Filters(words="讲"), 5)],
)
def test_a_page_asks_the_database_four_times_at_most_and_once_more_for_words(
    records: TestCampaign, filters: Filters, most: int
) -> None:
    for person in ("clerk", "liaison"):
        with CaptureQueriesContext(connection) as asked:
            page(records.actor(person), filters, size=5)
        assert len(asked) - len(questions_about_the_actor(records, person)) <= most


def questions_about_the_actor(campaign: TestCampaign, person: str) -> CaptureQueriesContext:
    with CaptureQueriesContext(connection) as asked:
        campaign.actor(person)
    return asked


def test_an_export_has_the_rows_of_the_list_for_those_who_may_export(records: TestCampaign) -> None:
    filters = Filters(kind="talk", show_withdrawn=True)

    assert list(found(records.actor("auditor"), filters)) == walk(records, "auditor", filters, 9)
    with pytest.raises(Forbidden):
        list(found(records.actor("guide"), filters))
