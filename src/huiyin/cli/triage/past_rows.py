"""What do past rows teach of areas and units, and how well, in sentences?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from huiyin.cli.refusals import refusal_sentences
from huiyin.cli.triage.routes import Routes, unsure
from huiyin.cli.triage.short_lists import first_few
from huiyin.languages import sentences
from huiyin.opinions.files.columns import Why
from huiyin.opinions.files.header_words import Role
from huiyin.opinions.files.intake import Intake
from huiyin.publishing.triage_words import hundredths, number, percent
from huiyin.triage.calibration import Quality
from huiyin.triage.matters import MatterList
from huiyin.triage.routing import RouteModel, RoutingSettings, Target, TooFewExamples, learn_routes


class NothingToLearn(Exception):
    """Neither areas nor units can be learnt from these past rows; one refusal for each."""

    def __init__(self, file: Path, refusals: Sequence[TooFewExamples]) -> None:
        super().__init__(file, tuple(refusals))
        self.file = file
        self.refusals = tuple(refusals)


@refusal_sentences.register
def _nothing_to_learn(refusal: NothingToLearn, language: str) -> list[str]:
    return [_too_few_sentence(each, refusal.file, language) for each in refusal.refusals]


def learn(file: Path, past: Intake, matters: MatterList) -> Routes:
    """Areas and units as far as the rows of the past file teach them. Raises NothingToLearn."""
    models: dict[Target, RouteModel] = {}
    refusals = []
    for target in Target:
        try:
            models[target] = learn_routes(
                past.rows, target=target, matters=matters, settings=RoutingSettings()
            )
        except TooFewExamples as refusal:
            refusals.append(refusal)
    if not models:
        raise NothingToLearn(file, refusals)
    areas, units = models.get(Target.AREA), models.get(Target.UNIT)
    return Routes(
        suggest_areas=areas.suggest if areas else unsure,
        suggest_units=units.suggest if units else unsure,
        notes=partial(_notes, file, tuple(models.values()), tuple(refusals)),
        columns=frozenset(_columns_of_targets(past)),
    )


def _columns_of_targets(past: Intake) -> Iterator[str]:
    """The columns of areas and units that a person named; the new files need not have them."""
    for table in past.tables:
        uses = table.plan.uses if table.plan else {}
        for role in (Role.AREA, Role.UNIT):
            yield from (use.name for use in uses.get(role, ()) if use.why is Why.GIVEN)


def _notes(
    file: Path, models: Sequence[RouteModel], refusals: Sequence[TooFewExamples], language: str
) -> list[str]:
    """What was learnt, how good it is by cross-validation, and what could not be learnt."""
    _ = sentences(language)
    notes = []
    for model in models:
        notes.append(_quality_sentence(model.target, model.quality, language))
        if model.quality.left_out:
            told = _("Not learnt, with too few past rows: {names}.")
            notes.append(told.format(names=_counted_names(model.quality.left_out, language)))
    return [*notes, *(_too_few_sentence(each, file, language) for each in refusals if each.found)]


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


def _too_few_sentence(refusal: TooFewExamples, file: Path, language: str) -> str:
    """Why nothing can be learnt: what was found, what was expected."""
    _ = sentences(language)
    told = {
        Target.AREA: _(
            "{where}: areas cannot be learnt. Found: {found}. Expected: two areas with {least} rows each."
        ),
        Target.UNIT: _(
            "{where}: units cannot be learnt. Found: {found}. Expected: two units with {least} rows each."
        ),
    }[refusal.target]
    found = _counted_names(refusal.found, language) or _("none")
    return told.format(where=file, found=found, least=refusal.least)


def _counted_names(counted: Sequence[tuple[str, int]], language: str) -> str:
    _ = sentences(language)
    names = [_("{name} ({number})").format(name=name, number=number(count)) for name, count in counted]
    return first_few(names, language)
