"""How do tasks, contact points, weeks and evidence stand over the records in the database?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from huiyin.activities.actions import add_evidence, record, withdraw, withdraw_evidence
from huiyin.activities.dues import DueState
from huiyin.activities.evidence.filing import place_of
from huiyin.activities.filters import Filters
from huiyin.activities.models import Evidence
from huiyin.activities.overview import (
    contact_coverage,
    dues_of_units,
    evidence_of_tasks,
    weeks_without_a_word,
)
from huiyin.activities.queries import evidence, page
from huiyin.activities.queries import record as view
from huiyin.activities.refusals import EvidenceRefused, NotFound, NotRight
from huiyin.activities.rules import Entered
from huiyin.campaign_folder import CampaignFolder
from tests.campaign import TestCampaign

TODAY = date(2026, 9, 30)


def recorded(campaign: TestCampaign, *entries: Entered) -> list[str]:
    return [record(actor=campaign.actor("clerk"), now=campaign.now, entered=entered) for entered in entries]


def talk(unit: str, day: date = TODAY, state: str = "held") -> Entered:
    return Entered("talk", unit, day, None, state, {"title": f"{unit}讲座"})


def test_tasks_stand_as_the_records_of_each_unit_show(campaign: TestCampaign) -> None:
    ids = recorded(campaign, talk("liutang"), talk("shigu", state="planned"), talk("liutang-east"))

    owed = {due.unit: due.state for due in dues_of_units(campaign.actor("clerk"), TODAY) if due.task == "t1"}
    seen = evidence_of_tasks(campaign.actor("clerk"), TODAY)["t1"]

    assert owed == {"liutang": DueState.DONE, "shigu": DueState.OPEN}
    assert [(found.wanted, found.in_time) for found in seen.evidence] == [(2, 1)]
    assert [row.record for row in seen.latest] == ids[:1]


def test_a_liaison_sees_the_own_unit_s_share_of_a_task(campaign: TestCampaign) -> None:
    recorded(campaign, talk("liutang"), talk("shigu"))

    seen = evidence_of_tasks(campaign.actor("other-liaison"), TODAY)

    assert {due.unit for due in seen["t1"].dues} == {"shigu"}
    assert [row.unit for row in seen["t1"].latest] == ["shigu"]
    assert "t2" not in seen


def test_a_contact_point_that_was_taken_back_is_kept_no_longer(campaign: TestCampaign) -> None:
    values = {"leader": "leader", "target": "east"}
    [id_] = recorded(campaign, Entered("contact_point", "liutang", TODAY, values=values))
    clerk = campaign.actor("clerk")
    before = {each.rule: each.missing for each in contact_coverage(clerk)}

    withdraw(actor=clerk, now=campaign.now, record=id_, version=1, reason="改由他人联系")

    assert before == {"one-community": 0, "one-firm": 1}
    assert {each.rule: each.missing for each in contact_coverage(clerk)} == {
        "one-community": 1,
        "one-firm": 1,
    }
    assert contact_coverage(campaign.actor("other-liaison")) == ()


def test_a_week_of_which_a_unit_said_nothing_shows_until_it_says_so(campaign: TestCampaign) -> None:
    first = date(2026, 9, 7)
    recorded(campaign, talk("liutang", first), talk("liutang", first + timedelta(days=15)))
    liaison = campaign.actor("liaison")
    before = [each.monday for each in weeks_without_a_word(liaison, TODAY) if each.unit == "liutang"]

    recorded(campaign, Entered("nothing", "liutang", first + timedelta(days=8)))

    assert before == [first + timedelta(days=7)]
    assert {each.unit for each in weeks_without_a_word(liaison, TODAY)} == {"liutang-east"}


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    """The folder of a campaign's files."""
    folder = CampaignFolder(tmp_path)
    with override_settings(CAMPAIGN=folder):
        yield folder.files


def sent(folder: Path, text: str = "签到表\n三十人") -> Path:
    source = folder / "sent.txt"
    source.write_text(text, encoding="utf-8")
    return source


def test_a_file_is_kept_and_seen_with_its_record(campaign: TestCampaign, files: Path, tmp_path: Path) -> None:
    [id_] = recorded(campaign, talk("liutang"))
    liaison = campaign.actor("liaison")
    wanting = Filters(needs_evidence=True)
    assert page(liaison, wanting).total == 1

    file = add_evidence(actor=liaison, now=campaign.now, record=id_, source=sent(tmp_path), name="签到表.txt")

    [kept] = view(liaison, id_).evidence
    assert (kept.id, kept.name, kept.by.zh) == (file, "签到表.txt", "联络员丙")
    assert place_of(kept.sha256, files=files).read_text(encoding="utf-8") == "签到表\n三十人"
    assert page(liaison, wanting).total == 0
    with pytest.raises(NotFound):
        evidence(campaign.actor("other-liaison"), file)


@pytest.mark.usefixtures("files")
def test_the_same_file_twice_is_kept_once(campaign: TestCampaign, tmp_path: Path) -> None:
    [id_] = recorded(campaign, talk("liutang"))

    added = {
        add_evidence(
            actor=campaign.actor("liaison"), now=campaign.now, record=id_, source=sent(tmp_path), name=name
        )
        for name in ("a.txt", "b.txt")
    }

    assert len(added) == Evidence.objects.count() == 1


@pytest.mark.usefixtures("files")
def test_a_file_that_was_taken_back_shows_nothing_and_stays(campaign: TestCampaign, tmp_path: Path) -> None:
    [id_] = recorded(campaign, talk("liutang"))
    liaison = campaign.actor("liaison")
    file = add_evidence(actor=liaison, now=campaign.now, record=id_, source=sent(tmp_path), name="a.txt")

    withdraw_evidence(actor=liaison, now=campaign.now, evidence=file, reason="传错了")
    withdraw_evidence(actor=liaison, now=campaign.now, evidence=file, reason="传错了")

    seen = view(liaison, id_)
    assert (seen.row.evidence, seen.row.wants_evidence) == (0, True)
    assert [(each.is_withdrawn, each.reason) for each in seen.evidence] == [(True, "传错了")]
    assert Evidence.objects.count() == 2


def test_a_file_that_is_refused_leaves_nothing(campaign: TestCampaign, files: Path, tmp_path: Path) -> None:
    [id_] = recorded(campaign, talk("liutang"))

    with pytest.raises(EvidenceRefused):
        add_evidence(
            actor=campaign.actor("liaison"),
            now=campaign.now,
            record=id_,
            source=sent(tmp_path, ""),
            name="a.txt",
        )
    with pytest.raises(NotFound):
        add_evidence(
            actor=campaign.actor("other-liaison"),
            now=campaign.now,
            record=id_,
            source=sent(tmp_path),
            name="a",
        )

    assert not files.exists()
    assert not Evidence.objects.exists()


def test_nothing_is_added_to_what_was_taken_back(campaign: TestCampaign, files: Path, tmp_path: Path) -> None:
    [id_] = recorded(campaign, talk("liutang"))
    liaison = campaign.actor("liaison")
    withdraw(actor=liaison, now=campaign.now, record=id_, version=1, reason="没有办")

    with pytest.raises(NotRight):
        add_evidence(actor=liaison, now=campaign.now, record=id_, source=sent(tmp_path), name="a.txt")

    assert not files.exists()


def test_a_leader_s_coverage_is_the_same_for_everybody_who_sees_the_leader(campaign: TestCampaign) -> None:
    kept = Entered(
        "contact_point", "office", "2026-09-20", None, "kept", {"leader": "leader", "target": "east"}
    )
    record(actor=campaign.actor("clerk"), now=campaign.now, entered=kept)

    seen = {
        person: contact_coverage(campaign.actor(person)) for person in ("clerk", "head", "liaison", "guide")
    }

    assert [covered.held for covered in seen["clerk"]] == [("east",), ()]
    assert len(set(seen.values())) == 1
    assert contact_coverage(campaign.actor("other-liaison")) == ()
