"""How is the chain from voice to answer said, link by link?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ledger.shown.chain import ChainStep, Link, LinkState
from huiyin.web.frame.role_words import role_word
from huiyin.web.frame.tags import CHINESE_SHORT_DAY, ENGLISH_SHORT_DAY, reading_language, said

WORDS: Final[Mapping[Link, Promise]] = MappingProxyType(
    {
        Link.VOICES: gettext_lazy("Voices"),
        Link.GROUPS: gettext_lazy("Places"),
        Link.PROBLEM: gettext_lazy("Problem"),
        Link.OWNER: gettext_lazy("Owner"),
        Link.FOLLOW_UPS: gettext_lazy("Weekly word"),
        Link.CLAIM: gettext_lazy("Said to be done"),
        Link.CHECK: gettext_lazy("Check"),
        Link.SIGNATURE: gettext_lazy("Signature"),
        Link.NOTICE: gettext_lazy("Public notice"),
        Link.EFFECT: gettext_lazy("Effect check"),
        Link.ANSWERS: gettext_lazy("Answers"),
    }
)
SHAPES: Final[Mapping[LinkState, str]] = MappingProxyType(
    {LinkState.DONE: "done", LinkState.NOW: "part", LinkState.MISSING: "gap", LinkState.AHEAD: "open"}
)
STANDING: Final[Mapping[LinkState, Promise]] = MappingProxyType(
    {
        LinkState.DONE: gettext_lazy("done"),
        LinkState.NOW: gettext_lazy("now"),
        LinkState.MISSING: gettext_lazy("missing"),
        LinkState.AHEAD: gettext_lazy("still to come"),
    }
)


@dataclass(frozen=True)
class ChainLink:
    """One link as the page shows it; `href` leads to what it is about."""

    key: str
    word: str
    state: str
    shape: str
    standing: str
    count: str
    who: str
    when: str
    rule: str
    href: str


def chain_said(steps: tuple[ChainStep, ...], record: str) -> list[ChainLink]:
    """The chain, from the voices to the answers."""
    return [_link(step, record) for step in steps]


def _link(step: ChainStep, record: str) -> ChainLink:
    if step.key is Link.FOLLOW_UPS and step.state is LinkState.MISSING and not step.of:
        step = replace(step, state=LinkState.DONE)  # no week was over in which a word was due: that is no gap
    return ChainLink(
        key=step.key.value,
        word=str(WORDS[step.key]),
        state=step.state.value,
        shape=SHAPES[step.state],
        standing=str(STANDING[step.state]),
        count=_count(step),
        who=said(step.who) or (role_word(step.role) if step.role else ""),
        when=_short_day(step.day),
        rule=step.rule,
        href=_href(step, record),
    )


def _count(step: ChainStep) -> str:
    if step.count is None:
        return ""
    if step.key is Link.FOLLOW_UPS and not step.of:
        return _("not asked")
    if step.of is None or step.key in (Link.VOICES, Link.GROUPS):
        return str(step.count)
    return _("%(count)s of %(of)s") % {"count": step.count, "of": step.of}


def _short_day(day: date | None) -> str:
    form = CHINESE_SHORT_DAY if reading_language() == "zh" else ENGLISH_SHORT_DAY
    return date_format(day, form) if day else ""


def _href(step: ChainStep, record: str) -> str:
    if step.key is Link.ANSWERS:
        return f"{reverse('problem', args=[record])}#answers"
    if step.key in (Link.VOICES, Link.GROUPS):
        return "#places"
    if step.key is Link.FOLLOW_UPS:
        return "#weeks"
    return f"#entry-{step.sequence}" if step.sequence is not None else ""
