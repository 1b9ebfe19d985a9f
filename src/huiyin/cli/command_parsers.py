"""How does the parser of every command look, and how does a command say what it does?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.languages import LANGUAGES, sentences
from huiyin.publishing.text_width import wrap

# A command does what its options ask, in this language; its answer is the exit status: 0, or 1 for "no".
Run = Callable[[argparse.Namespace, str], int]
# The commands under `huiyin`, or under one of its words such as `huiyin plan`.
Commands = Any  # argparse keeps the name of this type to itself


class WideHelp(argparse.HelpFormatter):
    """Help in which a Chinese character takes the place of two letters."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = [line for part in text.splitlines() for line in wrap(part, width - len(indent))]
        return "\n".join(indent + line for line in lines)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a command says of itself: its usage line, a word in the list, a sentence, an example of a call."""

    usage: str
    short: str
    long: str
    example: str


def new_command(commands: Commands, name: str, saying: Saying, run: Run) -> argparse.ArgumentParser:
    """A command that calls `run`; its options are added by whoever asks."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        usage=saying.usage,
        help=saying.short,
        description=saying.long,
        epilog=saying.example,
        formatter_class=WideHelp,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def new_group(commands: Commands, name: str, saying: Saying) -> Commands:
    """A word under which there are commands of its own, such as `huiyin plan`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        usage=saying.usage,
        help=saying.short,
        description=saying.long,
        epilog=saying.example,
        formatter_class=WideHelp,
        allow_abbrev=False,
    )
    return parser.add_subparsers(dest=f"{name}_command", metavar="COMMAND", required=True)


def add_language(command: argparse.ArgumentParser, language: str) -> None:
    """Add --lang."""
    _ = sentences(language)
    command.add_argument("--lang", choices=LANGUAGES, help=_("language of this command"))


def asked_language(words: Sequence[str]) -> str:
    """The language that --lang names, "" when none: argparse must speak it before it reads the options."""
    for place, word in enumerate(words):
        option, _, value = word.partition("=")
        if option == "--lang":
            named = value or next(iter(words[place + 1 :]), "")
            return named if named in LANGUAGES else ""
    return ""
