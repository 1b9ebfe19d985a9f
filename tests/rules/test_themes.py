"""Do themes hold the same matter across places, at any number wanted, whatever the order of rows?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from huiyin.opinions.files.intake import read_opinions
from huiyin.triage.characters import IntArray, normalise
from huiyin.triage.counts import count
from huiyin.triage.matters import read_matter_list
from huiyin.triage.naming import group_titles, make_namer
from huiyin.triage.regions import learn_gazetteer, read_region_settings
from huiyin.triage.theme_evidence import Grouped, Lexicon, UnusableThemes, read_theme_words, see_groups
from huiyin.triage.theme_tree import Join, TreeSettings, after, gather_themes, joins, part
from huiyin.triage.themes import OUTSIDE, ThemeAssignment, ThemeRules, find_themes
from huiyin.triage.vectors import VectorSettings, build_space

MATTERS = read_matter_list()
RULES = ThemeRules(Lexicon(MATTERS, read_theme_words()))
NAMER = make_namer(MATTERS)
PLACES = [
    "云岭区景园小区",
    "松台县柳林村",
    "青禾区碧水湾",
    "湖心区望湖花园",
    "北塘县梅林村",
    "石桥区兰亭雅居",
]
SAYINGS = {
    "路灯": ["{}路灯不亮，夜里看不见路", "{}的路灯坏了没人修"],
    "公交": ["希望{}增开公交线路", "{}公交班次太少，公交车等不到"],
    "油烟": ["{}楼下餐馆油烟直排", "投诉{}餐馆油烟扰民"],
    "工资": ["{}工地拖欠工资", "讨要{}装修公司拖欠的工资"],
    "供水": ["{}自来水经常停水", "{}自来水发黄，水质很差"],
    "垃圾": ["{}垃圾堆了几天没人清运", "{}垃圾桶旁垃圾满地"],
    "补课": ["{}中学周末违规补课", "举报{}学校有偿补课"],
    "医保": ["咨询{}医保报销比例", "{}居民医保异地报销问题"],
    "停车": ["{}停车位不够，停车难", "{}停车场乱收停车费"],
    "拆迁": ["{}拆迁补偿款没有到位", "咨询{}房屋征收拆迁政策"],
}
ENGLISH = {
    "oil": [
        "how do i change my oil",
        "when should i change the oil in my car",
        "where can i get an oil change",
    ],
    "card": ["i lost my credit card", "report my lost credit card", "my credit card was lost yesterday"],
    "weather": [
        "what is the weather like today",
        "will the weather be sunny today",
        "weather for tomorrow please",
    ],
    "song": ["play my favourite song", "what song is playing now", "add this song to my playlist"],
}


def grouped(texts: Sequence[str], labels: IntArray | None = None) -> Grouped:
    labels = np.arange(len(texts)) if labels is None else labels
    plain, none = [normalise(text) for text in texts], [""] * len(texts)
    gazetteer = learn_gazetteer(plain, MATTERS.templates | MATTERS.functions, read_region_settings())
    space = build_space(count(plain, none, gazetteer, MATTERS), VectorSettings())
    return Grouped(space, labels, group_titles(texts, none, labels, space, NAMER), plain)


def civic() -> tuple[list[str], list[str]]:
    """What people say and the matter of each: every matter in every place, said in two ways."""
    said = [
        (saying.format(place), matter)
        for matter, place in product(SAYINGS, PLACES)
        for saying in SAYINGS[matter]
    ]
    return [text for text, _ in said], [matter for _, matter in said]


@cache
def civic_themes(wanted: int | None) -> ThemeAssignment:
    return find_themes(grouped(civic()[0]), RULES, wanted=wanted)


def test_a_theme_is_one_matter_in_all_places() -> None:
    texts, matters = civic()

    found = civic_themes(None)

    assert found.by_matter
    assert adjusted_rand_score(matters, found.theme_of_group) > 0.95
    assert len(found.titles) == len(SAYINGS)
    assert len(found.theme_of_group) == len(texts)


def test_a_theme_is_called_by_its_matter_and_not_by_a_place() -> None:
    titles = " ".join(civic_themes(None).titles)

    assert all(
        word in titles for word in ("路灯", "公交", "油烟", "拖欠", "自来水", "垃圾", "补课", "医保", "停车")
    )
    assert not any(place[-4:] in titles for place in PLACES)


@given(wanted=st.integers(1, 20))
@settings(max_examples=12)
def test_as_many_themes_as_wanted_and_all_of_them_filled(wanted: int) -> None:
    found = civic_themes(wanted)

    assert sorted(set(found.theme_of_group.tolist()) - {OUTSIDE}) == list(range(wanted))
    assert len(found.titles) == wanted


@given(wanted=st.integers(1, 19))
@settings(max_examples=12)
def test_fewer_themes_are_joins_of_more_themes(wanted: int) -> None:
    fine, coarse = civic_themes(wanted + 1).theme_of_group, civic_themes(wanted).theme_of_group

    pairs = set(zip(fine.tolist(), coarse.tolist(), strict=True))

    assert len(pairs - {(OUTSIDE, OUTSIDE)}) == wanted + 1


def test_the_tree_leads_from_the_themes_to_one() -> None:
    found = civic_themes(None)

    assert len(found.tree) == len(found.titles) - 1
    assert set(after(found.tree, len(found.titles)).tolist()) == {found.tree[-1].kept}


def test_themes_are_numbered_by_what_they_hold() -> None:
    held = np.bincount(civic_themes(6).theme_of_group + 1)[1:]

    assert held.tolist() == sorted(held.tolist(), reverse=True)


def test_the_order_of_rows_changes_no_theme() -> None:
    texts, _ = civic()
    order = np.random.default_rng(3).permutation(len(texts))

    again = find_themes(grouped([texts[number] for number in order]), RULES)

    assert again.theme_of_group.tolist() == civic_themes(None).theme_of_group[order].tolist()
    assert again.titles == civic_themes(None).titles


def test_what_fits_no_theme_stays_outside() -> None:
    texts, _ = civic()

    found = find_themes(grouped([*texts, "谁来救救候鸟"]), RULES)

    assert found.theme_of_group[-1] == OUTSIDE
    assert (found.theme_of_group == OUTSIDE).sum() <= 0.15 * len(texts)


def test_a_matter_that_nobody_listed_makes_its_own_theme() -> None:
    texts, _ = civic()
    unlisted = [f"{place}楼道小广告撕了又贴" for place in PLACES]

    found = find_themes(grouped([*texts, *unlisted]), RULES)

    themes = set(found.theme_of_group[-len(unlisted) :].tolist())
    assert len(themes) == 1
    assert "小广告" in found.titles[themes.pop()]


def test_a_theme_that_holds_too_much_is_parted() -> None:
    texts, _ = civic()
    more = [
        f"{place}{saying}"
        for place in PLACES
        for saying in ("物业收费太高", "物业不修电梯")
        for _ in range(3)
    ]

    found = find_themes(grouped([*texts, *more]), RULES)

    held = np.bincount(found.theme_of_group + 1)[1:] / len(found.theme_of_group)
    assert held.max() <= 0.15
    assert len(set(found.theme_of_group[-len(more) :].tolist())) > 1


def test_texts_without_known_matters_are_themed_by_their_words() -> None:
    texts = [text for said in ENGLISH.values() for text in said for _ in range(2)]
    kinds = [kind for kind, said in ENGLISH.items() for _ in range(2 * len(said))]

    found = find_themes(grouped(texts), RULES, wanted=len(ENGLISH))

    assert not found.by_matter
    assert adjusted_rand_score(kinds, found.theme_of_group) > 0.7
    assert all(title[:1].isupper() for title in found.titles)


def test_one_group_can_be_the_only_theme() -> None:
    found = find_themes(grouped(["路灯不亮"]), RULES, wanted=5)

    assert set(found.theme_of_group.tolist()) <= {0, OUTSIDE}


@pytest.mark.parametrize("wanted", [0, -1])
def test_no_theme_at_all_cannot_be_wanted(wanted: int) -> None:
    with pytest.raises(ValueError, match="at least one theme"):
        find_themes(grouped(["路灯不亮", "公交太少"]), RULES, wanted=wanted)


def test_a_themes_file_of_another_shape_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "own_themes.yaml"
    file.write_text("families: [路灯]", encoding="utf-8")

    with pytest.raises(UnusableThemes, match=r"own_themes\.yaml"):
        read_theme_words(file)


def test_every_matter_has_a_name_and_a_family_or_none() -> None:
    words = RULES.lexicon.words

    assert set(words.names) == set(MATTERS.matters)
    assert set(words.family) <= set(MATTERS.matters)


def test_a_small_theme_joins_the_one_most_like_it_in_its_family_first() -> None:
    words = sparse.csr_array(np.array([[1.0, 0.0], [0.6, 0.8], [0.9, 0.43]], dtype=np.float32))
    size = np.array([10.0, 10.0, 1.0])
    gathered = gather_themes(np.array([0, 1, 2]), size, 3)

    alone, needed = joins(words, gathered, ["", "", ""], least=5.0, settings=TreeSettings())
    with_family, _ = joins(
        words, gathered, ["", "home", "home"], least=5.0, settings=TreeSettings(across=100.0)
    )

    assert needed == 1
    assert alone[0] == Join(kept=0, joined=2)
    assert with_family[0] == Join(kept=1, joined=2)


def test_groups_are_parted_by_the_word_that_tells_most() -> None:
    words = sparse.csr_array(np.array([[1, 0.1], [1, 0], [0, 1], [0.1, 1], [0, 1]], dtype=np.float32))

    second = part(words, np.ones(5), TreeSettings())

    assert second.tolist() in ([True, True, False, False, False], [False, False, True, True, True])


def test_equal_groups_are_not_parted() -> None:
    words = sparse.csr_array(np.ones((4, 2), dtype=np.float32))

    assert not part(words, np.ones(4), TreeSettings()).any()


def public_messages(folder: Path) -> tuple[list[str], list[str]]:
    rows = read_opinions([folder / "messages.csv"]).rows
    return [row.title for row in rows], [f"{row.title} {row.text}" for row in rows]


def themes_of(titles: Sequence[str], texts: Sequence[str]) -> IntArray:
    plain = [normalise(title) for title in titles]
    details = [normalise(text[len(title) :]) for title, text in zip(titles, texts, strict=True)]
    gazetteer = learn_gazetteer(plain, MATTERS.templates | MATTERS.functions, read_region_settings())
    space = build_space(count(plain, details, gazetteer, MATTERS), VectorSettings())
    labels = np.arange(len(titles))
    named = group_titles(titles, details, labels, space, NAMER)
    return find_themes(
        Grouped(space, labels, named, [normalise(text) for text in texts]), RULES
    ).theme_of_group


def test_themes_of_public_messages_are_a_few_dozen_full_and_steady(development_data: Path) -> None:
    titles, texts = public_messages(development_data)
    kept = np.sort(np.random.default_rng(5).choice(len(titles), round(len(titles) / 1.1), replace=False))

    before = themes_of([titles[row] for row in kept], [texts[row] for row in kept])
    whole = themes_of(titles, texts)

    held = np.bincount(whole + 1) / whole.size
    assert 30 <= len(held) - 1 <= 90
    assert held[0] <= 0.15
    assert held[1:].max() <= 0.10
    assert adjusted_rand_score(before, whole[kept]) >= 0.90


def test_themes_agree_with_areas_better_than_k_means_on_the_same_words(development_data: Path) -> None:
    rows = read_opinions([development_data / "areas.csv"]).rows
    titles, texts = [row.title for row in rows], [f"{row.title} {row.text}" for row in rows]
    areas = np.unique([row.area for row in rows], return_inverse=True)[1]

    def purity(themes: IntArray) -> float:
        return sum(int(np.bincount(areas[themes == theme]).max()) for theme in np.unique(themes)) / areas.size

    whole = grouped(texts)
    words = see_groups(whole, RULES.lexicon, RULES.settings.evidence).words.toarray()
    themes = themes_of(titles, texts)
    means = KMeans(len(np.unique(themes)), n_init=1, random_state=0).fit_predict(words)

    assert purity(themes) > purity(means)
