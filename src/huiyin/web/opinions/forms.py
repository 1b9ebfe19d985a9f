"""In which form are opinions taken in: one, or several of one occasion?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.activities.field_faults import FieldFault
from huiyin.opinions.rules import ANONYMOUS, NAMED, PSEUDONYMOUS, Said
from huiyin.plan.document import Plan
from huiyin.plan.organisation import OpinionChannel
from huiyin.web.activities.asking import RecordLine
from huiyin.web.activities.choices import Offers, units_of
from huiyin.web.activities.inputs import SCROLLED, NameInput
from huiyin.web.opinions.channels import channel_offers
from huiyin.web.opinions.words import fault_sentence

UNITS_LIST: Final = "names-units"  # the id under which the page offers the units
MOST_VOICES: Final = 50  # on one page
# What makes a row one that somebody filled in.
_SAID: Final = ("words", "place", "unit", "name", "contact")


@dataclass(frozen=True)
class Questions:
    """What the form offers to choose from."""

    plan: Plan
    language: str
    channels: tuple[OpinionChannel, ...]
    channel: OpinionChannel | None = None  # chosen already
    activities: tuple[RecordLine, ...] = ()  # at which it may have been said

    @property
    def units(self) -> Offers:
        """Every unit of the plan: an opinion may concern any."""
        return units_of(self.plan, None, self.language)

    @property
    def takes_names(self) -> bool:
        """May a name or contact be given on the channel at hand?"""
        return self.channel is None or set(self.channel.naming) != {ANONYMOUS}


class Unjudged(forms.Form):
    """A form that refuses nothing: the rules judge what was entered, and it stays as typed."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """Judge nothing."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def said(self, name: str) -> str:
        """What was entered in a field."""
        return str(self[name].data or "")

    def show(self, fault: FieldFault, known: Mapping[str, str]) -> bool:
        """Put a fault beside its field, where this form has it."""
        name = known.get(fault.field, "")
        if name in self.fields and not self[name].is_hidden:
            self.add_error(name, fault_sentence(fault))
            return True
        return False


class VoiceForm(Unjudged):
    """What was said once: the words, where, about whom, and who said it."""

    def __init__(self, asked: Questions, number: int, given: Any = None, *, is_next: bool = False) -> None:
        super().__init__(data=given, prefix=f"v{number}")
        self.number = number
        how = _("In the words in which it was said. Names and telephone numbers in them are taken out.")
        words = forms.Textarea({"rows": 4, "autocomplete": "off"})
        help_text = how if number == 0 else ""
        self.fields["words"] = asked_for(_("What was said?"), words, help_text, is_required=True)
        if is_next:
            self.fields["words"].widget.attrs["autofocus"] = True
        self.fields["place"] = asked_for(_("Where is it?"), forms.TextInput({"autocomplete": "off"}))
        self.fields["unit"] = asked_for(_("About which unit?"), unit_input(asked.units))
        # What was typed before another channel was chosen stays, for the rules to speak of.
        if asked.takes_names or any((given or {}).get(f"v{number}-{name}") for name in ("name", "contact")):
            self.fields["name"] = asked_for(_("Name"), forms.TextInput({"autocomplete": "off"}))
            self.fields["is_nickname"] = forms.BooleanField(
                required=False, label=_("it is not their own name, but one they chose")
            )
            self.fields["contact"] = asked_for(
                _("How can they be reached?"), forms.TextInput({"autocomplete": "off"})
            )

    @property
    def is_empty(self) -> bool:
        """Did nobody fill anything in?"""
        return not any(self.said(name).strip() for name in _SAID if name in self.fields)

    @property
    def has_giver(self) -> bool:
        """Was something said of who said it, or is something wrong with that?"""
        told = [name for name in ("name", "contact") if name in self.fields]
        return any(self.said(name).strip() or self[name].errors for name in told)

    @property
    def who(self) -> list[forms.BoundField]:
        """The fields that go to the sealed place."""
        return [self[name] for name in ("name", "is_nickname", "contact") if name in self.fields]

    def show_fault(self, fault: FieldFault) -> None:
        """Put a fault where it belongs; one of naming stands with the name."""
        known = {name: name for name in self.fields} | {"naming": "name"}
        if not self.show(fault, known):
            self.add_error(None, fault_sentence(fault))

    def as_said(self, head: HeadForm) -> Said:
        """What was entered, as the rules take it."""
        name, contact = ("", "")
        if "name" in self.fields:
            name, contact = self.said("name").strip(), self.said("contact").strip()
        return Said(
            channel=head.said("channel"),
            day=head.said("day"),
            activity=head.said("activity"),
            words=self.said("words"),
            place=self.said("place"),
            unit=self.said("unit"),
            naming=self._naming(name, contact),
            name=name,
            contact=contact,
        )

    def _naming(self, name: str, contact: str) -> str:
        if name and not self["is_nickname"].data:
            return NAMED
        return PSEUDONYMOUS if name or contact else ANONYMOUS


class HeadForm(Unjudged):
    """What is the same for all opinions of one occasion: the channel, the day, the activity."""

    def __init__(
        self, asked: Questions, *, given: Any = None, start: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data=given, initial=dict(start or {}))
        offers = channel_offers(asked.channels, asked.language)
        channel = forms.Select(_looked_up_at_once(), choices=listed(offers))
        self.fields["day"] = asked_for(_("On which day was it said?"), day_input(), is_required=True)
        self.fields["channel"] = asked_for(_("On which channel?"), channel, is_required=True)
        lines = [(each.record, _line(each)) for each in asked.activities]
        if lines:
            widget = forms.Select(choices=[("", _("Not said at one of these")), *lines])
            self.fields["activity"] = asked_for(_("At which one was it said?"), widget)
        else:
            self.fields["activity"] = forms.Field(required=False, widget=forms.HiddenInput)
        self.fields["ticket"] = forms.Field(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Entry:
    """The form, whole."""

    asked: Questions
    head: HeadForm
    voices: tuple[VoiceForm, ...]

    @property
    def filled(self) -> list[VoiceForm]:
        """The rows that somebody filled in; the first one, where nobody filled any."""
        return [voice for voice in self.voices if not voice.is_empty] or [self.voices[0]]

    @property
    def wrong(self) -> int:
        """How many things have to be put right."""
        return sum(len(form.errors) for form in (self.head, *self.voices))

    @property
    def is_full(self) -> bool:
        """Are there as many rows as one page has?"""
        return len(self.voices) >= MOST_VOICES

    def show_faults(self, faults: Iterable[FieldFault], row: int) -> None:
        """Put faults beside their fields; those of the occasion stand with it."""
        head = {"channel": "channel", "day": "day", "activity": "activity"}
        for fault in faults:
            if not self.head.show(fault, head):
                self.filled[row].show_fault(fault)


def entry_of(asked: Questions, given: Any, *, extra: int = 0) -> Entry:
    """The form as it was sent, with so many empty rows more."""
    sent = count_of(str(given.get("voices", "")))
    head = HeadForm(asked, given=given)
    count = min(sent + extra, MOST_VOICES)
    voices = [VoiceForm(asked, at, given, is_next=at >= sent) for at in range(count)]
    return Entry(asked, head, tuple(voices))


def new_entry(asked: Questions, *, day: date | str, activity: str, ticket: str) -> Entry:
    """The form before anything is typed."""
    start = {
        "channel": asked.channel.key if asked.channel else "",
        "day": day,
        "activity": activity,
        "ticket": ticket,
    }
    return Entry(asked, HeadForm(asked, start=start), (VoiceForm(asked, 0),))


def count_of(given: str) -> int:
    """How many rows a page had; 1 for what is no such number."""
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 1
    return max(1, min(number, MOST_VOICES))


def asked_for(
    label: str, widget: forms.Widget, help_text: str = "", *, is_required: bool = False
) -> forms.Field:
    """One question of a form; the rules say what is wrong with its answer."""
    return forms.Field(required=is_required, label=label, widget=widget, help_text=help_text)


def unit_input(offers: Offers) -> forms.Widget:
    """A unit out of a list; out of many, found by typing. The page offers the names under `UNITS_LIST`."""
    return (
        NameInput(offers, UNITS_LIST) if len(offers.rows) > SCROLLED else forms.Select(choices=listed(offers))
    )


def day_input() -> forms.Widget:
    """A day, chosen from a calendar."""
    return forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")


def listed(offers: Offers) -> list[tuple[str, str]]:
    """Choices of a list, with none before them."""
    return [("", _("Choose one")), *offers.shown.items()]


def _looked_up_at_once() -> dict[str, str]:
    """With script, a channel that is chosen brings the records at which it is heard; else a button does."""
    occasion = {"hx-target": "#occasion", "hx-select": "#occasion", "hx-swap": "outerHTML"}
    return {"hx-post": reverse("opinion-new"), "hx-trigger": "change", "hx-vals": '{"more": "0"}', **occasion}


def _line(record: RecordLine) -> str:
    return _("%(day)s · %(title)s · %(unit)s") % {
        "day": record.day.isoformat(),
        "title": record.title,
        "unit": record.unit_name,
    }
