"""Does every opinion come to stand in exactly one group, and does what stands stay?"""

from __future__ import annotations

import pytest

from huiyin.access.queries import SYSTEM
from huiyin.access.rules import Forbidden
from huiyin.board import actions, queries
from huiyin.board.filters import BoardFilters
from huiyin.board.models import Group, Placement, Theme
from huiyin.board.rules import Only
from huiyin.trail.models import NEVER, Entry
from tests.board_room import (
    ALONE,
    FORMS,
    MEETINGS,
    by,
    counted_by_hand,
    counted_columns,
    group_of,
    hear,
    parts,
    take_back,
)
from tests.campaign import NOW, TestCampaign


def test_opinions_on_the_same_matter_stand_in_one_group(campaign: TestCampaign) -> None:
    forms, meetings = hear(FORMS), hear(MEETINGS)
    [library, bus] = hear(ALONE)

    found = actions.sort_new(**by(campaign))

    assert (found.opinions, found.joined, found.groups) == (7, 0, 4)
    assert parts() == {frozenset(forms), frozenset(meetings), frozenset([library]), frozenset([bus])}
    assert counted_columns() == counted_by_hand()


def test_what_comes_later_joins_and_is_marked_until_somebody_looks(campaign: TestCampaign) -> None:
    [first, second, third] = hear(FORMS[:2]) + hear(ALONE[:1])
    actions.sort_new(**by(campaign))
    group, alone = group_of(first), group_of(third)
    later = hear(FORMS[2:])

    found = actions.sort_new(**by(campaign))

    assert (found.opinions, found.joined, found.groups, found.fresh) == (1, 1, 0, 1)
    assert [group_of(name) for name in (first, second, *later)] == [group] * 3
    assert group_of(third) == alone
    page = queries.board(campaign.actor("clerk"), BoardFilters(only=Only.FRESH))
    assert [(row.record, row.fresh) for row in page.groups] == [(group, 1)]
    actions.look_at(**by(campaign), groups=[group])
    assert queries.board(campaign.actor("clerk"), BoardFilters(only=Only.FRESH)).groups == ()
    assert counted_columns() == counted_by_hand()


def test_sorting_when_nothing_waits_writes_nothing(campaign: TestCampaign) -> None:
    hear(MEETINGS)
    actions.sort_new(**by(campaign))
    entries = Entry.objects.count()

    assert actions.sort_new(actor=SYSTEM, now=NOW).opinions == 0
    assert Entry.objects.count() == entries


def test_a_word_for_word_repetition_is_a_voice_and_no_other_opinion(campaign: TestCampaign) -> None:
    [first] = hear(FORMS[:1], giver="p:1")
    [again] = hear(FORMS[:1], giver="p:2")
    actions.sort_new(**by(campaign))

    [group] = Group.objects.filter(superseded=NEVER)
    assert (group.opinions, group.voices, group.people) == (1, 2, 2)
    assert {row.record: row.copy_of for row in Placement.objects.all()} in (
        {first: "", again: first},
        {first: again, again: ""},
    )


def test_what_is_counted_in_bulk_and_what_was_withdrawn_stands_in_no_group(campaign: TestCampaign) -> None:
    hear(MEETINGS, goes_to_board=False, channel="walks")
    [gone] = hear(ALONE[:1])
    take_back(gone)
    [kept] = hear(ALONE[1:])

    actions.sort_new(**by(campaign))

    assert parts() == {frozenset([kept])}
    accounts = queries.accounts()
    assert (accounts.total, accounts.bulk, accounts.withdrawn, accounts.not_placed) == (4, 2, 1, 0)
    assert accounts.on_board == {"waiting": 1}
    assert accounts.adds_up


def test_an_opinion_withdrawn_leaves_the_counts_of_its_group(campaign: TestCampaign) -> None:
    [first, _, _] = hear(FORMS)
    actions.sort_new(**by(campaign))
    take_back(first)

    actions.sort_new(**by(campaign))

    assert counted_columns() == counted_by_hand()
    assert queries.accounts().on_board == {"waiting": 2}
    assert first not in queries.members([group_of(first)])[group_of(first)]


def test_themes_that_stand_are_kept_and_new_groups_find_them(campaign: TestCampaign) -> None:
    hear(FORMS + MEETINGS)
    actions.sort_new(**by(campaign))
    before = dict(Theme.objects.filter(superseded=NEVER).values_list("record", "title"))
    of_groups = dict(Group.objects.filter(superseded=NEVER).values_list("record", "theme"))
    hear(ALONE)

    actions.sort_new(**by(campaign))

    after = dict(Theme.objects.filter(superseded=NEVER).values_list("record", "title"))
    assert before.items() <= after.items()
    now = dict(Group.objects.filter(superseded=NEVER).values_list("record", "theme"))
    assert of_groups.items() <= now.items()
    assert set(now.values()) <= set(after)
    assert sum(Theme.objects.filter(superseded=NEVER).values_list("is_other", flat=True)) <= 1


@pytest.mark.parametrize("person", ["head", "liaison", "guide", "auditor", "administrator"])
def test_only_who_sorts_opinions_may_sort_them(campaign: TestCampaign, person: str) -> None:
    with pytest.raises(Forbidden):
        actions.sort_new(**by(campaign, person))


@pytest.mark.parametrize("person", ["liaison", "leader", "guide", "custodian", "auditor", "administrator"])
def test_nobody_outside_the_office_sees_the_board(campaign: TestCampaign, person: str) -> None:
    with pytest.raises(Forbidden):
        queries.board(campaign.actor(person), BoardFilters())
