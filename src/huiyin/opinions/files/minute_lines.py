"""What kind of line of minutes or interview notes is this, taken by itself?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from huiyin.opinions.files.documents import Paragraph
from huiyin.opinions.files.header_words import Role, Strength, match_header


class Kind(StrEnum):
    """What a line is for. TEXT is what no mark tells apart."""

    TITLE = "title"
    HEADING = "heading"
    FACT = "fact"  # about the meeting: time, place, who was there
    AGENDA = "agenda"
    NAMES = "names"
    LEAD_IN = "lead_in"
    PROCEDURE = "procedure"
    NOTHING_SAID = "nothing_said"
    QUESTION = "question"
    MODERATOR = "moderator"
    ANSWER = "answer"
    TURN = "turn"  # somebody speaks, by name or role
    FIELD = "field"  # a form's field that holds an opinion
    ITEM = "item"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its mark taken off. `level` is that of its numbering, 1 the highest; 0 without one."""

    kind: Kind
    number: int  # of its paragraph
    text: str  # what is said, without mark and label
    level: int = 0
    label: str = ""  # before the colon: the speaker, or the name of the fact
    use: str = ""  # of a fact: time, place, person, field, other
    about: str = ""  # in brackets behind the speaker
    is_certain: bool = True  # False for a speaker told by the form of the name alone
    follows_blank: bool = False


@dataclass(frozen=True, slots=True)
class MinuteWords:
    """The lists of `minutes.yaml`, in lower case."""

    facts: dict[str, str]  # label: use
    agenda: frozenset[str]
    moderators: frozenset[str]
    answers: frozenset[str]
    roles: frozenset[str]
    role: re.Pattern[str]  # one of `roles`, perhaps with a letter or number
    name: re.Pattern[str]
    titles: tuple[str, ...]
    no_speakers: frozenset[str]
    document_words: tuple[str, ...]
    document_cut: tuple[str, ...]
    lead_ins: tuple[str, ...]
    procedure: frozenset[str]
    nothing_said: frozenset[str]
    meeting_words: tuple[str, ...]
    places: tuple[str, ...]
    venues: tuple[str, ...]
    no_places: tuple[str, ...]


MAX_HEADING = 25  # characters; a longer numbered line is a point by itself
MAX_SPEAKER = 16
_SENTENCE_END = re.compile(r"[。！？；.!?;]$")
_HEADING_END = re.compile(r"(?:方面|类|领域)$|^【[^】]+】$|^\[[^\]]+\]$")
_ONLY_SIGNS = re.compile(r"[\W_]*")
_PAGE = re.compile(r"第\s*\d+\s*页.*|page \d+.*|共\s*\d+\s*页", re.IGNORECASE)
_COLON = re.compile(
    r"([^:：。！？；]{1,24}?)\s*(?:[(（]([^)）]{1,30})[)）])?\s*[:：](?!//)\s*(.*)", re.DOTALL
)
_COUNT_LEAD_IN = re.compile(
    r".{0,12}[一二两三四五六几\d]+(?:点|个|条|方面|项)(?:意见|建议|问题|看法|体会|希望)?[:：。，,]?"
    r"|.{0,24}\b(?:two|three|four|five|several|some|a few)"
    r" (?:points|things|suggestions|concerns|comments)[:.]?",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:[\u3400-\u9fff]{2,4}(?:[(（][^)）]*[)）])?[、，,;；\s]+)+[\u3400-\u9fff]{2,4}(?:[(（][^)）]*[)）])?等?[。.]?"
)
_LATIN_SPEAKER = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?[A-Z][\w'’-]+(?: [A-Z]\.?)?(?: [A-Z][\w'’-]+){0,2}"
)
_LETTER = re.compile(r"[A-Z甲乙丙丁戊]\d?")
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_MARKS = tuple(
    (level, re.compile(pattern, re.IGNORECASE))
    for level, pattern in (
        (1, rf"第(?:{_HAN_NUMBER}|\d+)(?:章|部分|节)[、:：\s]*"),
        (2, rf"{_HAN_NUMBER}[、.．]\s*|[IVX]{{1,4}}[.、]\s+"),
        (3, rf"[(（]{_HAN_NUMBER}[)）][、.]?\s*"),
        (4, r"\d{1,3}(?:[、．]|\.(?!\d))\s*"),
        (5, r"[(（]\d{1,3}[)）][、.]?\s*|\d{1,3}[)）]\s*|[a-z][)）]\s+"),
        (6, r"[①-⑳]\s*"),
        (7, r"[-*–—]\s+|[•·●○▪■◆]\s*"),
        (
            8,
            rf"第{_HAN_NUMBER}(?:[，,、:：]|是|个|点)\s*|{_HAN_NUMBER}是\s*|(?:first|second|third|fourth|fifth)(?:ly)?,\s*",
        ),
    )
)
LISTED_LEVEL = 7
STYLED = 10  # a styled heading stands above every typed mark: levels -9 to -1


@lru_cache(maxsize=1)
def minute_words() -> MinuteWords:
    """Which words does `minutes.yaml` hold?"""
    path = Path(__file__).with_name("minutes.yaml")
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    facts = {_key(word): use for use, words in data["labels"].items() for word in words}
    roles = "|".join(sorted(map(re.escape, data["roles"]), key=len, reverse=True))
    compound = "|".join(data["compound_surnames"])
    return MinuteWords(
        facts=facts,
        agenda=_lower(data["agenda"]),
        moderators=_lower(data["moderators"]),
        answers=_lower(data["answers"]),
        roles=_lower(data["roles"]),
        role=re.compile(rf"(?:{roles})\s?(?:[a-z甲乙丙丁戊]|\d+|[一二三四五六七八九十])?", re.IGNORECASE),
        name=re.compile(
            rf"(?:(?:{compound})[\u3400-\u9fff]{{1,2}}|[{data['surnames']}][\u3400-\u9fff]{{1,2}})"
        ),
        titles=tuple(data["titles"]),
        no_speakers=_lower(data["no_speakers"]),
        document_words=tuple(_lower(data["document_words"])),
        document_cut=tuple(sorted(_lower(data["document_cut"]), key=lambda word: (-len(word), word))),
        lead_ins=tuple(data["lead_ins"]),
        procedure=_lower(data["procedure"]),
        nothing_said=_lower(data["nothing_said"]),
        meeting_words=tuple(data["meeting_words"]),
        places=tuple(data["places"]),
        venues=tuple(data["venues"]),
        no_places=tuple(data["no_places"]),
    )


def read_lines(paragraphs: Iterable[Paragraph]) -> list[Line]:
    """Classify every line that is not blank; a paragraph with line breaks inside gives several."""
    lines: list[Line] = []
    follows_blank = True
    for paragraph in paragraphs:
        parts = [part.strip() for part in paragraph.text.splitlines()] or [""]
        for part in parts:
            if part:
                line = read_line(part, paragraph)
                lines.append(replace(line, follows_blank=follows_blank))
            follows_blank = not part
    return lines


def read_line(text: str, paragraph: Paragraph) -> Line:
    """What is this one line, by its own marks?"""
    number = paragraph.number
    if _is_procedure(text):
        return Line(Kind.PROCEDURE, number, text)
    if paragraph.is_title:
        return Line(Kind.TITLE, number, text)
    if paragraph.heading_level:
        return Line(Kind.HEADING, number, take_mark(text)[1], level=paragraph.heading_level - STYLED)
    level, body = take_mark(text)
    level = level or (LISTED_LEVEL if paragraph.is_listed else 0)
    return _labelled(number, body, level) or _unlabelled(number, body, level)


def take_mark(text: str) -> tuple[int, str]:
    """The level of the line's numbering (0 for none) and the line without it."""
    for level, pattern in _MARKS:
        found = pattern.match(text)
        if found and found.end() < len(text):
            return level, text[found.end() :].strip()
    return 0, text


def _unlabelled(number: int, body: str, level: int) -> Line:
    if is_lead_in(body):
        return Line(Kind.LEAD_IN, number, body)
    if body.endswith((":", "：")) or (len(body) <= MAX_HEADING and _HEADING_END.search(body)):
        return Line(Kind.HEADING, number, body.strip("：:【】[]"), level=level)
    return Line(Kind.ITEM if level else Kind.TEXT, number, body, level=level)


def _labelled(number: int, body: str, level: int) -> Line | None:
    """A line with a known label or a speaker before its colon; None for any other."""
    found = _COLON.fullmatch(body)
    if found is None:
        return None
    label, about, said = found[1].strip(), found[2] or "", found[3].strip()
    words = minute_words()
    key = _key(label)
    if key in words.agenda:
        return Line(Kind.AGENDA, number, said, label=label)
    is_question = said.endswith(("?", "？", "吗", "呢"))
    if key in words.moderators and (is_question or key not in words.facts):
        return Line(
            Kind.QUESTION if is_question or len(key) == 1 else Kind.MODERATOR, number, said, label=label
        )
    if key in words.answers and not (key in words.facts and _could_be_name(said)):
        return Line(Kind.ANSWER, number, said, level=level, label=label)
    if key in words.facts:
        return Line(Kind.FACT, number, said, label=label, use=words.facts[key])
    return _form_field(number, label, said) or _turn(Line(Kind.TURN, number, said, level, label, about=about))


_FORM_USES = {
    Role.TIME: "time",
    Role.PLACE: "place",
    Role.PERSON: "person",
    Role.TITLE: "field",
    Role.AREA: "field",
}


def _form_field(number: int, label: str, said: str) -> Line | None:
    match = match_header(label)
    if match is None or match.strength is not Strength.WHOLE:
        return None
    if match.role is Role.TEXT:
        return Line(Kind.FIELD, number, said, label=label)
    return Line(
        Kind.FACT,
        number,
        said,
        label=label,
        use=_FORM_USES.get(match.role, "other") if match.role else "other",
    )


def _turn(line: Line) -> Line | None:
    words = minute_words()
    label = line.label
    if len(label) > MAX_SPEAKER * 2 or _key(label) in words.no_speakers or is_lead_in(label):
        return None
    if words.role.fullmatch(label) or (
        len(label) <= MAX_SPEAKER and label.endswith(words.titles) and len(label) > 1
    ):
        return line
    if _could_be_name(label) or _LETTER.fullmatch(label):
        return replace(line, is_certain=bool(line.about))
    return None


def _could_be_name(label: str) -> bool:
    return minute_words().name.fullmatch(label) is not None or _LATIN_SPEAKER.fullmatch(label) is not None


def _is_procedure(text: str) -> bool:
    bare = text.strip("（）() 。.!！—-*").lower()
    return bare in minute_words().procedure or bool(_ONLY_SIGNS.fullmatch(text) or _PAGE.fullmatch(bare))


def is_lead_in(text: str) -> bool:
    """Does this line only say that points follow ("我提两点建议：")?"""
    bare = text.rstrip(":：。.，, ")
    return bare.endswith(minute_words().lead_ins) or _COUNT_LEAD_IN.fullmatch(text) is not None


def is_list_of_names(text: str) -> bool:
    """Is this line nothing but names, as under 出席?"""
    return _NAMES.fullmatch(text) is not None


def is_nothing_said(text: str) -> bool:
    """Is this an answer without an opinion ("无")?"""
    return text.strip(" 。.!！，,").lower() in minute_words().nothing_said


def ends_like_a_sentence(text: str) -> bool:
    """Does the line close with the sign of a whole sentence?"""
    return _SENTENCE_END.search(text) is not None


def _key(label: str) -> str:
    return "".join(label.split()).lower() if not label.isascii() else " ".join(label.split()).lower()


def _lower(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(word).lower() for word in words)
