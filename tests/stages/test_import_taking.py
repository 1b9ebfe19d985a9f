"""Is a file of records taken in as a whole, once, and can it be undone?"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.access.rules import Forbidden
from huiyin.activities.imports import actions
from huiyin.activities.imports.actions import ChangedMeanwhile, NotNow, Taking
from huiyin.activities.imports.queries import import_row, kept_mapping
from huiyin.activities.imports.rules import Outcome
from huiyin.activities.imports.states import ImportState
from huiyin.activities.models import Activity
from huiyin.campaign_folder import CampaignFolder
from huiyin.trail.models import NEVER, Entry
from huiyin.web.imports.files import folder_of
from huiyin.web.imports.job import work_off
from huiyin.web.imports.reading import NoSuchSheet
from huiyin.web.imports.work import Asked, Doing, look, undo
from tests.campaign import TestCampaign
from tests.importing import codes, doing_as, exported, given_in, in_force, mended, taken_in, talks
from tests.sheets import Rows, write_csv


def newest_entry() -> dict[str, object]:
    entry = Entry.objects.latest("sequence")
    return dict(json.loads(bytes(entry.body)))


def test_all_rows_of_a_file_are_taken_in_by_one_entry(campaign: TestCampaign, tmp_path: Path) -> None:
    before = Entry.objects.count()

    public_id, counts = taken_in(campaign.actor("clerk"), talks(tmp_path))

    assert counts == {"rows": 3, "new": 3, "same": 0, "corrected": 0, "refused": 0, "taken": 3}
    assert [(one.unit, one.day.isoformat(), one.state, one.number) for one in in_force()] == [
        ("liutang", "2026-09-10", "held", 40),
        ("shigu", "2026-09-11", "held", 1200),
        ("liutang-east", "2026-09-12", "planned", None),
    ]
    assert Entry.objects.count() == before + 1
    entry = newest_entry()
    assert (entry["action"], entry["subject"], entry["count"]) == ("activity.import", public_id, 3)
    assert {one.import_batch for one in in_force()} == {public_id}


def test_the_same_file_again_adds_nothing(campaign: TestCampaign, tmp_path: Path) -> None:
    taken_in(campaign.actor("clerk"), talks(tmp_path))

    _, counts = taken_in(campaign.actor("clerk"), talks(tmp_path))

    assert (counts["new"], counts["same"], counts["taken"]) == (0, 3, 0)
    assert len(in_force()) == 3


def test_a_row_said_twice_in_one_file_is_one_record(campaign: TestCampaign, tmp_path: Path) -> None:
    again = ("柳塘街道", "2026.9.10", "安全用电", "40人次", "已举办")

    _, counts = taken_in(campaign.actor("clerk"), talks(tmp_path, again))

    assert (counts["new"], counts["same"]) == (3, 1)


def test_refused_rows_are_left_out_and_told_by_line(campaign: TestCampaign, tmp_path: Path) -> None:
    wrong = ("柳塘街道", "昨天", "宣讲", "很多", "已举办")
    asked = Asked(kind="talk")

    public_id, seen = given_in(campaign.actor("clerk"), talks(tmp_path, wrong), asked)

    refused = list(seen.of(Outcome.REFUSED))
    assert [(row.line, [(fault.column, fault.code) for fault in row.faults]) for row in refused] == [
        (5, [("@day", "not_a_day"), ("audience", "not_a_number")])
    ]
    row = import_row(campaign.actor("clerk"), public_id)
    assert row.counts["rows"] == row.counts["new"] + row.counts["refused"] == 4


def test_what_was_corrected_in_a_file_is_shown_and_taken_only_when_asked(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    clerk = campaign.actor("clerk")
    taken_in(clerk, talks(tmp_path))
    changed = write_csv(
        tmp_path / "b.csv", [("单位", "日期", "主题", "听众人数"), ("柳塘街道", "2026-09-10", "安全用电", 41)]
    )

    _, shown_only = taken_in(clerk, changed)
    _, taken = taken_in(clerk, changed, takes_corrections=True)

    assert (shown_only["corrected"], shown_only["taken"]) == (1, 0)
    assert (taken["corrected"], taken["taken"]) == (1, 1)
    versions = Activity.objects.filter(values__title="安全用电").order_by("version")
    told = [(one.version, str(one.values["audience"]), one.state) for one in versions]
    assert told == [(1, "40", "held"), (2, "41", "held")]
    assert [one.superseded for one in versions] == [versions[1].sequence, NEVER]


def test_an_export_taken_in_again_changes_nothing(campaign: TestCampaign, tmp_path: Path) -> None:
    taken_in(campaign.actor("clerk"), talks(tmp_path))

    for language in ("zh", "en"):
        file = exported(tmp_path / "all.csv", language)
        _, counts = taken_in(campaign.actor("clerk"), file, "", takes_corrections=True)

        assert counts == {"rows": 3, "new": 0, "same": 3, "corrected": 0, "refused": 0, "taken": 0}


def test_undoing_withdraws_what_was_new_and_puts_back_what_was_corrected(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    clerk = campaign.actor("clerk")
    taken_in(clerk, talks(tmp_path))
    more: Rows = [
        ("单位", "日期", "主题", "听众人数"),
        ("柳塘街道", "2026-09-10", "安全用电", 41),
        ("柳塘街道", "2026-09-20", "防火", 30),
    ]
    public_id, _ = taken_in(clerk, write_csv(tmp_path / "b.csv", more), takes_corrections=True)

    done = undo(doing_as(clerk), public_id)

    assert (done.withdrawn, done.put_back, done.kept) == (1, 1, ())
    told = {
        one.values["title"]: (one.values.get("audience"), one.is_withdrawn, one.version) for one in in_force()
    }
    assert told["安全用电"] == (40, False, 3)
    assert told["防火"] == (30, True, 2)
    assert newest_entry()["action"] == "activity.import_undone"
    assert import_row(clerk, public_id).state is ImportState.UNDONE


def test_undoing_leaves_what_was_changed_since_and_says_so(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    public_id, _ = taken_in(clerk, talks(tmp_path))
    changed: Rows = [("单位", "日期", "主题", "听众人数"), ("柳塘街道", "2026-09-10", "安全用电", 41)]
    taken_in(clerk, write_csv(tmp_path / "b.csv", changed), takes_corrections=True)

    done = undo(doing_as(clerk), public_id)

    assert (done.withdrawn, len(done.kept)) == (2, 1)
    assert done.kept == tuple(one.record for one in in_force() if one.number == 41)
    assert undo(doing_as(clerk), public_id) == done


def test_what_was_undone_can_be_taken_in_again(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    public_id, _ = taken_in(clerk, talks(tmp_path))
    undo(doing_as(clerk), public_id)

    _, counts = taken_in(clerk, talks(tmp_path))

    assert counts["taken"] == 3


def test_a_liaison_takes_in_rows_of_the_own_units_alone(campaign: TestCampaign, tmp_path: Path) -> None:
    _, counts = taken_in(campaign.actor("liaison"), talks(tmp_path))

    assert (counts["new"], counts["refused"]) == (2, 1)
    assert {one.unit for one in in_force()} == {"liutang", "liutang-east"}


def test_only_whoever_gave_a_file_in_may_confirm_it(campaign: TestCampaign, tmp_path: Path) -> None:
    public_id, _ = given_in(campaign.actor("liaison"), talks(tmp_path), Asked(kind="talk"))

    with pytest.raises(Forbidden):
        actions.confirm(actor=campaign.actor("clerk"), public_id=public_id, takes_corrections=False)


def test_rows_judged_before_somebody_wrote_the_same_are_judged_again(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    clerk = campaign.actor("clerk")
    public_id, seen = given_in(clerk, talks(tmp_path), Asked(kind="talk"))
    taken_in(clerk, talks(tmp_path))

    taking = Taking(seen.judged, seen.in_force.version, "")

    with pytest.raises(ChangedMeanwhile):
        actions.take_in(actor=clerk, now=campaign.now, public_id=public_id, taking=taking)

    assert len(in_force()) == 3


def test_an_import_taken_in_cannot_be_decided_about_again(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    public_id, _ = taken_in(clerk, talks(tmp_path))

    with pytest.raises(NotNow):
        actions.decide(
            actor=clerk,
            public_id=public_id,
            decision=actions.Decision((), {}),
        )


def test_what_a_person_said_of_headings_is_kept_for_the_next_file(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    clerk = campaign.actor("clerk")
    rows = [("单位", "日期", "讲了什么"), ("柳塘街道", "2026-09-10", "安全用电")]
    file = write_csv(tmp_path / "a.csv", rows)
    public_id, seen = given_in(clerk, file, Asked(kind="talk"))
    assert seen.understood.unknown == ("讲了什么",)

    decision = actions.Decision(seen.table.headings, {"讲了什么": "title"})
    actions.decide(actor=clerk, public_id=public_id, decision=decision)

    assert look(file, Asked(kind="talk"), doing_as(clerk)).counts["new"] == 1


def test_only_columns_that_there_are_are_kept(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    rows = [("单位", "日期", "主题"), ("柳塘街道", "2026-09-10", "安全用电")]
    public_id, seen = given_in(clerk, write_csv(tmp_path / "a.csv", rows), Asked(kind="talk"))
    said = {"主题": "title", "日期": "@late", "单位": "topic", "别处": "audience"}

    decision = actions.Decision(seen.table.headings, said)
    actions.decide(actor=clerk, public_id=public_id, decision=decision)

    assert import_row(clerk, public_id).mapping == {"主题": "title"}
    assert kept_mapping(clerk, "talk", seen.table.headings) == {"主题": "title"}


def test_parts_are_taken_in_by_the_number_of_their_record(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    visit = [("活动类型", "单位", "日期", "参加人员"), ("走访", "柳塘街道", "2026-09-10", "clerk；领导戊")]
    taken_in(clerk, write_csv(tmp_path / "a.csv", visit), "")
    above = in_force()[0].record
    outcomes = [
        ("单位", "日期", "所属记录", "类别", "内容"),
        ("柳塘街道", "2026-09-10", above, "建议", "多装一盏路灯"),
        ("柳塘街道", "2026-09-10", "f" * 32, "建议", "无处可挂"),
    ]

    _, counts = taken_in(clerk, write_csv(tmp_path / "b.csv", outcomes), "outcome")

    assert (counts["new"], counts["refused"]) == (1, 1)
    assert in_force()[1].part_of == above


def test_a_mended_export_corrects_the_record_that_it_names(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    taken_in(clerk, talks(tmp_path))
    file = mended(exported(tmp_path / "all.csv"), "安全用电", "用电安全")

    _, counts = taken_in(clerk, file, "", takes_corrections=True)

    assert (counts["same"], counts["corrected"], counts["taken"]) == (2, 1, 1)
    assert sorted(one.version for one in in_force()) == [1, 1, 2]


def test_a_record_changed_since_the_export_is_not_overwritten(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    taken_in(clerk, talks(tmp_path))
    old = exported(tmp_path / "old.csv")
    taken_in(
        clerk, mended(exported(tmp_path / "new.csv"), "安全用电", "用电安全"), "", takes_corrections=True
    )

    assert codes(clerk, old) == [["changed_since"]]


def test_a_correction_that_would_make_two_records_the_same_is_refused(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    clerk = campaign.actor("clerk")
    more = ("柳塘街道", "2026-09-10", "防火", "3", "已举办")
    taken_in(clerk, talks(tmp_path, more))

    assert codes(clerk, mended(exported(tmp_path / "all.csv"), "防火", "安全用电")) == [["same_as_other"]]


def test_a_withdrawn_record_is_not_corrected(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    public_id, _ = taken_in(clerk, talks(tmp_path))
    undo(doing_as(clerk), public_id)

    assert codes(clerk, mended(exported(tmp_path / "all.csv"), "安全用电", "用电安全")) == [["is_withdrawn"]]


def test_name_and_key_of_a_unit_must_agree(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    taken_in(clerk, talks(tmp_path))

    assert codes(clerk, mended(exported(tmp_path / "all.csv"), "石鼓街道", "柳塘街道")) == [["two_words"]]


def test_work_that_fails_for_an_unforeseen_reason_ends_and_says_so(
    campaign: TestCampaign, tmp_path: Path, settings: Settings
) -> None:
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    clerk = campaign.actor("clerk")
    given = actions.GivenIn("a.csv", "0" * 64, sheet="没有的表")
    public_id = actions.give_in(actor=clerk, now=campaign.now, given=given)
    folder_of(public_id).mkdir(parents=True)
    talks(folder_of(public_id), name="given.csv")

    with pytest.raises(NoSuchSheet):
        work_off(public_id, doing_as(clerk), "zh")

    row = import_row(clerk, public_id)
    assert (row.state, row.shown["failure"]) == (ImportState.FAILED, "unforeseen")
    assert row.shown["failed_at"].startswith("NoSuchSheet, reading.py:")


def no_clock() -> datetime:
    raise RuntimeError("no clock")


def test_an_undoing_that_fails_leaves_the_import_taken_in(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    public_id, _ = taken_in(clerk, talks(tmp_path))
    actions.ask_to_undo(actor=clerk, public_id=public_id)

    with pytest.raises(RuntimeError, match="no clock"):
        work_off(public_id, Doing(clerk, no_clock), "zh")

    assert import_row(clerk, public_id).state is ImportState.DONE
    assert import_row(clerk, public_id).shown["undo_failed"]
    assert undo(doing_as(clerk), public_id).withdrawn == 3


def test_a_job_whose_file_is_gone_says_so(campaign: TestCampaign, tmp_path: Path, settings: Settings) -> None:
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    clerk = campaign.actor("clerk")
    public_id = actions.give_in(actor=clerk, now=campaign.now, given=actions.GivenIn("a.csv", "0" * 64))

    work_off(public_id, doing_as(clerk), "zh")

    assert import_row(clerk, public_id).state is ImportState.FAILED
