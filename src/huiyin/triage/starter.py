"""What stands in decisions.yaml before a person has decided anything?

Nothing is decided in it: every proposal is a comment that a person puts into force by taking away its #.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

_TEMPLATE = Path(__file__).parent / "data" / "decisions_starter.yaml"
_PLAIN_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_SEAL = "# untouched "
_TITLE_LENGTH = 60  # longest title shown beside an id
_SAMPLE_IDS = ("m1", "m2", "m3")  # shown where the input has too few opinions for an example


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two opinions of which a person should say whether they are the same problem."""

    first_id: str
    first_title: str
    second_id: str
    second_title: str
    value: float  # linkage value, from 0 to 1


def starter_file(
    *, joined: Sequence[DoubtfulPair], apart: Sequence[DoubtfulPair], sample_ids: Sequence[str], title: str
) -> bytes:
    """The text of decisions.yaml as a run leaves it, in Chinese and English, with these pairs as proposals.

    `sample_ids` (best the members of one group) and `title` fill the examples of the other kinds. The last
    line seals the text, so that `is_untouched` can tell whether a person has changed it.
    """
    ids = [_quoted(name) for name in (*sample_ids[:3], *_SAMPLE_IDS[len(sample_ids[:3]) :])]
    text = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        joined=_proposals("split", joined),
        apart=_proposals("merge", apart),
        one=ids[0],
        two=f"[{ids[0]}, {ids[1]}]",
        sides=f"[[{ids[0]}, {ids[1]}], [{ids[2]}]]",
        title=_one_line(title).replace("\\", "").replace('"', "") or "…",
    )
    body = text.encode()
    return body + f"{_SEAL}{_digest(body)}\n".encode()


def is_untouched(content: bytes) -> bool:
    """Is this a starter file in which nobody has changed anything, so that a run may replace it?"""
    body, seal, digest = content.rpartition(_SEAL.encode())
    return bool(seal) and digest == f"{_digest(body)}\n".encode()


def _proposals(kind: str, pairs: Sequence[DoubtfulPair]) -> str:
    lines = []
    for pair in pairs:
        lines.append(f"#- {kind}: [{_quoted(pair.first_id)}, {_quoted(pair.second_id)}]   # {pair.value:.2f}")
        lines.append(f"#  #   {_one_line(pair.first_title)}")
        lines.append(f"#  #   {_one_line(pair.second_title)}")
    return "\n".join([*lines, ""])


def _quoted(name: str) -> str:
    """The id as YAML text, every sign that YAML could misread written by its code point."""
    if _PLAIN_ID.fullmatch(name):
        return name
    signs = (sign if sign.isprintable() and sign not in '"\\' else f"\\U{ord(sign):08x}" for sign in name)
    return f'"{"".join(signs)}"'


def _one_line(title: str) -> str:
    """A title that cannot leave its comment: white space and control characters are one blank."""
    words = "".join(sign if sign.isprintable() else " " for sign in title).split()
    return " ".join(words)[:_TITLE_LENGTH]


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()
