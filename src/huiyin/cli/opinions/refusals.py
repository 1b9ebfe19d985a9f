"""In which sentences does a command say that a key of another system cannot be made or ended?"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.cli.refusals import refusal_sentences
from huiyin.languages import joined, sentences


class NoToken(ValueError):
    """The channel takes nothing in from systems (`known` are those that do), or the name will not do."""

    def __init__(self, field: str, channel: str, known: Sequence[str]) -> None:
        super().__init__(field, channel, *known)
        self.field, self.channel, self.known = field, channel, tuple(known)


class NoSuchToken(LookupError):
    """There is no key with this id."""

    def __init__(self, token: str) -> None:
        super().__init__(token)
        self.token = token


@refusal_sentences.register
def _no_token(refusal: NoToken, language: str) -> list[str]:
    _ = sentences(language)
    if refusal.field == "name":
        return [_("--name: say in at most 100 characters which system has the key.")]
    if not refusal.known:
        told = _(
            "--channel {asked}: the plan has no channel on which systems hand in (taken_in_by: [system])."
        )
        return [told.format(asked=refusal.channel)]
    told = _("--channel {asked}: no system hands in on it. Expected one of: {known}.")
    return [told.format(asked=refusal.channel, known=joined(refusal.known, language))]


@refusal_sentences.register
def _no_such_token(refusal: NoSuchToken, language: str) -> list[str]:
    _ = sentences(language)
    shown = refusal.token[:8]  # what follows may be a secret that was pasted by mistake
    return [_("There is no key {id}….").format(id=shown)]
