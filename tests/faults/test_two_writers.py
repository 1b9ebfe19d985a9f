"""Is anything lost when several people write at the same moment?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from huiyin.activities.actions import correct, record
from huiyin.activities.models import Activity, KeptMapping
from huiyin.activities.queries import record as view
from huiyin.activities.refusals import Conflict, SameAlready
from huiyin.activities.rules import Entered
from huiyin.opinions.actions import take_in, take_in_counted
from huiyin.opinions.models import Opinion
from huiyin.opinions.rules import Said
from huiyin.trail.models import NEVER, Entry
from tests.campaign import TestCampaign, small_campaign

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, ROUNDS = 4, 8
PATIENCE = 60  # seconds until a writer that waits for the others gives up


@pytest.fixture
def committed() -> TestCampaign:
    """The small campaign, committed, so that every writer's own connection sees it."""
    return small_campaign()


def talk(title: str = "同一场", audience: int = 0) -> Entered:
    return Entered("talk", "liutang", date(2026, 9, 8), None, "held", {"title": title, "audience": audience})


def at_once(write: Callable[[int], Any]) -> list[Any]:
    """What each writer got, or the refusal that each met; every one has a connection of its own."""

    def one(writer: int) -> Any:
        try:
            return write(writer)
        except (Conflict, SameAlready) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def test_of_corrections_of_the_same_version_one_is_kept_and_the_others_are_told(
    committed: TestCampaign,
) -> None:
    clerk, now = committed.actor("clerk"), committed.now
    id_ = record(actor=clerk, now=now, entered=talk())
    for round_ in range(1, ROUNDS + 1):
        all_have_read = Barrier(WRITERS)

        def write(writer: int, round_: int = round_, all_have_read: Barrier = all_have_read) -> int:
            version = view(clerk, id_).row.version
            all_have_read.wait(PATIENCE)
            entered = talk(audience=100 * round_ + writer)
            return correct(
                actor=clerk, now=now, record=id_, version=version, entered=entered, reason="补人数"
            )

        outcomes = at_once(write)

        kept = [outcome for outcome in outcomes if isinstance(outcome, int)]
        told = [outcome.current for outcome in outcomes if isinstance(outcome, Conflict)]
        assert (kept, told) == ([round_ + 1], [round_ + 1] * (WRITERS - 1))
    rows = list(Activity.objects.filter(record=id_).order_by("version"))
    assert [row.version for row in rows] == list(range(1, ROUNDS + 2))
    assert [row.superseded for row in rows] == [*(row.sequence for row in rows[1:]), NEVER]


def test_writers_who_look_again_after_a_conflict_all_get_their_say(committed: TestCampaign) -> None:
    clerk, now = committed.actor("clerk"), committed.now
    id_ = record(actor=clerk, now=now, entered=talk())

    def write(_writer: int) -> int:
        conflicts, written = 0, 0
        while written < ROUNDS:
            row = view(clerk, id_).row
            entered = talk(audience=row.values["audience"] + 1)
            try:
                correct(
                    actor=clerk, now=now, record=id_, version=row.version, entered=entered, reason="加一人"
                )
                written += 1
            except Conflict:
                conflicts += 1
        return conflicts

    at_once(write)

    seen = view(clerk, id_)
    assert (seen.row.values["audience"], seen.row.version) == (WRITERS * ROUNDS, WRITERS * ROUNDS + 1)
    assert Entry.objects.count() == Entry.objects.latest("sequence").sequence + 1


def test_the_same_thing_told_by_several_at_once_is_recorded_once(committed: TestCampaign) -> None:
    clerk, now = committed.actor("clerk"), committed.now
    together = Barrier(WRITERS)

    def write(_writer: int) -> str:
        together.wait(PATIENCE)
        return record(actor=clerk, now=now, entered=talk())

    outcomes = at_once(write)

    [kept] = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert Counter(map(type, outcomes)) == {str: 1, SameAlready: WRITERS - 1}
    assert {outcome.record for outcome in outcomes if isinstance(outcome, SameAlready)} == {kept}


def test_a_form_that_is_sent_several_times_at_once_is_saved_once(committed: TestCampaign) -> None:
    clerk, now = committed.actor("clerk"), committed.now
    together = Barrier(WRITERS)

    def write(_writer: int) -> str:
        together.wait(PATIENCE)
        return record(actor=clerk, now=now, entered=talk(), ticket="f" * 32)

    outcomes = at_once(write)

    assert len(set(outcomes)) == Activity.objects.count() == 1


def test_while_one_reads_what_was_said_another_takes_in_and_nothing_is_taken_in_twice(
    committed: TestCampaign,
) -> None:
    clerk, now = committed.actor("clerk"), committed.now
    rows = [Said("form", now.date(), f"第{n}盏路灯坏了", given_id=f"L-{n}") for n in range(3)]

    def another() -> str:
        try:
            return take_in(actor=clerk, now=now, said=rows[1])
        finally:
            connection.close()

    class Interrupted(list[Said]):
        """Lets another person take the second in at the moment when it is looked at."""

        def __getitem__(self, at: Any) -> Any:
            if at == 1:
                with ThreadPoolExecutor(1) as pool:
                    firsts.append(pool.submit(another).result(PATIENCE))
            return super().__getitem__(at)

    firsts: list[str] = []

    taken = take_in_counted(actor=clerk, now=now, all_said=Interrupted(rows))

    assert [taken.ids[1]] == firsts
    assert taken.new == {0, 2}
    assert Opinion.objects.count() == 3


@pytest.mark.usefixtures("committed")
def test_a_store_that_asks_for_no_version_loses_what_the_others_wrote() -> None:
    """The control: the same meeting of writers, over a row that anybody may overwrite."""
    row = KeptMapping.objects.create(kind="talk", headings="control", mapping={"audience": 0})
    all_have_read = Barrier(WRITERS)

    def write(_writer: int) -> None:
        audience = KeptMapping.objects.get(pk=row.pk).mapping["audience"]
        all_have_read.wait(PATIENCE)
        KeptMapping.objects.filter(pk=row.pk).update(mapping={"audience": audience + 1})

    at_once(write)

    assert KeptMapping.objects.get(pk=row.pk).mapping == {"audience": 1}
