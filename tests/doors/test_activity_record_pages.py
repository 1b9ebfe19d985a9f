"""Does the page of a record show how it came to be so, and to those alone who may see it?"""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from PIL import Image

from huiyin.activities import queries
from huiyin.activities.rows import RecordView
from tests.doors.activity_room import (
    EVERYTHING,
    TALK,
    Room,
    filled_in,
    page_of,
    record_in,
    text_of,
)

PAGES_OF_A_RECORD = ("activity", "activity-correct", "activity-withdraw", "activity-restore", "evidence-add")


def view(room: Room, record: str) -> RecordView:
    """The record as the head sees it."""
    return queries.record(room.campaign.actor("head"), record)


def correction(room: Room, record: str, **changed: str) -> dict[str, str]:
    """What the form of correction sends when these fields are changed in it."""
    form = filled_in(room.get(f"/activities/{record}/correct/"))
    return {**{name: values[0] for name, values in form.items()}, "reason": "数错了", **changed}


def photograph(name: str = "现场照片.jpg", colour: str = "green") -> io.BytesIO:
    """A picture as a phone sends it."""
    sent = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(sent, "JPEG")
    sent.seek(0)
    sent.name = name
    return sent


def test_a_correction_keeps_what_was_said_before_with_its_reason(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲", audience="1200")

    answer = room.send(f"/activities/{talk}/correct/", correction(room, talk, **{"v-audience": "120"}))

    said = text_of(room.get(f"/activities/{talk}/"))
    assert record_in(answer) == talk
    assert view(room, talk).row.version == 2
    assert "Reason: 数错了" in said
    assert "Audience 1,200 → 120" in said
    assert "Version 2, by Liaison C" in said
    assert "Version 1, by Liaison C" in said


def test_a_correction_without_a_reason_is_refused_and_keeps_what_was_typed(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲", audience="1200")

    answer = room.send(
        f"/activities/{talk}/correct/", correction(room, talk, reason=" ", **{"v-audience": "7"})
    )

    assert answer.status_code == 422
    assert filled_in(answer)["v-audience"] == ["7"]
    assert view(room, talk).row.version == 1


def test_the_second_to_correct_sees_both_texts_and_loses_nothing(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲", audience="1200")
    mine = correction(room, talk, **{"v-audience": "99"})
    room.send(f"/activities/{talk}/correct/", correction(room, talk, **{"v-audience": "120"}), "clerk")

    answer = room.send(f"/activities/{talk}/correct/", mine)

    cells = [cell.text_content() for cell in page_of(answer).xpath("//table//td")]
    assert answer.status_code == 409
    assert cells == ["120", "99"]
    assert filled_in(answer)["v-audience"] == ["99"]
    assert filled_in(answer)["reason"] == ["数错了"]
    assert view(room, talk).row.number == 120
    again = {name: values[0] for name, values in filled_in(answer).items()}
    assert room.send(f"/activities/{talk}/correct/", again).status_code == 302
    assert view(room, talk).row.number == 99
    assert view(room, talk).row.version == 3


def test_a_correction_into_the_same_as_another_leads_to_that_one(room: Room) -> None:
    other, talk = room.recorded("talk", title="反诈宣讲"), room.recorded("talk", title="消防宣讲")

    answer = room.send(f"/activities/{talk}/correct/", correction(room, talk, **{"v-title": "反诈宣讲"}))

    assert answer.status_code == 409
    assert page_of(answer).xpath(f"//*[@id='faults']//a[@href='/activities/{other}/']")
    assert filled_in(answer)["v-title"] == ["反诈宣讲"]


def test_the_form_of_correction_says_all_that_was_recorded(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲")
    sent = {**EVERYTHING, "v-talk": talk}
    record = record_in(room.send("/activities/new/everything/", sent))

    given = filled_in(room.get(f"/activities/{record}/correct/"))

    for name, value in sent.items():
        expected = {"v-guests": ["Clerk A", "Head B", "Leader E", ""]}.get(name, value)
        found = [one.strip() for one in given[name]]
        assert found == (expected if isinstance(expected, list) else [expected]), name
    unchanged = {name: [one for one in values if one] for name, values in given.items()}
    assert room.send(f"/activities/{record}/correct/", {**unchanged, "reason": "看一看"}).status_code == 302
    assert view(room, record).row.version == 1


def test_a_record_is_withdrawn_and_restored_with_reasons(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲")

    refused = room.send(f"/activities/{talk}/withdraw/", {"version": "1", "reason": ""})
    room.send(f"/activities/{talk}/withdraw/", {"version": "1", "reason": "记重了"})
    withdrawn = view(room, talk).row
    page = text_of(room.get(f"/activities/{talk}/"))
    room.send(f"/activities/{talk}/restore/", {"version": "2", "reason": "没有重复"})

    assert refused.status_code == 422
    assert withdrawn.is_withdrawn
    assert "It is withdrawn and counts nowhere. Reason: 记重了" in page
    assert not view(room, talk).row.is_withdrawn
    assert "反诈宣讲" in text_of(room.get("/activities/"))


def test_withdrawing_a_record_that_changed_meanwhile_asks_again(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲")
    room.send(f"/activities/{talk}/correct/", correction(room, talk, **{"v-audience": "9"}))

    answer = room.send(f"/activities/{talk}/withdraw/", {"version": "1", "reason": "记重了"})

    assert answer.status_code == 409
    assert filled_in(answer) == filled_in(answer) | {"version": ["2"], "reason": ["记重了"]}
    assert not view(room, talk).row.is_withdrawn


def test_a_record_with_parts_is_not_withdrawn_before_them(room: Room) -> None:
    visit = room.recorded("visit", visitors="liaison")
    room.recorded("outcome", part_of=visit, sort="idea", what="加一盏灯")

    answer = room.send(f"/activities/{visit}/withdraw/", {"version": "1", "reason": "记重了"})

    assert answer.status_code == 422
    assert "withdraw those first" in text_of(answer)


@pytest.mark.parametrize("name", PAGES_OF_A_RECORD)
def test_a_record_of_another_unit_is_as_one_that_never_was(room: Room, name: str) -> None:
    theirs = room.recorded("talk", title="反诈宣讲")

    for record in (theirs, "0" * 32):
        address = reverse(name, args=[record])
        if name != "evidence-add":
            assert room.get(address, "other-liaison").status_code == 404
        if name != "activity":
            given = {"reason": "x", "version": "1"}
            assert room.send(address, given, "other-liaison").status_code == 404

    assert view(room, theirs).row.version == 1


def test_a_restricted_record_is_seen_by_its_unit_and_the_head_alone(room: Room) -> None:
    talk = room.recorded("one_to_one", topic="家庭近况")
    address = f"/activities/{talk}/"

    seen = {person: room.get(address, person).status_code for person in room.campaign.accounts}
    listed = {person: "家庭近况" in room.get("/activities/", person).content.decode() for person in seen}

    assert [person for person, status in seen.items() if status == 200] == ["head", "liaison"]
    assert [person for person, is_listed in listed.items() if is_listed] == ["head", "liaison"]
    assert {status for person, status in seen.items() if person not in ("head", "liaison")} <= {403, 404}


def test_who_may_see_and_not_record_gets_no_buttons_and_no_forms(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲", state="held")

    for person in ("head", "auditor", "guide"):
        page = page_of(room.get(f"/activities/{talk}/", person))
        assert page.xpath("//main//form") == []
        assert page.xpath("//main//a[contains(@href, 'correct') or contains(@href, 'withdraw')]") == []
        assert room.get(f"/activities/{talk}/correct/", person).status_code == 403
        assert room.send(f"/activities/{talk}/withdraw/", {"reason": "x"}, person).status_code == 403
        assert room.send(f"/activities/{talk}/evidence/", {"files": photograph()}, person).status_code == 403


def test_a_late_record_shows_both_days(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲", state="held", day="2026-09-20")

    said = text_of(room.get(f"/activities/{talk}/"))

    assert "20 September 2026" in said
    assert "1 October 2026 17:00 entered late" in said
    assert "entered late" in text_of(room.get("/activities/"))


def test_the_entry_of_the_log_is_linked_for_those_who_may_see_it(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲")
    sequence = view(room, talk).row.sequence

    for person, is_linked in (("clerk", True), ("liaison", False)):
        page = page_of(room.get(f"/activities/{talk}/", person))
        assert bool(page.xpath(f"//a[@href='/log/{sequence}/']")) is is_linked
        assert f"entry {sequence} of the log" in page.text_content()


def test_evidence_is_added_with_the_form_and_handed_out_as_a_file_only(room: Room) -> None:
    record = record_in(room.send("/activities/new/talk/", {**TALK, "photo": photograph()}))
    [file] = view(room, record).evidence

    answer = room.get(f"/evidence/{file.id}/")

    page = room.get(f"/activities/{record}/").content.decode()
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert file.sha256[:12] in page
    assert "<img" not in page


def test_a_refused_file_leaves_the_record_saved_and_says_why(room: Room) -> None:
    page = io.BytesIO(b"<!doctype html><html><script>alert(1)</script></html>")
    page.name = "notes.html"

    answer = room.client().post("/activities/new/talk/", {**TALK, "files": page}, follow=True)

    [(address, _)] = answer.redirect_chain
    assert "The file “notes.html” was not taken." in text_of(answer)
    assert view(room, address.strip("/").split("/")[-1]).evidence == ()


def test_files_are_added_later_and_nothing_chosen_is_said(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲")
    address = f"/activities/{talk}/evidence/"

    added = room.client().post(
        address, {"photo": photograph(), "files": [photograph("b.jpg", "red")]}, follow=True
    )
    nothing = room.client().post(address, {}, follow=True)

    assert "2 files were added." in text_of(added)
    assert "No file was chosen." in text_of(nothing)
    assert view(room, talk).row.evidence == 2


def test_a_file_is_withdrawn_with_a_reason(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲")
    room.send(f"/activities/{talk}/evidence/", {"photo": photograph()})
    [file] = view(room, talk).evidence

    refused = room.send(f"/evidence/{file.id}/withdraw/", {"reason": ""})
    room.send(f"/evidence/{file.id}/withdraw/", {"reason": "不是这一场"})

    assert refused.status_code == 422
    assert view(room, talk).evidence[0].is_withdrawn
    assert "Withdrawn: 不是这一场" in text_of(room.get(f"/activities/{talk}/"))


def test_evidence_of_another_unit_is_not_there(room: Room) -> None:
    talk = room.recorded("talk", title="反诈宣讲")
    room.send(f"/activities/{talk}/evidence/", {"photo": photograph()})
    [file] = view(room, talk).evidence

    for person in ("other-liaison", "custodian", "administrator"):
        assert room.get(f"/evidence/{file.id}/", person).status_code in (403, 404)
        assert room.send(f"/evidence/{file.id}/withdraw/", {"reason": "x"}, person).status_code in (403, 404)
    assert not view(room, talk).evidence[0].is_withdrawn
