"""What does a command say of a plan: what to look at, and what it changes?"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.languages import sentences
from huiyin.plan.checking import notices
from huiyin.plan.differences import differences
from huiyin.plan.document import Plan
from huiyin.publishing.plan_differences import TwoPlans, difference_sentence
from huiyin.publishing.plan_words import notice_sentence


def notice_lines(plan: Plan, language: str) -> Sequence[str]:
    """What should be looked at, a line each; none, when there is nothing."""
    _ = sentences(language)
    found = notices(plan)
    if not found:
        return []
    lines = [_("{place}: {told}").format(place=each.place, told=notice_sentence(each, _)) for each in found]
    return [_("To look at, it may be as meant:"), *(f"  {line}" for line in lines)]


def change_lines(old: Plan, new: Plan, language: str) -> Sequence[str]:
    """What changes from one plan to the other, a line each."""
    _ = sentences(language)
    plans = TwoPlans(old, new)
    return [f"  {difference_sentence(each, plans, language, _)}" for each in differences(old, new)]
