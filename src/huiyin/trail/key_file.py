"""Where does the office keep the key that signs its checkpoints, outside the campaign's folder?"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from huiyin.trail.checkpoints import SigningKey, read_signing_key

KEY_VARIABLE = "HUIYIN_KEY"


class NoKey(FileNotFoundError):
    """There is no key file where it was looked for."""


class KeyInside(ValueError):
    """The key would lie in the campaign's folder, where whoever changes records could sign as well."""


def key_path(name: str, environ: Mapping[str, str]) -> Path:
    """The file of the key: what HUIYIN_KEY names, else one by the log's name among the user's settings."""
    if environ.get(KEY_VARIABLE):
        return Path(environ[KEY_VARIABLE])
    settings = Path(environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME") or Path.home()) / ".config")
    return settings / "huiyin" / (name.replace("/", "-") + ".key")


def make_key_file(path: Path, name: str, campaign: Path) -> SigningKey:
    """Make a key, readable by its owner alone; the one that is there, if one is. Raises `KeyInside`."""
    if path.resolve().is_relative_to(campaign.resolve()):
        raise KeyInside(str(path))
    if path.exists():
        return read_key_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    key = SigningKey(name, secrets.token_bytes(32))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(key.secret_text + "\n")
    return key


def read_key_file(path: Path) -> SigningKey:
    """The key in this file. Raises `NoKey` or `checkpoints.BadKey`."""
    try:
        return read_signing_key(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoKey(str(path)) from None
