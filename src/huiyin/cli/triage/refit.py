"""How does `huiyin refit` get from decisions to weights, and what does it say of them?"""

from __future__ import annotations

import json
import os
from argparse import Namespace
from pathlib import Path

from huiyin.cli.progress import Progress
from huiyin.cli.refusals import CannotWrite, refusal_sentences
from huiyin.cli.terminal import say
from huiyin.cli.triage.asked import knowledge_of
from huiyin.cli.triage.inputs import Reader, chosen_columns, read_bytes
from huiyin.cli.triage.step_words import DoorStep, step_words
from huiyin.languages import sentences
from huiyin.publishing.triage_words import number
from huiyin.triage.constraints import compile_decisions
from huiyin.triage.decided_features import decided_features
from huiyin.triage.decisions import read_decisions
from huiyin.triage.pairs import PairModel, UnusableModel, read_pair_model
from huiyin.triage.refit import Refit, RefitSettings, TooFewDecisions, refit_model


class SomethingElseThere(Exception):
    """The file that the weights should go to holds something that is no weights."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.file = file


@refusal_sentences.register
def _something_else_there(refusal: SomethingElseThere, language: str) -> list[str]:
    _ = sentences(language)
    told = _("{where}: it holds something else than weights, so it is not replaced.")
    return [told.format(where=refusal.file)]


@refusal_sentences.register
def _too_few_decisions(refusal: TooFewDecisions, language: str) -> list[str]:
    _ = sentences(language)
    told = _(
        "Too few decisions to learn from. Found among these opinions: {same} pairs put together, {apart} "
        "kept apart. Expected: {needed} of each."
    )
    return [told.format(same=refusal.same, apart=refusal.apart, needed=refusal.needed)]


def refit(options: Namespace, language: str) -> None:
    """Do what the options ask, speaking `language`. Raises refusals, see `refusals.refusal_sentences`."""
    out: Path = options.out
    _look_at(out)
    decisions = read_decisions(read_bytes(options.decisions), file=str(options.decisions))
    constraints = compile_decisions(decisions)
    knowledge = knowledge_of(options.matters, options.weights)
    words = step_words(language)
    with Progress(2) as progress:
        progress.begin(DoorStep.READ, words[DoorStep.READ])
        read = Reader(progress, language).read(options.files, chosen_columns(options))
        progress.begin(DoorStep.REFIT, words[DoorStep.REFIT])
        found = decided_features(read.rows, constraints, knowledge.matters)
        fitted = refit_model(found.features, found.decided, knowledge.model, RefitSettings())
    _write(out, fitted.model)
    say(_report(fitted, out, language))


def _look_at(out: Path) -> None:
    """Only weights are replaced. Raises SomethingElseThere, CannotWrite."""
    try:
        read_pair_model(out)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotWrite(out, error) from error
    except UnusableModel as error:
        raise SomethingElseThere(out) from error


def _write(out: Path, model: PairModel) -> None:
    """Write the weights whole or not at all."""
    told = {
        "about": "Logistic weights of the pair features, refitted by: huiyin refit",
        "cut": model.cut,
        "offset": model.offset,
        "weights": dict(model.weights),
    }
    draft = out.with_name(f".{out.name}.draft-{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            draft.replace(out)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(out, error) from error


def _report(fitted: Refit, out: Path, language: str) -> str:
    _ = sentences(language)
    told = [
        _("Pairs that people decided: {pairs}.").format(pairs=number(fitted.pairs)),
        _("Judged as people did by the weights so far: {share}.").format(
            share=_share(fitted.agreement_before)
        ),
        _("By the new weights, each pair judged by weights fitted without it: {share}.").format(
            share=_share(fitted.agreement_after)
        ),
    ]
    if fitted.agreement_after < fitted.agreement_before:
        told.append(_("The new weights agree less often: better keep those so far."))
    told.append(_("Written to {out}; use them with: huiyin triage --weights {out}").format(out=out))
    return "\n".join(told) + "\n"


def _share(value: float) -> str:
    return f"{100 * value:.1f}%"
