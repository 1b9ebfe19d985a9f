"""Are the names of districts learnt from the opinions themselves?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.regions import Gazetteer, Region, learn_gazetteer, read_region_settings

STOP_WORDS = frozenset({"投诉", "反映", "咨询", "的", "在"})
TEXTS = [
    "投诉云岭区梧桐路积水",
    "反映云岭区第三小学门口堵车",
    "星沙市云岭区公园路灯不亮",
    "星沙市云岭区青竹社区垃圾",
    "咨询星沙市公积金",
    "星沙市地铁何时通车",
    "松台县乡村公路破损",
    "松台县自来水发黄",
    "星沙市松台县医院停车难",
    "星沙市松台县的学校",
]


def learn(texts: list[str]) -> Gazetteer:
    return learn_gazetteer(texts, STOP_WORDS, read_region_settings())


def named(gazetteer: Gazetteer, text: str) -> list[Region]:
    return [gazetteer.region(match[0]) for match in gazetteer.pattern.finditer(text)]


def test_a_district_is_known_with_its_city() -> None:
    assert named(learn(TEXTS), "云岭区路灯") == [Region("云岭", "星沙")]


def test_a_known_district_is_found_without_its_suffix() -> None:
    assert named(learn(TEXTS), "希望松台修路") == [Region("松台", "星沙")]


def test_a_city_is_its_own_city() -> None:
    assert named(learn(TEXTS), "星沙市") == [Region("星沙", "星沙")]


def test_estates_and_common_words_are_no_districts() -> None:
    texts = [f"{name}小区门口的超市" for name in ("景园", "阳光", "碧水", "景园", "阳光", "碧水")]

    assert learn(texts).regions == {}


def test_anonymous_codes_are_districts_of_the_city_of_their_letter() -> None:
    assert named(learn([]), "a3区与a市和k9县") == [Region("a3", "a"), Region("a", "a"), Region("k9", "k")]


@given(st.permutations(TEXTS))
def test_the_order_of_the_texts_does_not_matter(texts: list[str]) -> None:
    assert learn(texts).regions == learn(TEXTS).regions
