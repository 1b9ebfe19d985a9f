"""How is it kept who said an opinion, so that nobody reads it beside the words, and givers can be counted?

Two keys are derived from the campaign's secret key (huiyin.toml), by HKDF with SHA-256 (RFC 5869): one seals
(Fernet: AES-128-CBC with HMAC-SHA-256), one makes the mark that tells givers apart. Whoever holds the
database alone reads neither; whoever holds the campaign's folder too, could. This is the place where a vault
comes whose keys two custodians hold: what is sealed here is then sealed for them, and `opened` asks for both.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from huiyin.opinions.persons_apart import Apart, mark_text

MARK_CHARACTERS = 32  # of the HMAC in hexadecimal: 128 bits
ROW_MARK_CHARACTERS = 24
_PARTS = ("name", "contact", "title", "words", "place")


class CannotUnseal(RuntimeError):
    """What is sealed was sealed with another key, or was changed."""


def sealed(apart: Apart, *, now: datetime) -> bytes:
    """What is kept apart, sealed."""
    said = {part: text for part in _PARTS if (text := getattr(apart, part))}
    return _sealer(settings.SECRET_KEY).encrypt_at_time(
        json.dumps(said, ensure_ascii=False).encode(), int(now.timestamp())
    )


def opened(token: bytes) -> Apart:
    """What was sealed. Raises `CannotUnseal`."""
    try:
        said = json.loads(_sealer(settings.SECRET_KEY).decrypt(token))
    except InvalidToken:
        raise CannotUnseal from None
    return Apart(**said)


def giver_mark(name: str, contact: str) -> str:
    """The same for the same name and contact however they are spaced; "" for nobody. Tells nothing else."""
    written = mark_text(name, contact)
    return _mac(b"giver", written)[:MARK_CHARACTERS] if written else ""


def row_mark(*parts: str) -> str:
    """A mark over what a row of a file says, which nobody can try out words against without the key."""
    return _mac(b"row", json.dumps(parts, ensure_ascii=False))[:ROW_MARK_CHARACTERS]


def request_mark(*parts: str) -> str:
    """A mark over a request of another system, as `row_mark`; 64 hexadecimal digits."""
    return _mac(b"request", json.dumps(parts))


def token_hash(secret: str) -> bytes:
    """What is kept of the secret of a token: it has 256 random bits, so no slow hash is wanted."""
    return hashlib.sha256(secret.encode()).digest()


def _mac(use: bytes, text: str) -> str:
    return hmac.new(_key(settings.SECRET_KEY, use), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _sealer(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(secret, b"seal")))


@lru_cache(maxsize=8)
def _key(secret: str, use: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"huiyin opinions " + use).derive(secret.encode())
