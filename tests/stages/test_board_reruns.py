"""Is a full re-run a proposal that changes nothing by itself and breaks no decision when it is accepted?"""

from __future__ import annotations

import pytest

from huiyin.activities.refusals import NotRight
from huiyin.board import actions, drafts, queries
from huiyin.board.counting import recount_themes
from huiyin.board.models import Decision, Group, Placement
from huiyin.board.rules import BoardFault, DecisionKind, GroupState, PlacedBy
from huiyin.board.standing import standing_board
from huiyin.trail.actions import Act, append_versions
from huiyin.trail.models import NEVER
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

WHY = "重新归类"


def one_by_one(campaign: TestCampaign) -> list[str]:
    """Opinions on forms that stand apart although they are alike: nobody decided so."""
    opinions = hear(FORMS)
    actions.sort_new(**by(campaign))
    decisions = [actions.move(**by(campaign), opinion=opinion, to="", reason=WHY) for opinion in opinions[1:]]
    rows = Decision.objects.filter(record__in=decisions, superseded=NEVER)
    writer = drafts.Writer("test", NOW, WHY)
    forgotten = [drafts.next_version(row, writer, is_withdrawn=True) for row in rows]
    append_versions(Act("test.forget", "test", "test", "clerk", 1), forgotten, now=NOW)
    assert len(parts()) == 3
    return opinions


def test_a_proposal_changes_nothing_until_it_is_accepted(campaign: TestCampaign) -> None:
    opinions = one_by_one(campaign)
    take_back(opinions[2])
    actions.count_again(opinions=opinions[2:])

    rerun = actions.propose_rerun(**by(campaign))

    view = queries.rerun(campaign.actor("clerk"), rerun)
    assert (view.state, view.opinions, view.moving) == ("proposed", 2, 1)
    assert [(change.change, change.count) for change in view.changes] == [("merged", 1)]
    assert view.changes[0].title
    assert len(parts()) == 3
    actions.accept_rerun(**by(campaign), rerun=rerun, reason=WHY)
    assert group_of(opinions[0]) == group_of(opinions[1])
    assert queries.rerun(campaign.actor("clerk"), rerun).state == "accepted"
    assert PlacedBy.RERUN in set(Placement.objects.filter(superseded=NEVER).values_list("how", flat=True))
    assert counted_columns() == counted_by_hand()
    empty = Group.objects.filter(superseded=NEVER, state=GroupState.EMPTY).values_list("record", flat=True)
    assert not Placement.objects.filter(superseded=NEVER, group__in=list(empty)).exists()


def test_a_settled_proposal_is_settled(campaign: TestCampaign) -> None:
    one_by_one(campaign)
    rerun = actions.propose_rerun(**by(campaign))

    actions.dismiss_rerun(**by(campaign), rerun=rerun, reason="不必")

    assert len(parts()) == 3
    with pytest.raises(NotRight) as error:
        actions.accept_rerun(**by(campaign), rerun=rerun, reason=WHY)
    assert error.value.faults[0].code == BoardFault.SETTLED_ALREADY


def test_what_people_decided_holds_in_a_re_run(campaign: TestCampaign) -> None:
    forms, meetings = hear(FORMS), hear(MEETINGS)
    [canteen, room] = hear(ALONE)
    actions.sort_new(**by(campaign))
    who = by(campaign)
    actions.merge(**who, groups=[group_of(canteen), group_of(room)], reason=WHY)
    actions.move(**who, opinion=forms[2], to=group_of(meetings[0]), reason=WHY)
    actions.split(**who, group=group_of(forms[0]), sides=[[forms[1]]], reason=WHY)
    actions.rename(**who, group=group_of(canteen), title="后勤")
    actions.set_place(**who, group=group_of(canteen), unit="liutang")
    actions.answer_on_board(**who, groups=[group_of(forms[0])], state="noted", words="已知悉。", reason=WHY)
    opened = Group.objects.get(record=group_of(meetings[0]), superseded=NEVER)
    rows = [
        *drafts.opened([opened], now=NOW, account="test"),
        *drafts.decision_rows(DecisionKind.OPEN, [opened], now=NOW, account="test"),
    ]
    append_versions(Act("problem.open", "test", "test", "clerk", 1), rows, now=NOW)
    recount_themes([opened.record])
    before, demands = parts(), standing_board().demands
    assert demands.entries

    rerun = actions.propose_rerun(**who)
    actions.accept_rerun(**who, rerun=rerun, reason=WHY)

    assert demands.broken(standing_board().group_of) == 0
    assert parts() == before
    assert Group.objects.get(record=group_of(canteen), superseded=NEVER).title == "后勤"
    assert group_of(meetings[0]) == opened.record
    assert counted_columns() == counted_by_hand()


def test_a_proposal_that_would_break_a_later_decision_is_refused(campaign: TestCampaign) -> None:
    first, second, _ = one_by_one(campaign)
    rerun = actions.propose_rerun(**by(campaign))
    group = group_of(first)
    moved = queries.rerun(campaign.actor("clerk"), rerun).changes[0]
    for each in {group_of(first), group_of(second)} - {moved.group}:
        actions.answer_on_board(**by(campaign), groups=[each], state="noted", words="好。", reason=WHY)
    before = parts()

    with pytest.raises(NotRight) as error:
        actions.accept_rerun(**by(campaign), rerun=rerun, reason=WHY)

    assert error.value.faults[0].code == BoardFault.CHANGED_MEANWHILE
    assert parts() == before
    assert group_of(first) == group


def test_who_was_moved_since_the_proposal_stays_there(campaign: TestCampaign) -> None:
    first, second, third = one_by_one(campaign)
    [canteen] = hear(ALONE[:1])
    actions.sort_new(**by(campaign))
    rerun = actions.propose_rerun(**by(campaign))
    away = group_of(canteen)
    for opinion in (first, second, third):
        actions.move(**by(campaign), opinion=opinion, to=away, reason=WHY)

    actions.accept_rerun(**by(campaign), rerun=rerun, reason=WHY)

    assert {group_of(opinion) for opinion in (first, second, third, canteen)} == {away}
    assert counted_columns() == counted_by_hand()
