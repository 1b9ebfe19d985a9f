"""In which sentences does a command say that a file of opinions cannot be taken in?"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.activities.field_faults import FieldFault
from huiyin.cli.imports.opinion_sayings import place_and_sentence
from huiyin.cli.refusals import refusal_sentences
from huiyin.languages import joined, sentences


class NoFile(ValueError):
    """Neither a file nor an import to undo was named."""


class UnknownChannel(LookupError):
    """The plan has no channel of this key, or none was named; `known` are those that it has."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        super().__init__(asked, *known)
        self.asked, self.known = asked, tuple(known)


class UnknownUse(LookupError):
    """--map says that a column is something that none can be; `known` is what it can be."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        super().__init__(asked, *known)
        self.asked, self.known = asked, tuple(known)


class NotADay(ValueError):
    """--day is no day."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


class GrowsIntoNothing(ValueError):
    """--grows-into was asked for a channel of which the plan says nothing of the kind."""

    def __init__(self, channel: str) -> None:
        super().__init__(channel)
        self.channel = channel


class NotTakenIn(ValueError):
    """What an option says of all rows is not right, such as --activity."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__(*((fault.field, fault.code.value) for fault in faults))
        self.faults = tuple(faults)


class NoSuchImport(LookupError):
    """There is no import of opinions with this id."""

    def __init__(self, batch: str) -> None:
        super().__init__(batch)
        self.batch = batch


@refusal_sentences.register
def _no_file(refusal: NoFile, language: str) -> list[str]:
    del refusal
    _ = sentences(language)
    return [_("Name a file to take in, or an import to undo with --undo ID.")]


@refusal_sentences.register
def _unknown_channel(refusal: UnknownChannel, language: str) -> list[str]:
    _ = sentences(language)
    known = joined(refusal.known, language)
    if not refusal.asked:
        told = _("Say with --channel KEY on which channel the opinions came. Expected one of: {known}.")
        return [told.format(known=known)]
    told = _("--channel {asked}: the plan has no such channel. Expected one of: {known}.")
    return [told.format(asked=refusal.asked, known=known)]


@refusal_sentences.register
def _unknown_use(refusal: UnknownUse, language: str) -> list[str]:
    _ = sentences(language)
    told = _("--map {asked}: a column cannot be that. Expected HEADING=USE with one of: {known}.")
    return [told.format(asked=refusal.asked, known=joined(refusal.known, language))]


@refusal_sentences.register
def _not_a_day(refusal: NotADay, language: str) -> list[str]:
    _ = sentences(language)
    return [_("--day {asked}: this is not a day. Expected one like 2026-09-07.").format(asked=refusal.asked)]


@refusal_sentences.register
def _grows_into_nothing(refusal: GrowsIntoNothing, language: str) -> list[str]:
    _ = sentences(language)
    told = _("--grows-into: the plan does not say what opinions of the channel {channel} grow into.")
    return [told.format(channel=refusal.channel)]


@refusal_sentences.register
def _not_taken_in(refusal: NotTakenIn, language: str) -> list[str]:
    return [place_and_sentence(fault, language) for fault in refusal.faults]


@refusal_sentences.register
def _no_such_import(refusal: NoSuchImport, language: str) -> list[str]:
    _ = sentences(language)
    return [_("There is no import {id} that this person may see.").format(id=refusal.batch)]
