"""How is content bound, and how do the hashes of entries become the root of a tree?

RFC 9162 2.1 (Merkle tree), RFC 8785 (canonical JSON), RFC 2104 (HMAC).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

SALT_BYTES = 32


def canonical(content: Any) -> bytes:
    """The one way to write a JSON value (RFC 8785), for values without floats.

    Raises `TypeError` for a float: decimals are written as text, so that no two machines differ.
    """
    return json.dumps(_ordered(content), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError("a float has no one way to be written; give it as text")
    if isinstance(value, dict):
        # RFC 8785 orders keys by their UTF-16 code units.
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list | tuple):
        return [_ordered(part) for part in value]
    return value


def moment(time: datetime) -> str:
    """A time as contents write it: in UTC, the same before and after the database had it."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def commitment(salt: bytes, content: bytes) -> bytes:
    """What binds a content without telling it: nobody can guess a short text from it."""
    return hmac.digest(salt, content, "sha256")


def leaf_hash(body: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """The root over these inputs (RFC 9162 2.1.1): SHA-256 of nothing for none."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        # The last one of an odd level has no neighbour and moves up as it is.
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]
