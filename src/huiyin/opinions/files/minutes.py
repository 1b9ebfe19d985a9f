"""Which single opinions do minutes, interview notes or a list of remarks hold, and where does each stand?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from huiyin.opinions.files.documents import Document, Paragraph
from huiyin.opinions.files.minute_facts import find_date, find_place, is_place_heading, person_of, topic_of
from huiyin.opinions.files.minute_lines import (
    MAX_HEADING,
    Kind,
    Line,
    ends_like_a_sentence,
    is_lead_in,
    is_list_of_names,
    is_nothing_said,
    minute_words,
    read_lines,
)
from huiyin.opinions.files.series import split_points
from huiyin.opinions.files.values import parse_person


@dataclass(frozen=True, slots=True)
class MinuteSettings:
    """The numbers that decide how notes are split. Set on the invented minutes of the tests."""

    min_turns: int = 2  # fewer names before a colon are no speakers
    max_title: int = 50  # characters of a document's title
    title_lines: int = 3  # it stands among so many first lines
    max_added: int = 15  # characters; a shorter paragraph belongs to the remark before it
    min_cut: int = 25  # characters; a shorter line of a text file goes on in no other
    max_context: int = 60  # characters of headings put before an opinion
    min_wrapped: int = 30  # characters; lines wrapped by hand are at least so wide
    wrapped_share: float = 0.7  # of the widest line; all but the last are as wide as this
    max_sentence_ends: float = 0.5  # of those lines end a sentence: more is a list of remarks


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion of a document. `number` is the paragraph in which it begins, from 1."""

    number: int
    title: str  # headings, question or lead under which it stands
    text: str
    person: str = ""
    place: str = ""
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A paragraph that holds no opinion, and what it is instead."""

    number: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Minutes:
    """A document taken apart: every paragraph that is not blank is in an opinion or an aside."""

    opinions: tuple[Opinion, ...]
    asides: tuple[Aside, ...]


_SAID = frozenset((Kind.TURN, Kind.ANSWER, Kind.FIELD, Kind.ITEM, Kind.TEXT))


def split_minutes(document: Document, *, file: str, settings: MinuteSettings | None = None) -> Minutes:
    """Split running text into opinions.

    Speaker turns, answers, numbered points and plain paragraphs are opinions; headings, questions, and facts
    about the meeting become their title, place, time and person. A speaker known by a role only (居民A) is
    another person in every file.
    """
    rules = settings or MinuteSettings()
    paragraphs = _unwrapped(document.paragraphs, rules) if document.has_lines else document.paragraphs
    lines = _in_context(read_lines(paragraphs), rules)
    walk = _Walk(file, rules, is_meeting=_is_meeting(lines, rules), joins_lines=document.has_lines)
    for line in lines:
        walk.step(line)
    return Minutes(tuple(walk.opinions), tuple(walk.asides))


def _unwrapped(paragraphs: Sequence[Paragraph], rules: MinuteSettings) -> list[Paragraph]:
    """Blocks of lines that were broken by hand at one width, each as one paragraph."""
    joined: list[Paragraph] = []
    block: list[Paragraph] = []
    for paragraph in (*paragraphs, Paragraph(0, "")):
        if paragraph.text.strip():
            block.append(paragraph)
            continue
        joined += [_joined(block)] if _is_wrapped(block, rules) else block
        joined.append(paragraph)
        block = []
    return joined[:-1]


def _is_wrapped(block: Sequence[Paragraph], rules: MinuteSettings) -> bool:
    widths = [len(paragraph.text.rstrip()) for paragraph in block]
    if len(block) < 2 or max(widths) < rules.min_wrapped:
        return False
    first, *others = read_lines(block)
    if first.kind not in _SAID or any(line.kind is not Kind.TEXT for line in others):
        return False
    ends = sum(ends_like_a_sentence(paragraph.text.rstrip()) for paragraph in block[:-1])
    is_even = min(widths[:-1]) >= max(widths) * rules.wrapped_share
    return is_even and ends <= len(block[:-1]) * rules.max_sentence_ends


def _joined(block: Sequence[Paragraph]) -> Paragraph:
    text = ""
    for paragraph in block:
        part = paragraph.text.strip()
        text += f" {part}" if text[-1:].isascii() and text and part[:1].isascii() else part
    return replace(block[0], text=text)


def _in_context(lines: Sequence[Line], rules: MinuteSettings) -> list[Line]:
    """What each line is, seen together with those around it: titles, doubtful speakers, headings."""
    speakers = Counter(line.label for line in lines if line.kind is Kind.TURN)
    judged: list[Line] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if index < rules.title_lines and _is_title(line, rules):
            judged.append(replace(line, kind=Kind.TITLE))
        elif line.kind is Kind.TURN and not _is_speaker(line, speakers, rules):
            judged.append(_as_text(line))
        elif _is_heading(line, following):
            judged.append(replace(line, kind=Kind.HEADING))
        else:
            judged.append(line)
    return judged


def _is_title(line: Line, rules: MinuteSettings) -> bool:
    text = line.text.lower()
    return (
        line.kind in (Kind.TEXT, Kind.HEADING, Kind.ITEM)
        and len(text) <= rules.max_title
        and not ends_like_a_sentence(text)
        and any(word in text for word in minute_words().document_words)
    )


def _is_speaker(line: Line, speakers: Counter[str], rules: MinuteSettings) -> bool:
    """A name alone makes no speaker: several must speak, and one Latin word must speak twice."""
    if line.is_certain:
        return True
    is_one_word = line.label.isascii() and " " not in line.label
    return speakers.total() >= rules.min_turns and (
        not is_one_word or speakers[line.label] >= rules.min_turns
    )


def _as_text(line: Line) -> Line:
    if not line.text:
        return replace(line, kind=Kind.HEADING, text=line.label, label="")
    about = f"（{line.about}）" if line.about else ""
    kind = Kind.ITEM if line.level else Kind.TEXT
    return replace(line, kind=kind, text=f"{line.label}{about}：{line.text}", label="", about="")


def _is_heading(line: Line, following: Line | None) -> bool:
    """A short numbered line, no sentence, over lines of another kind or a deeper level."""
    if line.kind is not Kind.ITEM or following is None:
        return False
    if len(line.text) > MAX_HEADING or ends_like_a_sentence(line.text):
        return False
    if following.kind in (Kind.ITEM, Kind.HEADING):
        return following.level > line.level or not following.level
    return following.kind in (Kind.TEXT, Kind.TURN, Kind.ANSWER, Kind.QUESTION, Kind.FIELD, Kind.LEAD_IN)


def _is_meeting(lines: Sequence[Line], rules: MinuteSettings) -> bool:
    """Are these notes of a meeting and not a plain list?"""
    marked = (Kind.TURN, Kind.ANSWER, Kind.ITEM, Kind.FIELD, Kind.FACT)
    return sum(line.kind in marked for line in lines) >= rules.min_turns


@dataclass(slots=True)
class _Walk:
    """Goes through the lines in order, with what is known at each: headings, speaker, question, …"""

    file: str
    rules: MinuteSettings
    is_meeting: bool
    joins_lines: bool
    opinions: list[Opinion] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    headings: dict[float, str] = field(default_factory=dict)  # by level, the higher first
    topic: str = ""
    question: str = ""
    speaker: str = ""  # whom to count; "" for somebody unknown
    has_speaker: bool = False
    speaker_place: str = ""
    respondent: str = ""
    place: str = ""
    time: datetime | None = None
    before: Kind = Kind.PROCEDURE  # of the line before

    def step(self, line: Line) -> None:
        kind = self._kind_here(line)
        if kind is Kind.TURN:
            self._begin_turn(line)
        if kind in _SAID and line.text:
            self._say(line, kind)
        else:
            self.asides.append(Aside(line.number, kind))
            self._remember(line, kind)
        self.before = kind

    def _kind_here(self, line: Line) -> Kind:
        """What is the line after the lines before it?"""
        if line.kind in _SAID and is_nothing_said(line.text):
            return Kind.NOTHING_SAID
        if line.kind in (Kind.ITEM, Kind.TEXT) and self.before is Kind.AGENDA and not line.follows_blank:
            return Kind.AGENDA
        if line.kind is not Kind.TEXT:
            return line.kind
        if self.before in (Kind.FACT, Kind.NAMES) and is_list_of_names(line.text):
            return Kind.NAMES
        has_begun = self.opinions or self.headings or self.has_speaker
        tells_of_meeting = any(word in line.text for word in minute_words().meeting_words)
        return Kind.LEAD_IN if self.is_meeting and not has_begun and tells_of_meeting else Kind.TEXT

    def _begin_turn(self, line: Line) -> None:
        self.has_speaker = True
        self.speaker = person_of(line.label, self.file)
        self.speaker_place = find_place(line.about)

    def _say(self, line: Line, kind: Kind) -> None:
        if line.level:
            self.headings = {level: text for level, text in self.headings.items() if level < line.level}
        if kind is Kind.TEXT and self._belongs_to_last(line):
            last = self.opinions.pop()
            self.opinions.append(replace(last, text=f"{last.text}\n{line.text}"))
            return
        split = split_points(line.text)
        lead = split.lead if split and not is_lead_in(split.lead) else ""
        person = (
            self.respondent if kind in (Kind.ANSWER, Kind.FIELD) or not self.has_speaker else self.speaker
        )
        for text in split.points if split else (line.text,):
            self.opinions.append(
                Opinion(line.number, self._context(lead), text, person, self._place_here(), self.time)
            )

    def _belongs_to_last(self, line: Line) -> bool:
        """Does this paragraph go on with the remark before it?"""
        if not self.opinions or self.before not in _SAID or line.follows_blank:
            return False
        if self.has_speaker or self.before is Kind.ANSWER:
            return len(line.text) <= self.rules.max_added
        was_cut = len(self.opinions[-1].text) >= self.rules.min_cut and not ends_like_a_sentence(
            self.opinions[-1].text
        )
        return self.joins_lines and was_cut and self.before in (Kind.ITEM, Kind.FIELD)

    def _context(self, lead: str) -> str:
        """Topic, headings, question and lead, as many of the last ones as fit."""
        parts = [part for part in (self.topic, *self.headings.values(), self.question, lead) if part]
        while len(parts) > 1 and len(" ".join(parts)) > self.rules.max_context:
            del parts[0]
        return " ".join(parts)

    def _place_here(self) -> str:
        of_headings = [text for text in self.headings.values() if is_place_heading(text)]
        return self.speaker_place or "".join(of_headings[-1:]) or self.place

    def _remember(self, line: Line, kind: Kind) -> None:
        if kind is Kind.TITLE:
            self.time = self.time or find_date(line.text)
            self.place = self.place or find_place(line.text)
            self.topic = self.topic or ("" if self.place else topic_of(line.text))
        elif kind is Kind.HEADING:
            self._begin_part(line)
            self.question = self.speaker = self.speaker_place = ""
            self.has_speaker = False
        elif kind is Kind.QUESTION:
            self.question = line.text
        elif kind is Kind.FACT:
            self._remember_fact(line)

    def _begin_part(self, heading: Line) -> None:
        """An unnumbered heading stands right below the last numbered one, above all that may follow."""
        numbered = [level for level in self.headings if level == int(level)]
        own_level = heading.level or max(numbered, default=0) + 0.5
        kept = {level: text for level, text in self.headings.items() if level < own_level}
        self.headings = {**kept, own_level: heading.text}

    def _remember_fact(self, line: Line) -> None:
        if line.use == "time":
            self.time = find_date(line.text) or self.time
        elif line.use == "place":
            self.place = find_place(line.text) or self.place
        elif line.use == "person":
            self.respondent = parse_person(line.text)
        elif line.use == "field":
            self.topic = line.text
