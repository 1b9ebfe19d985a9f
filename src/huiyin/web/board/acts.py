"""What may be done with what was selected on the board, and what does each act ask for?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ABOUT_OPINIONS: Final = "opinions"
ABOUT_GROUPS: Final = "groups"
ABOUT_THEMES: Final = "themes"


@dataclass(frozen=True)
class Act:
    """One act: its key in addresses, the question its page asks, its button, what is said when it is done."""

    key: str
    question: Promise
    button: Promise
    done: Promise
    about: str = ABOUT_GROUPS
    fields: tuple[str, ...] = ("reason",)
    note: Promise | str = ""
    wants_reason: bool = True

    @property
    def is_answer(self) -> bool:
        """Does it answer the givers?"""
        return "words" in self.fields


_TOLD = _("The words go to everybody who said it. The reason stays in the office, with the decision.")
_WHO_CAN = _(
    "Say who can help. The words go to everybody who said it. "
    "The reason stays in the office, with the decision."
)
_ALL = (
    Act(
        "merge",
        _("Are these one matter?"),
        _("Merge them"),
        _("Merged into one group."),
        note=_("They become one group. No voice is lost, and no later run takes them apart again."),
    ),
    Act(
        "split",
        _("Are these opinions another matter?"),
        _("Split them off"),
        _("Split off as a group of their own."),
        ABOUT_OPINIONS,
        note=_("They leave the group and become a group of their own, which no later run puts back."),
    ),
    Act(
        "move",
        _("Where do these opinions belong?"),
        _("Move them"),
        _("Moved."),
        ABOUT_OPINIONS,
        ("to", "reason"),
    ),
    Act(
        "theme",
        _("To which theme do these groups belong?"),
        _("Move them"),
        _("Moved to the theme."),
        fields=("theme", "reason"),
        wants_reason=False,
    ),
    Act(
        "noted",
        _("Heard, with nothing to put right?"),
        _("Answer: noted"),
        _("Answered as noted. The givers are told."),
        fields=("words", "reason"),
        note=_TOLD,
    ),
    Act(
        "not_ours",
        _("Is this in somebody else's power?"),
        _("Answer: not ours"),
        _("Answered as not ours. The givers are told."),
        fields=("words", "reason"),
        note=_WHO_CAN,
    ),
    Act(
        "cannot_do",
        _("Can this not be done?"),
        _("Answer: cannot be done"),
        _("Answered as not to be done. The givers are told."),
        fields=("words", "reason"),
        note=_TOLD,
    ),
    Act(
        "back",
        _("Back to those that wait?"),
        _("Put the answer back"),
        _("It waits for a decision again."),
        note=_("The group waits for a decision again, and its answer is taken back."),
    ),
    Act(
        "pin",
        _("Keep these opinions together as they are?"),
        _("Pin"),
        _("Pinned."),
        wants_reason=False,
        note=_("A pinned group keeps exactly these opinions in every later run."),
    ),
    Act(
        "look",
        _("Have you looked at what is new?"),
        _("Yes, take the marks away"),
        _("The marks are gone."),
        fields=(),
    ),
    Act(
        "rename",
        _("How is this group called?"),
        _("Rename"),
        _("Renamed."),
        fields=("title", "reason"),
        wants_reason=False,
    ),
    Act(
        "set",
        _("To which area does it belong, and to which unit?"),
        _("Set"),
        _("Area and unit are set."),
        fields=("area", "unit", "reason"),
        wants_reason=False,
    ),
    Act(
        "rename_theme",
        _("How is this theme called?"),
        _("Rename"),
        _("Renamed."),
        ABOUT_THEMES,
        ("title", "reason"),
        wants_reason=False,
    ),
    Act(
        "merge_themes",
        _("With which theme is it one?"),
        _("Merge them"),
        _("Merged into one theme."),
        ABOUT_THEMES,
        ("theme", "reason"),
    ),
)
ACTS: Final[Mapping[str, Act]] = MappingProxyType({act.key: act for act in _ALL})
