"""Does an import tell, take in and undo only what is within the reach of whoever asks?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from huiyin.access.rules import Actor, Forbidden, Holding
from huiyin.activities.actions import record, record_many
from huiyin.activities.imports import actions
from huiyin.activities.imports.queries import import_row, imports
from huiyin.activities.imports.rules import Outcome
from huiyin.activities.models import Activity
from huiyin.activities.refusals import NotFound
from huiyin.activities.rules import Entered
from huiyin.web.imports.work import Asked, look, undo
from tests.campaign import TestCampaign
from tests.importing import codes, doing_as, exported, given_in, in_force, mended, taken_in, talks
from tests.sheets import write_csv


def test_a_record_of_another_unit_is_not_there_for_a_liaison(campaign: TestCampaign, tmp_path: Path) -> None:
    taken_in(campaign.actor("clerk"), talks(tmp_path))
    file = exported(tmp_path / "all.csv")

    _, seen = given_in(campaign.actor("other-liaison"), file, Asked())

    codes = [[fault.code for fault in row.faults] for row in seen.of(Outcome.REFUSED)]
    assert codes == [["no_such_record"], ["no_such_record"]]


def test_whoever_may_not_import_is_refused(campaign: TestCampaign, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        taken_in(campaign.actor("guide"), talks(tmp_path))


def test_an_import_is_seen_by_its_own_account_and_the_office(campaign: TestCampaign, tmp_path: Path) -> None:
    public_id, _ = taken_in(campaign.actor("liaison"), talks(tmp_path))

    assert [row.is_own for row in imports(campaign.actor("clerk"))] == [False]
    assert import_row(campaign.actor("clerk"), public_id).shown == {}
    assert imports(campaign.actor("other-liaison")) == []
    with pytest.raises(NotFound):
        import_row(campaign.actor("other-liaison"), public_id)


def test_what_one_account_said_of_headings_is_not_applied_to_another(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    liaison, clerk = campaign.actor("liaison"), campaign.actor("clerk")
    rows = [("单位", "日期", "主题", "备注"), ("柳塘街道", "2026-09-10", "安全用电", "雨天")]
    file = write_csv(tmp_path / "a.csv", rows)
    public_id, seen = given_in(liaison, file, Asked(kind="talk"))
    swapped = {"主题": "-", "备注": "title"}

    decision = actions.Decision(seen.table.headings, swapped)
    actions.decide(actor=liaison, public_id=public_id, decision=decision)

    read = {
        actor.person: look(file, Asked(kind="talk"), doing_as(actor)).understood.columns.get("备注")
        for actor in (liaison, clerk)
    }
    assert read == {"liaison": "title", "clerk": None}


def moved(actor: Actor, *units: str) -> Actor:
    """The same account after its post moved to these units."""
    return replace(actor, holdings=(Holding("liaison", own=frozenset(units)),))


def test_undoing_leaves_what_the_actor_may_not_write_any_more(campaign: TestCampaign, tmp_path: Path) -> None:
    liaison = campaign.actor("liaison")
    public_id, _ = taken_in(liaison, talks(tmp_path))

    done = undo(doing_as(moved(liaison, "liutang-east")), public_id)

    left = [one for one in in_force() if not one.is_withdrawn]
    assert [one.unit for one in left] == ["liutang"]
    assert (done.withdrawn, done.kept) == (1, (left[0].record,))


def test_undoing_does_not_put_back_what_would_be_out_of_reach(campaign: TestCampaign, tmp_path: Path) -> None:
    liaison = campaign.actor("liaison")
    taken_in(liaison, talks(tmp_path))
    file = mended(exported(tmp_path / "all.csv"), '"柳塘街道","liutang"', '"柳塘东社区","liutang-east"')
    public_id, counts = taken_in(liaison, file, "", takes_corrections=True)
    assert counts["taken"] == 1

    done = undo(doing_as(moved(liaison, "liutang-east")), public_id)

    assert (done.put_back, len(done.kept)) == (0, 1)


def test_undoing_leaves_restricted_records_to_whoever_may_see_them(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    rows = [("单位", "日期", "话题"), ("柳塘街道", "2026-09-10", "家里的事")]
    file = write_csv(tmp_path / "a.csv", rows)
    public_id, _ = taken_in(campaign.actor("liaison"), file, "one_to_one")

    done = undo(doing_as(campaign.actor("clerk")), public_id)

    assert (done.withdrawn, len(done.kept)) == (0, 1)
    assert [one.is_withdrawn for one in in_force()] == [False]


def test_a_record_stays_as_long_as_a_part_of_it_stays(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.actor("clerk")
    visit = [("活动类型", "单位", "日期", "参加人员"), ("走访", "柳塘街道", "2026-09-10", "clerk")]
    public_id, _ = taken_in(clerk, write_csv(tmp_path / "a.csv", visit), "")
    above = in_force()[0]
    part = Entered(
        "outcome", "shigu", "2026-09-10", part_of=above.record, values={"sort": "idea", "what": "路灯"}
    )
    record_many(actor=clerk, now=campaign.now, entries=[part], batch=public_id)
    Activity.objects.filter(kind="outcome").update(sequence=above.sequence, position=1)

    done = undo(doing_as(moved(clerk, "liutang")), public_id)

    assert (done.withdrawn, len(done.kept)) == (0, 2)


def test_what_a_file_says_is_shown_only_while_its_units_are_in_reach(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    liaison = campaign.actor("liaison")
    public_id, _ = taken_in(liaison, talks(tmp_path, ("柳塘街道", "昨天", "防火", "3", "已举办")))
    assert import_row(liaison, public_id).shown["first"]

    row = import_row(moved(liaison, "shigu"), public_id)

    assert (row.shown, row.is_own, row.is_readable) == ({}, True, False)
    assert row.counts["new"] == 2


def test_a_restricted_record_is_not_told_to_whoever_may_not_see_it(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    rows = [("单位", "日期", "话题"), ("柳塘街道", "2026-09-10", "家里的事")]
    file = write_csv(tmp_path / "a.csv", rows)
    taken_in(campaign.actor("liaison"), file, "one_to_one")
    guesses = write_csv(tmp_path / "b.csv", [*rows, (*rows[1][:2], "别的事")])
    by_id = exported(tmp_path / "all.csv")
    unknown = mended(exported(tmp_path / "new.csv"), in_force()[0].record, "f" * 32)

    _, guessed = given_in(campaign.actor("clerk"), guesses, Asked(kind="one_to_one"))

    assert [[fault.code for fault in row.faults] for row in guessed.judged] == [["restricted_kind"]] * 2
    assert guessed.judged[0].faults == guessed.judged[1].faults
    for file in (by_id, unknown):
        assert codes(campaign.actor("clerk"), file) == [["no_such_record"]]


def test_a_restricted_record_is_taken_in_by_whoever_may_see_it(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    rows = [("单位", "日期", "话题"), ("柳塘街道", "2026-09-10", "家里的事")]
    file = write_csv(tmp_path / "a.csv", rows)

    _, first = taken_in(campaign.actor("liaison"), file, "one_to_one")
    _, again = taken_in(campaign.actor("liaison"), file, "one_to_one")

    assert (first["taken"], again["same"]) == (1, 1)


def test_a_restricted_record_of_ones_own_is_not_corrected_into_a_guess(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    rows = [("单位", "日期", "话题"), ("柳塘街道", "2026-09-10", "家里的事")]
    taken_in(campaign.actor("liaison"), write_csv(tmp_path / "a.csv", rows), "one_to_one")
    entered = Entered("one_to_one", "liutang", "2026-09-11", values={"topic": "工作"})
    own = record(actor=campaign.actor("clerk"), now=campaign.now, entered=entered)
    guess = [("记录号", "单位", "日期", "话题"), (own, "柳塘街道", "2026-09-10", "家里的事")]

    _, seen = given_in(
        campaign.actor("clerk"), write_csv(tmp_path / "b.csv", guess), Asked(kind="one_to_one")
    )

    assert [[fault.code for fault in row.faults] for row in seen.judged] == [["restricted_kind"]]


def test_a_record_of_another_unit_is_not_taken_over(campaign: TestCampaign, tmp_path: Path) -> None:
    kept = [("单位", "日期", "领导", "对象"), ("石鼓街道", "2026-09-10", "leader", "firm-1")]
    taken_in(campaign.actor("clerk"), write_csv(tmp_path / "a.csv", kept), "contact_point")
    mine = [kept[0], ("柳塘街道", "2026-09-20", "leader", "firm-1")]

    _, counts = taken_in(
        campaign.actor("liaison"),
        write_csv(tmp_path / "b.csv", mine),
        "contact_point",
        takes_corrections=True,
    )

    assert (counts["same"], counts["taken"]) == (1, 0)
    assert [one.unit for one in in_force()] == ["shigu"]
