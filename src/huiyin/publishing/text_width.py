"""How wide does a text stand, where a Chinese character takes the place of two letters?"""

from __future__ import annotations

import unicodedata
from functools import cache

_WIDE = frozenset("WF")
_NO_WIDTH = frozenset({"Mn", "Me", "Cf", "Cc"})
_CLOSING = frozenset("，。、；：？！）》」』”’,.;:?!)")
ELLIPSIS = "…"


@cache
def _character_width(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def text_width(text: str) -> int:
    """How many letter widths does `text` take (Unicode Standard Annex 11: wide and full-width are two)?"""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_character_width, text))


def shorten(text: str, width: int) -> str:
    """Which beginning of `text`, on one line, fits into `width` letter widths? An ellipsis marks a cut."""
    line = " ".join(text.split())
    if text_width(line) <= width:
        return line
    room = width - text_width(ELLIPSIS)
    end = 0
    for character in line:
        room -= _character_width(character)
        if room < 0:
            break
        end += 1
    return line[:end].rstrip() + ELLIPSIS


def pad(text: str, width: int) -> str:
    """`text`, filled with blanks on the right up to `width` letter widths; longer text stays whole."""
    return text + " " * max(0, width - text_width(text))


def pad_left(text: str, width: int) -> str:
    """`text`, filled with blanks on the left up to `width` letter widths; longer text stays whole."""
    return " " * max(0, width - text_width(text)) + text


def wrap(text: str, width: int) -> list[str]:
    """On which lines of at most `width` letter widths does `text` stand?

    Latin words stay whole, also those that are longer; Chinese breaks between any two characters, but no
    line begins with closing punctuation.
    """
    lines: list[list[str]] = [[]]
    for piece in _pieces(" ".join(text.split())):
        line = lines[-1]
        if not line or text_width("".join(line)) + text_width(piece) <= width:
            line.append(piece)
            continue
        lines.append(_taken_over(line) if piece in _CLOSING else [])
        if piece != " ":
            lines[-1].append(piece)
    return [told for line in lines if (told := "".join(line).strip())]


def _taken_over(line: list[str]) -> list[str]:
    """The end of `line`, cut off, that goes before closing punctuation on the next one."""
    keep = len(line) - 1
    while keep > 0 and line[keep] in _CLOSING:
        keep -= 1
    taken = line[keep:] if keep > 0 else []
    del line[len(line) - len(taken) :]
    return taken


def _pieces(line: str) -> list[str]:
    """The smallest parts between which a line may break."""
    pieces: list[str] = []
    word = ""
    for character in line:
        if _character_width(character) == 1 and character != " ":
            word += character
            continue
        if word:
            pieces.append(word)
            word = ""
        pieces.append(character)
    return [*pieces, word] if word else pieces
