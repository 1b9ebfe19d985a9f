"""Which words does the ledger use, which numbers of the plan decide, and what does a move want?"""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How a problem is put right."""

    AT_ONCE = "at_once"
    BY_DATE = "by_date"
    LONG_TERM = "long_term"  # never finished: a standing measure with reviews


class Word(StrEnum):
    """A unit's week with a problem, in one word."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BLOCKED = "blocked"


class Step(StrEnum):
    """What a file shows."""

    BEFORE = "before"
    WORK = "work"
    CLAIM = "claim"
    CHECK = "check"
    EFFECT = "effect"


class Outcome(StrEnum):
    """What a giver is told."""

    SOLVED = "solved"
    STANDING = "standing"  # a lasting measure is in place and reviewed
    IN_HAND = "in_hand"  # accepted, with the problem's number
    NOTED = "noted"
    NOT_OURS = "not_ours"
    CANNOT_DO = "cannot_do"
    DONE_BEFORE = "done_before"


class Way(StrEnum):
    """How a giver is told."""

    IN_OFFICE = "in_office"
    PAPER = "paper"
    PHONE = "phone"
    RECEIPT = "receipt"  # read with the receipt code
    POSTED = "posted"  # put up where all can read it, for voices without a way back


class AnswerState(StrEnum):
    """How far an answer has come. Not reached is its own number; silence is never a yes."""

    DUE = "due"
    GIVEN = "given"
    NOT_REACHED = "not_reached"


class Satisfied(StrEnum):
    """What a giver says of the outcome; no word stays no word."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NO_WORD = "no_word"


class Policy(StrEnum):
    """Keys of the plan's policy numbers; `data/policy.yaml` holds what counts where a plan says nothing."""

    RECEIVE_DAYS = "ledger.receive_days"  # working days to receive or return
    AT_ONCE_DAYS = "ledger.at_once_days"  # working days
    BY_DATE_DAYS = "ledger.by_date_days"  # working days proposed
    HOPS_TO_HEAD = "ledger.hops_to_head"  # returns after which the head decides
    EXTENSION_DAYS = "ledger.longest_extension_days"  # working days
    CHECK_DAYS = "ledger.check_days"  # working days from claim to check
    NOTICE_DAYS = "ledger.notice_days"  # working days of public notice; 0: none
    EFFECT_DAYS = "ledger.effect_check_days"  # days after closing
    REVIEW_DAYS = "ledger.review_days"  # days between reviews of a standing measure
    SOON_DAYS = "ledger.soon_days"  # working days before due
    SOON_SHARE = "ledger.soon_share"  # percent of the span before due
    ANSWER_DAYS = "ledger.answer_days"  # working days from closing to answer
    REOPEN_DAYS = "ledger.reopen_days"  # working days given after a reopening


class Want(StrEnum):
    """What a move must bring along."""

    TITLE = "title"
    OWN_TITLE = "own_title"  # of the problem that is split off
    FINDING = "finding"
    GOAL = "goal"
    STANDARD = "standard"
    OWNER = "owner"
    VERIFIER = "verifier"  # named and of another unit, or a guidance group that guides the owner
    DUE = "due"  # by mode: a day, a number of working days, or a day of review
    REASON = "reason"
    DAY = "day"  # a day to come: of the next review
    LONGER = "longer"  # a day after the due day, and not further than the plan lets it
    BEFORE_DUE = "before_due"  # asked before the due day has passed
    IN_TIME = "in_time"  # within the days for receiving
    EVIDENCE = "evidence"  # a file of this episode, or a recorded activity
    ACCEPTANCE = "acceptance"  # every item of the check-list answered yes or does not apply
    PLACES = "places"  # every place said to be done
    WORDS = "words"  # what was seen
    OTHER_PERSON = "other_person"  # none who claimed or checked in this episode
    OTHER_UNIT = "other_unit"  # not of the owner unit
    OTHER_PROBLEM = "other_problem"  # the one that takes it in
    FEW_HOPS = "few_hops"  # after so many returns the head decides
    UNIT = "unit"  # whose it is instead
    ASKED = "asked"  # an extension was asked for, and nobody has decided yet
    A_DEADLINE = "a_deadline"  # not a standing measure, which is never done and has no day to be done by
    GROUPS = "groups"  # some of its groups, not all
    GROUP = "group"  # a group that waits on the board, with a name for the place
    PLACE = "place"  # one of its places
    ONE_STAYS = "one_stays"  # another place than these
    STILL_SHOWN = "still_shown"  # what the claim stands on is in force
    EFFECT_DUE = "effect_due"  # the day of the effect check has come
    UNDONE = "undone"  # and it was not said to be put right yet
    NOTICE_OVER = "notice_over"  # the last day of public notice has passed
    MOVED = "moved"  # the calendar of the plan gives another day than the one written
