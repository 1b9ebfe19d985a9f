"""In which language does Huiyin speak, and how does it say a sentence there?

Sentences stand in the code in English; `locale/` holds the catalogue of their Chinese. The catalogue's domain
is `django`, so that pages and commands share one.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

CHINESE: Final = "zh"
ENGLISH: Final = "en"
LANGUAGES: Final = (CHINESE, ENGLISH)

LOCALE: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "django"
CATALOGUES: Final = {CHINESE: "zh_Hans"}  # English needs none: it is what the code is written in

# POSIX's order: the first that is set decides, also when it names a language that is not spoken here.
LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


class UnknownLanguage(ValueError):
    """A language was asked for that is not among `LANGUAGES`."""


def sentences(language: str) -> Callable[[str], str]:
    """How is a sentence said in `language`? Call the answer `_`, so that the catalogue finds the sentences.

    Raises `UnknownLanguage` for anything but the codes in `LANGUAGES`.
    """
    return _translations(language).gettext


def counted_sentences(language: str) -> Callable[[str, str, int], str]:
    """How is a sentence said that changes with a number? Call the answer `_n`: `_n(one, many, number)`.

    Raises `UnknownLanguage` for anything but the codes in `LANGUAGES`.
    """
    return _translations(language).ngettext


def joined(parts: Sequence[str], language: str) -> str:
    """A list within a sentence."""
    _ = sentences(language)
    return _(", ").join(parts)


def preferred_language(environ: Mapping[str, str]) -> str:
    """Which language does the locale ask for? Chinese where it asks for none that is spoken here."""
    asked = next(filter(None, map(environ.get, LOCALE_VARIABLES)), "")
    code = asked.lower().partition("_")[0].partition(".")[0]
    return code if code in LANGUAGES else CHINESE


def let_argparse_speak(language: str) -> None:
    """Make argparse say its own words (usage, options, refusals) in this language, in this whole process.

    gettext, from which argparse takes them, chooses by the environment alone, so this sets `LANGUAGE` there.
    Raises `UnknownLanguage` for anything but the codes in `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = CATALOGUES.get(language, language)


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    if language not in CATALOGUES:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE, [CATALOGUES[language]])
