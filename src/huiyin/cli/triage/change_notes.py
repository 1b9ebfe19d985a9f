"""In which sentences are the differences from the earlier result told?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from huiyin.cli.triage.short_lists import first_few
from huiyin.languages import counted_sentences, joined, sentences
from huiyin.publishing.text_width import shorten
from huiyin.publishing.triage_words import number
from huiyin.triage.continuation import Change, Difference

TITLE_WIDTH = 40  # letter widths of a title within a sentence


def change_notes(differences: Sequence[Difference], titles: Mapping[str, str], language: str) -> list[str]:
    """A sentence for each kind of change, with the first few of its groups; `titles` are the groups' own."""
    by_change: dict[Change, list[Difference]] = defaultdict(list)
    for difference in differences:
        by_change[difference.change].append(difference)
    notes = []
    for change, found in by_change.items():
        told = _change_words(change, len(found), language)
        groups = first_few([_shown(each, titles, language) for each in found], language)
        notes.append(told.format(number=number(len(found)), groups=groups))
    return notes


def _change_words(change: Change, count: int, language: str) -> str:
    _n = counted_sentences(language)
    return {
        Change.JOINED: _n(
            "New opinions joined {number} earlier problem: {groups}.",
            "New opinions joined {number} earlier problems: {groups}.",
            count,
        ),
        Change.FOUNDED: _n(
            "New opinions founded {number} problem: {groups}.",
            "New opinions founded {number} problems: {groups}.",
            count,
        ),
        Change.SPLIT: _n(
            "{number} problem holds a part of an earlier one: {groups}.",
            "{number} problems hold a part of an earlier one: {groups}.",
            count,
        ),
        Change.MERGED: _n(
            "{number} problem now holds the whole of others: {groups}.",
            "{number} problems now hold the whole of others: {groups}.",
            count,
        ),
        Change.RENAMED: _n(
            "{number} earlier problem bears another title now: {groups}.",
            "{number} earlier problems bear another title now: {groups}.",
            count,
        ),
        Change.GONE: _n(
            "{number} earlier problem is gone: {groups}.",
            "{number} earlier problems are gone: {groups}.",
            count,
        ),
        Change.PROPOSED_MERGE: _n(
            "{number} pair of earlier problems may be one; a merge in decisions.yaml joins them: {groups}.",
            "{number} pairs of earlier problems may be one; a merge in decisions.yaml joins them: {groups}.",
            count,
        ),
    }[change]


def _shown(difference: Difference, titles: Mapping[str, str], language: str) -> str:
    """A group within a list: its id, its title, and what came to it."""
    _ = sentences(language)
    group = difference.group
    title = shorten(titles.get(group, ""), TITLE_WIDTH)
    if difference.others:
        told = _("{group} “{title}” with {others}")
        return told.format(group=group, title=title, others=joined(difference.others, language))
    if difference.change is Change.GONE or not title:
        return group
    if difference.change is Change.JOINED:
        return _("{group} “{title}” (+{number})").format(group=group, title=title, number=difference.count)
    return _("{group} “{title}”").format(group=group, title=title)
