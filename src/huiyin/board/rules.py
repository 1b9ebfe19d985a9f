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
