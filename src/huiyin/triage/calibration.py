"""How good is a classifier, and how often is it right when it says that it is sure?

All figures are cross-fitted: what is said of a row (score, temperature, threshold) was learnt without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from huiyin.triage.characters import BoolArray, FloatArray, IntArray

_NOTHING_ACCEPTED = 1.01  # a threshold above every confidence
_LOG_TEMPERATURES = (-4.0, 4.0)  # range of the search, natural logarithms
_SMALLEST = 1e-12  # keeps a logarithm finite


@dataclass(frozen=True, slots=True)
class QualitySettings:
    """Numbers by which quality is judged and doubtful answers are held back."""

    least_accuracy: float = 0.90  # of the answers that are given; worse ones are "unsure"
    least_confidence: float = 0.50  # below it an answer is more likely wrong than right
    threshold_step: float = 0.01
    bins: int = 10  # of equal width, for the calibration error
    resamples: int = 200  # for the standard error
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ClassQuality:
    """How well one class is found when every row is answered."""

    name: str
    examples: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Quality:
    """What cross-validation says of a classifier; shares from 0 to 1."""

    rows: int
    folds: int
    macro_f1: float  # the mean F1 of the classes, every row answered
    macro_f1_error: float  # its standard error, by resampling rows
    accuracy: float
    calibration_error: float  # expected calibration error: mean gap between confidence and accuracy
    brier: float  # squared error of the probabilities, summed over classes (Brier 1950): from 0 to 2
    threshold: float  # below this confidence a row is "unsure"; above 1 where nothing can be accepted
    coverage: float  # share of rows that are not "unsure"
    accepted_accuracy: float  # accuracy among them; 0 where there are none
    classes: tuple[ClassQuality, ...]
    left_out: tuple[tuple[str, int], ...]  # classes with too few examples, and how many they have


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What was said of each row by a classifier that had not seen it."""

    scores: FloatArray  # rows x classes
    labels: IntArray  # the true class of each row
    fold: IntArray  # the fold in which each row was held out


def probabilities(scores: FloatArray, temperature: float) -> FloatArray:
    """Scores as probabilities: exp(score / temperature), each row summing to 1."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit_temperature(scores: FloatArray, labels: IntArray) -> float:
    """The temperature with the least logarithmic loss (Guo and others, ICML 2017).

    The true class counts (n + 1) / (n + 2) and not 1 (Platt 1999): where few rows are all told apart, nothing
    can be said with certainty of a row that resembles none of them.
    """
    others = scores.shape[1] - 1
    doubt = 1.0 / (labels.size + 2)
    target = np.full(scores.shape, doubt / others)
    target[np.arange(labels.size), labels] = 1.0 - doubt

    def loss(logarithm: float) -> float:
        chance = probabilities(scores, float(np.exp(logarithm)))
        return float(-(target * np.log(np.maximum(chance, _SMALLEST))).sum(axis=1).mean())

    found = minimize_scalar(loss, bounds=_LOG_TEMPERATURES, method="bounded")
    return float(np.exp(found.x))


def fit_threshold(confidence: FloatArray, is_right: BoolArray, settings: QualitySettings) -> float:
    """The lowest confidence, not below the least, from which answers reach the asked accuracy; above 1 when
    none do."""
    steps = round(1.0 / settings.threshold_step)
    lowest = round(settings.least_confidence * steps)
    for threshold in np.arange(lowest, steps + 1) / steps:
        accepted = confidence >= threshold
        if accepted.any() and is_right[accepted].mean() >= settings.least_accuracy:
            return float(threshold)
    return _NOTHING_ACCEPTED


def assess(
    held_out: HeldOut,
    names: Sequence[str],
    left_out: tuple[tuple[str, int], ...],
    settings: QualitySettings,
) -> Quality:
    """How good are these answers? The threshold is the one to use; its coverage is cross-fitted."""
    labels, row = held_out.labels, np.arange(held_out.labels.size)
    chance = _cross_fitted_probabilities(held_out)
    best, confidence = chance.argmax(axis=1), chance.max(axis=1)
    is_right = best == labels
    accepted = confidence >= _cross_fitted_thresholds(held_out.fold, confidence, is_right, settings)
    confusion = np.bincount(labels * len(names) + best, minlength=len(names) ** 2)
    truth = np.zeros_like(chance)
    truth[row, labels] = 1.0
    return Quality(
        rows=labels.size,
        folds=np.unique(held_out.fold).size,
        macro_f1=float(_f1(confusion.reshape(1, len(names), -1)).mean()),
        macro_f1_error=_macro_f1_error(confusion, len(names), settings),
        accuracy=float(is_right.mean()),
        calibration_error=calibration_error(confidence, is_right, settings.bins),
        brier=float(((chance - truth) ** 2).sum(axis=1).mean()),
        threshold=fit_threshold(confidence, is_right, settings),
        coverage=float(accepted.mean()),
        accepted_accuracy=float(is_right[accepted].mean()) if accepted.any() else 0.0,
        classes=_by_class(confusion.reshape(len(names), -1), names),
        left_out=left_out,
    )


def calibration_error(confidence: FloatArray, is_right: BoolArray, bins: int) -> float:
    """Expected calibration error over bins of equal width (Naeini and others, AAAI 2015)."""
    place = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    gap = np.bincount(place, weights=confidence - is_right, minlength=bins)
    return float(np.abs(gap).sum() / confidence.size)


def _cross_fitted_probabilities(held_out: HeldOut) -> FloatArray:
    chance = np.zeros_like(held_out.scores)
    for fold in np.unique(held_out.fold).tolist():
        inside = held_out.fold == fold
        temperature = fit_temperature(held_out.scores[~inside], held_out.labels[~inside])
        chance[inside] = probabilities(held_out.scores[inside], temperature)
    return chance


def _cross_fitted_thresholds(
    fold: IntArray, confidence: FloatArray, is_right: BoolArray, settings: QualitySettings
) -> FloatArray:
    threshold = np.zeros(fold.size)
    for number in np.unique(fold).tolist():
        inside = fold == number
        threshold[inside] = fit_threshold(confidence[~inside], is_right[~inside], settings)
    return threshold


def _f1(confusion: IntArray) -> FloatArray:
    """F1 by class of each confusion matrix (samples x true x answered); 0 for a class never seen or said."""
    right = np.diagonal(confusion, axis1=1, axis2=2)
    total = confusion.sum(axis=1) + confusion.sum(axis=2)
    return np.asarray(2.0 * right / np.maximum(total, 1))


def _macro_f1_error(confusion: IntArray, classes: int, settings: QualitySettings) -> float:
    """Resampling rows with replacement is a multinomial draw over the cells of the confusion matrix."""
    rows = int(confusion.sum())
    draws = np.random.default_rng(settings.seed).multinomial(rows, confusion / rows, settings.resamples)
    return float(_f1(draws.reshape(-1, classes, classes)).mean(axis=1).std(ddof=1))


def _by_class(confusion: IntArray, names: Sequence[str]) -> tuple[ClassQuality, ...]:
    right, true, said = np.diagonal(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    f1 = _f1(confusion[None])[0]
    return tuple(
        ClassQuality(
            name=name,
            examples=int(true[index]),
            precision=float(right[index] / max(said[index], 1)),
            recall=float(right[index] / max(true[index], 1)),
            f1=float(f1[index]),
        )
        for index, name in enumerate(names)
    )
