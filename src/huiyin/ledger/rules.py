"""Which words does the ledger use, which numbers of the plan decide, and what does each rule ask?"""

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
