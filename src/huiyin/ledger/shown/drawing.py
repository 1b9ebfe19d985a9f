"""How is the table of moves drawn, and told row by row, on a page of the documents?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from huiyin.languages import sentences
from huiyin.ledger.moves import ENDED, MOVES, Move, Party, ProblemState

S = ProblemState


def page(language: str, note: str) -> str:
    """The page of the states of a problem: the drawing, then every rule with its question.

    `note` stands under the title: how the page is written.
    """
    _ = sentences(language)
    return (
        "\n\n".join(
            [
                "# " + _("The states of a problem"),
                note,
                _(
                    "Every move that a problem can make is one row of one table in `ledger/moves.py`. This "
                    "page is drawn from it. A move without an arrow leaves the state as it is."
                ),
                f"```mermaid\n{mermaid(language)}\n```",
                table(language),
            ]
        )
        + "\n"
    )


def mermaid(language: str) -> str:
    """The states and the moves between them, as a diagram in the words of Mermaid."""
    named = _states(language)
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value}: {named[state]}" for state in ProblemState]
    lines += [
        f"    {source} --> {target}: {', '.join(rules)}" for (source, target), rules in _arrows().items()
    ]
    lines += [f"    {state.value} --> [*]" for state in ProblemState if state in ENDED]
    return "\n".join(lines)


def _arrows() -> Mapping[tuple[str, str], list[str]]:
    """From where to where which rules lead. What many states share is drawn like every other arrow."""
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for move in MOVES.values():
        for target in (move.by_way_of, move.target):
            if target is None:
                continue
            sources = [state.value for state in ProblemState if state in move.sources] or ["[*]"]
            for source in sources:
                arrows[source, target.value].append(move.rule)
    return arrows


def table(language: str) -> str:
    """Every row of the table: rule, question, who, from where, to where."""
    _, named, parties = sentences(language), _states(language), _parties(language)
    headings = [_("Rule"), _("Move"), _("What it asks"), _("Who"), _("From which state"), _("To which state")]
    rows = [
        [
            move.rule,
            f"`{move.name}`",
            _(move.question),
            parties[move.party],
            _from(move, named),
            _to(move, named, _),
        ]
        for move in MOVES.values()
    ]
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _from(move: Move, named: Mapping[ProblemState, str]) -> str:
    return "<br>".join(named[state] for state in ProblemState if state in move.sources) or "–"


def _to(move: Move, named: Mapping[ProblemState, str], _: Callable[[str], str]) -> str:
    targets = [named[state] for state in (move.by_way_of, move.target) if state is not None]
    return "<br>".join(targets) or _("as it is")


def _parties(language: str) -> Mapping[Party, str]:
    _ = sentences(language)
    return {
        Party.OFFICE: _("office"),
        Party.OWNER: _("owner unit"),
        Party.VERIFIER: _("somebody of elsewhere"),
        Party.HEAD: _("head of the office"),
        Party.CLOCK: _("the day itself"),
    }


def _states(language: str) -> Mapping[ProblemState, str]:
    _ = sentences(language)
    return {
        S.DRAFT: _("not handed over yet"),
        S.ASSIGNED: _("waits to be received"),
        S.RETURNED: _("returned to the office"),
        S.IN_PROGRESS: _("being put right"),
        S.ON_HOLD: _("on hold"),
        S.STANDING: _("standing measure"),
        S.CLAIMED: _("waits for the check"),
        S.CHECKED: _("waits for the signature"),
        S.ON_NOTICE: _("on public notice"),
        S.CLOSED: _("closed"),
        S.MERGED: _("merged into another"),
        S.NOT_ACCEPTED: _("not accepted"),
    }
