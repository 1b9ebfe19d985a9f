"""Does a search find what a look through the texts finds, on either database?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.activities import word_search
from huiyin.activities.actions import correct, record, record_many, restore, withdraw
from huiyin.activities.filters import Filters
from huiyin.activities.queries import COUNTED_WITH_WORDS, page
from huiyin.activities.rules import Entered
from tests.campaign import TestCampaign

DAY = date(2026, 9, 8)
RUNS = st.text(st.sampled_from("走访商户"), min_size=1, max_size=4)
TITLES = [
    f"{first}{second}{mark}{n}"
    for n, (first, second, mark) in enumerate(
        (first, second, mark)
        for first in ("走访", "访商", "户", "走走")
        for second in ("商户", "走访", "访", "户户")
        for mark in ("", "，走", "x访")
    )
]


def talk(title: str, unit: str = "liutang", state: str = "held") -> Entered:
    return Entered("talk", unit, DAY, None, state, {"title": title})


@pytest.fixture
def titles(campaign: TestCampaign) -> TestCampaign:
    """Talks over three units and two states whose titles are made of few signs."""
    units, states = ("liutang", "liutang-east", "shigu"), ("held", "planned")
    talks = [talk(title, units[n % 3], states[n % 2]) for n, title in enumerate(TITLES)]
    record_many(actor=campaign.actor("clerk"), now=campaign.now, entries=talks)
    return campaign


def titles_found(campaign: TestCampaign, words: str, person: str = "clerk") -> set[str]:
    return {row.title for row in page(campaign.actor(person), Filters(words=words), size=200).rows}


NARROWED = st.builds(
    Filters,
    kind=st.sampled_from(["", "talk"]),
    unit=st.sampled_from(["", "liutang", "shigu"]),
    state=st.sampled_from(["", "held", "planned"]),
    since=st.sampled_from([None, DAY]),
    is_late=st.none() | st.booleans(),
    needs_evidence=st.booleans(),
)


@given(st.lists(RUNS, min_size=1, max_size=3), NARROWED, st.sampled_from(["clerk", "liaison"]))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chinese_words_are_found_as_by_looking_through_the_texts(
    titles: TestCampaign, words: list[str], narrowed: Filters, person: str
) -> None:
    everything = page(titles.actor(person), narrowed, size=200).rows
    asked = replace(narrowed, words=" ".join(words))

    rows = page(titles.actor(person), asked, size=200).rows

    # None of these signs stands in the name of a unit, which would be found as well.
    assert rows == tuple(row for row in everything if all(word in row.title for word in words))


@given(RUNS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_matches_are_found_as_few_are(titles: TestCampaign, word: str) -> None:
    few = titles_found(titles, word)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_search, "FEW", 0)  # the setting, so that 40 records are many
        many = titles_found(titles, word)

    assert few == many == {title for title in TITLES if word in title}


def test_a_corrected_record_is_found_by_its_new_words_alone(campaign: TestCampaign) -> None:
    clerk, now = campaign.actor("clerk"), campaign.now
    id_ = record(actor=clerk, now=now, entered=talk("安全用电"))
    correct(actor=clerk, now=now, record=id_, version=1, entered=talk("消防演练"), reason="写错")

    assert titles_found(campaign, "用电") == set()
    assert titles_found(campaign, "消防") == {"消防演练"}


def test_a_record_that_was_taken_back_is_found_again_when_it_counts_again(campaign: TestCampaign) -> None:
    clerk, now = campaign.actor("clerk"), campaign.now
    id_ = record(actor=clerk, now=now, entered=talk("安全用电"))
    withdraw(actor=clerk, now=now, record=id_, version=1, reason="没有办")
    withdrawn = titles_found(campaign, "用电")
    restore(actor=clerk, now=now, record=id_, version=2, reason="办了")

    assert withdrawn == set()
    assert titles_found(campaign, "用电") == {"安全用电"}


@pytest.mark.parametrize(
    "words", ["title", "audience", "held", "tal", "%", "_", "'", '"', "' OR 1", '" *', "\\"]
)
def test_keys_and_signs_of_a_query_language_find_nothing(campaign: TestCampaign, words: str) -> None:
    record(actor=campaign.actor("clerk"), now=campaign.now, entered=talk("安全用电"))

    assert titles_found(campaign, words) == set()


def test_long_texts_are_searched_to_their_end(campaign: TestCampaign) -> None:
    story = "甲乙" * 9_000 + "末尾"
    values = {"name": "长文", "story": story, "consent": True}
    entered = Entered("everything", "liutang", DAY, None, "held", values)
    record(actor=campaign.actor("clerk"), now=campaign.now, entered=entered)

    assert titles_found(campaign, "乙末尾") == {"长文"}
    assert titles_found(campaign, "甲末尾") == set()


def test_more_matches_than_are_counted_are_told_as_more(campaign: TestCampaign) -> None:
    clerk = campaign.actor("clerk")
    talks = [talk(f"走访{n}") for n in range(COUNTED_WITH_WORDS + 1)]
    record_many(actor=clerk, now=campaign.now, entries=talks)

    shown = page(clerk, Filters(words="走访"), size=5)

    assert (shown.total, shown.is_more) == (COUNTED_WITH_WORDS, True)
