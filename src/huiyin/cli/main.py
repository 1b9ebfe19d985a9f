"""What does the command line ask for, and how does the command end?"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from huiyin.cli.command_parsers import asked_language
from huiyin.cli.options import parser
from huiyin.cli.terminal import warn
from huiyin.languages import let_argparse_speak, preferred_language, sentences

DONE, REFUSED = 0, 2
SIGNALLED = 128  # and the signal's number: how a shell says that a signal ended a command


class Stopped(KeyboardInterrupt):
    """The system asked the command to end; it ends as if a person had."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words ask; the exit status: 0, 1 for "no", 2 when refused, 130 or 143 when stopped."""
    words = sys.argv[1:] if argv is None else list(argv)
    language = asked_language(words) or preferred_language(os.environ)
    let_argparse_speak(language)
    try:
        options = parser(language).parse_args(words)
    except SystemExit as end:  # after --help, --version, or a refusal that argparse has said
        return int(end.code or DONE)
    try:
        with _stopping_in_order():
            return _status(options, language)
    except KeyboardInterrupt as interrupt:
        _ = sentences(language)
        warn(_("Stopped. A result is written whole or not at all, so no half files are left."))
        return SIGNALLED + (signal.SIGTERM if isinstance(interrupt, Stopped) else signal.SIGINT)


def _status(options: argparse.Namespace, language: str) -> int:
    """The exit status of the command; what nobody foresaw is not caught."""
    from huiyin.cli.refusals import is_refusal, refusal_sentences

    try:
        status: int = options.run(options, language)
    except Exception as error:
        if not is_refusal(error):
            raise
        for sentence in refusal_sentences(error, language):
            warn(sentence)
        return REFUSED
    return status


@contextmanager
def _stopping_in_order() -> Iterator[None]:
    """A call to end (SIGTERM) leaves as few traces as Ctrl-C."""

    def stop(*_: object) -> NoReturn:
        raise Stopped

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
