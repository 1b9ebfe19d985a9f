"""Does the chain from voice to answer show every gap, and do weeks without a word stay to be seen?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.ledger.answers.counts import Told, counted
from huiyin.ledger.moves import WITH_THE_UNIT, ProblemState
from huiyin.ledger.rules import AnswerState, Outcome, Satisfied, Way
from huiyin.ledger.shown.chain import ChainFacts, Link, LinkState, Made, chain_of
from huiyin.ledger.shown.follow_up_weeks import Since, monday_of, weeks_of

S = ProblemState
DAY = date(2026, 9, 9)
RULES = {"open": "L01", "assign": "L03", "claim": "L13", "check": "L15", "sign": "L17", "reopen": "L26"}


def made(move: str, at: int, episode: int = 1) -> Made:
    return Made(
        move, RULES.get(move, "L00"), "clerk", None, DAY + timedelta(days=at), at, episode, S.IN_PROGRESS
    )


def facts_of(moves: Sequence[str], state: ProblemState, **says: int) -> ChainFacts:
    steps = [made(move, at) for at, move in enumerate(moves)]
    given_ = {"voices": 3, "places": 1, "follow_ups": 2, "gaps": 0, "answered": 0} | says
    return ChainFacts(state=state, episode=1, moves=steps, opened=steps[0], is_noticed=False, **given_)


def states(facts: ChainFacts) -> dict[str, str]:
    return {step.key.value: step.state.value for step in chain_of(facts)}


CLOSED = facts_of(["open", "assign", "claim", "check", "sign"], S.CLOSED)


def test_a_closed_problem_waits_for_its_answers() -> None:
    told = states(CLOSED)

    assert (told["signature"], told["effect"], told["answers"]) == ("done", "ahead", "now")
    assert states(replace(CLOSED, answered=3))["answers"] == "done"


def test_a_signature_without_a_check_leaves_a_gap_to_be_seen() -> None:
    waived = facts_of(["open", "assign", "claim", "sign_without_check"], S.CLOSED)

    assert states(waived)["check"] == LinkState.MISSING
    assert states(waived)["signature"] == LinkState.DONE


def test_weeks_without_a_word_and_voices_that_nobody_has_leave_gaps() -> None:
    told = states(replace(CLOSED, gaps=1, voices=0))

    assert (told["follow_ups"], told["voices"]) == ("missing", "missing")


def test_what_a_later_move_took_back_is_done_no_more() -> None:
    sent_back = facts_of(["open", "assign", "claim", "send_back"], S.IN_PROGRESS)
    refused = facts_of(["open", "assign", "claim", "check", "refuse"], S.IN_PROGRESS)

    assert [states(facts)["claim"] for facts in (sent_back, refused)] == ["ahead", "ahead"]
    assert states(refused)["check"] == "ahead"


def test_a_notice_is_a_link_only_where_there_is_one() -> None:
    assert "notice" not in states(CLOSED)
    assert states(replace(CLOSED, is_noticed=True, state=S.ON_NOTICE))["notice"] == "now"


@given(st.sampled_from(sorted(S)), st.lists(st.sampled_from(sorted(RULES)), min_size=1, max_size=8))
def test_at_most_one_link_is_now_and_nothing_ahead_stands_before_what_is_done(
    state: ProblemState, moves: list[str]
) -> None:
    steps = chain_of(facts_of(moves, state))

    assert sum(step.state is LinkState.NOW for step in steps) <= 1
    done = [at for at, step in enumerate(steps) if step.state in (LinkState.DONE, LinkState.NOW)]
    early = [step.key for step in steps[: max(done, default=0)] if step.state is LinkState.AHEAD]
    assert set(early) <= {Link.EFFECT}


STEPS = st.lists(st.tuples(st.integers(0, 80), st.sampled_from(sorted(S))), min_size=1, max_size=6)


@given(STEPS, st.sets(st.integers(0, 12)), st.integers(0, 90))
def test_weeks_run_on_from_the_hand_over_and_a_gap_has_no_word(
    moves: list[tuple[int, ProblemState]], said: set[int], days: int
) -> None:
    today = DAY + timedelta(days=days)
    steps = [Since(DAY + timedelta(days=at), state) for at, state in sorted(moves) if at <= days]
    words = {monday_of(DAY) + timedelta(weeks=week): "changed" for week in said}

    weeks = weeks_of(steps, words, today)

    mondays = [week.monday for week in weeks]
    assert mondays == [mondays[0] + timedelta(weeks=at) for at in range(len(mondays))] if mondays else True
    assert bool(weeks) == any(step.state in WITH_THE_UNIT for step in steps)
    assert all(week.is_asked and week.said is None for week in weeks if week.is_gap)
    assert all(week.monday < monday_of(today) for week in weeks if week.is_gap)


TOLD = st.builds(
    Told,
    st.sampled_from(sorted(AnswerState)),
    st.sampled_from(["", *sorted(Way)]),
    st.sampled_from(sorted(Outcome)),
    st.sampled_from(["", *sorted(Satisfied)]),
    st.integers(0, 50),
)


@given(st.lists(TOLD))
def test_every_answer_is_counted_once_and_nobody_is_reached_by_a_notice(told: list[Told]) -> None:
    counts = counted(told)

    assert counts.all == sum(each.count for each in told)
    assert counts.given == sum(
        each.count
        for each in told
        if each.state == "given" and each.way != "posted" and each.outcome != "in_hand"
    )
    assert sum(counts.said.values()) == counts.given
    assert counts.with_a_word + counts.said["no_word"] == counts.given
