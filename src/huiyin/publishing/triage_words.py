"""In which words does one triage speak of itself, in Chinese and in English?"""

from __future__ import annotations

from datetime import date, datetime
from math import floor

from huiyin.languages import counted_sentences, joined, sentences
from huiyin.publishing.triage_digest import Digest, Limits, SizeClass, Span, is_shaky
from huiyin.triage.result import Group, Mode
from huiyin.triage.tables import Counts


def number(value: int) -> str:
    """A count with its thousands set apart."""
    return f"{value:,}"


def percent(part: float, whole: float) -> str:
    """A share without decimals; a share above nothing is never printed as 0 %."""
    if not part or not whole:
        return "0%"
    share = 100 * part / whole
    return "<1%" if share < 1 else f"{share:.0f}%"


def headline(digest: Digest, language: str, mode: Mode) -> str:
    """The answer in one sentence: so many opinions, so many themes, so many problems."""
    _, _n = sentences(language), counted_sentences(language)
    if not digest.counts.kept:
        return _("No opinion could be read from these files")
    voices = digest.counts.kept + digest.counts.duplicate
    opinions = counted_opinions(voices, language)
    problems = counted_problems(digest.problems, language, mode)
    if not digest.themes:
        words = _n("{opinions} comes down to {problems}", "{opinions} come down to {problems}", voices)
        return words.format(opinions=opinions, problems=problems)
    words = _n(
        "{opinions} comes down to {themes} and {problems}",
        "{opinions} come down to {themes} and {problems}",
        voices,
    )
    themes = counted_themes(len(digest.themes), language)
    return words.format(opinions=opinions, themes=themes, problems=problems)


def accounts(counts: Counts, language: str) -> str:
    """What became of every row, in one sentence whose numbers add up."""
    _ = sentences(language)
    return _(
        "Rows read: {read}. Of these kept as opinions: {kept}; repeating another one: {duplicate}; "
        "empty: {empty}; unreadable: {unreadable}."
    ).format(
        read=number(counts.read),
        kept=number(counts.kept),
        duplicate=number(counts.duplicate),
        empty=number(counts.empty),
        unreadable=number(counts.unreadable),
    )


def togetherness(counts: Counts, language: str) -> str:
    """How many of the kept opinions share their problem with another one?"""
    _ = sentences(language)
    return _(
        "Kept opinions that share a problem with another one: {grouped}; that stand alone: {single}."
    ).format(grouped=number(counts.grouped), single=number(counts.single))


def period(digest: Digest, language: str) -> str:
    """Who spoke between which days? "" when neither is known."""
    _ = sentences(language)
    people = counted_people(digest.people, language) if digest.people else ""
    if digest.first is None or digest.last is None:
        return _("Said by {people}.").format(people=people) if people else ""
    first, last = day(digest.first, language), day(digest.last, language)
    if not people:
        return _("Said between {first} and {last}.").format(first=first, last=last)
    return _("Said between {first} and {last} by {people}.").format(first=first, last=last, people=people)


def counted_opinions(count: int, language: str) -> str:
    """So many opinions."""
    _n = counted_sentences(language)
    return _n("{number} opinion", "{number} opinions", count).format(number=number(count))


def counted_people(count: int, language: str) -> str:
    """So many people."""
    _n = counted_sentences(language)
    return _n("{number} person", "{number} people", count).format(number=number(count))


def counted_themes(count: int, language: str) -> str:
    """So many themes."""
    _n = counted_sentences(language)
    return _n("{number} theme", "{number} themes", count).format(number=number(count))


def counted_rows(count: int, language: str) -> str:
    """So many rows."""
    _n = counted_sentences(language)
    return _n("{number} row", "{number} rows", count).format(number=number(count))


def counted_problems(count: int, language: str, mode: Mode) -> str:
    """So many problems; in topic mode they are only groups."""
    _n = counted_sentences(language)
    if mode is Mode.TOPIC:
        return _n("{number} group", "{number} groups", count).format(number=number(count))
    return _n("{number} problem", "{number} problems", count).format(number=number(count))


def day(time: date | datetime, language: str) -> str:
    """A day with its year."""
    _ = sentences(language)
    return _("{day} {month} {year}").format(day=time.day, month=_month(time.month, language), year=time.year)


def column_label(start: date, span: Span, language: str) -> str:
    """What a column of the time picture is called."""
    _ = sentences(language)
    month, year = _month(start.month, language), start.year
    match span:
        case Span.DAY:
            return day(start, language)
        case Span.WEEK:
            return _("week of {day}").format(day=day(start, language))
        case Span.MONTH:
            return _("{month} {year}").format(month=month, year=year)
        case Span.QUARTER:
            return _("quarter {quarter} of {year}").format(quarter=(start.month + 2) // 3, year=year)
        case Span.YEAR:
            return _("{year}").format(year=year)
        case Span.DECADE:
            return _("{year}s").format(year=year)


def size_label(size: SizeClass, language: str) -> str:
    """What a class of problems by their voices is called."""
    _ = sentences(language)
    if size.high is None:
        return _("Raised {low} times or more").format(low=size.low)
    if size.high == size.low == 1:
        return _("Raised once")
    return _("Raised {low} to {high} times").format(low=size.low, high=size.high)


def certainty(group: Group, mode: Mode, language: str) -> str:
    """How sure is it that these opinions belong together, in words, with the value where it is shaky?"""
    _ = sentences(language)
    if group.pinned:
        return _("fixed by a person")
    if group.size == 1:
        return _("one opinion")
    if mode is Mode.TOPIC:
        return _("by words alone ({value})").format(value=hundredths(group.confidence))
    if is_shaky(group, mode, Limits()):
        return _("look first ({value})").format(value=hundredths(group.confidence))
    return _("firm")


def hundredths(value: float) -> str:
    """A value with two decimals, cut and not rounded: what lies under a limit is not shown as the limit."""
    return f"{floor(value * 100) / 100:.2f}"


def heat_reasons(group: Group, language: str) -> str:
    """Why is this problem hot, in a few words?"""
    _ = sentences(language)
    named_from = Limits().reason_from
    # Where every voice counts as a person, opinions are what is known for certain.
    is_counted = group.people < group.voices
    reasons = [
        counted_people(group.people, language) if is_counted else counted_opinions(group.voices, language)
    ]
    if group.heat.recency >= named_from:
        reasons.append(_("raised lately"))
    if group.heat.growth >= named_from:
        reasons.append(_("growing"))
    if group.heat.gravity >= named_from:
        reasons.append(_("grave words"))
    return joined(reasons, language)


def status_words(language: str) -> dict[str, str]:
    """What each status is called."""
    _ = sentences(language)
    return {
        "kept": _("kept"),
        "duplicate": _("repeats another"),
        "empty": _("empty"),
        "unreadable": _("unreadable"),
    }


def role_words(language: str) -> dict[str, str]:
    """What each role of a column is called."""
    _ = sentences(language)
    return {
        "id": _("number of the opinion"),
        "title": _("title"),
        "text": _("text"),
        "time": _("time"),
        "person": _("who speaks"),
        "place": _("place"),
        "likes": _("likes"),
        "area": _("area"),
        "unit": _("unit"),
    }


def why_words(language: str) -> dict[str, str]:
    """Why a column was read as it was, by the code that reading gives."""
    _ = sentences(language)
    return {"given": _("as asked"), "name": _("by its name"), "content": _("by its content")}


def reason_words(language: str) -> dict[str, str]:
    """Why a row could not be read, by the code that reading gives."""
    _ = sentences(language)
    return {
        "broken_quotes": _("a quotation mark is opened and not closed"),
        "too_few_fields": _("fewer cells than the heading has"),
        "too_many_fields": _("more cells than the heading has"),
        "field_too_long": _("a cell is too long"),
        "bad_bytes": _("bytes that are no text in the encoding of the file"),
        "bad_json": _("the line is no JSON object"),
        "no_text_column": _("its table has no column with text"),
        "chosen_column_missing": _("the column that was asked for is missing"),
    }


def _month(month: int, language: str) -> str:
    _ = sentences(language)
    return (
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        _("May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    )[month - 1]
