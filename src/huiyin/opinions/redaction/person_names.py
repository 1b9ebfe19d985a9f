"""Which parts of a text are names of persons, by what stands around them?

No list of given names is used and no name is guessed from itself alone: a name is what follows 我叫 or
联系人, what precedes 女士 or a telephone mark, what stands in a field 姓名 or under a letter. An official
called by surname and title (胡书记) is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DATA = Path(__file__).parent / "data" / "person_names.yaml"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists of person_names.yaml."""

    surnames: frozenset[str]
    doubtful: frozenset[str]
    compound: frozenset[str]
    never_given: frozenset[str]
    after_name: tuple[str, ...]
    titles: tuple[str, ...]
    no_names: frozenset[str]
    offices: tuple[str, ...]  # those titles that are an office by themselves
    roles: tuple[str, ...]
    long_roles: tuple[str, ...]  # those of two characters and more


_FIELD = re.compile(
    r"(?:(?<![盘区司校店品街路桥目村])(?:姓\s?名|名字)|人|户主|业主|房主|法人代表|法人|患者|死者|伤者|学生|家长|村民|居民|市民|签名|签字|落款|署名)"
    r"(?:姓名|名字|签名|签字)?(?:[(（][^()（）]{1,6}[)）])?(\s*[:：=]\s*|\s{1,3}|[是为](?=[\u3400-\u9fff]{2,4}(?![\u3400-\u9fff])))"
)
_FILLED_IN = frozenset(":：=")
_AND_ANOTHER = re.compile(r"[、，,/和及 ]\s?")
# Sure to lead to a name; 叫 alone also leads to names of places, books and shops.
_CALLED = re.compile(
    r"(?:我的?名字[叫是]|我名?叫做?|本人名?叫|本人姓名[是为]?|真名[叫是]?)[ ：:]?(?=[\u3400-\u9fff])"
)
_PERHAPS_CALLED = re.compile(r"(?:叫做?|名字[叫是]|姓名[是为]?)[ ：:]?(?=[\u3400-\u9fff])")
_SELF = re.compile(
    r"(?:我是|本人是?|本人系|[请诉报映]人|联系人是?|业主|村民|居民|患者|户主|家长|学生"
    r"|[父母]亲|妻子|丈夫|儿子|女儿)[ ]?(?=[\u3400-\u9fff]{2})"
)
_POLITE = re.compile(r"(?:先生|女士|小姐|太太|老师|师傅|同学|阿姨|大爷|大妈|大叔|奶奶|爷爷)(?!们)")
# The other names of a list whose first is taken already.
_NAME_MARK = re.compile(r"(?<=〔姓名〕)(?:[、，,/和及]\s?|\s)")
_CLOSING = re.compile(
    r"(?:此致\s*敬礼|敬礼|谢谢|敬上|感谢|恳请人|呈上)"
    r"[!！。,，~\s]*\s(?=[^\s]{2,4}(?:\s|$|敬上|[0-9]{4}))"
)
_HAN = re.compile("[\u3400-\u9fff]")
_PHONE_MARK = re.compile(
    r"(?:[\s,，、:：(（/男女是为]|联系方式|联系电话|联系|手机号码?|手机|电话号码?|电话|号码|微信|身份证号码?|身份证"
    r"|tel|phone)*(?=〔(?:电话|证件)〕)",
    re.IGNORECASE,
)
_BOUNDARY_AFTER = re.compile(r"\Z|[^\u3400-\u9fffA-Za-z·•]")
_SIGN_BEFORE = re.compile("[^\u3400-\u9fffA-Za-z0-9]")
_PLACE_AFTER = re.compile("[区县市镇乡村街路巷组]")
# Uyghur, Tibetan, Mongolian and foreign names as written in Chinese: parts joined by a middle dot.
_DOTTED = re.compile("[\u3400-\u9fff]{1,6}(?:[·•・][\u3400-\u9fff]{1,6}){1,3}")
_WHOLE_VALUE = re.compile("[\u3400-\u9fff]{2,3}(?![\u3400-\u9fff])")
_PERSON_AFTER = re.compile(
    r"[，,（(\s]{1,2}(?:男|女|今年|现年|身份证|电话|手机|系|生于|患|[0-9]{1,3}岁|[0-9]{4}年|〔)"
)
_NAME_LENGTHS = (4, 3, 2, 1)  # characters, the longest first


def _characters(value: Any) -> frozenset[str]:
    return frozenset("".join(value if isinstance(value, list) else [str(value)])) - {" ", "\n"}


def _words(value: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({word for row in value for word in row}, key=lambda word: (-len(word), word)))


@cache
def _name_words() -> NameWords:
    document = YAML(typ="safe").load(DATA.read_text(encoding="utf-8"))
    return NameWords(
        surnames=_characters(document["surnames"]),
        doubtful=_characters(document["doubtful"]),
        compound=frozenset(_words(document["compound"])),
        never_given=_characters(document["never_given"]),
        after_name=_words(document["after_name"]),
        titles=_words(document["titles"] + document["offices"]),
        no_names=frozenset(_words(document["no_names"])),
        offices=_words(document["offices"]),
        roles=_words(document["roles"]),
        long_roles=tuple(role for role in _words(document["roles"]) if len(role) > 1),
    )


def name_spans(text: str) -> Iterator[Span]:
    """Where does the text hold names? Offsets of non-empty spans, some may overlap."""
    words = _name_words()
    for match in _FIELD.finditer(text):
        yield from _names_in_field(text, match, words)
    for match in _CALLED.finditer(text):
        yield from _some(_value_at(text, match.end(), words))
    for pattern in (_PERHAPS_CALLED, _SELF):
        for match in pattern.finditer(text):
            yield from _some(_likely_name_at(text, match.end(), words))
    for match in _CLOSING.finditer(text):
        yield from _some(_bounded_name_at(text, match.end(), words))
    yield from _polite_names(text, words)
    if "〔" in text:
        yield from _names_by_marks(text, words)


def _polite_names(text: str, words: NameWords) -> Iterator[Span]:
    """Names before 女士, 老师 and the like, unless an office stands before the name."""
    for match in _POLITE.finditer(text):
        name = _name_before(text, match.start(), words)
        if name is not None and not text.endswith(words.offices, 0, name[0]):
            yield name


def _names_by_marks(text: str, words: NameWords) -> Iterator[Span]:
    """Names before what was a telephone number, and the others of a list whose first is taken already."""
    for match in _PHONE_MARK.finditer(text):
        yield from _some(_name_after_sign(text, match.start(), words, shortest=2))
    for match in _NAME_MARK.finditer(text):
        yield from _some(_likely_name_at(text, match.end(), words))


def _some(span: Span | None) -> Iterator[Span]:
    if span is not None:
        yield span


def _name_at(text: str, at: int, words: NameWords) -> Span | None:
    """The name that begins at `at`, if one can: surname and one or two more characters."""
    dotted = _DOTTED.match(text, at)
    if dotted:
        return dotted.span()
    given = at + _surname_length(text, at, words)
    if given == at or text.startswith(words.titles, given) or not _may_be_given(text, given, words):
        return None
    if text.startswith(words.after_name, given):
        return None
    second = given + 1
    follows = words.after_name + words.titles
    end = second if not _may_be_given(text, second, words) or text.startswith(follows, second) else second + 1
    return None if _PLACE_AFTER.match(text, end) or text[at] == text[at + 1] else (at, end)


def _bounded_name_at(text: str, at: int, words: NameWords) -> Span | None:
    """The name at `at` when a sign follows it, or a word that follows names."""
    span = _name_at(text, at, words)
    if span is None or _BOUNDARY_AFTER.match(text, span[1]):
        return span
    return span if span[1] - at > 2 and text.startswith(words.after_name, span[1]) else None


def _likely_name_at(text: str, at: int, words: NameWords) -> Span | None:
    """The same after words that seldom lead to a name: a doubtful surname asks for more."""
    span = _bounded_name_at(text, at, words)
    if span is None or text[at] not in words.doubtful:
        return span
    return span if _PERSON_AFTER.match(text, span[1]) else None


def _names_in_field(text: str, field: re.Match[str], words: NameWords) -> Iterator[Span]:
    """The names of a filled-in field (联系人：张三、李四)."""
    is_filled_in = field.group(1).strip() in _FILLED_IN
    name = (_value_at if is_filled_in else _bounded_name_at)(text, field.end(), words)
    while name is not None:
        yield name
        joint = _AND_ANOTHER.match(text, name[1])
        name = _bounded_name_at(text, joint.end(), words) if joint else None


def _value_at(text: str, at: int, words: NameWords) -> Span | None:
    """The name that fills a field or follows 我叫: whatever begins with a surname and ends with a sign."""
    value = _WHOLE_VALUE.match(text, at)
    if value is None or not _surname_length(text, at, words) or value.group() in words.no_names:
        return _name_at(text, at, words)
    return None if _is_title(value.group(), words) else value.span()


def _is_title(value: str, words: NameWords) -> bool:
    """Is this an office or a polite form (王主任, 李女士) rather than a whole name?"""
    return any(title in value for title in words.titles if len(title) > 1) or bool(_POLITE.search(value))


def _name_before(text: str, end: int, words: NameWords) -> Span | None:
    """The name that ends at `end`: one after a sign or a role, else the longest of a sure surname."""
    name = _name_after_sign(text, end, words, shortest=1)
    possible = [start for length in _NAME_LENGTHS for start in _start(text, end - length, end, words)]
    sure = [start for start in possible if text[start] not in words.doubtful]
    return name or ((sure[0], end) if sure else None)


def _name_after_sign(text: str, end: int, words: NameWords, *, shortest: int) -> Span | None:
    """The longest name that ends at `end` and begins after a sign, or after a word that leads to names."""
    for length in _NAME_LENGTHS:
        for start in _start(text, end - length, end, words) if length >= shortest else ():
            roles = words.long_roles if text[start] in words.doubtful else words.roles
            if start == 0 or _SIGN_BEFORE.match(text, start - 1) or text.endswith(roles, 0, start):
                return start, end
    return None


def _start(text: str, start: int, end: int, words: NameWords) -> Iterator[int]:
    """`start` itself when the characters from there to `end` can be a name."""
    surname = _surname_length(text, start, words) if start >= 0 else 0
    given = range(start + surname, end)
    if text.startswith(words.titles, start + surname) or text[start:end] in words.no_names:
        return
    if surname and len(given) <= 2 and all(_may_be_given(text, at, words) for at in given):
        yield start


def _surname_length(text: str, at: int, words: NameWords) -> int:
    if text[at : at + 2] in words.compound:
        return 2
    return 1 if text[at : at + 1] in words.surnames else 0


def _may_be_given(text: str, at: int, words: NameWords) -> bool:
    return at < len(text) and _HAN.match(text, at) is not None and text[at] not in words.never_given
