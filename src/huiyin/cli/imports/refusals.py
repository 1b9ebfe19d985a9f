"""In which sentences does a command say that a file cannot be taken in?"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.activities.imports.actions import NotNow
from huiyin.activities.refusals import NotFound
from huiyin.cli.refusals import refusal_sentences
from huiyin.languages import joined, sentences
from huiyin.web.imports.reading import NoSuchSheet


class NothingAsked(ValueError):
    """Neither a file nor an import to undo was named."""


class UnknownKind(LookupError):
    """The plan has no kind of this key or name; `known` are its keys."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        super().__init__(asked, *known)
        self.asked, self.known = asked, tuple(known)


class UnknownField(LookupError):
    """--map names a field that the kind has not; `known` are those that it has."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        super().__init__(asked, *known)
        self.asked, self.known = asked, tuple(known)


@refusal_sentences.register
def _nothing_asked(refusal: NothingAsked, language: str) -> list[str]:
    del refusal
    _ = sentences(language)
    return [_("Name a file to take in, or an import to undo with --undo ID.")]


@refusal_sentences.register
def _unknown_kind(refusal: UnknownKind, language: str) -> list[str]:
    _ = sentences(language)
    told = _("--kind {asked}: the plan has no such kind. Expected one of: {known}.")
    return [told.format(asked=refusal.asked, known=joined(refusal.known, language))]


@refusal_sentences.register
def _unknown_field(refusal: UnknownField, language: str) -> list[str]:
    _ = sentences(language)
    told = _("--map {asked}: there is no such field. Expected HEADING=FIELD with one of: {known}.")
    return [told.format(asked=refusal.asked, known=joined(refusal.known, language))]


@refusal_sentences.register
def _no_such_sheet(refusal: NoSuchSheet, language: str) -> list[str]:
    _ = sentences(language)
    told = _("--sheet {asked}: there is no such sheet. Found: {found}.")
    return [told.format(asked=refusal.asked, found=joined(refusal.found, language))]


@refusal_sentences.register
def _not_found(refusal: NotFound, language: str) -> list[str]:
    _ = sentences(language)
    return [_("There is no import {id} that this person may see.").format(id=refusal)]


@refusal_sentences.register
def _not_now(refusal: NotNow, language: str) -> list[str]:
    _ = sentences(language)
    told = _("The import is in the state “{state}”, in which this cannot be done.")
    return [told.format(state=refusal.state)]
