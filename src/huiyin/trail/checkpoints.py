"""How is the state of the log signed, so that it can be kept outside and held against the log later?

C2SP tlog-checkpoint in a C2SP signed note, with an Ed25519 signature (RFC 8032).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"  # the signed note's number for this kind of key
SIGNATURE = re.compile(r"— (\S+) (\S+)")
NAME = re.compile(r"[^\s+]+")


class BadKey(ValueError):
    """The text is no key of a signed note."""


class BadCheckpoint(ValueError):
    """The text is no checkpoint, or nobody whose key is known signed it."""


@dataclass(frozen=True)
class Head:
    """The state of the log: how many entries, and their root."""

    size: int
    root: bytes


@dataclass(frozen=True)
class Checkpoint:
    """A head and whose log it is of."""

    origin: str
    head: Head

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.head.size}\n{base64.b64encode(self.head.root).decode()}\n"


@dataclass(frozen=True)
class SigningKey:
    """The office's key: the name of the log and 32 secret bytes."""

    name: str
    seed: bytes

    @property
    def public(self) -> bytes:
        """The 32 bytes that everybody may know."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()

    @property
    def secret_text(self) -> str:
        """The key as its file holds it."""
        return (
            f"PRIVATE+KEY+{self.name}+{_key_id(self.name, self.public).hex()}+{_base64(ED25519 + self.seed)}"
        )

    @property
    def verifier_text(self) -> str:
        """The line by which everybody can verify."""
        return f"{self.name}+{_key_id(self.name, self.public).hex()}+{_base64(ED25519 + self.public)}"

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a signed note."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(checkpoint.text.encode())
        return f"{checkpoint.text}\n— {self.name} {_base64(_key_id(self.name, self.public) + signature)}\n"


def read_signing_key(text: str) -> SigningKey:
    """The key in a key file. Raises `BadKey`."""
    parts = text.strip().removeprefix("PRIVATE+KEY+").split("+", 2)
    if not text.startswith("PRIVATE+KEY+") or len(parts) != 3:
        raise BadKey("not a private key of a signed note")
    name, key_id, encoded = parts
    key = SigningKey(name, _ed25519_part(encoded))
    if _key_id(name, key.public).hex() != key_id:
        raise BadKey("the key does not fit its own name")
    return key


def open_checkpoint(note: str, verifier: str) -> Checkpoint:
    """The checkpoint in a signed note that the owner of this verifier key signed. Raises `BadCheckpoint`."""
    text, blank, signatures = note.partition("\n\n")
    text += "\n"
    name, _, rest = verifier.strip().partition("+")
    public = _ed25519_part(rest.partition("+")[2])
    if not blank or not _is_signed(text, signatures, name, public):
        raise BadCheckpoint("no signature by this key")
    lines = text.split("\n")
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (ValueError, IndexError):
        raise BadCheckpoint("not a checkpoint") from None
    if lines[0] != name or str(size) != lines[1] or len(root) != 32:
        raise BadCheckpoint("not a checkpoint of this log")
    return Checkpoint(name, Head(size, root))


def _is_signed(text: str, signatures: str, name: str, public: bytes) -> bool:
    for line in signatures.splitlines():
        found = SIGNATURE.fullmatch(line)
        if found is None or found[1] != name:
            continue
        try:
            given = base64.b64decode(found[2], validate=True)
        except ValueError:  # not base64, or not ASCII
            continue
        if given[:4] != _key_id(name, public):
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(given[4:], text.encode())
        except InvalidSignature:
            continue
        return True
    return False


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def _ed25519_part(encoded: str) -> bytes:
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError:  # not base64, or not ASCII
        raise BadKey("not base64") from None
    if len(raw) != 33 or raw[:1] != ED25519:
        raise BadKey("not an Ed25519 key")
    return raw[1:]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
