"""What remains of an English text when greeting and purpose are taken away, in a dozen words?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from huiyin.triage.phrases import Forms, tidy

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\s*\n\s*")
_CLAUSE_END = re.compile(
    r"[,:;()–—]\s+|\s+-\s+|\s+(?=(?:because|so that|which|although|but|whereas|while)\b)", re.IGNORECASE
)
_ARTICLES = frozenset({"the", "a", "an", "that", "about"})
_LONGEST_FORM = 6  # words
_GIVER = re.compile(r"^(?:i am|i'm|we are|we're|my name|i live|we live|i have been)\b", re.IGNORECASE)
_LONE_I = re.compile(r"\bi\b(?!\.)")
_EDGES = ' .,:;!?-"'


@dataclass(frozen=True, slots=True)
class EnglishSettings:
    """How an English title is cut; set by reading the titles of 7,500 short texts."""

    longest: int = 12  # words
    shortest: int = 2  # words that must remain when a form is taken off
    least_clause: int = 4  # a clause of fewer words is no title where more words follow
    purpose: float = 3.0  # for a sentence that begins with what it wants: I am writing to complain about
    giver: float = 3.0  # taken off where a sentence says who is writing
    late: float = 1.5  # taken off for each sentence before this one
    full: int = 7  # words that say something; more add nothing


def _without_forms(sentence: str, forms: Forms, settings: EnglishSettings) -> list[str]:
    """The words of a sentence between its openers and closers."""
    words = sentence.split()
    plain = [word.lower().strip(_EDGES) for word in words]
    start, end = 0, len(words)
    for size in range(_LONGEST_FORM, 0, -1):
        while end - size - start >= settings.shortest and " ".join(plain[end - size : end]) in forms.closers:
            end -= size
    opener = -1
    while opener:
        sizes = range(min(_LONGEST_FORM, end - start - settings.shortest), 0, -1)
        opener = next((size for size in sizes if " ".join(plain[start : start + size]) in forms.openers), 0)
        start += opener
    if plain[start : start + 1] and plain[start] in _ARTICLES and end - start > settings.shortest:
        start += 1
    return words[start:end]


def _cut(words: list[str], forms: Forms, settings: EnglishSettings) -> str:
    """At most `longest` words, ending where a clause ends if one does, never with a word that leads on."""
    phrase = " ".join(words)
    if len(words) <= settings.longest:
        return phrase
    for clause_end in reversed([found.start() for found in _CLAUSE_END.finditer(phrase)]):
        if settings.least_clause <= len(phrase[:clause_end].split()) <= settings.longest:
            return phrase[:clause_end]
    words = words[: settings.longest]
    while len(words) > settings.shortest and words[-1].lower().strip(_EDGES) in forms.hanging_words:
        words.pop()
    return " ".join(words)


def _value(words: list[str], taken: int, forms: Forms, settings: EnglishSettings) -> float:
    """How well does a sentence of these words, with so many words of form taken off, tell the matter?"""
    said = sum(word.lower() not in forms.hanging_words for word in words)
    value = float(min(said, settings.full))
    if taken >= settings.least_clause:
        value += settings.purpose
    if _GIVER.match(" ".join(words[:3])):
        value -= settings.giver
    return value


def english_phrase(text: str, forms: Forms, settings: EnglishSettings) -> str:
    """The sentence that says most, without its forms, with a capital letter; "" for an empty text."""
    best: list[str] = []
    best_value = float("-inf")
    for number, sentence in enumerate(_SENTENCE_END.split(tidy(text))):
        words = _without_forms(sentence, forms, settings)
        taken = len(sentence.split()) - len(words)
        value = _value(words, taken, forms, settings) - settings.late * number
        if words and value > best_value:
            best, best_value = words, value
    phrase = _LONE_I.sub("I", _cut(best, forms, settings).strip(_EDGES))
    return phrase[:1].upper() + phrase[1:]
