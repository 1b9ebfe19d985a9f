"""What becomes of a problem from its opening to its closing and after, and what is refused on the way?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huiyin.access.queries import SYSTEM
from huiyin.access.rules import Forbidden
from huiyin.activities.actions import add_evidence as show_activity
from huiyin.activities.actions import record
from huiyin.activities.field_faults import FaultCode
from huiyin.activities.refusals import Conflict, NotFound, NotRight
from huiyin.activities.rules import Entered
from huiyin.board.models import Decision, Group
from huiyin.board.rules import DecisionKind, GroupState
from huiyin.ledger.actions.describing import describe
from huiyin.ledger.actions.due_work import run_due_work
from huiyin.ledger.actions.evidence import add_evidence, withdraw_evidence
from huiyin.ledger.actions.follow_ups import SaidOfWeek, follow_up, follow_up_many
from huiyin.ledger.actions.opening import open_problem
from huiyin.ledger.deciding.deadlines import due_at_hand_over
from huiyin.ledger.deciding.descriptions import Description, Measure
from huiyin.ledger.deciding.facts import Brought, Ground
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.models import FollowUp, Place, Problem, ProblemEvidence
from huiyin.ledger.shown.moved_deadlines import deadlines_moved
from huiyin.plan.actions import apply_plan
from huiyin.plan.queries import current_plan
from huiyin.plan.reading import read_plan
from huiyin.plan.working_days import calendar_of
from huiyin.trail.models import NEVER, Entry
from huiyin.trail.verification import verify
from tests.campaign import TestCampaign
from tests.problems import OPENING, Ledger
from tests.small_plans import SMALL_TEXT, changed


@pytest.fixture
def ledger(campaign: TestCampaign) -> Ledger:
    return Ledger(campaign)


def places_of(problem: str) -> list[Place]:
    found = Place.objects.filter(problem=problem, superseded=NEVER, is_withdrawn=False)
    return list(found.order_by("sequence", "position"))


def states_of(groups: list[str]) -> set[str]:
    return set(Group.objects.filter(record__in=groups, superseded=NEVER).values_list("state", flat=True))


def claimed(ledger: Ledger, groups: list[str]) -> str:
    problem = ledger.in_progress(groups)
    ledger.show(problem)
    for place in places_of(problem):
        ledger.make(problem, "place_done", "liaison", place=place.record)
    ledger.make(problem, "claim", "liaison", words="已修好", acceptance=ledger.answers())
    return problem


def closed(ledger: Ledger, groups: list[str]) -> str:
    problem = claimed(ledger, groups)
    ledger.make(problem, "check", "guide", words="夜里看过，都亮", acceptance=ledger.answers())
    ledger.make(problem, "sign", "head")
    ledger.later(14)
    run_due_work(actor=SYSTEM, now=ledger.now)
    return problem


def test_a_problem_goes_from_a_group_to_its_closing_by_three_people(ledger: Ledger) -> None:
    [group] = ledger.groups()

    problem = closed(ledger, [group])

    row = ledger.row(problem)
    assert (row.claimed_by, row.checked_by, row.signed_by) == ("liaison", "guide", "head")
    assert (row.state, row.notice_until, row.closed_on) == ("closed", date(2026, 10, 13), date(2026, 10, 14))
    assert row.effect_due == date(2027, 1, 12)
    rules = Problem.objects.filter(record=problem).order_by("version").values_list("rule", flat=True)
    assert list(rules) == ["L01", "L03", "L05", "L12", "L13", "L15", "L17", "L20"]
    assert states_of([group]) == {GroupState.OPENED}


def test_five_working_days_over_the_holiday_of_2025() -> None:
    """`peers.md` 4.1: handed over on 30 September 2025, five working days are up on 14 October."""
    ground = Ground(read_plan(SMALL_TEXT), date(2025, 9, 30))

    assert due_at_hand_over("by_date", Brought(days=5), ground).day == date(2025, 10, 14)


def test_a_theme_becomes_a_problem_with_every_group_of_it_that_waits(ledger: Ledger) -> None:
    theme = ledger.theme()
    groups, apart = ledger.groups(3, theme=theme), ledger.groups(1)

    problem = ledger.open(theme=theme)

    assert {place.group for place in places_of(problem)} == set(groups)
    assert (states_of(groups), states_of(apart)) == ({GroupState.OPENED}, {GroupState.WAITING})
    assert Decision.objects.filter(kind=DecisionKind.OPEN, superseded=NEVER).count() == 3
    with pytest.raises(NotRight) as refused:
        ledger.open(theme=theme)
    assert refused.value.faults[0].code is MoveFault.NOTHING_WAITING


def test_a_group_is_a_place_of_one_problem(ledger: Ledger) -> None:
    groups = ledger.groups(2)
    ledger.open(groups[:1])
    entries = Entry.objects.count()

    with pytest.raises(NotRight) as refused:
        ledger.open(groups)

    [fault] = refused.value.faults
    assert (fault.code, fault.facts["number"]) == (MoveFault.IN_A_PROBLEM, "1")
    assert Entry.objects.count() == entries


def test_the_same_form_sent_twice_opens_one_problem(ledger: Ledger) -> None:
    clerk = ledger.campaign.actor("clerk")
    first = open_problem(actor=clerk, now=ledger.now, opening=OPENING, ticket="a" * 32)

    again = open_problem(actor=clerk, now=ledger.now, opening=OPENING, ticket="a" * 32)

    assert (again, Problem.objects.count()) == (first, 1)
    ledger.make(first, "assign", "clerk")
    assert open_problem(actor=clerk, now=ledger.now, opening=OPENING, ticket="a" * 32) == first


def test_a_unit_knows_of_a_problem_once_it_was_handed_over(ledger: Ledger) -> None:
    problem = ledger.open()
    with pytest.raises(NotFound):
        ledger.make(problem, "receive", "liaison")
    ledger.make(problem, "assign", "clerk")
    with pytest.raises(NotFound):
        ledger.make(problem, "receive", "other-liaison")
    with pytest.raises(Forbidden):
        ledger.make(problem, "receive", "clerk")

    assert ledger.make(problem, "receive", "liaison").received_on == date(2026, 9, 30)


def test_the_one_who_is_second_meets_the_version_there_is(ledger: Ledger) -> None:
    problem, clerk = ledger.open(), ledger.campaign.actor("clerk")
    said: dict[str, Any] = {"actor": clerk, "now": ledger.now, "problem": problem, "version": 1}
    describe(**said, description=Description(cause="线路老化"))

    with pytest.raises(Conflict) as refused:
        describe(**said, description=Description(cause="无人巡查"))

    assert refused.value.current == 2
    assert ledger.row(problem).cause == "线路老化"


def test_a_description_says_what_it_says_and_leaves_the_rest(ledger: Ledger) -> None:
    problem, clerk = ledger.open(), ledger.campaign.actor("clerk")
    said = Description(measures=(Measure(" 换灯 ", date(2026, 10, 9)),), co_units=("shigu", "shigu"))

    version = describe(actor=clerk, now=ledger.now, problem=problem, version=1, description=said)

    row = ledger.row(problem)
    assert (version, row.move, row.goal) == (2, "describe", OPENING.goal)
    assert (row.measures, row.co_units) == ([{"words": "换灯", "due": "2026-10-09"}], ["shigu"])
    again = describe(actor=clerk, now=ledger.now, problem=problem, version=2, description=said)
    assert again == 2


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        (Description(title=" "), "title", FaultCode.MISSING),
        (Description(area="moon"), "area", FaultCode.NO_SUCH_NAME),
        (Description(owner_unit="shigu"), "owner_unit", MoveFault.FIXED),
        (Description(mode="long_term"), "mode", MoveFault.FIXED),
        (Description(owner_person="head"), "owner_person", MoveFault.NOT_OF_THE_UNIT),
        (Description(co_units=("liutang",)), "co_units", MoveFault.OF_THE_OWNER),
        (Description(verifier_unit="liutang-east"), "verifier_unit", MoveFault.OF_THE_OWNER),
        (Description(goal=""), "goal", FaultCode.MISSING),
        (Description(cause="早晚高峰"), "reason", FaultCode.MISSING),
    ],
)
def test_after_the_hand_over_a_description_keeps_to_what_was_agreed(
    ledger: Ledger, said: Description, field: str, code: object
) -> None:
    problem, clerk = ledger.in_progress(), ledger.campaign.actor("clerk")

    with pytest.raises(NotRight) as refused:
        describe(actor=clerk, now=ledger.now, problem=problem, version=3, description=said)

    assert (field, code) in [(fault.field, fault.code) for fault in refused.value.faults]


def test_a_problem_passed_on_too_often_is_the_heads(ledger: Ledger) -> None:
    problem = ledger.open()
    for _ in range(2):
        ledger.make(problem, "assign", "clerk")
        ledger.make(problem, "return", "liaison", reason="不归我们", proposed_unit="shigu")
    with pytest.raises(NotRight) as refused:
        ledger.make(problem, "assign", "clerk")
    assert refused.value.faults[0].code is MoveFault.HEAD_DECIDES

    row = ledger.make(problem, "assign_by_head", "head", reason="柳塘牵头")

    assert (row.state, row.hops, row.owner_unit) == ("assigned", 2, "liutang")


def test_a_hold_moves_the_day_and_leaves_the_first_one(ledger: Ledger) -> None:
    problem = ledger.open()
    ledger.make(problem, "assign", "clerk", days=10)
    first = ledger.make(problem, "receive", "liaison").due_current
    ledger.make(problem, "hold", "clerk", reason="等材料")
    ledger.later(14)

    row = ledger.make(problem, "resume", "clerk")

    calendar = calendar_of(current_plan().plan.calendar)
    held = calendar.between(date(2026, 9, 30), date(2026, 10, 14))
    assert row.due_original == first
    assert row.due_current == calendar.after(date(2026, 9, 30), 10 + held)
    assert row.holds == [["2026-09-30", "2026-10-14"]]


def test_another_calendar_moves_deadlines_in_working_days_alone(ledger: Ledger) -> None:
    counted, named = ledger.open(), ledger.open()
    ledger.make(counted, "assign", "clerk", days=5)
    ledger.make(named, "assign", "clerk", day=date(2026, 10, 13))
    text = changed(
        "channels:\n", "calendar:\n  days: [{day: 2026-10-12, works: false, notice: 试}]\nchannels:\n"
    )
    before = current_plan().plan

    shown = deadlines_moved(ledger.campaign.actor("clerk"), before, read_plan(text), today=date(2026, 9, 30))
    apply_plan(actor=SYSTEM, now=ledger.now, text=text, reason="停电")
    done = run_due_work(actor=SYSTEM, now=ledger.now)

    assert [(each.record, each.before, each.after) for each in shown] == [
        (counted, date(2026, 10, 13), date(2026, 10, 14))
    ]
    row = ledger.row(counted)
    assert (done.deadlines_moved, row.due_current, row.move) == (1, date(2026, 10, 14), "move_deadline")
    assert (row.due_original, row.role, row.person) == (date(2026, 10, 13), "machine", "")
    assert ledger.row(named).due_current == date(2026, 10, 13)
    assert run_due_work(actor=SYSTEM, now=ledger.now).deadlines_moved == 0


def test_reopened_it_begins_anew_and_the_versions_keep_the_rest(ledger: Ledger) -> None:
    groups = ledger.groups(2)
    problem = closed(ledger, groups)
    before = ledger.row(problem)

    row = ledger.make(problem, "reopen", "clerk", reason="又不亮了", groups=(groups[0],))

    assert (row.episode, row.state, row.claimed_by, row.checked_by, row.signed_by) == (
        2,
        "in_progress",
        "",
        "",
        "",
    )
    assert row.due_original == row.due_current != before.due_original
    assert {place.group: place.is_done for place in places_of(problem)} == {groups[0]: False, groups[1]: True}
    with pytest.raises(NotRight) as refused:
        ledger.make(problem, "claim", "liaison", words="又好了", acceptance=ledger.answers())
    assert MoveFault.NO_EVIDENCE in [fault.code for fault in refused.value.faults]


def test_merged_its_places_go_to_the_other_and_none_is_lost(ledger: Ledger) -> None:
    groups = ledger.groups(3)
    into, gone = ledger.open(groups[:1]), ledger.open(groups[1:])

    row = ledger.make(gone, "merge", "clerk", reason="同一件事", into=into)

    assert (row.state, row.merged_into, places_of(gone)) == ("merged", into, [])
    assert {place.group for place in places_of(into)} == set(groups)
    assert states_of(groups) == {GroupState.OPENED}


def test_split_off_some_places_become_a_problem_of_their_own(ledger: Ledger) -> None:
    groups = ledger.groups(3)
    problem = ledger.in_progress(groups)

    ledger.make(problem, "split_off", "clerk", reason="另一单位办", title="另一处", groups=(groups[2],))

    new = Problem.objects.get(split_from=problem)
    assert (new.number, new.state, new.title, new.goal) == (2, "draft", "另一处", OPENING.goal)
    assert [place.group for place in places_of(new.record)] == [groups[2]]
    assert {place.group for place in places_of(problem)} == set(groups[:2])


def test_a_place_dropped_waits_on_the_board_again_and_may_be_added_again(ledger: Ledger) -> None:
    [group] = ledger.groups()
    problem = ledger.open([group])

    ledger.make(problem, "drop_place", "clerk", reason="不是一处", place=places_of(problem)[0].record)
    assert states_of([group]) == {GroupState.WAITING}
    assert not Decision.objects.filter(superseded=NEVER, is_withdrawn=False).exists()
    ledger.make(problem, "add_place", "clerk", group=group, place_names={group: "东门"})

    assert [(place.group, place.name) for place in places_of(problem)] == [(group, "东门")]


def test_a_file_shows_the_work_and_can_be_taken_back_until_it_is_claimed(
    ledger: Ledger, tmp_path: Path
) -> None:
    problem, unit = ledger.in_progress(), ledger.campaign.actor("liaison")
    note = tmp_path / "note.txt"
    note.write_text("三处路灯已修好", encoding="utf-8")
    given: dict[str, Any] = {"problem": problem, "step": "claim", "source": note, "name": "note.txt"}

    file = add_evidence(actor=unit, now=ledger.now, **given)

    assert add_evidence(actor=unit, now=ledger.now, **given) == file
    with pytest.raises(Forbidden):
        add_evidence(actor=ledger.campaign.actor("guide"), now=ledger.now, **given)
    with pytest.raises(NotRight):
        add_evidence(actor=ledger.campaign.actor("guide"), now=ledger.now, **(given | {"step": "check"}))
    withdraw_evidence(actor=unit, now=ledger.now, evidence=file, reason="拍错了")
    assert not ProblemEvidence.objects.filter(superseded=NEVER, is_withdrawn=False).exists()


def test_a_recorded_activity_with_a_file_shows_the_work(ledger: Ledger, tmp_path: Path) -> None:
    unit, problem = ledger.campaign.actor("liaison"), ledger.in_progress()
    talk = Entered("talk", "liutang", ledger.now.date(), state="held", values={"title": "路灯整改说明会"})
    activity = record(actor=unit, now=ledger.now, entered=talk)
    claim = {"words": "已修好", "acceptance": ledger.answers(), "activities": (activity,)}
    with pytest.raises(NotRight):
        ledger.make(problem, "claim", "liaison", **claim)
    note = tmp_path / "note.txt"
    note.write_text("签到", encoding="utf-8")
    show_activity(actor=unit, now=ledger.now, record=activity, source=note, name="note.txt")

    assert ledger.make(problem, "claim", "liaison", **claim).shown_by == [activity]


def test_a_word_of_the_week_is_said_once_and_changed_by_a_second(ledger: Ledger) -> None:
    problem, unit = ledger.in_progress(), ledger.campaign.actor("liaison")
    week = date(2026, 9, 30)

    first = follow_up(actor=unit, now=ledger.now, problem=problem, week=week, word="unchanged")
    same = follow_up(actor=unit, now=ledger.now, problem=problem, week=week, word="unchanged")
    second = follow_up(actor=unit, now=ledger.now, problem=problem, week=week, word="blocked", words="等批复")

    row = FollowUp.objects.get(superseded=NEVER)
    assert first == same == second == row.record
    assert (row.version, row.week, row.word, row.words) == (2, date(2026, 9, 28), "blocked", "等批复")
    for week in (date(2026, 9, 21), date(2026, 10, 7)):
        with pytest.raises(NotRight):
            follow_up(actor=unit, now=ledger.now, problem=problem, week=week, word="changed")
    with pytest.raises(Forbidden):
        follow_up(
            actor=ledger.campaign.actor("guide"), now=ledger.now, problem=problem, week=week, word="changed"
        )


def test_a_units_week_is_one_entry_all_or_none(ledger: Ledger) -> None:
    unit, problems = ledger.campaign.actor("liaison"), [ledger.in_progress() for _ in range(3)]
    said = [SaidOfWeek(problem, date(2026, 9, 30), "changed") for problem in problems]
    entries = Entry.objects.count()
    with pytest.raises(NotRight) as refused:
        follow_up_many(
            actor=unit, now=ledger.now, said=[*said, SaidOfWeek(problems[0], date(2026, 9, 30), "no")]
        )
    assert (refused.value.row, Entry.objects.count()) == (3, entries)

    follow_up_many(actor=unit, now=ledger.now, said=said)

    assert (FollowUp.objects.count(), Entry.objects.count()) == (3, entries + 1)


def test_weeks_in_which_something_was_recorded_need_no_word(ledger: Ledger) -> None:
    told, silent = ledger.in_progress(), ledger.open()
    ledger.make(silent, "assign", "clerk")

    done = run_due_work(actor=SYSTEM, now=ledger.now)

    row = FollowUp.objects.get()
    assert (done.follow_ups, row.problem, row.word, row.is_derived) == (1, told, "changed", True)
    assert run_due_work(actor=SYSTEM, now=ledger.now).follow_ups == 0
    follow_up(
        actor=ledger.campaign.actor("liaison"), now=ledger.now, problem=told, week=row.week, word="blocked"
    )
    assert [each.is_derived for each in FollowUp.objects.order_by("version")] == [True, False]


def test_only_the_machine_runs_what_is_due(ledger: Ledger) -> None:
    for person in ("clerk", "head", "administrator"):
        with pytest.raises(Forbidden):
            run_due_work(actor=ledger.campaign.actor(person), now=ledger.now)


def test_the_log_proves_all_that_was_moved(ledger: Ledger, tmp_path: Path) -> None:
    closed(ledger, ledger.groups(2))

    disagreements = verify(tmp_path).disagreements
    assert [each.code for each in disagreements] == ["file.missing"]  # the photo was never there
