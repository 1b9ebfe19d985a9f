"""How does what stands on the board become a run of triage, and what does the run say of it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from huiyin.board.replaying import numbered
from huiyin.board.standing import StandingBoard
from huiyin.languages import sentences
from huiyin.opinions.files.rows import Row
from huiyin.triage.knowledge import Knowledge, read_knowledge
from huiyin.triage.modes import choose_mode, read_mode_settings
from huiyin.triage.pipeline import Outcome, Request, Step, run_triage
from huiyin.triage.result import Mode, Placement
from huiyin.triage.spoken_language import language_of
from huiyin.triage.state import EarlierRows

Tell = Callable[[Step], None]


def tell_nobody(step: Step) -> None:
    """Nobody waits."""


@dataclass(frozen=True)
class Found:
    """What a run found. Groups bear the run's names; `standing` gives the id of those that stand already."""

    outcome: Outcome
    standing: Mapping[str, str]  # by the run's name

    @property
    def originals(self) -> Mapping[int, str]:
        """The opinion behind each number."""
        return {row.number: row.id for row in self.outcome.result.rows}

    @property
    def placed(self) -> Mapping[str, Placement]:
        """Where the run places each opinion."""
        result = self.outcome.result
        return {row.id: place for row, place in zip(result.rows, result.placements, strict=True)}


@dataclass(frozen=True)
class _Manner:
    """How opinions are compared, and in which language groups are named."""

    mode: Mode
    language: str


def run_onto(board: StandingBoard, tell: Tell) -> Found:
    """Sort what waits onto the groups that stand."""
    before = [row for row in board.rows if row.id in board.held]
    rows = _numbered_rows([*before, *board.waiting])
    names = numbered(board.groups)
    manner = _manner(board)
    earlier = EarlierRows(
        rows=rows[: len(before)],
        placements=[Placement("kept", names[board.held[row.id].group]) for row in before],
        titles={names[record]: group.title for record, group in board.groups.items()},
        themes={names[record]: group.theme for record, group in board.groups.items()},
        last_number=len(names),
        mode=manner.mode,
        language=manner.language,
    )
    request = replace(_request(board, rows, manner), earlier=earlier if before else None)
    return Found(run_triage(request, tell), {name: record for record, name in names.items()})


def run_anew(board: StandingBoard, tell: Tell) -> Found:
    """Group all opinions that stand somewhere as if for the first time, but for what people decided."""
    rows = _numbered_rows([row for row in board.rows if row.id in board.held])
    return Found(run_triage(_request(board, rows, _manner(board)), tell), {})


def _request(board: StandingBoard, rows: Sequence[Row], manner: _Manner) -> Request:
    return Request(
        rows=rows,
        mode=manner.mode,
        language=manner.language,
        other_title=sentences(manner.language)("Other matters"),
        knowledge=_knowledge(),
        constraints=board.demands.constraints(),
    )


def _numbered_rows(rows: Sequence[Row]) -> list[Row]:
    return [replace(row, number=number, source_row=number) for number, row in enumerate(rows, start=1)]


def _manner(board: StandingBoard) -> _Manner:
    """As the opinions of the first run ask for, ever after: another manner would regroup everything."""
    first = [row for row in board.rows if row.id in board.first_sorted] or list(board.rows)
    titles, texts = [row.title for row in first], [row.text for row in first]
    choice = choose_mode(titles, texts, _knowledge().matters, read_mode_settings())
    return _Manner(choice.mode, language_of(first))


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    return read_knowledge()
