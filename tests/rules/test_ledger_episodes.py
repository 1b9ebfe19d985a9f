"""Are problems counted by episodes, in time or late, each merged one once; and which numbers decide?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ledger.deciding.policies import acceptance, number, policy
from huiyin.ledger.moves import MOVES, ProblemState
from huiyin.ledger.rules import Policy
from huiyin.ledger.shown.drawing import mermaid, page
from huiyin.ledger.shown.episodes import InTime, VersionFacts, counts, episodes_of
from huiyin.plan.reading import read_plan
from tests.small_plans import SMALL_TEXT, changed

DAY = date(2026, 9, 7)
S = ProblemState
PLAN = read_plan(SMALL_TEXT)


def version(number: int, version: int, state: str, day: int, **said: object) -> VersionFacts:
    at = DAY + timedelta(days=day)
    return VersionFacts(f"p{number}", version, number, state, at, **{"episode": 1, **said})  # type: ignore[arg-type]  # named by each test


def test_a_problem_closed_and_reopened_and_closed_has_two_episodes() -> None:
    due = {"due_original": DAY + timedelta(days=9), "due_current": DAY + timedelta(days=20)}
    versions = [
        version(1, 1, S.DRAFT, 0),
        version(1, 2, S.ASSIGNED, 1, **due),
        version(1, 3, S.CLAIMED, 8, **due, claimed_on=DAY + timedelta(days=8)),
        version(1, 4, S.CLOSED, 12, **due, claimed_on=DAY + timedelta(days=8)),
        version(1, 5, S.IN_PROGRESS, 30, episode=2, due_original=DAY + timedelta(days=40)),
        version(
            1,
            6,
            S.CLOSED,
            50,
            episode=2,
            due_original=DAY + timedelta(days=40),
            due_current=DAY + timedelta(days=40),
            claimed_on=DAY + timedelta(days=45),
        ),
    ]

    first, second = episodes_of(reversed(versions))
    told = counts([first, second], DAY, DAY + timedelta(days=60))

    assert (first.in_time, second.in_time) == (InTime.ON_ORIGINAL, InTime.LATE)
    assert (told.opened, told.reopened, told.closed, told.open) == (1, 1, 2, 0)
    before = counts([first, second], DAY, DAY + timedelta(days=35))
    assert (before.closed, before.reopened, before.open) == (1, 1, 1)


def test_a_merged_problem_is_counted_with_the_one_that_took_it_in() -> None:
    versions = [version(1, 1, S.DRAFT, 0), version(2, 1, S.DRAFT, 0), version(2, 2, S.MERGED, 3)]

    told = counts(episodes_of(versions), DAY, DAY + timedelta(days=5))
    earlier = counts(episodes_of(versions), DAY, DAY + timedelta(days=2))

    assert (told.opened, told.merged, told.open) == (1, 1, 1)
    assert (earlier.opened, earlier.merged, earlier.open) == (2, 0, 2)


@pytest.mark.parametrize(
    ("done", "in_time"),
    [(9, InTime.ON_ORIGINAL), (10, InTime.WITHIN_EXTENDED), (20, InTime.WITHIN_EXTENDED), (21, InTime.LATE)],
)
def test_in_time_goes_by_the_day_of_the_claim_that_held(done: int, in_time: InTime) -> None:
    """Checking and public notice take the time of others."""
    due = {"due_original": DAY + timedelta(days=9), "due_current": DAY + timedelta(days=20)}
    [episode] = episodes_of([version(1, 1, S.CLOSED, 90, **due, claimed_on=DAY + timedelta(days=done))])

    assert episode.in_time is in_time


@given(ends=st.lists(st.sampled_from([None, S.CLOSED, S.MERGED, S.NOT_ACCEPTED]), max_size=20))
def test_every_problem_opened_is_open_closed_merged_or_not_accepted(ends: list[ProblemState | None]) -> None:
    versions = [version(at, 1, S.DRAFT, 0) for at in range(len(ends))]
    versions += [version(at, 2, end, 4) for at, end in enumerate(ends) if end]

    told = counts(episodes_of(versions), DAY, DAY + timedelta(days=9))

    assert told.opened + told.merged == len(ends)
    assert told.opened == told.open + told.closed + told.not_accepted


@pytest.mark.parametrize("key", Policy)
def test_every_number_that_decides_has_a_value_and_a_source(key: Policy) -> None:
    found = policy(PLAN, key, DAY)

    assert found.value == int(found.value) >= 0
    assert len(found.source) > 10
    assert policy(PLAN, key, date(1990, 1, 1)).key == key


def test_the_plans_own_number_comes_first_from_its_day_on() -> None:
    own = "policy:\n  - {key: ledger.receive_days, value: 7, since: 2026-10-01, source: 试}\n"
    plan = read_plan(changed("policy:\n", own))

    asked = [number(plan, Policy.RECEIVE_DAYS, day) for day in (date(2026, 9, 30), date(2026, 10, 1))]

    assert asked == [2, 7]


def test_a_plan_may_have_a_check_list_of_its_own() -> None:
    own = "checklists:\n  - {key: acceptance, name: 验收, items: [{key: seen, name: 看过}]}\n"

    assert [item.key for item in acceptance(read_plan(changed("checklists:\n", own))).items] == ["seen"]
    assert len(acceptance(PLAN).items) == 5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_drawing_shows_every_state_and_the_page_every_rule(language: str) -> None:
    drawn, told = mermaid(language), page(language, "")

    assert [state for state in ProblemState if f"    {state}: " not in drawn] == []
    assert [move.rule for move in MOVES.values() if f"| {move.rule} |" not in told] == []
    assert "checked --> on_notice: L17" in drawn
