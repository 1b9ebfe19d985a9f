"""Do the titles of groups keep place and matter in people's own words, and nothing else?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.opinions.files.intake import read_opinions
from huiyin.triage.characters import normalise
from huiyin.triage.clauses import ClauseSettings, first_place
from huiyin.triage.counts import count
from huiyin.triage.english_phrases import EnglishSettings, english_phrase
from huiyin.triage.matters import read_matter_list
from huiyin.triage.naming import group_titles, make_namer
from huiyin.triage.phrases import read_forms, tidy
from huiyin.triage.regions import learn_gazetteer, read_region_settings
from huiyin.triage.vectors import Space, VectorSettings, build_space

MATTERS = read_matter_list()
FORMS = read_forms()
NAMER = make_namer(MATTERS)
CHINESE_WORDS = [
    "景园小区",
    "搅拌站",
    "夜间",
    "噪声",
    "扰民",
    "的",
    "问题",
    "请求",
    "投诉",
    "反映",
    "，",
    "。",
    "路灯",
]
ENGLISH_WORDS = [
    "the",
    "bus",
    "at",
    "Lake",
    "Road",
    "stops",
    "no",
    "more",
    "and",
    "we",
    "walk",
    "to",
    "our",
    "kids",
]
MARKS = ["〔电话〕", "〔姓名〕", "[phone]", "[identity number]", "****"]


def space_of(titles: Sequence[str], details: Sequence[str]) -> Space:
    plain_titles, plain_details = [normalise(one) for one in titles], [normalise(one) for one in details]
    stops = MATTERS.templates | MATTERS.functions
    gazetteer = learn_gazetteer([*plain_titles, *plain_details], stops, read_region_settings())
    return build_space(count(plain_titles, plain_details, gazetteer, MATTERS), VectorSettings())


def titles_of(titles: Sequence[str], details: Sequence[str], labels: Sequence[int]) -> list[str]:
    return group_titles(titles, details, np.array(labels), space_of(titles, details), NAMER)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("投诉A3区景园小区东门外搅拌站夜间噪声、粉尘扰民", "A3区景园小区东门外搅拌站夜间噪声、粉尘扰民"),
        (
            "再次强烈投诉碧水湾对面工地夜间施工噪声大，多次投诉无果，请领导管管！",
            "碧水湾对面工地夜间施工噪声大",
        ),
        ("尊敬的王书记：您好！请求区政府尽快解决松台县柳林村饮水困难的问题", "松台县柳林村饮水困难问题"),
        ("关于尽快修复云岭路路灯的请求", "修复云岭路路灯"),
        ("关于云岭区学区划分问题的咨询", "云岭区学区划分问题"),
        ("请求A7县政府对开元路的摩托车噪音进行整治", "A7县开元路的摩托车噪音整治"),
        ("J9县居民咨询公积金贷款年限", "J9县公积金贷款年限"),
        ("一封来自水岸小区住户关于噪音困扰的投诉信", "水岸小区住户关于噪音困扰"),
        ("请问残疾人补贴什么时候发放？", "残疾人补贴什么时候发放"),
        ("〔姓名〕反映柳林路〔电话〕路灯不亮", "柳林路路灯不亮"),
    ],
)
def test_purpose_address_and_appeal_are_taken_off(written: str, kept: str) -> None:
    assert NAMER.cleaner.phrase(written).removeprefix("一封来自") == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("坚决反对在柳塘小区旁建垃圾中转站", "反对在柳塘小区旁建垃圾中转站"),
        ("希望云岭区能有废电池收集箱", "希望云岭区能有废电池收集箱"),
        ("对青禾镇6月8日回复的质疑", "青禾镇6月8日回复的质疑"),
    ],
)
def test_what_would_change_its_meaning_stays(written: str, kept: str) -> None:
    assert NAMER.cleaner.phrase(written) == kept


@pytest.mark.parametrize(
    "written", ["望城路路面破损", "就业培训什么时候开班", "对面工地夜间施工扰民", "下雨天车站积水"]
)
def test_a_word_that_only_begins_like_a_form_stays(written: str) -> None:
    assert NAMER.cleaner.phrase(written) == written


def test_a_bare_noun_keeps_its_question() -> None:
    assert NAMER.cleaner.phrase("反映中南路的交通问题") == "中南路的交通问题"
    assert NAMER.cleaner.phrase("投诉和苑新城的多项问题") == "和苑新城多项问题"


@given(st.lists(st.sampled_from([*CHINESE_WORDS, *MARKS]), max_size=14).map("".join))
def test_no_mark_of_redaction_reaches_a_title(written: str) -> None:
    phrase = NAMER.cleaner.phrase(written)

    assert not any(mark in phrase for mark in MARKS)


@given(st.lists(st.sampled_from(CHINESE_WORDS), max_size=14).map("".join))
def test_a_title_without_its_forms_is_never_longer_and_never_empty(written: str) -> None:
    phrase = NAMER.cleaner.phrase(written)

    assert len(phrase) <= len(written)
    assert phrase or not tidy(written)


def test_a_group_takes_the_title_that_names_place_and_matter() -> None:
    titles = ["投诉违法开建的油漆项目", "举报花园村违法开建的油漆项目", "咨询医保报销"]
    details = ["花园村油漆项目味道刺鼻。", "花园村油漆项目离学校很近。", "想问报销比例。"]

    named = titles_of(titles, details, [0, 0, 1])

    assert named == ["花园村违法开建的油漆项目", "医保报销"]


def test_a_second_matter_is_added_in_a_members_own_words() -> None:
    titles = [
        "投诉景园小区搅拌站夜间噪声扰民",
        "投诉景园小区搅拌站夜间噪声扰民",
        "反映景园小区搅拌站粉尘污染严重",
    ]
    details = ["夜里吵。", "夜里很吵。", "窗台上都是灰。"]

    named = titles_of(titles, details, [0, 0, 0])

    assert named == ["景园小区搅拌站夜间噪声扰民、粉尘污染严重"]


def test_a_text_without_title_gives_its_clause_with_place_and_matter() -> None:
    detail = "领导您好，我是这里的老住户。景园小区东门外搅拌站夜间噪声很大。每天晚上睡不着。谢谢。"

    named = titles_of(["", "咨询公积金"], [detail, "想问年限。"], [0, 1])

    assert named[0] == "景园小区东门外搅拌站夜间噪声很大"


def test_the_place_comes_from_the_text_where_the_clause_has_none() -> None:
    places = NAMER.named_places

    assert (
        first_place("我是景园小区的业主，搅拌站每天夜里施工噪声很大", places, ClauseSettings()) == "景园小区"
    )
    assert first_place("搅拌站每天夜里施工噪声很大", places, ClauseSettings()) == ""


def test_a_text_without_punctuation_is_cut_between_words() -> None:
    detail = "景园小区东门外搅拌站夜间噪声很大" * 4

    (named,) = titles_of([""], [detail], [0])

    assert len(named) <= 30
    assert detail.startswith(named)
    assert named.endswith(("搅拌站", "夜间", "噪声", "很大", "小区", "东门外"))


def test_an_english_complaint_loses_greeting_and_purpose() -> None:
    text = (
        "Dear Sir or Madam, I am writing to complain about the night noise from the mixing plant at Lake "
        "Road. My children cannot sleep. Please act."
    )

    assert english_phrase(text, FORMS, EnglishSettings()) == "Night noise from the mixing plant at Lake Road"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("can you please tell me how to change my oil", "How to change my oil"),
        (
            "transfer seventeen dollars from one account to another, please",
            "Transfer seventeen dollars from one account to another",
        ),
        (
            "Hello! My name is [name]. The street lamps on Lake Road are out.",
            "Street lamps on Lake Road are out",
        ),
        ("thanks", "Thanks"),
    ],
)
def test_an_english_request_keeps_its_matter(written: str, kept: str) -> None:
    assert english_phrase(written, FORMS, EnglishSettings()) == kept


@given(
    st.lists(
        st.sampled_from(ENGLISH_WORDS),
        max_size=40,
    )
)
def test_an_english_title_has_at_most_twelve_words(words: list[str]) -> None:
    titled = english_phrase(" ".join(words), FORMS, EnglishSettings()).split()

    assert len(titled) <= EnglishSettings().longest


def test_an_english_title_that_is_cut_does_not_hang() -> None:
    text = "Street lamps near our school stay dark every single night because of the very old cable"

    titled = english_phrase(text, FORMS, EnglishSettings()).split()

    assert 2 < len(titled) < len(text.split())
    assert titled[-1].lower() not in FORMS.hanging_words


def test_the_order_of_rows_changes_no_title() -> None:
    titles = [
        "投诉碧水湾小区油烟扰民",
        "",
        "反映碧水湾餐馆油烟直排",
        "咨询落户政策",
        "投诉碧水湾小区餐馆油烟扰民",
    ]
    details = ["油烟大。", "湖滨路路灯不亮，夜里看不见路。", "味道刺鼻。", "想落户。", "投诉多次。"]
    labels = [0, 1, 0, 2, 0]
    order = [4, 2, 0, 3, 1]

    named = titles_of(titles, details, labels)
    again = titles_of([titles[i] for i in order], [details[i] for i in order], [labels[i] for i in order])

    assert again == named


def test_rows_that_say_nothing_give_an_empty_title() -> None:
    assert titles_of(["", "路灯不亮"], ["", "夜里黑。"], [0, 1]) == ["", "路灯不亮"]


def test_no_groups_have_no_titles() -> None:
    space = space_of(["路灯不亮"], [""])

    assert group_titles([], [], np.zeros(0, dtype=np.int64), space, NAMER) == []


def test_titles_of_public_messages_begin_with_place_or_matter(development_data: Path) -> None:
    rows = read_opinions([development_data / "messages.csv"]).rows
    titles, details = [row.title for row in rows], [row.text for row in rows]

    named = titles_of(titles, details, range(len(rows)))

    with_form = [one for one in named if re.match("咨询|投诉|反映|请求|举报|再次|强烈|关于|尊敬", one)]
    assert all(named)
    assert max(map(len, named)) <= 40
    assert len(with_form) <= 0.01 * len(named), with_form
