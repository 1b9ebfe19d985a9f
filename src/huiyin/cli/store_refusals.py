"""In which sentences does a command say that the campaign's store could not take what it was given?

These refusals come from parts that Django has to be set up for, so `campaign.wake_django` makes them known.
"""

from __future__ import annotations

from django.db.utils import OperationalError

from huiyin.cli.refusals import refusal_sentences
from huiyin.languages import sentences
from huiyin.plan.actions import LONGEST_REASON, AppliedMeanwhile, ReasonNeeded
from huiyin.plan.queries import NoPlan
from huiyin.trail.actions import ClockBehind


def speak_of_the_store() -> None:
    """Make the sentences known."""
    refusal_sentences.register(OperationalError, _out_of_reach)
    refusal_sentences.register(ClockBehind, _clock_behind)
    refusal_sentences.register(NoPlan, _no_plan)
    refusal_sentences.register(ReasonNeeded, _reason_needed)
    refusal_sentences.register(AppliedMeanwhile, _applied_meanwhile)


def _out_of_reach(refusal: OperationalError, language: str) -> list[str]:
    _ = sentences(language)
    found = " ".join(str(refusal).split())
    return [_("The database cannot be reached or is busy: {found}").format(found=found)]


def _clock_behind(refusal: ClockBehind, language: str) -> list[str]:
    _ = sentences(language)
    return [
        _("The clock of this machine is behind the newest entry of the log: {found}").format(found=refusal)
    ]


def _no_plan(refusal: NoPlan, language: str) -> list[str]:
    del refusal
    _ = sentences(language)
    return [_("No plan is in force in this campaign yet: huiyin plan apply plan.yaml")]


def _reason_needed(refusal: ReasonNeeded, language: str) -> list[str]:
    del refusal
    _ = sentences(language)
    told = _("A plan that replaces another needs a reason of at most {most} characters: --reason TEXT")
    return [told.format(most=LONGEST_REASON)]


def _applied_meanwhile(refusal: AppliedMeanwhile, language: str) -> list[str]:
    del refusal
    _ = sentences(language)
    return [_("Somebody else applied a plan at the same moment. Look at theirs, then apply yours again.")]
