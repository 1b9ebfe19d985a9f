"""What can stand in the way of a move, beside what can be wrong with any field?"""

from __future__ import annotations

from enum import StrEnum


class MoveFault(StrEnum):
    """Why a move is not made. The comment names the facts that come with it, if any."""

    WRONG_STATE = "wrong_state"  # state: where the problem stands now
    SAME_PERSON = "same_person"  # person, did: claimed | checked
    OF_THE_OWNER = "of_the_owner"  # unit: whoever checks belongs to another
    RECUSED = "recused"  # person, unit: has nothing to do with this unit's supervision
    NOBODY_TO_CHECK = "nobody_to_check"  # unit: no guidance group guides it, so a verifier has to be named
    NOT_OF_THE_UNIT = "not_of_the_unit"  # person, unit: has no post there
    TOO_LATE = "too_late"  # last: the last day on which it could be done
    TOO_EARLY = "too_early"  # last: the day that has to pass first
    NOTHING_MOVED = "nothing_moved"  # the calendar gives the same day
    NOT_AFTER = "not_after"  # day, after: the day lies on or before that one
    TOO_FAR = "too_far"  # day, last: the longest extension ends there
    ASKED_ALREADY = "asked_already"  # day: an extension up to it waits for a decision
    NOT_ASKED = "not_asked"  # nobody has asked for an extension
    HEAD_DECIDES = "head_decides"  # hops: returned so often
    NO_DEADLINE = "no_deadline"  # a standing measure has no day to be done by and is never done
    NO_EVIDENCE = "no_evidence"  # neither a file of this time nor a recorded activity with one
    SHOWS_NOTHING = "shows_nothing"  # given: no record of the unit that has evidence
    NOT_DONE = "not_done"  # item: of the check-list
    NOTHING_DONE = "nothing_done"  # no item was answered with yes
    PLACES_LEFT = "places_left"  # count: places that nobody has said to be done
    NOT_A_PLACE = "not_a_place"  # given: no place of this problem
    DONE_ALREADY = "done_already"  # place
    NOT_WAITING = "not_waiting"  # given: a group that has its answer, or is not on the board
    IN_A_PROBLEM = "in_a_problem"  # group, number: it is a place of that problem
    NOTHING_LEFT = "nothing_left"  # a problem keeps one place at least when it is split
    SAME_PROBLEM = "same_problem"  # a problem is not merged with itself
    NOT_OPEN = "not_open"  # number, state: the other problem cannot take it in now
    FIXED = "fixed"  # set when it was handed over; another move changes it
    NOTHING_WAITING = "nothing_waiting"  # theme: none of its groups waits on the board
    NO_SUCH_MOVE = "no_such_move"  # given: none, or one that is made in another way
    WEEK_OUTSIDE = "week_outside"  # week: before it was handed over, or to come
