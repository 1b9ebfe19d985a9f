"""Which input does each type of field get, and what does it send?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.activities.field_values import DOES_NOT_APPLY, NO, YES
from huiyin.plan.kinds import ChecklistItem, Field, FieldType
from huiyin.web.activities.choices import Offers

# More choices than this are not laid open as buttons, and more than the second are searched, not scrolled.
LAID_OPEN = 6
SCROLLED = 30
# A field of several names has so many lines, and one more than are filled.
FEWEST_LINES = 3


class NameInput(forms.TextInput):
    """One choice out of many, found by typing: the browser offers the names, no script is needed."""

    def __init__(self, offers: Offers, suggestions: str) -> None:
        super().__init__({"list": suggestions, "autocomplete": "off"})
        self.offers = offers

    def format_value(self, value: Any) -> str | None:
        """The name, where the value is a key; what was typed, where it is none."""
        return self.offers.shown_as(str(value)) if value else None

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """The key that is meant, or what was typed."""
        return self.offers.key_of(str(super().value_from_datadict(data, files, name) or ""))


class CountedInput(forms.TextInput):
    """A number with its classifier beside it; a phone shows its digits."""

    def __init__(self, classifier: str, *, inputmode: str) -> None:
        super().__init__({"inputmode": inputmode, "autocomplete": "off"})
        self.classifier = classifier

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The input, and what is counted after it."""
        plain = super().render(name, value, attrs, renderer)
        return format_html('<span class="counted">{}<span>{}</span></span>', plain, self.classifier)


class NameLines(forms.Widget):
    """Several choices out of many: lines to type names into. A line takes a pasted list too."""

    use_fieldset = True

    def __init__(self, offers: Offers, suggestions: str) -> None:
        super().__init__()
        self.offers, self.suggestions = offers, suggestions

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- Django's signature
    ) -> SafeString:
        """The lines that are filled and a few empty ones."""
        typed = value.splitlines() if isinstance(value, str) else value or ()
        filled = [self.offers.shown_as(key) for key in typed]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", name),
            "suggestions": self.suggestions,
            "lines": [*filled, *[""] * max(1, FEWEST_LINES - len(filled))],
            "is_wrong": bool((attrs or {}).get("aria-invalid")),
        }
        return render_to_string("activities/name_lines.html", context)

    def id_for_label(self, id_: str, _index: str | None = None) -> str:
        """The first line."""
        return f"{id_}_0" if id_ else id_

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], name: str
    ) -> str:
        """A line for each that was filled, the key where the name is one that is offered."""
        lines = [self.offers.key_of(line) for line in _several(data, name) if line.strip()]
        return "\n".join(lines)


class CheckList(forms.Widget):
    """The items of a check-list, each answered by yes, no or does not apply."""

    use_fieldset = True

    def __init__(self, items: Sequence[ChecklistItem], language: str) -> None:
        super().__init__()
        self.items, self.language = tuple(items), language

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- Django's signature
    ) -> SafeString:
        """One row of three buttons for each item."""
        answers = value or {}
        answered = [(YES, gettext_yes()), (NO, gettext_no()), (DOES_NOT_APPLY, _("Does not apply"))]
        rows = [
            {"key": item.key, "name": item.name.said(self.language), "answer": str(answers.get(item.key, ""))}
            for item in self.items
        ]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", name),
            "rows": rows,
            "answers": answered,
        }
        return render_to_string("activities/check_list.html", context)

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], name: str
    ) -> dict[str, str]:
        """The answers that were given, by item."""
        given = {item.key: str(data.get(f"{name}.{item.key}", "")) for item in self.items}
        return {key: answer for key, answer in given.items() if answer}

    def id_for_label(self, id_: str, _index: str | None = None) -> str:
        """The first button of the first item."""
        return f"{id_}_{self.items[0].key}_{YES}" if id_ and self.items else id_


def gettext_yes() -> str:
    """How is a yes said?"""
    return _("Yes")


def gettext_no() -> str:
    """How is a no said?"""
    return _("No")


def typed_input(type_: FieldType, classifier: str = "") -> forms.Widget:
    """The input of a field that is typed, not chosen; a phone shows the keyboard that fits."""
    return _TYPED[type_](classifier)


def choice_input(field: Field, offers: Offers, suggest: Callable[[Offers], str]) -> forms.Widget:
    """The input of a field that is chosen: buttons for few, a list for more, names to search for many.

    `suggest` adds the names to the lists of the form and answers the id of their list.
    """
    is_several = field.type in SEVERAL
    if is_several and len(offers.rows) > LAID_OPEN:
        return NameLines(offers, suggest(offers))
    if len(offers.rows) > SCROLLED:
        return NameInput(offers, suggest(offers))
    choices = [(key, said) for key, said in offers.shown.items()]
    if is_several:
        return forms.CheckboxSelectMultiple(choices=choices)
    return one_of(choices, required=field.required)


def one_of(choices: Sequence[tuple[str, str]], *, required: bool) -> forms.Widget:
    """Buttons for few choices, a list for more; what need not be answered can be left open again."""
    if len(choices) > LAID_OPEN:
        return forms.Select(choices=[("", _("Choose one")), *choices])
    return forms.RadioSelect(choices=choices if required else [*choices, ("", _("Not said"))])


SEVERAL = frozenset({FieldType.CHOICES, FieldType.PEOPLE, FieldType.UNITS})


def _several(data: Mapping[str, Any], name: str) -> list[str]:
    getlist: Callable[[str], list[Any]] | None = getattr(data, "getlist", None)
    found = getlist(name) if getlist else data.get(name) or []
    return [str(one) for one in found]


def _text(_classifier: str) -> forms.Widget:
    return forms.TextInput({"autocomplete": "off"})


def _long_text(_classifier: str) -> forms.Widget:
    return forms.Textarea({"rows": 4, "autocomplete": "off"})


def _whole(classifier: str) -> forms.Widget:
    return CountedInput(classifier, inputmode="numeric")


def _decimal(classifier: str) -> forms.Widget:
    return CountedInput(classifier, inputmode="decimal")


def _day(_classifier: str) -> forms.Widget:
    return forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")


def _time(_classifier: str) -> forms.Widget:
    return forms.TimeInput({"type": "time", "autocomplete": "off"}, format="%H:%M")


def _link(_classifier: str) -> forms.Widget:
    return forms.URLInput({"inputmode": "url", "autocomplete": "off"})


_TYPED: Mapping[FieldType, Callable[[str], forms.Widget]] = MappingProxyType(
    {
        FieldType.TEXT: _text,
        FieldType.LONG_TEXT: _long_text,
        FieldType.WHOLE: _whole,
        FieldType.DECIMAL: _decimal,
        FieldType.DAY: _day,
        FieldType.TIME: _time,
        FieldType.LINK: _link,
    }
)
