"""Under which name is an uploaded file shown and handed out?"""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120  # characters, extension included

_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # in file names of Windows
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # Windows opens a device instead
_PICTURES = {"jpg", "png"}
_PICTURE_ENDINGS = re.compile(r"\.(?:jpe?g|jfif|png|webp)$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, overrides of direction, no characters at all


def shown_name(name: str, *, extension: str) -> str:
    """What of `name`, as a browser sent it, can be shown and used as a file name anywhere?

    Folders, control characters, marks that turn the direction of writing and signs that file systems reserve
    are gone; it has at most `LONGEST_NAME` characters, and ends in `extension`, which follows the content. A
    name of which nothing is left becomes "evidence".
    """
    bare = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if sign in "\t\r\n" else sign for sign in bare if _may_stand(sign))
    plain = _SPACES.sub(" ", _FORBIDDEN.sub("_", seen)).strip(" .")
    ending = f".{extension}"
    stem = _PICTURE_ENDINGS.sub("", plain) if extension in _PICTURES else plain
    stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
    if _DEVICE.fullmatch(stem.partition(".")[0]):
        stem = f"_{stem}"
    return (stem[: LONGEST_NAME - len(ending)].strip(" .") or "evidence") + ending


def _may_stand(sign: str) -> bool:
    return sign in "\t\r\n" or unicodedata.category(sign) not in _UNSEEN
