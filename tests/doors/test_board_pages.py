"""Does the board show what waits, and does each act on it do what it says, or keep what was typed?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from huiyin.board import actions, queries
from huiyin.board.filters import BoardFilters
from huiyin.board.rows import GroupRow
from huiyin.opinions import actions as taking_in
from huiyin.opinions.rules import Said
from huiyin.web.board.job import Doing, JobState, Work, begin, latest_job
from tests.board_room import ALONE, FORMS, MEETINGS
from tests.doors.activity_room import LATER, Answer, Room, filled_in, page_of, text_of

WHY = "同一件事"


def hear(room: Room, said: Sequence[tuple[str, str]]) -> None:
    """Take these (title, words) in as opinions."""
    rows = [Said(channel="form", day="2026-09-20", title=title, words=words) for title, words in said]
    taking_in.take_in_many(actor=room.campaign.actor("clerk"), now=LATER, all_said=rows)


@pytest.fixture
def sorted_room(room: Room) -> Room:
    """A board on which seven opinions stand, as a clerk finds it."""
    hear(room, [*FORMS, *MEETINGS, *ALONE])
    actions.sort_new(actor=room.campaign.actor("clerk"), now=LATER)
    return room


def groups(room: Room, **asked: Any) -> list[GroupRow]:
    """The groups that the board shows."""
    return list(queries.board(room.campaign.actor("clerk"), BoardFilters(**asked)).groups)


def of_words(room: Room, words: str) -> GroupRow:
    """The group in which somebody said this."""
    [found] = groups(room, words=words)
    return found


def get(room: Room, address: str) -> Answer:
    """What a clerk is answered."""
    return room.get(address, "clerk")


def decide(room: Room, act: str, **said: object) -> Answer:
    """What a clerk is answered to a decision."""
    return room.send("/board/decide/", {"act": act, **said}, "clerk")


def addresses(answer: Answer) -> list[str]:
    """Where the links of the page lead."""
    return [str(link) for link in page_of(answer).xpath("//main//a/@href")]


def undo_link(room: Room) -> str:
    """The way back that the last decision offered on the board."""
    [found] = [link for link in addresses(get(room, "/board/")) if link.endswith("/undo/")]
    return found


def test_an_empty_board_says_so_and_leads_to_the_taking_in(room: Room) -> None:
    answer = get(room, "/board/")

    assert "There are no opinions yet" in text_of(answer)
    assert "/opinions/new/" in addresses(answer)


def test_the_title_says_how_many_groups_wait_and_where_the_opinions_are(sorted_room: Room) -> None:
    hear(sorted_room, [("新的意见", "新来的意见还没有整理。")])

    answer = get(sorted_room, "/board/")

    waiting = len(groups(sorted_room))
    assert page_of(answer).findtext(".//h1") == f"{waiting} groups wait for a decision"
    assert "Opened as problems: 0. Answered here: 0." in text_of(answer)
    assert "Sort the new opinion" in text_of(answer)
    assert "Of 8 opinions: waiting here 7, not sorted yet 1." in text_of(get(sorted_room, "/board/sort/"))


def test_a_group_is_shown_with_its_numbers_its_heat_and_its_opinions_side_by_side(sorted_room: Room) -> None:
    row = of_words(sorted_room, "表格")

    [card] = page_of(get(sorted_room, "/board/")).xpath(f"//article[.//input[@value='{row.record}']]")

    said = " ".join(card.text_content().split())
    assert row.opinions == 3
    assert f"{row.voices} voices of {row.people} people" in said
    assert f"heat {round(row.heat / 10)} of 100" in said
    assert [quote.findtext("p") for quote in card.findall(".//blockquote")] == [
        voice.row.words for voice in row.samples
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("only=single", 2),
        ("only=several", 2),
        ("only=fresh", 0),
        ("words=表格", 1),
        ("words=无人说过", 0),
        ("since=2026-09-21", 0),
        ("state=noted", 0),
        ("area=air", 0),
        ("state=nonsense&only=nonsense&since=never&after=zzz", 4),
    ],
)
def test_the_address_says_which_groups_are_shown(sorted_room: Room, asked: str, expected: int) -> None:
    page = page_of(get(sorted_room, f"/board/?{asked}"))

    assert len(page.xpath("//article")) == expected


def test_the_sentence_and_the_list_of_themes_show_what_the_address_says(sorted_room: Room) -> None:
    theme = of_words(sorted_room, "表格").theme

    page = page_of(get(sorted_room, f"/board/?theme={theme}&only=several&words=表格"))

    [form] = page.xpath("//form[@role='search']")
    assert dict(form.form_values())["only"] == "several"
    assert dict(form.form_values())["theme"] == theme
    [chosen] = page.xpath("//nav//a[@aria-current='true']/@href")
    assert f"theme={theme}" in chosen


def test_a_merge_shows_both_side_by_side_asks_why_and_can_be_undone(sorted_room: Room) -> None:
    forms, meetings = of_words(sorted_room, "表格"), of_words(sorted_room, "会议")
    picked = {"group": [forms.record, meetings.record]}

    asked = get(sorted_room, f"/board/decide/?act=merge&group={forms.record}&group={meetings.record}")
    refused = decide(sorted_room, "merge", **picked)
    merged = decide(sorted_room, "merge", **picked, reason=WHY)
    way_back = undo_link(sorted_room)
    alone = of_words(sorted_room, "表格")
    undone = sorted_room.send(way_back, {"reason": "看错了"}, "clerk")

    assert len(page_of(asked).xpath("//article")) == 2
    assert (refused.status_code, merged.status_code, undone.status_code) == (422, 302, 302)
    assert "Please say why" in text_of(refused)
    assert alone.opinions == 5
    assert of_words(sorted_room, "会议").opinions == 2


def test_what_was_typed_stays_when_a_decision_is_refused(sorted_room: Room) -> None:
    group = groups(sorted_room)[0].record

    answer = decide(
        sorted_room, "noted", group=group, words="已经转达给有关科室。", back="/board/?only=single"
    )

    assert answer.status_code == 422
    kept = filled_in(answer)
    assert kept["words"] == ["已经转达给有关科室。"]
    assert kept["group"] == [group]
    assert kept["back"] == ["/board/?only=single"]


@pytest.mark.parametrize(
    ("act", "state"), [("noted", "noted"), ("not_ours", "not_ours"), ("cannot_do", "cannot_do")]
)
def test_an_answer_leads_groups_off_the_board_and_back(sorted_room: Room, act: str, state: str) -> None:
    first, second = (row.record for row in groups(sorted_room, only="single"))

    decide(sorted_room, act, group=[first, second], words="谢谢您的意见。", reason="没有要整改的")
    answered = {row.record for row in groups(sorted_room, state=state)}
    page = text_of(get(sorted_room, f"/board/groups/{first}/"))
    decide(sorted_room, "back", group=first, reason="再看看")

    assert answered == {first, second}
    assert "谢谢您的意见。" in page
    assert first in {row.record for row in groups(sorted_room)}


def test_opinions_are_split_off_and_moved_from_the_page_of_their_group(sorted_room: Room) -> None:
    forms, meetings = of_words(sorted_room, "表格"), of_words(sorted_room, "会议")
    page = page_of(get(sorted_room, f"/board/groups/{forms.record}/"))
    first, second, third = page.xpath("//input[@name='opinion']/@value")

    decide(sorted_room, "split", group=forms.record, opinion=[first], reason="另一件事")
    decide(sorted_room, "move", group=forms.record, opinion=[second], to=meetings.record, reason="是会议的事")

    place = queries.place_of([first, second, third])
    assert len({place[name].group for name in (first, second, third)}) == 3
    assert place[second].group == meetings.record


def test_a_move_offers_groups_by_their_words_and_keeps_the_one_that_was_chosen(sorted_room: Room) -> None:
    forms, meetings = of_words(sorted_room, "表格"), of_words(sorted_room, "会议")
    opinion = forms.samples[0].row.record
    address = f"/board/decide/?act=move&group={forms.record}&opinion={opinion}&find=会议"

    offered = page_of(get(sorted_room, address)).xpath("//input[@name='to']/@value")
    refused = decide(sorted_room, "move", group=forms.record, opinion=opinion, to=meetings.record)

    assert offered == ["own", meetings.record]
    assert filled_in(refused)["to"] == [meetings.record]


def test_a_group_is_named_pinned_and_given_an_area_and_a_unit(sorted_room: Room) -> None:
    group = of_words(sorted_room, "表格").record

    decide(sorted_room, "rename", group=group, title="少填表格", reason="")
    decide(sorted_room, "set", group=group, area="air", unit="shigu", reason="")
    decide(sorted_room, "pin", group=group)

    row = of_words(sorted_room, "表格")
    page = text_of(get(sorted_room, f"/board/groups/{group}/"))
    assert (row.title, row.area, row.unit, row.is_pinned) == ("少填表格", "air", "shigu", True)
    assert "Shigu Street" in page
    assert "suggested" not in page
    assert all(word in page for word in ("Renamed", "Area and unit set", "Pinned"))


def test_themes_are_renamed_merged_and_given_groups(sorted_room: Room) -> None:
    clerk = sorted_room.campaign.actor("clerk")
    first = queries.themes(clerk)[0].record
    row = groups(sorted_room, theme=first)[0]

    decide(sorted_room, "rename_theme", theme_of=first, title="表格与会议")
    refused = decide(sorted_room, "theme", group=row.record, theme="", reason="")

    assert next(theme.title for theme in queries.themes(clerk) if theme.record == first) == "表格与会议"
    assert refused.status_code == 422


def test_what_joined_is_marked_until_somebody_looked(sorted_room: Room) -> None:
    hear(sorted_room, [("表格填三遍", "同样的表格每个月填三遍，建议少填表格。")])
    sorted_room.send("/board/sort/", {"work": "sort"}, "clerk")
    group = of_words(sorted_room, "表格")

    page = text_of(get(sorted_room, "/board/sort/"))
    marked = text_of(get(sorted_room, f"/board/groups/{group.record}/"))
    decide(sorted_room, "look", group=group.record)

    assert "1 opinion was sorted: joined to standing groups 1, new groups 0." in page
    assert group.title in page
    assert "1 new since somebody looked" in marked
    assert of_words(sorted_room, "表格").fresh == 0


def test_a_second_job_does_not_begin_while_one_is_at_work_and_a_silent_one_has_failed(room: Room) -> None:
    doing = Doing(room.campaign.actor("clerk"), lambda: LATER)

    began = [begin(Work.SORT, doing), begin(Work.SORT, doing)]
    job = latest_job(LATER)
    silent = latest_job(LATER + timedelta(days=365_000))

    assert began == [True, False]
    assert job is not None
    assert silent is not None
    assert (job.state, silent.state) == (JobState.AT_WORK, JobState.FAILED)


def test_a_full_re_run_is_a_proposal_that_is_dismissed_with_a_reason(sorted_room: Room) -> None:
    began = sorted_room.send("/board/sort/", {"work": "rerun"}, "clerk")
    address = began["Location"]

    shown = get(sorted_room, address)
    refused = sorted_room.send(address, {"answer": "dismiss", "reason": ""}, "clerk")
    dismissed = sorted_room.send(address, {"answer": "dismiss", "reason": "现在的分组更好"}, "clerk")

    assert address.startswith("/board/reruns/")
    assert shown.status_code == 200
    assert (refused.status_code, dismissed.status_code) == (422, 302)
    assert "This re-run was dismissed" in text_of(get(sorted_room, address))


def test_decisions_tell_who_when_what_and_why(sorted_room: Room) -> None:
    group = of_words(sorted_room, "表格")
    decide(sorted_room, "pin", group=group.record, reason="说的都是填表")

    page = text_of(get(sorted_room, "/board/decisions/"))

    assert "Pinned" in page
    assert "Clerk A" in page
    assert "说的都是填表" in page
    assert group.title in page


@pytest.mark.parametrize(
    "asked",
    [
        "?act=merge",
        "?act=merge&group={group}",
        "?act=other&other=noted",
        "?act=split&group={group}",
        "?act=add",
    ],
)
def test_an_act_without_a_selection_leads_back_and_says_what_to_select(sorted_room: Room, asked: str) -> None:
    group = groups(sorted_room)[0].record

    answer = get(sorted_room, "/board/decide/" + asked.format(group=group))

    assert (answer.status_code, answer["Location"]) == (302, "/board/")
    assert "Please select" in text_of(get(sorted_room, "/board/"))


@pytest.mark.parametrize(
    "asked",
    [
        "/board/decide/?act=nonsense",
        "/board/decide/?act=pin&group=" + "0" * 32,
        "/board/decide/?act=rename_theme&theme_of=" + "0" * 32,
        "/board/groups/" + "0" * 32 + "/",
        "/board/decisions/" + "0" * 32 + "/undo/",
        "/board/reruns/" + "0" * 32 + "/",
    ],
)
def test_what_is_not_there_is_not_found(sorted_room: Room, asked: str) -> None:
    assert get(sorted_room, asked).status_code == 404


@pytest.mark.parametrize("back", ["https://example.invalid/", "//example.invalid/", "javascript:alert(1)"])
def test_the_way_back_never_leads_elsewhere(sorted_room: Room, back: str) -> None:
    group = groups(sorted_room)[0].record

    answer = decide(sorted_room, "pin", group=group, back=back)

    assert answer["Location"] == "/board/"


def test_the_head_reads_the_board_and_decides_nothing(sorted_room: Room) -> None:
    group = groups(sorted_room)[0].record
    before = groups(sorted_room)

    read = [sorted_room.get(path, "head") for path in ("/board/", f"/board/groups/{group}/")]
    refused = [
        sorted_room.get(f"/board/decide/?act=pin&group={group}", "head"),
        sorted_room.send("/board/decide/", {"act": "pin", "group": group}, "head"),
        sorted_room.send("/board/sort/", {"work": "sort"}, "head"),
    ]

    assert [answer.status_code for answer in read] == [200, 200]
    assert [
        page_of(answer).xpath("//main//form[@method='post'] | //input[@data-pick]") for answer in read
    ] == [[], []]
    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert groups(sorted_room) == before


def test_whoever_may_not_read_opinions_never_sees_the_board(sorted_room: Room) -> None:
    group = of_words(sorted_room, "表格")

    answers = [
        sorted_room.get(path, person)
        for person in ("liaison", "leader", "guide", "auditor", "administrator", "custodian")
        for path in ("/board/", f"/board/groups/{group.record}/", "/board/decisions/", "/board/sort/")
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert all(group.title not in answer.content.decode() for answer in answers)


def test_words_of_people_are_nothing_but_text(room: Room) -> None:
    naughty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"
    hear(room, [(naughty, naughty)])
    actions.sort_new(actor=room.campaign.actor("clerk"), now=LATER)
    [row] = groups(room)

    pages = [get(room, "/board/"), get(room, f"/board/groups/{row.record}/")]

    assert not any(
        html.document_fromstring(page.content.decode()).xpath("//main//img | //main//script")
        for page in pages
    )
    assert all(naughty.split("{{")[0] in text_of(page) for page in pages)
