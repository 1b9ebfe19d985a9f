"""Does the board show every group once, in the order of its queue, by few queries?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.board_data import BoardSize, fill_board
from huiyin.activities.refusals import NotFound
from huiyin.board import queries
from huiyin.board.filters import BoardFilters
from huiyin.board.models import Group, Placement
from huiyin.board.rows import GroupRow
from huiyin.board.rules import GroupState, Only
from huiyin.trail.models import NEVER
from tests.board_room import counted_by_hand, counted_columns
from tests.campaign import TestCampaign

SMALL = BoardSize(opinions=300, groups=120, themes=6, opened=30)


@pytest.fixture
def filled(campaign: TestCampaign) -> TestCampaign:
    fill_board(SMALL)
    return campaign


def all_pages(campaign: TestCampaign, filters: BoardFilters) -> list[GroupRow]:
    rows: list[GroupRow] = []
    after = ""
    while True:
        page = queries.board(campaign.actor("clerk"), filters, after, size=7)
        rows += page.groups
        after = page.next
        if not after:
            return rows


def hottest(row: GroupRow) -> int:
    return -row.heat


@pytest.mark.parametrize("only", list(Only))
def test_every_group_of_a_queue_is_shown_once_and_in_order(filled: TestCampaign, only: Only) -> None:
    rows = all_pages(filled, BoardFilters(only=only))

    wanted: dict[Only, Callable[[Group], bool]] = {
        Only.ALL: lambda row: row.voices > 0,
        Only.FRESH: lambda row: row.fresh > 0,
        Only.SHAKY: lambda row: row.opinions > 1,
        Only.SINGLE: lambda row: row.opinions == 1,
        Only.SEVERAL: lambda row: row.opinions > 1,
    }
    groups = Group.objects.filter(superseded=NEVER, state=GroupState.WAITING, voices__gt=0)
    assert sorted(row.record for row in rows) == sorted(row.record for row in groups if wanted[only](row))
    column: dict[Only, Callable[[GroupRow], int]] = {
        Only.FRESH: lambda row: -row.fresh,
        Only.SHAKY: lambda row: row.least_confidence,
    }
    order = column.get(only) or hottest
    assert rows == sorted(rows, key=lambda row: (order(row), row.record))


def test_filters_leave_the_groups_that_fit(filled: TestCampaign) -> None:
    theme = queries.themes(filled.actor("clerk"))[0].record

    of_theme = all_pages(filled, BoardFilters(theme=theme))
    assert of_theme
    assert {row.theme for row in of_theme} == {theme}
    assert [row.record for row in of_theme] == queries.waiting_of_theme(theme)
    assert len(all_pages(filled, BoardFilters(state=GroupState.OPENED))) == SMALL.opened
    spoken = all_pages(filled, BoardFilters(words="柳塘 路灯"))
    assert spoken
    assert len(spoken) < SMALL.groups - SMALL.opened
    assert all_pages(filled, BoardFilters(words="没有人说过的词")) == []
    assert all_pages(filled, BoardFilters(unit="liutang", area="none")) == []


def test_a_page_takes_at_most_twelve_queries(filled: TestCampaign) -> None:
    clerk = filled.actor("clerk")
    largest = Group.objects.filter(superseded=NEVER).order_by("-voices")[0].record

    for ask in (
        lambda: queries.board(clerk, BoardFilters(words="柳塘")),
        lambda: queries.group(clerk, largest),
        lambda: queries.decisions(clerk),
    ):
        with CaptureQueriesContext(connection) as asked:
            ask()
        assert len(asked) <= 12


def test_a_group_shows_all_its_opinions_page_by_page(filled: TestCampaign) -> None:
    clerk = filled.actor("clerk")
    largest = Group.objects.filter(superseded=NEVER).order_by("-voices")[0]
    seen: list[str] = []
    after = ""
    while True:
        view = queries.group(clerk, largest.record, after)
        seen += [voice.row.record for voice in view.voices]
        after = view.next
        if not after:
            break

    held = Placement.objects.filter(superseded=NEVER, group=largest.record)
    assert sorted(seen) == sorted(held.values_list("record", flat=True))
    assert queries.members([largest.record]) == {largest.record: sorted(seen)}
    assert view.theme is not None
    with pytest.raises(NotFound):
        queries.group(clerk, "0" * 32)


def test_samples_are_the_surest_opinions_of_their_group(filled: TestCampaign) -> None:
    for row in all_pages(filled, BoardFilters(only=Only.SEVERAL)):
        held = Placement.objects.filter(superseded=NEVER, group=row.record)
        surest = sorted(held, key=lambda place: (-place.confidence, place.record))[:3]
        assert [voice.row.record for voice in row.samples] == [place.record for place in surest]


@pytest.mark.usefixtures("filled")
def test_the_accounts_of_all_opinions_add_up() -> None:
    accounts = queries.accounts()

    assert accounts.adds_up
    assert accounts.total == SMALL.opinions
    assert counted_columns() == counted_by_hand()


def test_a_place_that_no_page_handed_out_is_the_beginning(filled: TestCampaign) -> None:
    clerk = filled.actor("clerk")

    assert queries.board(clerk, BoardFilters(), "%%%") == queries.board(clerk, BoardFilters())
    assert queries.board(clerk, BoardFilters(only="nonsense")) == queries.board(clerk, BoardFilters())
