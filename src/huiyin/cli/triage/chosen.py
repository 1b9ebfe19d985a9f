"""In which mode does a run compare and in which language does its result speak, and why?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.cli.triage.asked import Asked, Given
from huiyin.languages import sentences
from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.publishing.triage_words import number, percent
from huiyin.triage.modes import ModeChoice, ModeSettings, choose_mode, read_mode_settings
from huiyin.triage.result import Mode
from huiyin.triage.spoken_language import language_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """Mode and language of the result; `why` says in this language how the mode came about."""

    mode: Mode
    language: str
    why: str


class _Reason(StrEnum):
    """Who chose a mode that was not measured."""

    ASKED = "asked"
    EARLIER = "earlier"


def chosen_of(asked: Asked, given: Given, fresh: Sequence[Row]) -> Chosen:
    """What the command line asks for, else what the earlier result has, else what fits the opinions."""
    earlier = given.earlier
    language = asked.language or (earlier.language if earlier else language_of(fresh))
    if earlier:
        return Chosen(earlier.mode, language, _told(earlier.mode, _Reason.EARLIER, language))
    if asked.mode:
        return Chosen(asked.mode, language, _told(asked.mode, _Reason.ASKED, language))
    opinions = [row for row in fresh if row.status is RowStatus.KEPT]
    titles, texts = [row.title for row in opinions], [row.text for row in opinions]
    limits = read_mode_settings()
    choice = choose_mode(titles, texts, given.knowledge.matters, limits)
    return Chosen(choice.mode, language, _measured(choice, limits, language))


def _told(mode: Mode, reason: _Reason, language: str) -> str:
    _ = sentences(language)
    return {
        (Mode.PROBLEM, _Reason.ASKED): _("Compared by place and matter, as asked for."),
        (Mode.PROBLEM, _Reason.EARLIER): _("Compared by place and matter, as in the earlier result."),
        (Mode.TOPIC, _Reason.ASKED): _("Compared by words alone, as asked for."),
        (Mode.TOPIC, _Reason.EARLIER): _("Compared by words alone, as in the earlier result."),
    }[mode, reason]


def _measured(choice: ModeChoice, limits: ModeSettings, language: str) -> str:
    _ = sentences(language)
    told = {
        Mode.PROBLEM: _(
            "Compared by place and matter: of {opinions} opinions looked at, {matters} open with a known "
            "matter and {places} with a place. --mode topic compares words alone."
        ),
        Mode.TOPIC: _(
            "Compared by words alone: of {opinions} opinions looked at, {matters} open with a known matter "
            "({least_matters} are needed to compare by it) and {places} with a place ({least_places} are "
            "needed). --mode problem compares both all the same."
        ),
    }[choice.mode]
    return told.format(
        matters=percent(choice.matter_share, 1),
        places=percent(choice.place_share, 1),
        opinions=number(choice.looked_at),
        least_matters=percent(limits.least_matter_share, 1),
        least_places=percent(limits.least_place_share, 1),
    )
