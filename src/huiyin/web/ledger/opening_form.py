"""Which form opens a problem, and what does it propose?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huiyin.board.rows import GroupRow
from huiyin.ledger.actions.opening import Opening
from huiyin.ledger.rules import Mode
from huiyin.plan.document import Plan
from huiyin.plan.organisation import Role
from huiyin.web.activities.inputs import one_of
from huiyin.web.frame.tags import said
from huiyin.web.ledger.inputs import (
    LedgerForm,
    all_areas,
    all_units,
    asked,
    line_input,
    lines_input,
    people_of,
)
from huiyin.web.ledger.words import FIELDS, MODES

PLACE = "place-"  # before the id of a group


class OpeningForm(LedgerForm):
    """What the office says of a problem when it opens one from groups of the board."""

    def __init__(
        self,
        plan: Plan,
        groups: Sequence[GroupRow],
        *,
        language: str,
        given: Any = None,
        start: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(given=given, start=start)
        self._groups = tuple(groups)
        self.hide("ticket")
        finding = _("One fact, in the office's words. Nobody who spoke may be known by it.")
        self.ask("title", asked(str(FIELDS["title"]), line_input(), required=True))
        self.ask("finding", asked(str(FIELDS["finding"]), lines_input(4), help_text=finding))
        for number, group in enumerate(self._groups, start=1):
            label = _("Name of place %(number)s, as the unit reads it") % {"number": number}
            self.ask(PLACE + group.record, asked(label, line_input(), required=True))
        areas = [(offer.key, offer.name) for offer in all_areas(plan, language).rows]
        self.ask("area", asked(str(FIELDS["area"]), forms.Select(choices=[("", _("Choose one")), *areas])))
        self.ask("owner_unit", asked(str(FIELDS["owner_unit"]), self.named(all_units(plan, language))))
        self.ask("owner_person", asked(str(FIELDS["owner_person"]), self.named(people_of(plan, language))))
        modes = [(key, str(word)) for key, word in MODES.items()]
        self.ask("mode", asked(str(FIELDS["mode"]), one_of(modes, required=True), required=True))
        standard = _("How anybody can see that it is done. It is written before work starts.")
        self.ask("goal", asked(str(FIELDS["goal"]), lines_input(2)))
        self.ask(
            "closing_standard", asked(str(FIELDS["closing_standard"]), lines_input(3), help_text=standard)
        )

    def opening(self, theme: str) -> Opening:
        """What was written, as it was typed."""
        names = {group.record: self.line(PLACE + group.record) for group in self._groups}
        return Opening(
            title=self.line("title"),
            finding=self.text("finding"),
            area=self.line("area"),
            owner_unit=self.line("owner_unit"),
            owner_person=self.line("owner_person"),
            mode=self.line("mode"),
            goal=self.text("goal"),
            closing_standard=self.text("closing_standard"),
            groups=tuple(group.record for group in self._groups),
            theme=theme,
            place_names=names,
        )


def proposed(groups: Sequence[GroupRow], plan: Plan) -> dict[str, Any]:
    """What the form says before anything is typed: the area and owner that most groups suggest."""
    area = _most(group.area for group in groups)
    leads = {each.key: each.lead or "" for each in plan.areas}
    unit = _most(group.unit for group in groups) or leads.get(area, "")
    named = [group for group in groups if group.is_named_by_person]
    start = {
        "area": area,
        "owner_unit": unit,
        "owner_person": _liaison(plan, unit),
        "mode": Mode.BY_DATE.value,
        "title": named[0].title if len(groups) == 1 and named else "",
    }
    return start | {PLACE + record: name for record, name in _place_names(groups).items()}


def _place_names(groups: Sequence[GroupRow]) -> dict[str, str]:
    """Each place is called after its unit, numbered where several lie in one; never in a voice's words."""
    units = [said(group.unit_name) for group in groups]
    times, seen = Counter(units), Counter[str]()
    names = {}
    for group, unit in zip(groups, units, strict=True):
        seen[unit] += 1
        place = _("place %(number)s") % {"number": seen[unit]}
        names[group.record] = unit if unit and times[unit] == 1 else " ".join(filter(None, (unit, place)))
    return names


def _most(keys: Any) -> str:
    counted = Counter(key for key in keys if key)
    return counted.most_common(1)[0][0] if counted else ""


def _liaison(plan: Plan, unit: str) -> str:
    """The one liaison of a unit; "" where there are several or none."""
    found = [
        person.key
        for person in plan.people
        if any(post.role is Role.LIAISON and post.unit == unit for post in person.posts)
    ]
    return found[0] if unit and len(found) == 1 else ""
