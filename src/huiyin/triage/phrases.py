"""What remains of a title when address, purpose and appeal are taken away: which place, which matter?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from huiyin.triage.characters import MAX_GRAM
from huiyin.triage.matters import DATA

HAN = "\u3400-\u9fff"
_HAN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile("[A-Za-z]{3,}")
# What redaction leaves (〔电话〕, [phone]) and what public data sets leave (****).
_MARK = re.compile(r"〔[^〔〕]{1,6}〕|\[(?:[a-z-]+ )?[a-z-]+\]|[*＊×█]{2,}|[xX]{3,}")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BLANK_BESIDE_HAN = re.compile(
    f"(?<=[{HAN}，。、：；！？（）“”《》])\\s+|\\s+(?=[{HAN}，。、：；！？（）“”《》])"
)
_CLAUSE_END = re.compile(r"[，。！？；!?;…—\n]+|,(?!\d)")
_EDGES = " \t，。、！？；：,.!?;:…—-~～·\"'*#_|/\\"
_QUOTES = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"), ("【", "】"), ("「", "」"), ("‘", "’"))
_ANY_QUOTE = re.compile("[" + re.escape("".join(mark for pair in _QUOTES for mark in pair)) + "]")
# A preposition before these is the first half of a word: 对面, 为何, 把关.
_NO_PREPOSITION = {
    "对": "面口讲方外岸比待账联象",
    "为": "什何民期",
    "将": "军来",
    "把": "关手柄",
    "在": "建校编岗职家线",
    "给": "排水予",
    "下": "雨水岗乡班午穿面一发级属车课雪",
}
_REGION = f"(?:[A-Za-z]\\d{{0,2}}[省市县区州]+|[{HAN}]{{1,5}}?[省市县区州镇乡])"
_TIMES = r"第[一二三四五六七八九十\d]+次"
_MODAL = "(?<![不否才职功智阳节性技只可未何低])能(?![源力耗手效量])"


@dataclass(frozen=True, slots=True)
class PhraseSettings:
    """Lengths in characters that decide what is left of a Chinese title; set by reading 2,777 titles."""

    shortest: int = 4  # less is no title
    least_said: int = 3  # a clause that says no more than this beyond appeal is an appeal
    full: int = 12  # a phrase of this length that names a matter needs no 问题 at its end


def is_chinese(text: str) -> bool:
    """Does the text hold a Chinese character?"""
    return _HAN.search(text) is not None


def reads_chinese(text: str) -> bool:
    """Is the text Chinese rather than English: at least as many Chinese characters as English words?"""
    han = len(_HAN.findall(text))
    return han > 0 and han >= len(_LATIN_WORD.findall(text))


def holds_word(text: str, words: frozenset[str]) -> bool:
    """Does the text hold one of the words: of up to four characters anywhere, of letters between blanks?"""
    spans = ((start, start + size) for start in range(len(text)) for size in range(1, MAX_GRAM + 1))
    return any(text[start:end] in words for start, end in spans) or not words.isdisjoint(text.split())


def tidy(text: str) -> str:
    """The text in one line, without redaction marks, unpaired quotes and punctuation at its ends."""
    text = _INVISIBLE.sub("", _MARK.sub("", text))
    text = _BLANK_BESIDE_HAN.sub("", " ".join(text.split()))
    for opening, closing in _QUOTES if _ANY_QUOTE.search(text) else ():
        text = text.replace(opening + closing, "")
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text.strip(_EDGES)


@dataclass(frozen=True, slots=True)
class Forms:
    """Patterns of what says nothing of the matter, made from the words of titles.yaml."""

    address: re.Pattern[str]
    asker: re.Pattern[str]
    purpose: re.Pattern[str]
    addressee: re.Pattern[str]
    helping: re.Pattern[str]
    wishing: re.Pattern[str]
    kind_at_end: re.Pattern[str]
    answer_at_end: re.Pattern[str]
    empty_at_end: re.Pattern[str]
    filling: re.Pattern[str]
    appeal: re.Pattern[str]
    asking_clause: re.Pattern[str]
    asking_end: re.Pattern[str]
    thanking: re.Pattern[str]
    hanging: re.Pattern[str]
    openers: frozenset[str]  # English: lower case, words parted by single blanks
    closers: frozenset[str]
    hanging_words: frozenset[str]
    clause_words: Mapping[str, Sequence[str]]  # by kind: regions, places, purposes, persons, …
    named_places: frozenset[str]


def _any(words: Iterable[str]) -> str:
    """One alternative of plain words, longer ones first."""
    ordered = sorted({str(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")"


def _prepositions(words: Iterable[str]) -> str:
    guarded = [f"{word}(?![{_NO_PREPOSITION.get(word, '-')}])" for word in sorted(words)]
    return "(?:" + "|".join(guarded) + ")"


def _purpose(zh: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """业主强烈请求 / 再次投诉 / 我想咨询一下关于; the group `ask` is set where something is asked for."""
    who = "(?:我们?|本人)?(?:想要?|要|需要)?"
    insisting = f"(?:{_any(zh['insisting'])}|{_TIMES})*(?:向[{HAN}]{{2,8}}?)?"
    mild = f"盼(?![望头])|(?:请|望|求)(?={_any([*zh['helping'], *zh['addressees']])})"
    telling = f"{_any(zh['telling'])}(?!部门|单位|平台|电话|系统|热线|中心|公司|办公|办$|室|师|者|费)"
    asking = f"(?P<ask>{_any(zh['asking'])}|{mild})(?!小学|中学|学校|公园)"
    about = "有关(?!部门|单位|领导|方面)|就(?![业近读诊医餐学地职算是])|与"
    link = f"(?:{_any(zh['linking'])}|{about}|{_prepositions(['下', '对'])})*"
    return re.compile(
        f"^(?:一封来自|来自)?(?:{who}{insisting}(?:{asking}|{telling}|(?=反对)){link}|关于{link}|[对给就](?=.*{_any(zh['kinds'])}$))"
    )


def _ends(zh: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    kinds, letters = _any(zh["kinds"]), _any(zh["letters"])
    several = f"集体|几点|一些|若干|相关|有关|强烈|再次|{_TIMES}"
    before = f"(?:的|之)?(?:{several})?(?:{kinds}(?:和|及|与|、))?"
    vague = f"的?(?:{_any(zh['vague'])}的?)*"
    return {
        "kind_at_end": re.compile(f"(?:提出)?{before}(?:{kinds}{letters}|{kinds})$"),
        "empty_at_end": re.compile(f"(?P<link>{vague})(?P<noun>{_any(zh['empty'])})$"),
        "answer_at_end": re.compile(f"{_any(zh['answers'])}$"),
        "hanging": re.compile(f"(?:{_any(zh['hanging'])})+$"),
    }


def _chinese_patterns(zh: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    addressed, helping, addressees = _any(zh["addressed"]), _any(zh["helping"]), _any(zh["addressees"])
    asks, titled = _any(zh["asking"]), _any(zh["titled"])
    empty = _any(
        [
            word
            for name in ("appeals", "asking", "addressees", "telling", "helping", "insisting")
            for word in zh[name]
        ]
    )
    return {
        "address": re.compile(
            f"^(?:尊敬的|敬爱的|亲爱的)?[{HAN}]{{0,8}}?{addressed}们?(?:您们?好|你们?好|好)?[，,：:！!。、 ]+"
            f"|^尊敬的[{HAN}]{{0,8}}?{addressed}们?|^(?:您们?|你们?|大家)好[，,：:！!。 ]*"
        ),
        "asker": re.compile(f"^(?P<place>{_REGION}{{1,3}})(?:居民|村民|网友|业主)(?=咨询|询问)"),
        "purpose": _purpose(zh),
        "addressee": re.compile(
            f"^(?P<place>{_REGION}{{0,3}})(?:(?:(?:各级|贵)?{addressees}|[{HAN}]{{1,2}}{titled}){helping}*|(?!能|可以){helping}+|能{helping}+)"
        ),
        "helping": re.compile(f"^{helping}*(?:{_prepositions(zh['leading'])})?{helping}*"),
        "wishing": re.compile(f"{_MODAL}|{_any(zh['wishing'])}"),
        "filling": re.compile(_any(zh["filling"])),
        "appeal": re.compile(f"{empty}|[的了吗呢吧啊我你他请望求盼下一给能应该得到也仍就又还被]"),
        "asking_clause": re.compile(f"^(?:{_any(zh['insisting'])})*(?:{asks}|望|请|盼)"),
        "asking_end": re.compile(f"^关于.*的(?P<ask>{asks})$"),
        "thanking": re.compile(_any(zh["thanking"])),
        **_ends(zh),
    }


def read_forms(path: Path = DATA / "titles.yaml") -> Forms:
    """The patterns of a file of forms in the shape of titles.yaml."""
    document = YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))
    chinese, english = document["zh"], document["en"]
    return Forms(
        **_chinese_patterns(chinese),
        openers=frozenset(words for part in english["openers"] for words in part),
        closers=frozenset(english["closers"]),
        hanging_words=frozenset(english["hanging"]),
        clause_words={
            "purposes": [*chinese["telling"], *chinese["asking"]],
            **{kind: chinese[kind] for kind in ("regions", "no_regions", "places", "persons")},
        },
        named_places=frozenset(chinese["named_places"]),
    )


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Takes the forms off titles; `matter_words` tell whether a phrase names a matter."""

    forms: Forms
    matter_words: frozenset[str]
    settings: PhraseSettings = PhraseSettings()

    def names_matter(self, text: str) -> bool:
        return holds_word(text.lower(), self.matter_words)

    def phrase(self, text: str) -> str:
        """What a Chinese title says beyond its forms; the tidied title where nothing else remains."""
        whole = tidy(text)
        rest = self._without_appeals(self.forms.address.sub("", whole))
        rest = self._without_purpose(rest)
        rest = tidy(self.forms.hanging.sub("", self._without_end(rest)))
        return rest if len(rest) >= self.settings.shortest else whole

    def _without_appeals(self, text: str) -> str:
        """The clauses that say something, joined by commas; the first where none does."""
        clauses = [clause.strip(_EDGES) for clause in _CLAUSE_END.split(text)]
        clauses = [clause for clause in clauses if clause]
        if len(clauses) < 2:
            return text.strip(_EDGES)
        kept = [
            clause for clause in clauses if len(self.forms.appeal.sub("", clause)) > self.settings.least_said
        ]
        kept = kept or clauses[:1]
        if len(kept[0]) >= self.settings.full and not self.forms.thanking.search(kept[0]):
            kept = [kept[0], *(clause for clause in kept[1:] if not self._is_request(clause, kept[0]))]
        return "，".join(kept)

    def _is_request(self, clause: str, first: str) -> bool:
        """Does a later clause only ask, without a matter that the first does not name?"""
        asks = self.forms.asking_clause.match(clause) is not None
        return asks and (self.names_matter(first) or not self.names_matter(clause))

    def _after(self, pattern: re.Pattern[str], text: str) -> str:
        """The text after what the pattern finds at its front, if enough is left."""
        found = pattern.match(text)
        return text[found.end() :] if found and len(text) - found.end() >= self.settings.shortest else text

    def _without_purpose(self, text: str) -> str:
        """The text after 再次投诉 or 关于; 希望 and the like take addressee and empty verbs with them."""
        closing = self.forms.asking_end.search(text)
        ask = closing["ask"] if closing else ""
        asker = self.forms.asker.match(text)
        place, text = (asker["place"], text[asker.end() :]) if asker else ("", text)
        for _ in range(3):
            found = self.forms.purpose.match(text)
            if found is None or not found[0] or len(text) - found.end() < self.settings.shortest:
                break
            ask, text = ask or found["ask"] or "", text[found.end() :]
        return place + (self._without_request(text, ask) if ask else text)

    def _without_request(self, text: str, ask: str) -> str:
        """希望A市政府尽快解决X -> A市X; a wish that would read as a fact keeps its 希望."""
        found = self.forms.addressee.match(text)
        rest = text
        if found and len(text) - found.end() >= self.settings.shortest:
            rest = found["place"] + self._after(self.forms.helping, text[found.end() :])
        rest = self._after(self.forms.helping, rest)
        if self.forms.wishing.search(rest):
            return ask + text
        return self.forms.filling.sub("", rest)

    def _vague(self, link: str, rest: str) -> str:
        """几点 of 的几点: kept where the phrase names no matter, so that it does not end in a bare place."""
        return "" if self.names_matter(rest) else link.removeprefix("的").removesuffix("的")

    def _without_end(self, text: str) -> str:
        """The text without 的问题的投诉; 交通问题 stays, since 交通 alone says too little."""
        shorter = self.forms.kind_at_end.sub("", text)
        if len(shorter) >= self.settings.shortest and not self.forms.answer_at_end.search(shorter):
            text = shorter
        found = self.forms.empty_at_end.search(text)
        if found is None:
            return text
        rest, noun = text[: found.start()], found["noun"]
        if noun not in ("问题", "情况", "状况"):
            return rest
        if not found["link"] or len(rest) < self.settings.full or not self.names_matter(rest):
            return text if not found["link"] else rest + self._vague(found["link"], rest) + noun
        return rest
