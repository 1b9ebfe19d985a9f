"""What do past rows teach of areas and units, and how well, in sentences?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from huiyin.cli.reading_notes import first_few
from huiyin.languages import sentences
from huiyin.opinions.columns import Why
from huiyin.opinions.header_words import Role
from huiyin.opinions.intake import Intake
from huiyin.opinions.rows import Row
from huiyin.publishing.triage_words import hundredths, number, percent
from huiyin.triage.matters import MatterList
from huiyin.triage.result import Suggestion
from huiyin.triage.routing import (
    Quality,
    RouteModel,
    RoutingSettings,
    Target,
    TooFewExamples,
    learn_routes,
)


class NothingToLearn(Exception):
    """Neither areas nor units can be learnt from these past rows; one refusal for each."""

    def __init__(self, file: Path, refusals: Sequence[TooFewExamples]) -> None:
        super().__init__(file, tuple(refusals))
        self.file = file
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Routes:
    """What was learnt: a model for each target of which the past rows hold enough."""

    models: tuple[RouteModel, ...] = ()
    refusals: tuple[TooFewExamples, ...] = ()
    columns: frozenset[str] = (
        frozenset()
    )  # areas' and units', as named by a person and found in the past rows

    def suggestions(self, target: Target, rows: Sequence[Row]) -> list[Suggestion]:
        """A suggestion for each row, without a name where nothing was learnt."""
        for model in self.models:
            if model.target is target:
                return model.suggest(rows)
        return [Suggestion()] * len(rows)


def learnt(file: Path, past: Intake, matters: MatterList) -> Routes:
    """Areas and units as far as the past rows teach them. Raises NothingToLearn."""
    models, refusals = [], []
    for target in Target:
        try:
            model = learn_routes(past.rows, target=target, matters=matters, settings=RoutingSettings())
            models.append(model)
        except TooFewExamples as refusal:
            refusals.append(refusal)
    if not models:
        raise NothingToLearn(file, refusals)
    return Routes(tuple(models), tuple(refusals), frozenset(_columns_of_targets(past)))


def _columns_of_targets(past: Intake) -> Iterator[str]:
    """The columns of areas and units that a person named; the new files need not have them."""
    for table in past.tables:
        uses = table.plan.uses if table.plan else {}
        for role in (Role.AREA, Role.UNIT):
            yield from (use.name for use in uses.get(role, ()) if use.why is Why.GIVEN)


def route_notes(routes: Routes, language: str) -> list[str]:
    """What was learnt, how good it is by cross-validation, and what could not be learnt."""
    _ = sentences(language)
    notes = []
    for model in routes.models:
        notes.append(_quality_sentence(model.target, model.quality, language))
        if model.quality.left_out:
            told = _("Not learnt, with too few past rows: {names}.")
            names = [
                _("{name} ({number})").format(name=name, number=number(count))
                for name, count in model.quality.left_out
            ]
            notes.append(told.format(names=first_few(names, language)))
    notes += [too_few_sentence(refusal, language) for refusal in routes.refusals if refusal.found]
    return notes


def _quality_sentence(target: Target, quality: Quality, language: str) -> str:
    _ = sentences(language)
    told = {
        Target.AREA: _(
            "Areas are suggested as {rows} past rows teach it. In {folds}-fold cross-validation, macro-F1 is "
            "{f1} (standard error {error}), accuracy {accuracy}, calibration error {calibration}. Below a "
            "confidence of {threshold} none is suggested; one is for {coverage} of the rows, and "
            "{accepted} of these are right."
        ),
        Target.UNIT: _(
            "Units are suggested as {rows} past rows teach it. In {folds}-fold cross-validation, macro-F1 is "
            "{f1} (standard error {error}), accuracy {accuracy}, calibration error {calibration}. Below a "
            "confidence of {threshold} none is suggested; one is for {coverage} of the rows, and "
            "{accepted} of these are right."
        ),
    }[target]
    return told.format(
        rows=number(quality.rows),
        folds=quality.folds,
        f1=f"{quality.macro_f1:.3f}",
        error=f"{quality.macro_f1_error:.3f}",
        accuracy=f"{quality.accuracy:.3f}",
        calibration=f"{quality.calibration_error:.3f}",
        threshold=hundredths(quality.threshold),
        coverage=percent(quality.coverage, 1),
        accepted=percent(quality.accepted_accuracy, 1),
    )


def too_few_sentence(refusal: TooFewExamples, language: str) -> str:
    """Why nothing can be learnt: what was found, what was expected."""
    _ = sentences(language)
    told = {
        Target.AREA: _(
            "Areas cannot be learnt. Found: {found}. Expected: two areas with {least} past rows each."
        ),
        Target.UNIT: _(
            "Units cannot be learnt. Found: {found}. Expected: two units with {least} past rows each."
        ),
    }[refusal.target]
    names = [_("{name} ({number})").format(name=name, number=number(count)) for name, count in refusal.found]
    return told.format(found=first_few(names, language) or _("none"), least=refusal.least)
