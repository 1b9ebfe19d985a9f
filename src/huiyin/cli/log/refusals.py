"""In which sentences do the commands of the log say why they refuse?"""

from __future__ import annotations

from huiyin.cli.refusals import refusal_sentences
from huiyin.languages import sentences
from huiyin.trail.actions import ClockBehind
from huiyin.trail.checkpoints import BadCheckpoint, BadKey
from huiyin.trail.export import NotEmpty
from huiyin.trail.key_file import KeyInside, NoKey


@refusal_sentences.register
def _no_key(refusal: NoKey, language: str) -> list[str]:
    _ = sentences(language)
    told = _("{where}: there is no signing key. HUIYIN_KEY names the file; `huiyin init` makes one.")
    return [told.format(where=refusal.args[0])]


@refusal_sentences.register
def _key_inside(refusal: KeyInside, language: str) -> list[str]:
    _ = sentences(language)
    told = _(
        "{where}: the signing key must lie outside the campaign's folder; whoever can change records there "
        "could sign as well. Name another place with HUIYIN_KEY."
    )
    return [told.format(where=refusal.args[0])]


@refusal_sentences.register
def _bad_key(refusal: BadKey, language: str) -> list[str]:
    _ = sentences(language)
    del refusal
    return [_("This is no key: expected the one line that `huiyin init` printed, or a file that holds it.")]


@refusal_sentences.register
def _bad_checkpoint(refusal: BadCheckpoint, language: str) -> list[str]:
    _ = sentences(language)
    del refusal
    return [_("This is no checkpoint that the key of this campaign signed.")]


@refusal_sentences.register
def _not_empty(refusal: NotEmpty, language: str) -> list[str]:
    _ = sentences(language)
    told = _("{where}: the folder is not empty. Name a new one; an export never mixes with other files.")
    return [told.format(where=refusal.args[0])]


@refusal_sentences.register
def _clock_behind(refusal: ClockBehind, language: str) -> list[str]:
    _ = sentences(language)
    told = _("This machine's clock is behind the log ({detail}). Set the clock; nothing was written.")
    return [told.format(detail=refusal.args[0])]
