"""What does the form of each move ask, and what does it bring along?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.activities.written_forms import clean_line
from huiyin.ledger.deciding.facts import Brought
from huiyin.ledger.rules import Mode
from huiyin.ledger.shown.rows import PlaceRow, ProblemRow
from huiyin.plan.document import Plan
from huiyin.plan.kinds import ChecklistItem
from huiyin.web.activities.choices import Offers
from huiyin.web.activities.inputs import CheckList, one_of
from huiyin.web.ledger.inputs import (
    LedgerForm,
    all_units,
    asked,
    day_input,
    days_input,
    line_input,
    lines_input,
    people_of,
)
from huiyin.web.ledger.words import FIELDS, MODES

_WHO = ("owner_unit", "owner_person", "verifier_unit", "verifier_person")
_BY_WHEN = ("days", "due")
ASKS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "assign": (*_WHO, "mode", *_BY_WHEN, "words"),
        "assign_by_head": (*_WHO, "mode", *_BY_WHEN, "reason"),
        "receive": ("owner_person",),
        "return": ("proposed_unit", "reason"),
        "ask_extension": ("day", "reason"),
        "grant_extension": ("day", "words"),
        "refuse_extension": ("reason",),
        "hold": ("reason",),
        "resume": ("words",),
        "place_done": ("places",),
        "claim": ("places", "acceptance", "words", "lasting_measure", "activities"),
        "take_back_claim": ("reason",),
        "check": ("acceptance", "words"),
        "send_back": ("reason", "groups"),
        "sign": ("words",),
        "sign_without_check": ("reason",),
        "refuse": ("reason", "groups"),
        "object": ("reason", "groups"),
        "make_standing": ("words", "day", "reason"),
        "review": ("words", "day"),
        "end_standing": ("reason", *_BY_WHEN),
        "effect_holds": ("words",),
        "effect_fails": ("reason", "groups", *_BY_WHEN),
        "reopen": ("reason", "groups", *_BY_WHEN),
        "merge": ("into", "reason"),
        "split_off": ("groups", "title", "reason"),
        "add_place": ("group", "place_name"),
        "drop_place": ("place", "reason"),
        "not_accept": ("reason",),
        "link": ("activities",),
    }
)
# Whoever makes these moves shows it with files.
SHOWN_BY_FILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "claim": "claim",
        "check": "check",
        "send_back": "check",
        "effect_holds": "effect",
        "effect_fails": "effect",
    }
)
UNDOING: Final = frozenset({"send_back", "refuse", "object", "effect_fails", "reopen"})
NEEDED: Final = frozenset({"reason", "place", "title", "into", "day", "acceptance", "group"})
LABELS: Final[Mapping[tuple[str, str], Promise]] = MappingProxyType(
    {
        ("assign", "words"): gettext_lazy("A word to the unit"),
        ("receive", "owner_person"): gettext_lazy("Who answers for it in your unit"),
        ("return", "reason"): gettext_lazy("Why is it not yours?"),
        ("ask_extension", "day"): gettext_lazy("By which day will it be done?"),
        ("ask_extension", "reason"): gettext_lazy("Why is more time needed, and what is done so far?"),
        ("grant_extension", "day"): gettext_lazy("The new due day"),
        ("grant_extension", "words"): gettext_lazy("A word to the unit"),
        ("hold", "reason"): gettext_lazy("What does it wait for?"),
        ("claim", "words"): gettext_lazy("What was done?"),
        ("place_done", "places"): gettext_lazy("Which places are put right?"),
        ("claim", "places"): gettext_lazy("Places that are put right now too"),
        ("claim", "activities"): gettext_lazy("Recorded activities that show it"),
        ("check", "words"): gettext_lazy("What did you see?"),
        ("send_back", "reason"): gettext_lazy("What is still missing?"),
        ("sign", "words"): gettext_lazy("A word with the signature"),
        ("make_standing", "words"): gettext_lazy("Which measure stays in place?"),
        ("make_standing", "day"): gettext_lazy("First review on"),
        ("make_standing", "reason"): gettext_lazy("Why can it not be finished?"),
        ("review", "words"): gettext_lazy("What was found?"),
        ("review", "day"): gettext_lazy("Next review on"),
        ("effect_holds", "words"): gettext_lazy("What did you see?"),
        ("effect_fails", "reason"): gettext_lazy("What did you see?"),
        ("object", "reason"): gettext_lazy("What was objected?"),
        ("not_accept", "reason"): gettext_lazy("What are those told who raised it?"),
        ("split_off", "groups"): gettext_lazy("Which places go to the new problem?"),
        ("split_off", "title"): gettext_lazy("Title of the new problem"),
    }
)


@dataclass(frozen=True)
class Around:
    """What the form of a move chooses from, beside the plan."""

    row: ProblemRow | None = None  # None: several problems at once
    places: tuple[PlaceRow, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    activities: Offers = field(default_factory=Offers)


class MoveForm(LedgerForm):
    """The form of one move of one problem."""

    def __init__(self, move: str, plan: Plan, around: Around, *, language: str, given: Any = None) -> None:
        super().__init__(given=given, start=_start(move, around.row))
        self.move, self._plan, self._around, self._language = move, plan, around, language
        self.hide("version", around.row.version if around.row else "")
        for name in ASKS[move]:
            widget = self._input(name)
            if widget is not None:
                label = LABELS.get((move, name)) or _PLAIN_LABELS.get(name) or FIELDS[name]
                self.ask(
                    name, asked(str(label), widget, required=self._is_needed(name), help_text=_help(name))
                )

    @property
    def version(self) -> int:
        """The version that whoever moves had before them; 0, which none is, for what is no number."""
        return self.number("version") or 0

    def brought(self, into: str = "") -> Brought:
        """What the move brings along; `into` is the id of the problem whose number was typed."""
        acceptance, group = self._typed("acceptance") or {}, self.line("group")
        return Brought(
            reason=self.text("reason"),
            words=self.text("words"),
            title=self.line("title"),
            day=self.day("due") if "due" in self.fields else self.day("day"),
            days=self.number("days"),
            owner_unit=self.line("owner_unit"),
            owner_person=self.line("owner_person"),
            verifier_unit=self.line("verifier_unit"),
            verifier_person=self.line("verifier_person"),
            mode=self.line("mode"),
            proposed_unit=self.line("proposed_unit"),
            place=self.line("place"),
            places=self.several("places"),
            group=group,
            place_names={group: self.line("place_name")} if group else {},
            into=into,
            acceptance=acceptance if isinstance(acceptance, Mapping) else {},
            activities=self.several("activities"),
            lasting_measure=self.text("lasting_measure"),
            groups=self.several("groups"),
        )

    def _concerns(self, place: PlaceRow) -> bool:
        """May this place be chosen? One not done to become done, one done to be so no more."""
        if self.move in ("claim", "place_done"):
            return not place.is_done
        return place.is_done if self.move in UNDOING else True

    def _is_needed(self, name: str) -> bool:
        needs_words = {"claim", "check", "make_standing", "review", "effect_holds"}
        return (
            name in NEEDED
            or (name, self.move) == ("groups", "split_off")
            or (name == "words" and self.move in needs_words)
        )

    def _input(self, name: str) -> forms.Widget | None:
        made = _INPUTS.get(name)
        if made is not None:
            return made()
        if name in ("owner_unit", "verifier_unit", "proposed_unit"):
            return self.named(all_units(self._plan, self._language))
        if name in ("owner_person", "verifier_person"):
            row = self._around.row
            units = (row.owner_unit,) if row and self.move == "receive" else ()
            return self.named(people_of(self._plan, self._language, units))
        return self._chosen(name)

    def _chosen(self, name: str) -> forms.Widget | None:
        """A choice among what the problem has; None where there is nothing to choose."""
        if name == "acceptance":
            return CheckList(self._around.checklist, self._language) if self._around.checklist else None
        if name == "activities":
            return self.names(self._around.activities) if self._around.activities.rows else None
        places = [place for place in self._around.places if self._concerns(place)]
        if not places or (name == "groups" and not places[0].group):
            return None
        if name == "place":
            return one_of([(place.id, place.name) for place in places], required=True)
        return forms.CheckboxSelectMultiple(
            choices=[(place.id if name == "places" else place.group, place.name) for place in places]
        )


def _start(move: str, row: ProblemRow | None) -> dict[str, Any]:
    if row is None:
        return {"mode": Mode.BY_DATE.value}
    start: dict[str, Any] = {"version": row.version, "mode": row.mode}
    if move in ("assign", "assign_by_head"):
        start |= {name: getattr(row, name) for name in _WHO}
        start["owner_unit"] = row.proposed_unit or row.owner_unit
        start |= {"days": "" if row.due_days is None else row.due_days}
        start |= {"due": row.due_current if row.due_days is None else ""}
    if move == "receive":
        start["owner_person"] = row.owner_person
    if move == "grant_extension":
        start["day"] = row.extension_wanted
    start["lasting_measure"] = row.lasting_measure
    return start


def _help(name: str) -> str:
    if name == "place_name":
        return _("So that nobody can be known by it; the unit reads it.")
    if name == "into":
        return _("The number that stands before its title in the ledger.")
    if name == "due":
        return ""
    return ""


def number_typed(typed: str) -> int | None:
    """The number of a problem as it is typed."""
    plain = clean_line(typed).lstrip("#№")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else None


_PLAIN_LABELS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "reason": gettext_lazy("Why?"),
        "days": gettext_lazy("Due after so many working days"),
        "due": gettext_lazy("Or due on a certain day"),
        "place_name": gettext_lazy("What the place is called"),
        "words": gettext_lazy("In words"),
        "groups": gettext_lazy("Places that are not put right after all"),
        "owner_unit": gettext_lazy("Owner unit"),
    }
)


def _modes() -> forms.Widget:
    return one_of([(key, str(word)) for key, word in MODES.items()], required=True)


_INPUTS: Final[Mapping[str, Callable[[], forms.Widget]]] = MappingProxyType(
    {
        "reason": lines_input,
        "words": lines_input,
        "lasting_measure": lambda: lines_input(2),
        "day": day_input,
        "due": day_input,
        "days": days_input,
        "title": line_input,
        "place_name": line_input,
        "into": line_input,
        "group": forms.HiddenInput,
        "mode": _modes,
    }
)
