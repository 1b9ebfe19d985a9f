"""Which place, day, topic or person do the words around the opinions of a document name?"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from huiyin.opinions.files.minute_lines import minute_words
from huiyin.opinions.files.values import DateOrder, parse_person, parse_time

MAX_TOPIC = 20  # characters; what is left of a longer title is a sentence
_DATE = re.compile(r"\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}日?")
_SIGNS = re.compile(r"[\s\W_]+")


def find_date(text: str) -> datetime | None:
    """Which day does this text name?"""
    found = _DATE.search(text)
    day = parse_time(found[0]) if found else None
    return day or parse_time(text, DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)


def find_place(text: str) -> str:
    """Which place below the district does this text name? "" for none, or for a meeting room."""
    words = minute_words()
    bare = _DATE.sub("", text).removeprefix("关于")
    if any(venue in bare.lower() for venue in words.venues):
        return ""
    found = _places().search(bare)
    return found[0].strip() if found else ""


def is_place_heading(text: str) -> bool:
    """Is this heading the name of a place ("东岸小区"), not a subject ("老旧小区")?"""
    endings = tuple(place for place in minute_words().places if len(place) > 1)
    return (
        text.endswith(endings) and find_place(text) == text and not text.startswith(minute_words().no_places)
    )


def topic_of(title: str) -> str:
    """What is a document about, by its title without dates and words of meetings? "" for nothing."""
    words = minute_words()
    rest = _DATE.sub(" ", title).lower()
    for word in (*sorted(words.document_words, key=len, reverse=True), *words.document_cut):
        rest = re.sub(
            rf"\b{re.escape(word)}\b" if word.isascii() and word.isalpha() else re.escape(word), " ", rest
        )
    rest = _SIGNS.sub(" ", rest).strip()
    return rest if len(rest) <= MAX_TOPIC else ""


def person_of(label: str, file: str) -> str:
    """Whom to count: a full name everywhere, 居民A or 张女士 in this file alone, 居民 as nobody."""
    words = minute_words()
    person = parse_person(label)
    if not person or person.lower() in words.roles:
        return ""
    is_full_name = words.name.fullmatch(person) is not None and not person.endswith(words.titles)
    is_latin_name = person.isascii() and " " in person and words.role.fullmatch(person) is None
    return person if is_full_name or is_latin_name else f"{person} ({file})"


@lru_cache(maxsize=1)
def _places() -> re.Pattern[str]:
    places = sorted(minute_words().places, key=len, reverse=True)
    chinese = "|".join(place for place in places if not place.isascii())
    latin = "|".join(place for place in places if place.isascii())
    return re.compile(rf"[\u3400-\u9fff0-9A-Z]{{2,18}}(?:{chinese})|(?:[A-Z][\w'’-]*\s){{1,3}}(?i:{latin})\b")
