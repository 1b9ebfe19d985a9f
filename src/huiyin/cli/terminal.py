"""How does a command speak to the person who called it, and to the program that reads on?"""

from __future__ import annotations

import os
import sys


def say(text: str) -> None:
    """Write a text to standard output; signs that the terminal cannot show become question marks."""
    encoding = sys.stdout.encoding or "utf-8"
    _write(text.encode(encoding, errors="replace"))


def hand_on(content: bytes) -> None:
    """Write the bytes of a file to standard output as they are, whatever the terminal's encoding."""
    _write(content)


def warn(sentence: str) -> None:
    """Write one line to standard error."""
    print(sentence, file=sys.stderr, flush=True)


def _write(content: bytes) -> None:
    """When whoever reads has seen enough and gone, that is no error: the result stands in its folder."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Python flushes standard output once more when it ends (Python documentation, "Note on SIGPIPE").
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
