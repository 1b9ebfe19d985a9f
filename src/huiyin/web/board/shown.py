"""How does the board say a group: its numbers, days, heat, what is suggested and how sure that is?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext as _n

from huiyin.board.rows import GroupRow, ThemeRow, Voice
from huiyin.board.rules import GroupState, PlacedBy
from huiyin.plan.terms import Term
from huiyin.web.board.words import PLACED, SHAKY, SHAPES, STATES, Sureness, sureness
from huiyin.web.frame.tags import CHINESE_DAY, ENGLISH_DAY, counted, reading_language, said

CERTAIN = 1000  # thousandths: somebody said it
SAMPLE_LENGTH = 100  # characters of an opinion that the board shows; the group's page shows all


@dataclass(frozen=True)
class Suggested:
    """An area or unit by its name; how sure, where it is a suggestion."""

    name: str
    sureness: Sureness | None


@dataclass(frozen=True)
class Sample:
    """The beginning of an opinion as the board shows it."""

    words: str
    channel: Term
    day: date
    is_fresh: bool


@dataclass(frozen=True)
class Card:
    """A group in words."""

    row: GroupRow

    @property
    def counts(self) -> str:
        """How many voices of how many people."""
        row = self.row
        voices = _n("%(voices)s voice", "%(voices)s voices", row.voices) % {"voices": counted(row.voices, "")}
        people = _n("%(people)s person", "%(people)s people", row.people) % {
            "people": counted(row.people, "")
        }
        return _("%(voices)s of %(people)s") % {"voices": voices, "people": people}

    @property
    def days(self) -> str:
        """From when to when it was spoken of."""
        return days_said(self.row.first_day, self.row.last_day)

    @property
    def heat(self) -> int:
        """The heat, of a hundred."""
        return round(self.row.heat / 10)

    @property
    def state(self) -> str:
        """Its state in a word."""
        return str(STATES.get(self.row.state, self.row.state))

    @property
    def shape(self) -> str:
        """The shape of its state."""
        return SHAPES.get(self.row.state, "open")

    @property
    def is_waiting(self) -> bool:
        """Does it wait for a decision?"""
        return self.row.state == GroupState.WAITING

    @property
    def is_answered(self) -> bool:
        """Has it an answer of its own that can be taken back?"""
        return self.row.state in (GroupState.NOTED, GroupState.NOT_OURS, GroupState.CANNOT_DO)

    @property
    def least(self) -> Sureness:
        """How sure its weakest join is."""
        return sureness(self.row.least_confidence)

    @property
    def is_shaky(self) -> bool:
        """Should somebody look whether its opinions belong together?"""
        return self.row.opinions > 1 and self.row.least_confidence < SHAKY

    @property
    def area(self) -> Suggested | None:
        """The area that is suggested or set."""
        return _suggested(self.row.area, self.row.area_name, self.row.area_confidence)

    @property
    def unit(self) -> Suggested | None:
        """The unit that is suggested or set."""
        return _suggested(self.row.unit, self.row.unit_name, self.row.unit_confidence)

    @property
    def place(self) -> str:
        """The places that its samples name."""
        return _(", ").join(dict.fromkeys(voice.row.place for voice in self.row.samples if voice.row.place))

    @property
    def samples(self) -> list[Sample]:
        """Up to three of its opinions, each as far as it fits."""
        return [
            Sample(
                shortened(voice.row.words or voice.row.title),
                voice.row.channel_name,
                voice.row.day,
                voice.is_fresh,
            )
            for voice in self.row.samples
        ]

    @property
    def rest(self) -> int:
        """How many more opinions it has."""
        return max(0, self.row.opinions - len(self.row.samples))


@dataclass(frozen=True)
class Said:
    """An opinion of a group in words, with those under it that repeat it."""

    voice: Voice
    copies: tuple[Voice, ...] = ()

    @property
    def title(self) -> str:
        """Its title, where it is not the beginning of its words anyway."""
        row = self.voice.row
        return "" if row.words.startswith(row.title) else row.title

    @property
    def how(self) -> str:
        """How it came to stand here."""
        return str(PLACED.get(self.voice.how, self.voice.how))

    @property
    def sureness(self) -> Sureness | None:
        """How sure it is that it belongs here; None where nothing was guessed."""
        is_guess = self.voice.how in (PlacedBy.TRIAGE, PlacedBy.JOINED, PlacedBy.RERUN)
        return sureness(self.voice.confidence) if is_guess else None

    @property
    def is_shaky(self) -> bool:
        """Should somebody look whether it belongs here?"""
        return self.sureness is not None and self.voice.confidence < SHAKY

    @property
    def further_copies(self) -> int:
        """How many more repeat it than stand here."""
        return max(0, self.voice.copies - len(self.copies))


def with_copies(voices: Iterable[Voice]) -> list[Said]:
    """These opinions with their copies under them; a copy without its original here stands for itself."""
    held = list(voices)
    originals = {voice.row.record for voice in held if not voice.copy_of}
    under: dict[str, list[Voice]] = {}
    for voice in held:
        if voice.copy_of in originals:
            under.setdefault(voice.copy_of, []).append(voice)
    return [
        Said(voice, tuple(under.get(voice.row.record, ())))
        for voice in held
        if voice.copy_of not in originals
    ]


def shortened(words: str) -> str:
    """The beginning of a text, on one line."""
    plain = " ".join(words.split())
    return plain if len(plain) <= SAMPLE_LENGTH else plain[: SAMPLE_LENGTH - 1].rstrip() + "…"


def theme_choices(themes: Sequence[ThemeRow]) -> list[tuple[str, str]]:
    """The themes to choose from, each with the number of its groups."""
    return [(theme.record, f"{theme.title} ({theme.groups})") for theme in themes]


def days_said(first: date | None, last: date | None) -> str:
    """One day, or from one to another."""
    form = CHINESE_DAY if reading_language() == "zh" else ENGLISH_DAY
    if first is None or last is None:
        return ""
    if first == last:
        return date_format(first, form)
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, form),
        "last": date_format(last, form),
    }


def _suggested(key: str, name: Term | None, confidence: int) -> Suggested | None:
    if not key:
        return None
    return Suggested(said(name) or key, None if confidence >= CERTAIN else sureness(confidence))
