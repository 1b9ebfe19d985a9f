"""What becomes of a problem from its opening to its closing, and what is refused on the way?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huiyin.ledger.actions.evidence import add_evidence
from huiyin.ledger.models import Place, Problem
from huiyin.trail.models import NEVER, Entry
from tests.campaign import TestCampaign
from tests.problems import Ledger


@pytest.fixture
def ledger(campaign: TestCampaign) -> Ledger:
    return Ledger(campaign)


def test_a_problem_goes_from_a_group_to_a_signature_by_three_people(ledger: Ledger, tmp_path: Path) -> None:
    [group] = ledger.groups()
    problem = ledger.in_progress([group], place_names={group: "环湖步道"})
    photo = tmp_path / "lamp.txt"
    photo.write_text("三处路灯已修好", encoding="utf-8")
    add_evidence(
        actor=ledger.campaign.actor("liaison"),
        now=ledger.now,
        problem=problem,
        step="claim",
        source=photo,
        name="lamp.txt",
    )
    place = Place.objects.get(problem=problem, superseded=NEVER)

    ledger.make(problem, "place_done", "liaison", place=place.record)
    ledger.make(problem, "claim", "liaison", words="已修好", acceptance=ledger.answers())
    ledger.make(problem, "check", "guide", words="夜里看过，都亮", acceptance=ledger.answers())
    row = ledger.make(problem, "sign", "head")

    assert (row.claimed_by, row.checked_by, row.signed_by) == ("liaison", "guide", "head")
    assert (row.state, row.notice_until) == ("on_notice", date(2026, 10, 13))
