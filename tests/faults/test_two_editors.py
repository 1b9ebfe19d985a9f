"""Is a text lost when two people describe the same problem at the same time, a thousand times each?"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

import pytest
from django.db import connections

from huiyin.access.queries import actor_of_person
from huiyin.activities.refusals import Conflict
from huiyin.ledger.actions.describing import describe
from huiyin.ledger.deciding.descriptions import Description
from huiyin.ledger.models import Problem
from huiyin.trail.models import NEVER
from tests.campaign import NOW, small_campaign
from tests.problems import Ledger

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS, EDITS = 2, 1_000


def edit(problem: str, editor: int, told: Path) -> None:
    """Describe it again and again, each time from the version that stands; tell what was refused."""
    clerk, conflicts = actor_of_person("clerk"), []
    for number in range(EDITS):
        text = text_of(editor, number)
        version = Problem.objects.values_list("version", flat=True).get(record=problem, superseded=NEVER)
        try:
            describe(
                actor=clerk,
                now=NOW,
                problem=problem,
                version=version,
                description=Description(cause=text),
            )
        except Conflict:
            conflicts.append(text)
    told.write_text(json.dumps(conflicts), encoding="utf-8")


def text_of(editor: int, number: int) -> str:
    """A text that nobody else writes."""
    return f"第{editor}人第{number}次写的原因"


def in_a_child(problem: str, editor: int, told: Path) -> int:
    """Start a process that edits; its number."""
    child = os.fork()
    if child:
        return child
    status = 1
    for connection in connections.all(initialized_only=True):
        connection.connection = None  # whatever the parent holds open is not the child's
    try:
        edit(problem, editor, told)
        status = 0
    except BaseException:  # whatever it was, the parent has to be told by the status
        traceback.print_exc(file=sys.__stderr__)
    finally:
        connections.close_all()
        os._exit(status)


def test_of_two_thousand_texts_none_is_lost(tmp_path: Path) -> None:
    problem = Ledger(small_campaign()).open()
    connections.close_all()
    told = [tmp_path / f"{editor}.json" for editor in range(EDITORS)]

    children = [in_a_child(problem, editor, told[editor]) for editor in range(EDITORS)]
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]

    assert ended == [0] * EDITORS
    refused = {text for file in told for text in json.loads(file.read_text(encoding="utf-8"))}
    rows = list(Problem.objects.filter(record=problem).order_by("version"))
    kept = {row.cause for row in rows[1:]}
    assert len(kept) == len(rows) - 1
    assert not kept & refused
    assert kept | refused == {text_of(editor, number) for editor in range(EDITORS) for number in range(EDITS)}
    assert [row.version for row in rows] == list(range(1, len(rows) + 1))
    assert [row.superseded for row in rows] == [*(row.sequence for row in rows[1:]), NEVER]
    assert refused, "the two never met"
