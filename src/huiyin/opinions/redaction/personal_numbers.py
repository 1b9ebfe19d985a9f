"""Which runs of digits in a text are telephone, identity-card or bank-card numbers?

Sources: GB 11643-1999 (identity number, its date and check digit), GB/T 2260 (province codes), ISO/IEC 7812-1
(Luhn check digit of cards), the numbering plan of the Chinese ministry of industry and information technology
(mobile numbers 1[3-9] and nine more digits; area codes 010, 02x and 03xx to 09xx).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NumberKind(StrEnum):
    """What a run of digits says of a person."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A personal number and where it stands: `start` and `end` are offsets into the text looked at."""

    start: int
    end: int
    kind: NumberKind


@dataclass(frozen=True, slots=True)
class _Span:
    """Neighbouring groups of digits of one run, and what stands directly before and after them."""

    start: int
    end: int
    sizes: tuple[int, ...]
    digits: str
    before: str
    after: str


WRITTEN_DIGITS = "〇零○幺一壹二贰两三叁四肆五伍六陆七柒八捌九玖"
_AS_DIGIT = str.maketrans(WRITTEN_DIGITS, "00011122233445566778899")
_DIGIT = f"[0-9{WRITTEN_DIGITS}]"
# Blanks, dashes, points, brackets, slashes and marks of no width that people put between digits.
_GAP = r"[ \t\u00a0\u2002-\u200d\u3000\ufeff\ufe0f\u20e3\-\u2010-\u2015\u2212_.·•*/()（）]"
_RUN = re.compile(rf"{_DIGIT}(?:{_GAP}{{0,3}}{_DIGIT}){{6,}}(?:{_GAP}{{0,2}}[Xx](?![A-Za-z]))?")
_GROUP = re.compile(rf"[0-9]+[Xx]?|[{WRITTEN_DIGITS}]+|[Xx]")

_LOOK_BACK = 16  # characters: the longest of the contexts below, with its colon and blanks
_FILLER = r"(?:编?号码?|单号|代码|号码|是|为|填|留的?|[:：#\s(（【\[])*\Z"
_CODE_CONTEXT = re.compile(
    r"(?:订单|单号|编号|工单|流水|案号|运单|快递|包裹|发票|合同|票号|批[次号]|文号|受理|查询|条形?码|证书|许可证|产权证|房产证"
    r"|不动产证|信用代码|注册|项目|账单|回执|序列|机身|imei|立案|档案|备案|设备|电表|水表|缴费|户号|学号|工号|货号|型号|编码"
    r"|order|ticket|case|serial|invoice|reference|ref|tracking|no\.)"
    + _FILLER.replace("编?号码?", "编?号码?|number|no\\.?|id|is"),
    re.IGNORECASE,
)
_ID_CONTEXT = re.compile(
    r"(?:身份证件?|证件|公民身份|identity card|id card|id)(?:number|no\.?|号|码|是|为|[:：#\s(（])*\Z", re.I
)
_CARD_CONTEXT = re.compile(
    r"(?:卡号|银行卡|储蓄卡|信用卡|借记卡|工资卡|存折|[工农建中交招]行|银行|账号|帐号|账户"
    r"|bank card|card|account)"
    r"(?:卡|number|no\.?|is|号码?|是|为|[:：#\s(（])*\Z",
    re.IGNORECASE,
)
_PHONE_CONTEXT = re.compile(
    r"(?:电话|座机|固话|固定电话|宅电|家电|联系方式|来电|致电|tel|telephone|phone|call|landline|fax|传真)"
    r"(?:number|no\.?|is|at|号码?|是|为|[:：.#\s(（])*\Z",
    re.IGNORECASE,
)
# The landline of a body is public.
_BODY_BEFORE = re.compile(
    r"(?:单位|服务|咨询|热线|客服|举报|投诉|值班|监督|办公室?|财务|前台|售楼部|大厅|窗口|公司|[局所科股处办院])的?"
    r"(?:座机|固话|电话|热线|号码|是|为|[:：（( ])*\Z"
)
_BODY_AFTER = re.compile(r"[^0-9，。；\n]{0,4}(?:服务|咨询|投诉|办公|值班|监督|客服)(?:电话|热线|座机)")
_MEASURE_AFTER = re.compile(
    r"\s*(?:元|块|万|亿|千|吨|米|平|亩|年|月|日|个|户|次|份|%|％|rmb|yuan)", re.IGNORECASE
)
_SIGN_BEFORE = re.compile(r"[(（]?[+＋]\s?\Z|[(（]\Z")
_OPEN_ENDED = re.compile(r"[^(（)）]*[)）][^(（)）]*")  # closes a bracket that was opened before it
_LETTERS_BEFORE = re.compile(r"[A-Za-z]+\Z")
_PHONE_LETTERS = frozenset(
    {"tel", "phone", "mobile", "mob", "cell", "call", "t", "m", "p", "vx", "wx", "v", "id"}
)

# GB/T 2260, first two digits.
_PROVINCES = frozenset(
    re.findall(
        "[0-9]{2}",
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46"
        " 50 51 52 53 54 61 62 63 64 65 71 81 82 83",
    )
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, 4.2
_ID_CHECK = "10X98765432"
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_AREA_AND_LOCAL = re.compile(r"(?:010|02[0-9])[2-8][0-9]{7}|0[3-9][0-9]{2}[2-8][0-9]{6,7}")
# Without an area code, or ten digits as in North America; 400 and 800 are hotlines of bodies.
_LOCAL_OR_FOREIGN = re.compile(r"[2-8][0-9]{6,7}|(?!400|800)[2-9][0-9]{9}")
# UnionPay 62 (and the older 9558), Visa 4, Mastercard 51-55, Maestro and JCB as issued with 16 to 19 digits.
_CARD_START = re.compile(r"62|9558|4|5[1-5]|60|35")
# How people group eleven digits; 5-6 is left out, being how a span of prices looks (13000-150000).
_MOBILE_FIRST_GROUPS = frozenset({1, 2, 3, 4, 7, 11})
_MOST_GROUPS = 5  # more groups than this make a number only when every digit stands alone
_LONGEST = 21  # 0086 and a card are never one number; longer joins are not looked at


def is_identity_number(digits: str) -> bool:
    """Is this a valid 18-digit or 15-digit identity number (province, date and, with 18, check digit)?"""
    if len(digits) not in (15, 18) or digits[:2] not in _PROVINCES or not digits[:-1].isdigit():
        return False
    born = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    if not _is_date(born):
        return False
    if len(digits) == 15:
        return digits.isdigit()
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, digits, strict=False))
    return _ID_CHECK[total % 11] == digits[-1].upper()


def passes_luhn(digits: str) -> bool:
    """Does the last digit check the others by the method of ISO/IEC 7812-1, annex B?"""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def personal_numbers(text: str) -> Iterator[FoundNumber]:
    """Which telephone, identity-card and bank-card numbers does the text hold, from left to right?

    `text` has half-width digits already. Digits may be written out (幺三八…) and stand apart.
    """
    for run in _RUN.finditer(text):
        groups = [group.span() for group in _GROUP.finditer(text, run.start(), run.end())]
        first = 0
        while first < len(groups):
            found = _longest_number(text, groups[first:])
            if found is None:
                first += 1
                continue
            yield found
            first = next((at for at, group in enumerate(groups) if group[0] >= found.end), len(groups))


def _longest_number(text: str, groups: list[tuple[int, int]]) -> FoundNumber | None:
    """The longest number that begins with the first group, or None."""
    best: FoundNumber | None = None
    digits = ""
    for last, (start, end) in enumerate(groups):
        digits += text[start:end].translate(_AS_DIGIT)
        if len(digits) > _LONGEST:
            break
        sizes = tuple(b - a for a, b in groups[: last + 1])
        before = text[max(0, groups[0][0] - _LOOK_BACK) : groups[0][0]]
        span = _Span(groups[0][0], end, sizes, digits, before, text[end : end + _LOOK_BACK])
        kind = _kind(span)
        if kind is not None:
            best = FoundNumber(_beginning(text, span.start, end), end, kind)
    return best


def _kind(span: _Span) -> NumberKind | None:
    """Which kind of number are these groups of digits, if any?"""
    if len(span.sizes) > _MOST_GROUPS and max(span.sizes) > 1:
        return None
    if re.match(r"[A-Za-z]", span.after) or not _letters_may_stand_before(span.before):
        return None
    if len(span.digits) in (15, 18) and (is_identity_number(span.digits) or _ID_CONTEXT.search(span.before)):
        return NumberKind.ID_CARD
    if not span.digits.isdigit() or _CODE_CONTEXT.search(span.before) or _MEASURE_AFTER.match(span.after):
        return None
    if _is_bank_card(span):
        return NumberKind.BANK_CARD
    kind = _telephone(span)
    if kind is NumberKind.LANDLINE and (_BODY_BEFORE.search(span.before) or _BODY_AFTER.match(span.after)):
        return None
    return kind


def _is_bank_card(span: _Span) -> bool:
    if not 16 <= len(span.digits) <= 19:
        return False
    if _CARD_CONTEXT.search(span.before):
        return True
    return _CARD_START.match(span.digits) is not None and passes_luhn(span.digits)


def _telephone(span: _Span) -> NumberKind | None:
    """Mobile or landline, with or without +86, 0086 or 86 before it."""
    digits, sizes = span.digits, span.sizes
    country = re.match(r"0086|86", digits)
    if country and len(digits) > 11 and (country.group() == "0086" or not _AREA_AND_LOCAL.fullmatch(digits)):
        rest = digits[country.end() :]
        if _MOBILE.fullmatch(rest):
            return NumberKind.MOBILE
        if _AREA_AND_LOCAL.fullmatch(rest) or _AREA_AND_LOCAL.fullmatch("0" + rest):
            return NumberKind.LANDLINE
        return None
    if _MOBILE.fullmatch(digits):
        return NumberKind.MOBILE if sizes[0] in _MOBILE_FIRST_GROUPS else None
    if _AREA_AND_LOCAL.fullmatch(digits):
        return NumberKind.LANDLINE
    if span.before.rstrip().endswith(("+", "＋")) and 8 <= len(digits) <= 15:  # ITU-T E.164
        return NumberKind.LANDLINE
    if _LOCAL_OR_FOREIGN.fullmatch(digits) and _PHONE_CONTEXT.search(span.before):
        return NumberKind.LANDLINE
    return None


def _beginning(text: str, start: int, end: int) -> int:
    """Where a number begins when the plus sign or the opening bracket before it is counted in."""
    before = _SIGN_BEFORE.search(text, max(0, start - 3), start)
    if before is None:
        return start
    if before.group()[0] in "(（" and not _OPEN_ENDED.fullmatch(text, start, end):
        return start if "+" not in before.group() else before.end() - 1
    return before.start()


def _letters_may_stand_before(before: str) -> bool:
    letters = _LETTERS_BEFORE.search(before)
    return letters is None or letters.group().lower() in _PHONE_LETTERS


def _is_date(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year < 2100
