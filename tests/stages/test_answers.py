"""Is every giver told what became of their voice, once for each end, and is nobody counted who was not?"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.access.queries import SYSTEM
from huiyin.access.rules import Forbidden
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.ledger.actions.answering import answer, fall_due, given, not_reached, satisfaction
from huiyin.ledger.answers.counts import Share
from huiyin.ledger.answers.kept import AnswerFilters, answer_counts, answer_of, answers
from huiyin.ledger.models import Answer, Problem
from huiyin.ledger.rules import Satisfied
from huiyin.trail.models import NEVER
from tests.campaign import NOW, TestCampaign
from tests.ledger_rows import Heard, a_place, a_problem, an_opinion, heard, the_next, written

DAY = date(2026, 9, 30)
CLOSED = {"state": "closed", "move": "sign", "rule": "L17", "closed_on": date(2026, 9, 25)}


@pytest.fixture
def voices(campaign: TestCampaign) -> Heard:
    """Five voices of one group: the first three named, the first with a contact; the last taken back."""
    opinions = [
        an_opinion("一", naming="named"),
        an_opinion("二", naming="named"),
        an_opinion("三", naming="anonymous"),
        an_opinion("四", naming="anonymous"),
        an_opinion("五", is_withdrawn=True),
    ]
    assert campaign
    return heard(opinions, contacts=[0, 2], state="opened")


@pytest.fixture
def closed(voices: Heard) -> Problem:
    """Problem 7, closed, with those voices as its one place."""
    at_work = a_problem(7, lasting_measure="每月巡查一次")
    written([at_work])
    written([a_place(at_work, voices.group)])
    row = the_next(at_work, **CLOSED)
    written([row])
    return row


def due() -> list[Answer]:
    return list(Answer.objects.filter(superseded=NEVER).order_by("sequence", "position"))


def test_when_a_problem_is_closed_each_of_its_givers_is_to_be_told_copies_too(
    closed: Problem, voices: Heard
) -> None:
    assert fall_due(actor=SYSTEM, now=NOW) == 4

    assert {row.record for row in due()} == set(voices.ids[:4])
    assert {(row.outcome, row.problem, row.episode, row.words) for row in due()} == {
        ("solved", closed.record, 1, "每月巡查一次")
    }


@pytest.mark.usefixtures("closed")
def test_what_is_due_falls_due_once() -> None:
    assert [fall_due(actor=SYSTEM, now=NOW) for _ in range(3)] == [4, 0, 0]


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize("state", ["noted", "not_ours", "cannot_do"])
def test_an_answer_on_the_board_falls_due_with_its_words(state: str) -> None:
    heard([an_opinion("一"), an_opinion("二")], state=state, words="归市政管，已转告")

    fall_due(actor=SYSTEM, now=NOW)

    assert [(row.outcome, row.words, row.problem) for row in due()] == [(state, "归市政管，已转告", "")] * 2


@pytest.mark.usefixtures("campaign")
def test_while_it_waits_or_is_worked_at_nothing_falls_due() -> None:
    heard([an_opinion("一")], state="waiting")
    at_work = a_problem(7)
    written([at_work])
    written([a_place(at_work, heard([an_opinion("二")], state="opened").group)])

    assert fall_due(actor=SYSTEM, now=NOW) == 0


def test_a_voice_without_a_way_back_is_posted_and_its_own_number(
    campaign: TestCampaign, closed: Problem, voices: Heard
) -> None:
    clerk = campaign.actor("clerk")
    fall_due(actor=SYSTEM, now=NOW)

    given(actor=clerk, now=NOW, opinions=voices.ids[3:4], way="posted", day=DAY)
    given(actor=clerk, now=NOW, opinions=voices.ids[:1], way="phone")
    not_reached(actor=clerk, now=NOW, opinions=voices.ids[1:2])

    counts = answer_counts(clerk, closed.record)
    assert (counts.due, counts.given, counts.posted, counts.not_reached, counts.no_way_back) == (
        1,
        1,
        1,
        1,
        1,
    )
    assert counts.all == 4
    assert counts.reached == Share(1, 2)


@pytest.mark.usefixtures("closed")
def test_nobody_who_can_be_reached_is_answered_by_a_notice(campaign: TestCampaign, voices: Heard) -> None:
    fall_due(actor=SYSTEM, now=NOW)

    with pytest.raises(NotRight):
        given(actor=campaign.actor("clerk"), now=NOW, opinions=voices.ids[:1], way="posted")


@pytest.mark.usefixtures("closed")
def test_silence_is_no_word_and_never_anything_else(campaign: TestCampaign, voices: Heard) -> None:
    clerk = campaign.actor("clerk")
    fall_due(actor=SYSTEM, now=NOW)
    given(actor=clerk, now=NOW, opinions=voices.ids[:3], way="in_office")

    satisfaction(actor=clerk, now=NOW, opinion=voices.ids[0], satisfied="partly")

    counts = answer_counts(clerk)
    assert dict(counts.said) == {"yes": 0, "partly": 1, "no": 0, "no_word": 2}
    assert counts.share(Satisfied.PARTLY) == Share(1, 1)
    assert counts.share(Satisfied.NO_WORD) == Share(2, 3)


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("said", ["", "very", "posted"])
def test_satisfaction_is_one_of_its_words(campaign: TestCampaign, voices: Heard, said: str) -> None:
    fall_due(actor=SYSTEM, now=NOW)
    given(actor=campaign.actor("clerk"), now=NOW, opinions=voices.ids[:1], way="paper")

    with pytest.raises(NotRight):
        satisfaction(actor=campaign.actor("clerk"), now=NOW, opinion=voices.ids[0], satisfied=said)


@pytest.mark.usefixtures("closed")
def test_who_was_not_told_is_not_asked(campaign: TestCampaign, voices: Heard) -> None:
    fall_due(actor=SYSTEM, now=NOW)

    with pytest.raises(NotRight):
        satisfaction(actor=campaign.actor("clerk"), now=NOW, opinion=voices.ids[0], satisfied="yes")


def test_after_a_reopening_the_next_end_is_told_anew_and_the_first_stays_a_version(
    campaign: TestCampaign, closed: Problem, voices: Heard
) -> None:
    clerk = campaign.actor("clerk")
    fall_due(actor=SYSTEM, now=NOW)
    given(actor=clerk, now=NOW, opinions=voices.ids[:2], way="phone")
    again = the_next(closed, state="in_progress", move="reopen", rule="L26", episode=2)
    written([again])

    assert fall_due(actor=SYSTEM, now=NOW) == 0
    with pytest.raises(NotRight):
        given(actor=clerk, now=NOW, opinions=voices.ids[2:3], way="phone")
    written([the_next(again, **CLOSED)])
    assert fall_due(actor=SYSTEM, now=NOW) == 4

    versions = answer_of(clerk, voices.ids[0])
    assert [(row.version, row.state) for row in versions] == [(3, "due"), (2, "given"), (1, "due")]
    assert answer_counts(clerk, closed.record).due == 4


def test_who_was_not_told_yet_is_not_to_be_told_of_an_end_that_was_taken_back(
    campaign: TestCampaign, closed: Problem, voices: Heard
) -> None:
    clerk = campaign.actor("clerk")
    fall_due(actor=SYSTEM, now=NOW)
    given(actor=clerk, now=NOW, opinions=voices.ids[:2], way="phone")
    again = the_next(closed, state="in_progress", move="reopen", rule="L26", episode=2)
    written([again])

    fall_due(actor=SYSTEM, now=NOW)

    assert [row.opinion for row in answers(clerk, AnswerFilters(state="due")).rows] == []
    assert answer_counts(clerk, closed.record).due == 0
    assert {row.opinion for row in answers(clerk, AnswerFilters(state="given")).rows} == set(voices.ids[:2])


def test_before_the_end_a_giver_may_be_told_that_it_is_in_hand(campaign: TestCampaign, voices: Heard) -> None:
    clerk = campaign.actor("clerk")
    at_work = a_problem(7)
    written([at_work])
    written([a_place(at_work, voices.group)])

    told = answer(actor=clerk, now=NOW, problem=at_work.record, outcome="in_hand", words="已列为第7号问题")
    given(actor=clerk, now=NOW, opinions=voices.ids[:3], way="phone")

    assert told == 4
    counts = answer_counts(clerk, at_work.record)
    assert (counts.in_hand, counts.due, counts.given) == (3, 1, 0)
    written([the_next(at_work, **CLOSED)])
    assert fall_due(actor=SYSTEM, now=NOW) == 4
    assert answer_counts(clerk, at_work.record).due == 4


def test_nobody_is_told_of_an_end_that_has_not_come(campaign: TestCampaign, voices: Heard) -> None:
    at_work = a_problem(7)
    written([at_work])
    written([a_place(at_work, voices.group)])

    with pytest.raises(NotRight):
        answer(actor=campaign.actor("clerk"), now=NOW, problem=at_work.record, outcome="solved", words="好了")


def test_the_office_says_it_in_its_own_words_in_one_entry(campaign: TestCampaign, closed: Problem) -> None:
    clerk = campaign.actor("clerk")
    fall_due(actor=SYSTEM, now=NOW)

    said = answer(actor=clerk, now=NOW, problem=closed.record, outcome="solved", words=" 灯已修好 ")
    again = answer(actor=clerk, now=NOW, problem=closed.record, outcome="solved", words="灯已修好")

    assert (said, again) == (4, 0)
    assert {row.words for row in due()} == {"灯已修好"}
    assert len({row.sequence for row in due()}) == 1


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("person", ["liaison", "leader", "guide", "auditor", "administrator", "custodian"])
def test_nobody_outside_the_office_reads_or_writes_answers(
    campaign: TestCampaign, voices: Heard, person: str
) -> None:
    fall_due(actor=SYSTEM, now=NOW)
    actor = campaign.actor(person)

    with pytest.raises(Forbidden):
        answers(actor, AnswerFilters())
    with pytest.raises(Forbidden):
        answer_of(actor, voices.ids[0])
    with pytest.raises(Forbidden):
        given(actor=actor, now=NOW, opinions=voices.ids[:1], way="phone")


def test_a_unit_counts_the_answers_of_its_own_problems_alone(campaign: TestCampaign, closed: Problem) -> None:
    fall_due(actor=SYSTEM, now=NOW)

    assert answer_counts(campaign.actor("liaison")).due == 4
    assert answer_counts(campaign.actor("other-liaison")).all == 0
    with pytest.raises(NotFound):
        answer_counts(campaign.actor("other-liaison"), closed.record)


def test_answers_are_read_page_by_page(campaign: TestCampaign, closed: Problem, voices: Heard) -> None:
    clerk = campaign.actor("clerk")
    fall_due(actor=SYSTEM, now=NOW)

    with CaptureQueriesContext(connection) as asked:
        first = answers(clerk, AnswerFilters(state="due"), size=3)
    second = answers(clerk, AnswerFilters(state="due"), first.next, size=3)

    assert len(asked) <= 12
    assert [row.opinion for row in (*first.rows, *second.rows)] == sorted(voices.ids[:4])
    assert (first.total, second.next) == (4, "")
    assert {(row.number, row.has_contact) for row in first.rows} <= {(7, True), (7, False)}
    assert answers(clerk, AnswerFilters(problem=closed.record, way="posted")).total == 1


@pytest.mark.usefixtures("closed")
def test_an_opinion_without_an_answer_is_not_given_one(campaign: TestCampaign, voices: Heard) -> None:
    with pytest.raises(NotFound):
        given(actor=campaign.actor("clerk"), now=NOW, opinions=voices.ids, way="phone")


@pytest.mark.usefixtures("campaign")
def test_who_says_it_again_after_the_closing_is_not_told_that_it_is_solved() -> None:
    closed_problem = a_problem(7, **CLOSED)
    written([closed_problem])
    later = heard([an_opinion("又坏了", day=date(2026, 9, 26)), an_opinion("坏了")], state="opened")
    written([a_place(closed_problem, later.group)])

    assert fall_due(actor=SYSTEM, now=NOW) == 1
    assert [row.record for row in due()] == later.ids[1:]
