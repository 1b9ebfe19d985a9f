"""Which words of a text point at a person or a door, and what does the text say without them?

Redacted: telephone, identity-card, bank-card, QQ, WeChat and passport numbers, plates, e-mail addresses,
names that their context shows to be names, and addresses at the level of unit or room.
Kept, because they tell two problems apart or belong to an office: estates, roads with their house numbers,
villages, a building alone (3栋), order, case and standard numbers, hotlines, officials by title (胡书记).
A building together with a unit or room is redacted whole (3栋2单元501室 -> 〔住址〕).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from huiyin.opinions.redaction.door_addresses import door_spans, latin_door_spans
from huiyin.opinions.redaction.latin_names import latin_name_spans
from huiyin.opinions.redaction.person_names import name_spans
from huiyin.opinions.redaction.personal_numbers import WRITTEN_DIGITS, personal_numbers


class Kind(StrEnum):
    """What a redacted piece was."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    EMAIL = "email"
    WECHAT = "wechat"
    QQ = "qq"
    PASSPORT = "passport"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal data, and how many pieces of each kind were taken out."""

    text: str
    kinds: Mapping[Kind, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.kinds.values())


class _Piece(NamedTuple):
    start: int
    end: int
    kind: Kind


class _Finder(NamedTuple):
    """Looks for pieces with `find`, the slow step, where a character of `signs` and then `lead` are found.

    Leads are written without IGNORECASE, which would keep the search from jumping to their first characters.
    """

    signs: frozenset[str]
    lead: re.Pattern[str]
    find: Callable[[str], Iterator[_Piece]]


_MARKS = {
    Kind.MOBILE: ("〔电话〕", "[phone]"),
    Kind.LANDLINE: ("〔电话〕", "[phone]"),
    Kind.ID_CARD: ("〔证件〕", "[identity number]"),
    Kind.BANK_CARD: ("〔卡号〕", "[card number]"),
    Kind.PLATE: ("〔车牌〕", "[plate]"),
    Kind.EMAIL: ("〔邮箱〕", "[e-mail]"),
    Kind.WECHAT: ("〔微信〕", "[account]"),
    Kind.QQ: ("〔QQ〕", "[account]"),
    Kind.PASSPORT: ("〔证件〕", "[identity number]"),
    Kind.NAME: ("〔姓名〕", "[name]"),
    Kind.ADDRESS: ("〔住址〕", "[address]"),
}

_HAN_CHARACTER = re.compile("[\u3400-\u9fff]")
_LATIN_WORD = re.compile("[A-Za-z]{2,}")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ＠．－＿＋＃\U0001d7ce-\U0001d7ff]")
# One of these stands beside every name that is found, sooner than the name is looked for.
_NAME_LEAD = re.compile(
    "姓名|名字|[^，。]人[:：= ]|[请诉报映系]人|本人|我是|叫|户主|业主|房主|法人|患者|死者|伤者|学生"
    "|家长|[村居市]民"
    "|签[名字]|落款|署名|[父母]亲|妻子|丈夫|[儿女][子儿]|先生|女士|小姐|太太|老师|师傅|同学|阿姨|大[爷妈叔]|奶奶|爷爷|敬礼|谢谢|敬上|〔电话〕|〔证件〕|〔姓名〕"
)
_LATIN_NAME_LEAD = re.compile(
    "M[RSrsix]|[Nn]ame|[Cc]ontact|[Cc]omplainant|[Aa]pplicant|[Pp]atient|[Ss]incerely|[Rr]egards|[Yy]ours"
    "|[Tt]hank|I am|I'm|This is"
    "|(?:联系人|姓名)[:： ]+[A-Z]"
)
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# GA 36-2018: province, letter of the issuing office, five characters; new-energy plates have six, with
# D or F first or last; I and O are not used. At least two digits, so that a word is no plate.
_PLATE = re.compile(
    rf"[{_PROVINCE}][ \u200b]?[A-HJ-NP-Z]"
    r"[ \u200b·•・.\-－—:]{0,2}"
    r"(?=[A-Z0-9]*[0-9][A-Z]*[0-9])"
    r"(?:[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳试超领使])"
    r"(?![A-Z0-9])",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}\s?(?:@|[(\[（]at[)\]）])\s?"
    r"[A-Za-z0-9\-]{1,63}(?:\s?[.。]\s?(?=com|cn|net|org|edu|gov)[A-Za-z]{2,3}(?![A-Za-z])|\.[A-Za-z0-9\-]{1,63})+",
    re.IGNORECASE,
)
_LINK = r"(?:\s|[:：=是为叫(（]|号码?|账号|帐号|id|is|number|account|name|no\.)*"
_QQ = re.compile(
    rf"(?:(?<![A-Za-z])qq|扣扣|企鹅)(?:群|vx|微信|/|和|[及、])*{_LINK}([1-9][0-9]{{4,11}})(?![0-9A-Za-z@])",
    re.I,
)
_WECHAT = re.compile(
    rf"(?:微信|薇信|威信|维信|v信|(?<![A-Za-z])(?:wechat|weixin|vx|wx))(?!公众)(?:[/、和及]?qq)?{_LINK}"
    r"([a-z](?=[a-z_\-]*[0-9_\-])[a-z0-9_\-]{5,19}|[0-9]{6,11})(?![0-9a-z@])",
    re.IGNORECASE,
)
_WECHAT_PLAIN = re.compile(
    r"(?:微信|薇信|威信|维信|wechat|weixin)(?:号码?|账号|帐号|\s?id)\s*(?:is|是|为|[:：])?\s*"
    r"([a-z][a-z_\-]{5,19})(?![0-9a-z@])",
    re.IGNORECASE,
)
_DOOR_LEAD = re.compile(
    "[栋幢座] ?.|号[楼院]|单元|[0-9零〇][一-九]?(?:号?房|室)|[0-9]-[0-9]+(?:-|[房室户住业])|#"
)
_LATIN_DOOR_LEAD = re.compile(
    r"\b(?:[Rr](?:oo)?m|[Bb]uilding|[Bb]lock|[Bb]ldg|[Aa]partment|[Aa]pt|[Ff]lat|[Ss]uite|[Uu]nit|[Tt]ower)\b"
)
_WECHAT_LEAD = re.compile("[微薇威维Vv]信|[Ww]e[Cc]hat|WECHAT|[Ww]eixin|[VvWw][Xx]")
_PASSPORT = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|居留证|passport|travel permit)"
    r"(?:编?号码?|证号|number|no\.?|is|was|[:：#\s(（是为])*"
    r"([a-z]{1,2}\s?[0-9]{7,9}|[0-9]{8,9})(?![0-9a-z])",
    re.IGNORECASE,
)
_WHOLE_NAME = 3  # characters: shorter ones are also words (杨柳)
_ANY_DIGIT = "0-9" + WRITTEN_DIGITS


def redact(text: str) -> Redacted:
    """What does the text say without what points at a person?

    Applied again to its own result it changes nothing. The rest of the text stays as it was written.
    """
    kinds: Counter[Kind] = Counter()
    pieces = _pieces(text)
    while pieces:
        kinds.update(piece.kind for piece in pieces)
        text = _without(text, pieces)
        pieces = _pieces(text)
    return Redacted(text, dict(kinds)) if kinds else Redacted(text)


def _pieces(text: str) -> list[_Piece]:
    """What must go, from left to right; of two pieces that overlap the earlier finder's stays."""
    folded = _fold(text) if _WIDE.search(text) else text
    found: list[_Piece] = []
    present = frozenset(folded)
    for finder in _FINDERS:
        if finder.signs.isdisjoint(present) or finder.lead.search(folded) is None:
            continue
        for piece in finder.find(folded):
            if not _overlaps(piece, found):
                found.append(piece)
    return sorted([*found, *_named_again(folded, found)])


def _overlaps(piece: _Piece, others: list[_Piece]) -> bool:
    return any(piece.start < other.end and other.start < piece.end for other in others)


def _named_again(text: str, found: list[_Piece]) -> Iterator[_Piece]:
    """Where a whole name that its context showed once stands again without that context."""
    names = {text[piece.start : piece.end] for piece in found if piece.kind is Kind.NAME}
    taken = list(found)
    for name in sorted(name for name in names if len(name) >= _WHOLE_NAME):
        for match in re.finditer(re.escape(name), text):
            piece = _Piece(match.start(), match.end(), Kind.NAME)
            if not _overlaps(piece, taken):
                taken.append(piece)
                yield piece


def _without(text: str, pieces: list[_Piece]) -> str:
    language = _mark_language(text)
    parts: list[str] = []
    end = 0
    for piece in pieces:
        parts += (text[end : piece.start], _MARKS[piece.kind][language])
        end = piece.end
    return "".join(parts) + text[end:]


def _mark_language(text: str) -> int:
    """0 where the text around is Chinese or has no words, 1 where it is in Latin letters."""
    han = len(_HAN_CHARACTER.findall(text))
    return 1 if len(_LATIN_WORD.findall(text)) > 2 * han else 0


def _fold(text: str) -> str:
    """The same text with full-width letters, digits and signs made half-width, character by character."""
    return "".join(
        unicodedata.normalize("NFKC", character) if _WIDE.match(character) else character
        for character in text
    )


def _signs(characters: str) -> frozenset[str]:
    return frozenset(characters.replace("0-9", "0123456789"))


def _numbers(text: str) -> Iterator[_Piece]:
    for number in personal_numbers(text):
        yield _Piece(number.start, number.end, Kind(number.kind.value))


def _spans(
    kind: Kind, spans: Callable[[str], Iterator[tuple[int, int]]]
) -> Callable[[str], Iterator[_Piece]]:
    """A finder of the spans that `spans` gives."""

    def find(text: str) -> Iterator[_Piece]:
        for start, end in spans(text):
            yield _Piece(start, end, kind)

    return find


def _matches(kind: Kind, pattern: re.Pattern[str]) -> Callable[[str], Iterator[_Piece]]:
    """A finder of what `pattern` matches: its first group, or the whole where it has none."""
    group = min(1, pattern.groups)

    def find(text: str) -> Iterator[_Piece]:
        for match in pattern.finditer(text):
            yield _Piece(match.start(group), match.end(group), kind)

    return find


# In this order: where two finders claim the same characters, the earlier one has them.
_FINDERS = (
    _Finder(_signs("@Tt"), re.compile(r"@|[(\[（][Aa][Tt][)\]）]"), _matches(Kind.EMAIL, _EMAIL)),
    _Finder(_signs(_ANY_DIGIT), re.compile(f"[{_ANY_DIGIT}](?:.{{0,3}}[{_ANY_DIGIT}]){{3}}"), _numbers),
    _Finder(
        _signs("照证Pp"),
        re.compile("护照|[行胞乡留]证|[Pp]assport|PASSPORT|permit"),
        _matches(Kind.PASSPORT, _PASSPORT),
    ),
    _Finder(_signs("Qq扣企"), re.compile("[Qq][Qq]|扣扣|企鹅"), _matches(Kind.QQ, _QQ)),
    _Finder(_signs("微薇威维VvWw"), _WECHAT_LEAD, _matches(Kind.WECHAT, _WECHAT)),
    _Finder(_signs("微薇威维Ww"), _WECHAT_LEAD, _matches(Kind.WECHAT, _WECHAT_PLAIN)),
    _Finder(_signs(_PROVINCE), re.compile(f"[{_PROVINCE}][ \u200b]?[A-Za-z]"), _matches(Kind.PLATE, _PLATE)),
    _Finder(_signs("栋幢座楼院元房室-#"), _DOOR_LEAD, _spans(Kind.ADDRESS, door_spans)),
    _Finder(_signs("mktg"), _LATIN_DOOR_LEAD, _spans(Kind.ADDRESS, latin_door_spans)),
    _Finder(
        _signs("名字人我叫主者生长民签落属亲妻丈儿女先老师同阿大奶爷敬谢〔"),
        _NAME_LEAD,
        _spans(Kind.NAME, name_spans),
    ),
    _Finder(_signs("MNnCcApPtSsgYyTI"), _LATIN_NAME_LEAD, _spans(Kind.NAME, latin_name_spans)),
)
