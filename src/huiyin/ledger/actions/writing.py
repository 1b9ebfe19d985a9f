"""How does a move write its one entry, with what problems are found by and what the board counts?"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.board.counting import recount_themes
from huiyin.board.models import Group
from huiyin.ledger.actions.word_index import write_words
from huiyin.ledger.deciding.drafts import Desk
from huiyin.ledger.models import Problem
from huiyin.trail.actions import append_versions
from huiyin.trail.models import Versioned


def write(desk: Desk, action: str, role: str, rows: Sequence[Versioned]) -> int:
    """Write these versions under one entry about the first of them; its sequence number.

    Within the transaction of an action that holds the one writer's lock.
    """
    sequence = append_versions(desk.act(action, rows[0].record, role), rows, now=desk.now)
    write_words(sequence, [row for row in rows if isinstance(row, Problem)], desk.ground.plan)
    if any(isinstance(row, Group) for row in rows):
        recount_themes()
    return sequence
