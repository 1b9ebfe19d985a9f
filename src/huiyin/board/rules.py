"""In which states is a group, how did an opinion come to stand in it, and what may be decided?"""

from __future__ import annotations

from enum import StrEnum


class GroupState(StrEnum):
    """Where a group stands. Only an open problem or an answer of its own leads it off the board."""

    WAITING = "waiting"
    OPENED = "opened"  # a place of a problem that is open, closed, or on its way
    NOTED = "noted"  # heard; there is nothing to put right
    NOT_OURS = "not_ours"  # not in our power; told who can
    CANNOT_DO = "cannot_do"  # told why not
    EMPTY = "empty"  # its opinions went to other groups


ANSWERED = frozenset({GroupState.NOTED, GroupState.NOT_OURS, GroupState.CANNOT_DO})


class PlacedBy(StrEnum):
    """How an opinion came to stand in its group."""

    ALONE = "alone"  # nothing is like it; a group of one
    TRIAGE = "triage"  # found alike by a run over many
    JOINED = "joined"  # came later, and joined by itself
    PERSON = "person"  # a person put it there
    RERUN = "rerun"  # a full re-run that a person accepted


class DecisionKind(StrEnum):
    """What a person may decide on the board. All but `theme` bind every later run."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"  # one opinion, to another group
    PIN = "pin"
    RENAME = "rename"
    SET = "set"  # area, unit
    THEME = "theme"  # a group to another theme, or a theme's name
    NOTED = "noted"
    NOT_OURS = "not_ours"
    CANNOT_DO = "cannot_do"
    OPEN = "open"  # as a problem, or as a place of one


class BoardFault(StrEnum):
    """Why a decision is not taken. The comment names the facts that come with it, if any."""

    NOT_WAITING = "not_waiting"  # state: the group stands in a problem or has its answer
    EMPTY_GROUP = "empty_group"  # its opinions went to other groups meanwhile
    TOO_FEW = "too_few"  # limit: so many are needed
    NOT_OF_GROUP = "not_of_group"  # given: this opinion stands elsewhere, or nowhere
    ON_TWO_SIDES = "on_two_sides"  # given
    NOTHING_NEW = "nothing_new"  # it is so already
    NOT_AN_ANSWER = "not_an_answer"  # given
    LATER_DECISIONS = "later_decisions"  # count, first: they stand on this one and are undone before it
    UNDONE_ALREADY = "undone_already"
    NOT_UNDONE_HERE = "not_undone_here"  # a group leaves its problem by the problem's moves
    SETTLED_ALREADY = "settled_already"  # state: the proposal was accepted or dismissed
    CHANGED_MEANWHILE = "changed_meanwhile"  # count: the proposal would break what was decided since


class Only(StrEnum):
    """Which groups of the board are looked at; the queue that it is worked through in."""

    ALL = "all"  # hottest first
    FRESH = "fresh"  # opinions joined by themselves, most first
    SHAKY = "shaky"  # the weakest join first
    SINGLE = "single"  # one opinion
    SEVERAL = "several"


class RerunState(StrEnum):
    """What became of the proposal of a full re-run."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


# What binds opinions to each other, or apart, in every later run.
TYING = frozenset({DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.MOVE, DecisionKind.PIN})
ANSWERING = frozenset({DecisionKind.NOTED, DecisionKind.NOT_OURS, DecisionKind.CANNOT_DO})
THOUSAND = 1000


def thousandths(share: float) -> int:
    """A share from 0 to 1 as the database keeps it."""
    return round(share * THOUSAND)
