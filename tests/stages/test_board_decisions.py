"""What does each decision change, what refuses it, and does undoing put back what stood before?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from huiyin.activities.refusals import NotFound, NotRight
from huiyin.board import actions, drafts, queries
from huiyin.board.models import Decision, Group, Placement, Theme
from huiyin.board.rules import BoardFault, DecisionKind, GroupState, PlacedBy
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
)
from tests.campaign import NOW, TestCampaign

WHY = "同一件事"


class Board:
    """Three opinions on forms, two on meetings, two that stand alone, sorted."""

    def __init__(self, campaign: TestCampaign) -> None:
        self.forms, self.meetings = hear(FORMS), hear(MEETINGS)
        self.training, self.canteen = hear(ALONE)
        actions.sort_new(**by(campaign))

    def groups(self, *opinions: str) -> list[str]:
        return [group_of(opinion) for opinion in opinions]


@pytest.fixture
def board(campaign: TestCampaign) -> Board:
    return Board(campaign)


def standing(group: str) -> Group:
    return Group.objects.get(record=group, superseded=NEVER)


def state_of_board() -> tuple[object, ...]:
    """Everything that people can see of it."""
    groups = Group.objects.filter(superseded=NEVER).exclude(state=GroupState.EMPTY)
    themes = Theme.objects.filter(superseded=NEVER, is_withdrawn=False)
    placements = Placement.objects.filter(superseded=NEVER).order_by("record")
    return (
        list(placements.values_list("record", "group", "copy_of")),
        list(groups.order_by("record").values_list("record", "title", "state", "theme", "unit", "is_pinned")),
        list(themes.order_by("record").values_list("record", "title", "groups", "opinions")),
    )


def refusal(error: pytest.ExceptionInfo[NotRight]) -> Sequence[object]:
    return [fault.code for fault in error.value.faults]


def test_merged_groups_are_one_and_counted_so(campaign: TestCampaign, board: Board) -> None:
    forms, training = board.groups(board.forms[0], board.training)

    actions.merge(**by(campaign), groups=[training, forms], reason=WHY)

    assert frozenset([*board.forms, board.training]) in parts()
    assert standing(training).state == GroupState.EMPTY
    assert (standing(forms).opinions, standing(training).opinions) == (4, 0)
    assert counted_columns() == counted_by_hand()


def test_a_split_leaves_those_it_does_not_name_where_they_are(campaign: TestCampaign, board: Board) -> None:
    [forms] = board.groups(board.forms[0])

    actions.split(**by(campaign), group=forms, sides=[[board.forms[2]]], reason="另一件事")

    assert board.groups(*board.forms[:2]) == [forms, forms]
    other = standing(group_of(board.forms[2]))
    assert (other.theme, other.title, other.opinions) == (standing(forms).theme, FORMS[2][0], 1)
    assert counted_columns() == counted_by_hand()


def test_an_opinion_moves_to_another_group_with_those_that_repeat_it(campaign: TestCampaign) -> None:
    [first, second] = hear(MEETINGS)
    [form, again] = hear([FORMS[0], FORMS[0]])
    actions.sort_new(**by(campaign))
    original = Placement.objects.get(copy_of__in=[form, again], superseded=NEVER).copy_of

    actions.move(**by(campaign), opinion=original, to=group_of(first), reason=WHY)

    assert parts() == {frozenset([first, second, form, again])}
    assert counted_columns() == counted_by_hand()


def test_a_copy_that_goes_alone_is_an_opinion_of_its_own(campaign: TestCampaign) -> None:
    copies = hear([FORMS[0]] * 3)
    actions.sort_new(**by(campaign))
    original = next(iter(Placement.objects.exclude(copy_of="").values_list("copy_of", flat=True)))
    others = sorted(set(copies) - {original})

    actions.split(**by(campaign), group=group_of(original), sides=[[original], others], reason="不是一回事")

    places = {row.record: row for row in Placement.objects.filter(superseded=NEVER)}
    assert places[original].copy_of == ""
    assert sorted(places[name].copy_of for name in others) == ["", others[0]]
    assert counted_columns() == counted_by_hand()


def test_names_areas_units_and_pins_are_kept(campaign: TestCampaign, board: Board) -> None:
    [forms] = board.groups(board.forms[0])

    actions.rename(**by(campaign), group=forms, title="  表格 减负 ")
    actions.set_place(**by(campaign), group=forms, unit="liutang")
    actions.pin(**by(campaign), group=forms)

    group = standing(forms)
    assert (group.title, group.is_named_by_person, group.is_pinned) == ("表格 减负", True, True)
    assert (group.unit, group.unit_confidence) == ("liutang", 1000)
    kinds = Decision.objects.order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == [DecisionKind.RENAME, DecisionKind.SET, DecisionKind.PIN]


def test_themes_are_named_merged_and_given_groups(campaign: TestCampaign, board: Board) -> None:
    first, second = board.groups(board.forms[0], board.meetings[0])
    theme = standing(first).theme
    other = Theme(record="f" * 32, version=1, title="旁边的主题", entered=NOW, account="test")
    append_versions(Act("test.theme", "test", "test", "clerk", 1), [other], now=NOW)

    actions.move_to_theme(**by(campaign), groups=[second], theme=other.record)
    assert standing(second).theme == other.record
    actions.rename_theme(**by(campaign), theme=other.record, title="会议")
    assert counted_columns() == counted_by_hand()
    actions.merge_themes(**by(campaign), themes=[other.record, theme], reason=WHY)

    assert {standing(first).theme, standing(second).theme} == {theme}
    assert Theme.objects.get(record=other.record, superseded=NEVER).is_withdrawn
    assert counted_columns() == counted_by_hand()


def test_an_answer_takes_groups_off_the_board_and_back(campaign: TestCampaign, board: Board) -> None:
    groups = board.groups(board.training, board.canteen)

    actions.answer_on_board(
        **by(campaign), groups=groups, state="not_ours", words="请找食堂管理处。", reason="不归我们"
    )

    assert {standing(group).state for group in groups} == {GroupState.NOT_OURS}
    assert queries.accounts().on_board == {"waiting": 5, "not_ours": 2}
    actions.back_to_board(**by(campaign), group=groups[0], reason="归我们")
    assert [standing(group).state for group in groups] == [GroupState.WAITING, GroupState.NOT_OURS]
    undone = Decision.objects.filter(superseded=NEVER).values_list("group", "is_withdrawn")
    assert dict(undone) == {groups[0]: True, groups[1]: False}
    assert counted_columns() == counted_by_hand()


@pytest.mark.parametrize("kind", ["merge", "split", "move", "rename", "set", "pin", "answer", "theme"])
def test_undone_decisions_leave_the_board_as_it_was(campaign: TestCampaign, board: Board, kind: str) -> None:
    forms, meetings = board.groups(board.forms[0], board.meetings[0])
    before, counts = state_of_board(), counted_columns()
    who = by(campaign)
    decisions: dict[str, Callable[[], str]] = {
        "merge": lambda: actions.merge(**who, groups=[forms, meetings], reason=WHY),
        "split": lambda: actions.split(**who, group=forms, sides=[board.forms[:1]], reason=WHY),
        "move": lambda: actions.move(**who, opinion=board.forms[0], to=meetings, reason=WHY),
        "rename": lambda: actions.rename(**who, group=forms, title="表格"),
        "set": lambda: actions.set_place(**who, group=forms, unit="liutang"),
        "pin": lambda: actions.pin(**who, group=forms),
        "answer": lambda: actions.answer_on_board(
            **who, groups=[forms], state="noted", words="已转达。", reason=WHY
        )[0],
        "theme": lambda: actions.rename_theme(**who, theme=standing(forms).theme, title="减负"),
    }
    decision = decisions[kind]()
    assert state_of_board() != before

    actions.undo(**by(campaign), decision=decision, reason="弄错了")

    assert state_of_board() == before
    assert {record: counted_columns()[record] for record in counts} == counts
    assert counted_columns() == counted_by_hand()
    row = Decision.objects.get(record=decision, superseded=NEVER)
    assert (row.version, row.is_withdrawn, row.reason) == (2, True, "弄错了")
    with pytest.raises(NotRight) as error:
        actions.undo(**by(campaign), decision=decision, reason="又一次")
    assert refusal(error) == [BoardFault.UNDONE_ALREADY]


def test_a_decision_on_which_a_later_one_stands_is_undone_after_it(
    campaign: TestCampaign, board: Board
) -> None:
    forms, meetings, training = board.groups(board.forms[0], board.meetings[0], board.training)
    before = state_of_board()
    first = actions.merge(**by(campaign), groups=[forms, meetings], reason=WHY)
    second = actions.merge(**by(campaign), groups=[forms, training], reason=WHY)

    with pytest.raises(NotRight) as error:
        actions.undo(**by(campaign), decision=first, reason="弄错了")

    assert refusal(error) == [BoardFault.LATER_DECISIONS]
    assert error.value.faults[0].facts == {"count": "1", "first": second}
    actions.undo(**by(campaign), decision=second, reason="弄错了")
    actions.undo(**by(campaign), decision=first, reason="弄错了")
    assert state_of_board() == before


def test_what_joined_a_group_that_is_undone_goes_where_that_came_from(campaign: TestCampaign) -> None:
    first, second = hear(FORMS[:2])
    actions.sort_new(**by(campaign))
    home = group_of(first)
    decision = actions.move(**by(campaign), opinion=second, to="", reason="另一件事")
    [joined] = hear(FORMS[2:])
    place = Placement(record=joined, version=1, group=group_of(second), how=PlacedBy.JOINED, is_fresh=True)
    place.entered, place.account = NOW, "test"
    append_versions(Act("board.sort", "test", "test", "clerk", 1), [place], now=NOW)

    actions.undo(**by(campaign), decision=decision, reason="弄错了")

    assert {group_of(name) for name in (first, second, joined)} == {home}
    assert counted_columns() == counted_by_hand()


def test_a_group_of_a_problem_is_neither_merged_nor_moved_nor_answered(
    campaign: TestCampaign, board: Board
) -> None:
    forms, meetings = board.groups(board.forms[0], board.meetings[0])
    rows = drafts.opened([standing(forms)], now=NOW, account="test")
    decided = drafts.decision_rows(DecisionKind.OPEN, [standing(forms)], now=NOW, account="test")
    append_versions(Act("problem.open", "test", "test", "clerk", 1), [*rows, *decided], now=NOW)
    who = by(campaign)

    for refused in (
        lambda: actions.merge(**who, groups=[forms, meetings], reason=WHY),
        lambda: actions.split(**who, group=forms, sides=[board.forms[:1]], reason=WHY),
        lambda: actions.move(**who, opinion=board.forms[0], to=meetings, reason=WHY),
        lambda: actions.answer_on_board(**who, groups=[forms], state="noted", words="好", reason=WHY),
    ):
        with pytest.raises(NotRight) as error:
            refused()
        assert refusal(error) == [BoardFault.NOT_WAITING]
    with pytest.raises(NotRight) as error:
        actions.undo(**who, decision=decided[0].record, reason=WHY)
    assert refusal(error) == [BoardFault.NOT_UNDONE_HERE]
    back = drafts.released([standing(forms)], now=NOW, account="test")
    assert [group.state for group in back] == [GroupState.WAITING]


def test_what_cannot_be_decided_is_refused_and_changes_nothing(campaign: TestCampaign, board: Board) -> None:
    forms, meetings = board.groups(board.forms[0], board.meetings[0])
    before, who = state_of_board(), by(campaign)

    for refused, code in (
        (lambda: actions.merge(**who, groups=[forms, forms], reason=WHY), BoardFault.TOO_FEW),
        (lambda: actions.split(**who, group=forms, sides=[], reason=WHY), BoardFault.TOO_FEW),
        (
            lambda: actions.split(**who, group=forms, sides=[board.meetings], reason=WHY),
            BoardFault.NOT_OF_GROUP,
        ),
        (
            lambda: actions.split(**who, group=forms, sides=[board.forms, board.forms[:1]], reason=WHY),
            BoardFault.ON_TWO_SIDES,
        ),
        (lambda: actions.move(**who, opinion=board.forms[0], to=forms, reason=WHY), BoardFault.NOTHING_NEW),
        (lambda: actions.move(**who, opinion=board.training, to="", reason=WHY), BoardFault.NOTHING_NEW),
        (
            lambda: actions.answer_on_board(**who, groups=[meetings], state="opened", words="好", reason=WHY),
            BoardFault.NOT_AN_ANSWER,
        ),
    ):
        with pytest.raises(NotRight) as error:
            refused()
        assert refusal(error) == [code]
    with pytest.raises(NotFound):
        actions.rename(**who, group="0" * 32, title="无")
    with pytest.raises(NotRight):
        actions.merge(**who, groups=[forms, meetings], reason=" ")
    assert state_of_board() == before
