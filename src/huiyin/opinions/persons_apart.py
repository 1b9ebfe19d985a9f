"""What do words say without whoever said them, and what has to be kept apart from them?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from huiyin.activities.written_forms import folded
from huiyin.opinions.redaction.redaction import redact

NAME_MARKS: Final = ("〔姓名〕", "[name]")  # as the redaction writes them, in Chinese and in Latin letters
CONTACT_MARKS: Final = ("〔联系方式〕", "[contact]")
_BETWEEN_PARTS = "\n\x1f\n"  # a sign that no text has that is kept (`written_forms.clean_lines`)
_SHORTEST = 2  # one sign may be any word
_HAN = re.compile("[\u3400-\u9fff]")
_BETWEEN = re.compile(r"[\s\-()（）.]+")


@dataclass(frozen=True)
class Apart:
    """What goes to the sealed place alone: who said it, and the words as they were said."""

    name: str = ""
    contact: str = ""
    title: str = ""
    words: str = ""
    place: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.contact or self.title or self.words or self.place)


@dataclass(frozen=True)
class WithoutPersons:
    """The words as they may be kept, and how many pieces were taken out."""

    title: str
    words: str
    place: str
    redactions: int


def without_persons(said: Apart) -> WithoutPersons:
    """The words without what points at a person, and without the giver's own name and contact.

    Title, words and place are looked through as one text, so that a name that one of them shows to be one is
    taken out of the others; in three texts where a piece would reach from one into the next.
    """
    parts = (said.title, said.words, said.place)
    whole, count = without_giver(_BETWEEN_PARTS.join(parts), said.name, said.contact)
    kept = whole.split(_BETWEEN_PARTS)
    if len(kept) == len(parts):
        return WithoutPersons(kept[0], kept[1], kept[2], count)
    title, words, place = (without_giver(part, said.name, said.contact) for part in parts)
    return WithoutPersons(title[0], words[0], place[0], title[1] + words[1] + place[1])


def without_giver(text: str, name: str = "", contact: str = "") -> tuple[str, int]:
    """A text without persons, and how many pieces were taken out.

    A name that its context does not show to be one (“周谷雨反映…”) is taken out where it is the giver's.
    """
    if not text:
        return "", 0
    count = 0
    for own, marks in ((contact, CONTACT_MARKS), (name, NAME_MARKS)):
        text, times = _without(text, own, marks)
        count += times
    redacted = redact(text)
    return redacted.text, count + redacted.count


def sealed_part(said: Apart, kept: WithoutPersons) -> Apart:
    """Of what was said, the part to seal: the giver, and the words wherever something was taken out."""
    if kept.redactions:
        return said
    return Apart(said.name, said.contact) if said.name or said.contact else Apart()


def mark_text(name: str, contact: str) -> str:
    """The one writing of a giver, over which a keyed mark is made; "" for nobody."""
    parts = (folded(name).replace(" ", ""), _BETWEEN.sub("", folded(contact)))
    return "\n".join(parts) if any(parts) else ""


def _without(text: str, own: str, marks: tuple[str, str]) -> tuple[str, int]:
    """The text with the mark wherever the giver's own name or contact stands, and how often it did."""
    own = unicodedata.normalize("NFC", own.strip())
    if len(own) < _SHORTEST or own.casefold() not in text.casefold():
        return text, 0
    mark = marks[0] if _HAN.search(text) else marks[1]
    found = [match for match in re.finditer(re.escape(own), text, re.IGNORECASE) if _stands_alone(match)]
    for match in reversed(found):
        text = text[: match.start()] + mark + text[match.end() :]
    return text, len(found)


def _stands_alone(match: re.Match[str]) -> bool:
    """Is it no part of a longer word? (Li in "like"; Han signs are written without spaces between words.)"""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    begins_word, ends_word = match[0][0], match[0][-1]
    return not (_joins(before, begins_word) or _joins(ends_word, after))


def _joins(one: str, other: str) -> bool:
    return all(sign.isalnum() and sign < "\u2e80" for sign in (one, other)) if one and other else False
