"""How is the ledger carried away as a table that can be taken in again?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count

from huiyin.access.rules import Actor, Permission
from huiyin.activities.imports.written_cells import Cell
from huiyin.activities.queries import pieces
from huiyin.ledger.answers.counts import Told, counted
from huiyin.ledger.models import Answer, Place, ProblemEvidence
from huiyin.ledger.queries import found
from huiyin.ledger.shown.filters import Filters
from huiyin.ledger.shown.list_places import Order
from huiyin.ledger.shown.rows import ProblemRow
from huiyin.ledger.workbook.cells import LedgerCells, Line
from huiyin.plan.queries import current_plan
from huiyin.trail.models import NEVER


def lines_of_export(
    actor: Actor, filters: Filters, *, language: str, today: date, order: str = Order.NUMBER
) -> Iterator[list[Cell]]:
    """The headings, then a line for each problem that the filters leave; `language` is zh or en.

    What the actor may not read stands in no cell. Raises `Forbidden`.
    """
    actor.must(Permission.EXPORT_PROBLEMS)
    cells = LedgerCells(current_plan().plan, language)
    yield cells.headings()
    for piece in pieces(found(actor, filters, today=today, order=order)):
        yield from (cells.cells(line) for line in lines_of(piece))


def lines_of(rows: Sequence[ProblemRow]) -> list[Line]:
    """These problems with what stands beside them; by three queries."""
    records = [row.record for row in rows]
    places: dict[str, list[str]] = {}
    kept = Place.objects.filter(problem__in=records, superseded=NEVER, is_withdrawn=False)
    for problem, name in kept.order_by("sequence", "position").values_list("problem", "name"):
        places.setdefault(problem, []).append(name)
    files = ProblemEvidence.objects.filter(problem__in=records, superseded=NEVER, is_withdrawn=False)
    evidence = dict(files.order_by().values_list("problem").annotate(count=Count("pk")))
    told: dict[str, list[Told]] = {}
    answers = Answer.objects.filter(problem__in=records, superseded=NEVER, is_withdrawn=False).order_by()
    alike = answers.values_list("problem", "state", "way", "outcome", "satisfied")
    for problem, *said in alike.annotate(count=Count("pk")):
        told.setdefault(problem, []).append(Told(*said))
    return [
        Line(
            row,
            tuple(places.get(row.record, ())),
            evidence.get(row.record, 0),
            counted(told.get(row.record, ())),
        )
        for row in rows
    ]
