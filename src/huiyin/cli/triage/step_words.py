"""In which words is the one who waits told what a command is doing?"""

from __future__ import annotations

from enum import StrEnum

from huiyin.languages import sentences
from huiyin.triage.pipeline import Step


class DoorStep(StrEnum):
    """What a command does beside the steps of a triage."""

    LEARN = "learn"
    READ = "read"
    WRITE = "write"
    REFIT = "refit"


def step_words(language: str) -> dict[str, str]:
    """A sentence for each step, by its name."""
    _ = sentences(language)
    return {
        DoorStep.LEARN: _("Learning from past rows"),
        DoorStep.READ: _("Reading the files"),
        Step.GROUP: _("Comparing the opinions and joining them into problems"),
        Step.COPIES: _("Finding repetitions"),
        Step.TITLES: _("Giving the problems titles"),
        Step.THEMES: _("Gathering the problems into themes"),
        Step.ASSEMBLE: _("Putting the result together"),
        DoorStep.WRITE: _("Writing the result"),
        DoorStep.REFIT: _("Fitting the weights"),
    }
