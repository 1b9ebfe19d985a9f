"""Can people be heard, one by one or at a symposium, and does nobody read what is not theirs to read?"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.board.actions import sort_new
from huiyin.board.queries import groups, place_of
from huiyin.ledger.actions.opening import Opening, open_problem
from huiyin.opinions import queries
from huiyin.opinions.filters import Filters
from huiyin.opinions.rows import OpinionRow
from tests.doors.activity_room import LATER, Answer, Room, filled_in, page_of, text_of

WORDS = "柳塘东路的路灯坏了一个月，晚上没法走。"
OTHER_WORDS = "菜市场后门的污水漫到路上。"
NAME, CONTACT = "林小满", "13800138000"


def entry(*voices: dict[str, str], **head: str) -> dict[str, Any]:
    """The form of the clerk as a browser sends it."""
    sent: dict[str, Any] = {"channel": "form", "day": "2026-09-30", "voices": str(len(voices)), **head}
    for number, voice in enumerate(voices):
        sent |= {f"v{number}-{name}": value for name, value in voice.items()}
    return sent


def taken_in(room: Room) -> tuple[OpinionRow, ...]:
    """Every opinion that counts."""
    return queries.page(room.campaign.actor("clerk"), Filters()).rows


def one(room: Room, **voice: str) -> str:
    """An opinion that was taken in; its id."""
    room.send("/opinions/new/", entry({"words": WORDS, **voice}), "clerk")
    return taken_in(room)[0].record


def test_an_opinion_is_taken_in_and_shown(room: Room) -> None:
    answer = room.send("/opinions/new/", entry({"words": WORDS, "place": "柳塘东路"}), "clerk")

    assert answer.status_code == 302
    shown = text_of(room.get(answer["Location"], "clerk"))
    assert WORDS in shown
    assert "柳塘东路" in shown
    assert "Opinion form" in shown
    assert "without a name" in shown


def test_several_of_one_symposium_have_one_head(room: Room) -> None:
    talk = room.recorded("talk", title="居民座谈")
    start = room.get(f"/opinions/new/?activity={talk}", "clerk")
    assert filled_in(start)["channel"] == ["symposium"]
    assert filled_in(start)["day"] == ["2026-09-30"]

    sent = entry({"words": WORDS}, {"words": ""}, {"words": OTHER_WORDS}, channel="symposium", activity=talk)
    answer = room.send("/opinions/new/", sent, "clerk")

    assert [row.activity for row in taken_in(room)] == [talk, talk]
    listed = text_of(room.get(answer["Location"], "clerk"))
    assert WORDS in listed
    assert OTHER_WORDS in listed
    assert "2 opinions" in text_of(room.get(f"/activities/{talk}/", "clerk"))


def test_one_more_row_is_added_without_losing_what_was_typed(room: Room) -> None:
    sent = entry({"words": WORDS, "place": "柳塘"}) | {"more": "1"}

    answer = room.send("/opinions/new/", sent, "clerk")

    kept = filled_in(answer)
    assert kept["v0-words"] == [WORDS]
    assert kept["v1-words"] == [""]
    assert kept["voices"] == ["2"]
    assert taken_in(room) == ()


def test_a_form_sent_twice_takes_in_once(room: Room) -> None:
    ticket = filled_in(room.get("/opinions/new/", "clerk"))["ticket"][0]
    sent = entry({"words": WORDS}, {"words": OTHER_WORDS}, ticket=ticket)

    room.send("/opinions/new/", sent, "clerk")
    room.send("/opinions/new/", sent, "clerk")

    assert len(taken_in(room)) == 2


@pytest.mark.parametrize(
    ("voice", "head", "said"),
    [
        ({"words": "  "}, {}, "Please write down what was said."),
        ({"words": WORDS}, {"day": "2027-01-01"}, "This day has not come yet."),
        ({"words": WORDS}, {"day": "gestern"}, "is not a day"),
        ({"words": WORDS}, {"channel": ""}, "Please choose one."),
        ({"words": WORDS, "unit": "mars"}, {}, "The plan has no “mars”."),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_taken_in(
    room: Room, voice: dict[str, str], head: dict[str, str], said: str
) -> None:
    answer = room.send("/opinions/new/", entry(voice, **head), "clerk")

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert taken_in(room) == ()


def test_a_fault_in_the_second_row_stands_there(room: Room) -> None:
    answer = room.send(
        "/opinions/new/", entry({"words": WORDS}, {"words": OTHER_WORDS, "unit": "x"}), "clerk"
    )

    wrong = page_of(answer).xpath("//*[@aria-invalid='true']/@name")
    assert wrong == ["v1-unit"]
    assert "Opinion 2" in text_of(answer)


def test_a_liaison_is_thanked_and_reads_nothing_back(room: Room) -> None:
    answer = room.send("/opinions/new/", entry({"words": WORDS}, {"words": OTHER_WORDS}))

    told = text_of(room.client().get(answer["Location"]))
    assert "2 opinions were taken in. Thank you." in told
    assert WORDS not in told
    record = taken_in(room)[0].record
    assert room.get("/opinions/").status_code == 403
    assert room.get(f"/opinions/{record}/").status_code == 403
    for page in ("restate", "correct", "withdraw", "restore"):
        assert room.get(f"/opinions/{record}/{page}/").status_code == 404
    assert room.get(f"/opinions/{record}/giver/").status_code == 403


@pytest.mark.parametrize(
    ("person", "channels"),
    [
        ("liaison", ["", "form", "symposium", "blockage"]),
        ("guide", ["", "form", "symposium", "blockage", "finding"]),
        ("clerk", ["", "form", "symposium", "blockage", "finding", "hotline", "walks"]),
    ],
)
def test_everybody_is_offered_the_channels_on_which_they_take_in(
    room: Room, person: str, channels: list[str]
) -> None:
    offered = page_of(room.get("/opinions/new/", person)).xpath("//select[@name='channel']/option/@value")

    assert offered == channels


def test_who_said_it_stands_nowhere_but_behind_a_reason(room: Room) -> None:
    record = one(room, name=NAME, contact=CONTACT)
    pages = [
        f"/opinions/{record}/",
        "/opinions/",
        f"/opinions/{record}/giver/",
        f"/opinions/{record}/restate/",
    ]
    for address in pages:
        answer = room.get(address, "clerk").content.decode()
        assert NAME not in answer
        assert CONTACT not in answer

    without = room.send(f"/opinions/{record}/giver/", {"reason": " "}, "clerk")
    assert without.status_code == 422
    assert NAME not in without.content.decode()

    seen = room.send(f"/opinions/{record}/giver/", {"reason": "要当面答复"}, "clerk")
    assert NAME in text_of(seen)
    assert CONTACT in text_of(seen)
    assert "no-store" in seen["Cache-Control"]
    assert NAME not in room.get(f"/opinions/{record}/giver/", "clerk").content.decode()


def test_nobody_kept_apart_is_said_so(room: Room) -> None:
    record = one(room)

    answer = room.send(f"/opinions/{record}/giver/", {"reason": "要当面答复"}, "clerk")

    assert answer.status_code == 422
    assert "Nothing is kept of who said it" in text_of(answer)


def test_the_office_restates_and_the_original_stays_beside(room: Room) -> None:
    record = one(room)

    room.send(f"/opinions/{record}/restate/", {"version": "1", "words": "柳塘东路路灯损坏"}, "clerk")

    shown = text_of(room.get(f"/opinions/{record}/", "clerk"))
    assert "柳塘东路路灯损坏" in shown
    assert WORDS in shown
    assert "柳塘东路路灯损坏" in text_of(room.get("/opinions/", "clerk"))


def test_whoever_restates_second_sees_both_wordings(room: Room) -> None:
    record = one(room)
    room.send(f"/opinions/{record}/restate/", {"version": "1", "words": "第一种说法"}, "clerk")

    answer = room.send(f"/opinions/{record}/restate/", {"version": "1", "words": "第二种说法"}, "clerk")

    assert answer.status_code == 409
    both = page_of(answer).xpath("//table[contains(@class, 'both-texts')]//td")
    assert [cell.text_content() for cell in both] == ["第一种说法", "第二种说法"]
    assert filled_in(answer)["words"] == ["第二种说法"]
    again = {"version": filled_in(answer)["version"][0], "words": "第二种说法", "reason": "更准确"}
    assert room.send(f"/opinions/{record}/restate/", again, "clerk").status_code == 302
    assert taken_in(room)[0].restated == "第二种说法"


def test_where_it_belongs_is_corrected_with_a_reason_and_a_conflict_is_shown(room: Room) -> None:
    record = one(room)
    said = filled_in(room.get(f"/opinions/{record}/correct/", "clerk"))
    sent = {name: values[0] for name, values in said.items()} | {"unit": "liutang"}
    assert room.send(f"/opinions/{record}/correct/", sent, "clerk").status_code == 422

    room.send(f"/opinions/{record}/correct/", sent | {"reason": "写错了单位"}, "clerk")
    assert "Liutang Street" in text_of(room.get(f"/opinions/{record}/", "clerk"))

    late = sent | {"unit": "shigu", "reason": "我也改"}
    answer = room.send(f"/opinions/{record}/correct/", late, "clerk")
    assert answer.status_code == 409
    both = [cell.text_content() for cell in page_of(answer).xpath("//table[contains(@class, 'both')]//td")]
    assert both == ["Liutang Street", "Shigu Street"]


def test_an_opinion_is_withdrawn_and_restored_with_reasons(room: Room) -> None:
    record = one(room)
    room.send(f"/opinions/{record}/withdraw/", {"version": "1", "reason": "重复录入"}, "clerk")
    assert taken_in(room) == ()
    assert "重复录入" in text_of(room.get(f"/opinions/{record}/", "clerk"))

    room.send(f"/opinions/{record}/restore/", {"version": "2", "reason": "不是重复"}, "clerk")
    assert len(taken_in(room)) == 1


def test_what_was_taken_in_at_one_go_is_withdrawn_at_one_go(room: Room) -> None:
    answer = room.send("/opinions/new/", entry({"words": WORDS}, {"words": OTHER_WORDS}), "clerk")
    batch = answer["Location"].split("batch=")[1]

    room.send("/opinions/withdraw/", {"batch": batch, "reason": "录错了渠道"}, "clerk")

    assert taken_in(room) == ()


def test_the_list_is_filtered_and_searched(room: Room) -> None:
    room.send("/opinions/new/", entry({"words": WORDS, "unit": "liutang"}), "clerk")
    room.send("/opinions/new/", entry({"words": OTHER_WORDS}, channel="symposium"), "clerk")

    def found(question: str) -> list[str]:
        shown = text_of(room.get(f"/opinions/?{question}", "clerk"))
        return [words for words in (WORDS, OTHER_WORDS) if words in shown]

    assert found("") == [WORDS, OTHER_WORDS]
    assert found("channel=form") == [WORDS]
    assert found("unit=liutang") == [WORDS]
    assert found("words=污水") == [OTHER_WORDS]
    assert found("since=2026-10-01") == []
    assert found("standing=not-placed") == [WORDS, OTHER_WORDS]
    assert found("standing=placed") == []


def test_where_an_opinion_stands_is_shown_until_it_is_part_of_a_problem(room: Room) -> None:
    clerk = room.campaign.actor("clerk")
    record = one(room)
    assert "waits to be sorted" in text_of(room.get("/opinions/", "clerk"))

    sort_new(actor=clerk, now=LATER)
    assert "on the board" in text_of(room.get("/opinions/?standing=placed", "clerk"))
    assert "on the board" in text_of(room.get(f"/opinions/{record}/", "clerk"))

    group = place_of([record])[record].group
    opening = Opening(
        title="路灯损坏", finding="柳塘东路路灯损坏", groups=(group,), place_names={group: "柳塘东路"}
    )
    open_problem(actor=clerk, now=LATER, opening=opening)
    shown = text_of(room.get(f"/opinions/{record}/", "clerk"))
    assert "part of a problem" in shown
    assert "路灯损坏" in shown


def test_an_opinion_that_is_withdrawn_counts_no_more_on_the_board(room: Room) -> None:
    record = one(room)
    sort_new(actor=room.campaign.actor("clerk"), now=LATER)
    group = place_of([record])[record].group
    assert groups([group])[group].voices == 1

    room.send(f"/opinions/{record}/withdraw/", {"version": "1", "reason": "重复录入"}, "clerk")

    assert groups([group])[group].voices == 0


def test_a_long_list_and_an_opinion_ask_at_most_twelve_questions(room: Room) -> None:
    words = [{"words": f"{WORDS}第{number}盏"} for number in range(30)]
    room.send("/opinions/new/", entry(*words), "clerk")
    sort_new(actor=room.campaign.actor("clerk"), now=LATER)
    record = taken_in(room)[0].record
    room.get("/opinions/", "clerk")

    asked = {}
    for address in ("/opinions/", "/opinions/?words=路灯&standing=placed", f"/opinions/{record}/"):
        with CaptureQueriesContext(connection) as queries_made:
            assert room.get(address, "clerk").status_code == 200
        asked[address] = len(queries_made)

    assert max(asked.values()) <= 12, asked


def test_an_empty_list_says_what_to_do(room: Room) -> None:
    assert "Take in the first one" in text_of(room.get("/opinions/", "clerk"))


def blockage(room: Room) -> str:
    """A record whose words go to the ledger at one tap."""
    visit = room.recorded("visit", visitors=["liaison"])
    return room.recorded("outcome", sort="idea", what=WORDS, state="found", part_of=visit)


def test_a_record_is_handed_over_at_one_tap_and_twice_is_once(room: Room) -> None:
    record = blockage(room)
    assert "Hand it over to the ledger" in text_of(room.get(f"/activities/{record}/"))

    room.send(f"/activities/{record}/hand-over/", {})
    room.send(f"/activities/{record}/hand-over/", {})

    assert [row.words for row in taken_in(room)] == [WORDS]
    shown = text_of(room.get(f"/activities/{record}/"))
    assert "handed over to the ledger" in shown
    assert "See what became of it" not in shown
    assert "See what became of it" in text_of(room.get(f"/activities/{record}/", "clerk"))


def test_a_record_that_no_channel_takes_is_not_handed_over(room: Room) -> None:
    talk = room.recorded("talk", title="居民座谈")

    assert "Hand it over" not in text_of(room.get(f"/activities/{talk}/"))
    room.send(f"/activities/{talk}/hand-over/", {})
    assert taken_in(room) == ()
    other = room.recorded("talk", by="other-liaison", unit="shigu", title="别处")
    assert room.send(f"/activities/{other}/hand-over/", {}).status_code == 404


def secret_in(answer: Answer) -> str:
    """The secret of a key that was just made."""
    return str(page_of(answer).xpath("//input[@id='secret']/@value")[0])


def test_a_key_is_shown_once_and_ended(room: Room) -> None:
    made = room.send("/opinions/tokens/", {"name": "热线", "channel": "hotline"}, "administrator")
    secret = secret_in(made)
    assert "no-store" in made["Cache-Control"]

    listed = room.get("/opinions/tokens/", "administrator")
    assert secret not in listed.content.decode()
    assert "热线" in text_of(listed)
    assert queries.actor_of_token(secret) is not None

    key = page_of(listed).xpath("//button[@name='end']/@value")[0]
    room.send("/opinions/tokens/", {"end": key}, "administrator")
    assert queries.actor_of_token(secret) is None


def test_a_key_is_made_for_a_channel_of_systems_alone(room: Room) -> None:
    answer = room.send("/opinions/tokens/", {"name": "热线", "channel": "form"}, "administrator")

    assert answer.status_code == 422
    assert queries.tokens(room.campaign.actor("administrator")) == []
