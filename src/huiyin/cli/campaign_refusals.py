"""In which sentences does a command say that there is no campaign to work on, or that this person may not?"""

from __future__ import annotations

from huiyin.access.rules import Forbidden
from huiyin.campaign_folder import FOLDER_VARIABLE, SETTINGS_FILE, BadSettings, NoCampaign
from huiyin.cli.refusals import refusal_sentences
from huiyin.languages import sentences


class NobodyThere(LookupError):
    """`--as` names somebody who has no post in the plan in force, or whose account is closed."""

    def __init__(self, person: str) -> None:
        super().__init__(person)
        self.person = person


class DatabaseBehind(RuntimeError):
    """The database has no tables yet, or those of an earlier version of the product."""


@refusal_sentences.register
def _no_campaign(refusal: NoCampaign, language: str) -> list[str]:
    _ = sentences(language)
    return [
        _("{folder}: there is no campaign here. Expected: a folder with {file}.").format(
            folder=refusal, file=SETTINGS_FILE
        ),
        _(
            "Name the folder with --dir or {variable}, or make a campaign: huiyin init DIR --plan plan.yaml"
        ).format(variable=FOLDER_VARIABLE),
    ]


@refusal_sentences.register
def _bad_settings(refusal: BadSettings, language: str) -> list[str]:
    _ = sentences(language)
    return [_("The settings of the campaign cannot be read: {found}").format(found=refusal)]


@refusal_sentences.register
def _nobody_there(refusal: NobodyThere, language: str) -> list[str]:
    _ = sentences(language)
    told = _("--as {person}: nobody with this key has a post in the plan in force and an open account.")
    return [told.format(person=refusal.person)]


@refusal_sentences.register
def _database_behind(refusal: DatabaseBehind, language: str) -> list[str]:
    del refusal
    _ = sentences(language)
    return [_("The database of this campaign was made by another version of Huiyin, or by none.")]


@refusal_sentences.register
def _forbidden(refusal: Forbidden, language: str) -> list[str]:
    del refusal
    _ = sentences(language)
    return [_("The posts of this person do not allow it. Name somebody else with --as.")]
