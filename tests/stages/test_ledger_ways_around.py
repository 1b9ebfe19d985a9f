"""Can a day be won, a check be passed, or a draft be read by a way around the rules?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huiyin.access.queries import SYSTEM
from huiyin.activities.actions import add_evidence as show_activity
from huiyin.activities.actions import record, withdraw
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.activities.rules import Entered
from huiyin.ledger.actions.due_work import run_due_work
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.models import Problem
from huiyin.ledger.queries import page
from huiyin.ledger.queries import problem as problem_view
from huiyin.ledger.shown.filters import Filters
from huiyin.trail.models import NEVER
from tests.campaign import TestCampaign
from tests.problems import Ledger


@pytest.fixture
def ledger(campaign: TestCampaign) -> Ledger:
    return Ledger(campaign)


def test_neither_a_merge_nor_a_split_wins_time(ledger: Ledger) -> None:
    groups = ledger.groups(3)
    problem = ledger.in_progress(groups[:2])
    first = ledger.row(problem).due_original
    ledger.make(problem, "split_off", "clerk", reason="另一单位办", title="另一处", groups=(groups[1],))
    split = Problem.objects.get(split_from=problem, superseded=NEVER)
    into = ledger.open(groups[2:])
    ledger.later(20)

    ledger.make(problem, "merge", "clerk", reason="同一件事", into=into)
    ledger.make(into, "assign", "clerk", day=date(2026, 12, 31))

    assert split.due_original == first
    row = ledger.row(into)
    assert (row.due_original, row.due_current) == (first, date(2026, 12, 31))


def test_what_was_never_handed_over_is_read_by_no_unit(ledger: Ledger) -> None:
    problem = ledger.open(owner_unit="liutang", owner_person="liaison")
    ledger.make(problem, "not_accept", "clerk", reason="已进入诉讼")

    with pytest.raises(NotFound):
        problem_view(ledger.campaign.actor("liaison"), problem, today=ledger.now.date())
    assert page(ledger.campaign.actor("liaison"), Filters(), today=ledger.now.date()).rows == ()


def test_a_claim_whose_record_is_taken_back_is_not_checked(ledger: Ledger, tmp_path: Path) -> None:
    unit, problem = ledger.campaign.actor("liaison"), ledger.in_progress()
    talk = Entered("talk", "liutang", ledger.now.date(), state="held", values={"title": "路灯整改说明会"})
    activity = record(actor=unit, now=ledger.now, entered=talk)
    note = tmp_path / "note.txt"
    note.write_text("签到", encoding="utf-8")
    show_activity(actor=unit, now=ledger.now, record=activity, source=note, name="note.txt")
    claim = {"words": "已修好", "acceptance": ledger.answers(), "activities": (activity,)}
    ledger.make(problem, "claim", "liaison", **claim)
    withdraw(actor=unit, now=ledger.now, record=activity, version=1, reason="登错了")

    with pytest.raises(NotRight) as refused:
        ledger.make(problem, "check", "guide", words="看过", acceptance=ledger.answers())

    assert [fault.code for fault in refused.value.faults] == [MoveFault.NO_EVIDENCE]


def test_a_record_from_before_a_reopening_shows_nothing_of_it(ledger: Ledger, tmp_path: Path) -> None:
    unit, problem = ledger.campaign.actor("liaison"), ledger.in_progress()
    talk = Entered("talk", "liutang", ledger.now.date(), state="held", values={"title": "路灯整改说明会"})
    activity = record(actor=unit, now=ledger.now, entered=talk)
    note = tmp_path / "note.txt"
    note.write_text("签到", encoding="utf-8")
    show_activity(actor=unit, now=ledger.now, record=activity, source=note, name="note.txt")
    claim = {"words": "已修好", "acceptance": ledger.answers(), "activities": (activity,)}
    ledger.make(problem, "claim", "liaison", **claim)
    ledger.make(problem, "check", "guide", words="看过", acceptance=ledger.answers())
    ledger.make(problem, "sign", "head")
    ledger.later(20)
    run_due_work(actor=SYSTEM, now=ledger.now)
    ledger.make(problem, "reopen", "clerk", reason="又不亮了")

    with pytest.raises(NotRight) as refused:
        ledger.make(problem, "claim", "liaison", **claim)

    assert MoveFault.SHOWS_NOTHING in [fault.code for fault in refused.value.faults]
