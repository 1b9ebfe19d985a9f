"""Which action of the board does each act ask for?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.http import QueryDict

from huiyin.access.rules import Actor
from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.refusals import NotRight
from huiyin.board import actions
from huiyin.board.rules import GroupState
from huiyin.web.board.forms import OWN_GROUP

RECORD: Final = re.compile(r"[0-9a-f]{32}")
Say = Callable[[str], str]  # what stands in a field of the form


@dataclass(frozen=True)
class Doing:
    """Who does it, and when."""

    actor: Actor
    now: datetime

    @property
    def signed(self) -> dict[str, Any]:
        """As the actions take it."""
        return {"actor": self.actor, "now": self.now}


@dataclass(frozen=True)
class Picked:
    """What was selected, each once, in the order of the page."""

    groups: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: QueryDict) -> Picked:
        """What an address or a form says is selected."""
        named = (given.getlist(name) for name in ("group", "opinion", "theme_of"))
        return cls(*(tuple(id_ for id_ in dict.fromkeys(ids) if RECORD.fullmatch(id_)) for ids in named))


Deed = Callable[[Doing, Picked, Say], list[str]]


def _merge(doing: Doing, picked: Picked, say: Say) -> list[str]:
    return [actions.merge(**doing.signed, groups=picked.groups, reason=say("reason"))]


def _split(doing: Doing, picked: Picked, say: Say) -> list[str]:
    sides = [picked.opinions]
    split = actions.split(**doing.signed, group=picked.groups[0], sides=sides, reason=say("reason"))
    return [split]


def _move(doing: Doing, picked: Picked, say: Say) -> list[str]:
    """Several opinions that leave for a group of their own leave together: that is a split."""
    to = _chosen(say, "to")
    if to == OWN_GROUP and len(picked.opinions) > 1:
        return _split(doing, picked, say)
    target = "" if to == OWN_GROUP else to
    return [
        actions.move(**doing.signed, opinion=opinion, to=target, reason=say("reason"))
        for opinion in picked.opinions
    ]


def _theme(doing: Doing, picked: Picked, say: Say) -> list[str]:
    theme = _chosen(say, "theme")
    return [actions.move_to_theme(**doing.signed, groups=picked.groups, theme=theme, reason=say("reason"))]


def _answer(state: GroupState) -> Deed:
    def answered(doing: Doing, picked: Picked, say: Say) -> list[str]:
        said: dict[str, Any] = {"words": say("words"), "reason": say("reason")}
        return actions.answer_on_board(**doing.signed, groups=picked.groups, state=state, **said)

    return answered


def _back(doing: Doing, picked: Picked, say: Say) -> list[str]:
    for group in picked.groups:
        actions.back_to_board(**doing.signed, group=group, reason=say("reason"))
    return []


def _pin(doing: Doing, picked: Picked, say: Say) -> list[str]:
    return [actions.pin(**doing.signed, group=group, reason=say("reason")) for group in picked.groups]


def _look(doing: Doing, picked: Picked, _say: Say) -> list[str]:
    actions.look_at(**doing.signed, groups=picked.groups)
    return []


def _rename(doing: Doing, picked: Picked, say: Say) -> list[str]:
    said: dict[str, Any] = {"title": say("title"), "reason": say("reason")}
    return [actions.rename(**doing.signed, group=picked.groups[0], **said)]


def _set(doing: Doing, picked: Picked, say: Say) -> list[str]:
    said: dict[str, Any] = {name: say(name) for name in ("area", "unit", "reason")}
    return [actions.set_place(**doing.signed, group=picked.groups[0], **said)]


def _rename_theme(doing: Doing, picked: Picked, say: Say) -> list[str]:
    said: dict[str, Any] = {"title": say("title"), "reason": say("reason")}
    return [actions.rename_theme(**doing.signed, theme=picked.themes[0], **said)]


def _merge_themes(doing: Doing, picked: Picked, say: Say) -> list[str]:
    themes = [*picked.themes, _chosen(say, "theme")]
    return [actions.merge_themes(**doing.signed, themes=themes, reason=say("reason"))]


def _chosen(say: Say, name: str) -> str:
    chosen = say(name)
    if not chosen:
        raise NotRight([FieldFault(name, FaultCode.NOT_A_LIST)])
    return chosen


DEEDS: Final[Mapping[str, Deed]] = MappingProxyType(
    {
        "merge": _merge,
        "split": _split,
        "move": _move,
        "theme": _theme,
        "noted": _answer(GroupState.NOTED),
        "not_ours": _answer(GroupState.NOT_OURS),
        "cannot_do": _answer(GroupState.CANNOT_DO),
        "back": _back,
        "pin": _pin,
        "look": _look,
        "rename": _rename,
        "set": _set,
        "rename_theme": _rename_theme,
        "merge_themes": _merge_themes,
    }
)
