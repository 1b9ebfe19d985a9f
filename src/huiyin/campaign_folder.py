"""Where is the campaign: which folder holds it, and what does its huiyin.toml set?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SETTINGS_FILE = "huiyin.toml"
FOLDER_VARIABLE = "HUIYIN_DIR"
DATABASE_VARIABLE = "HUIYIN_DATABASE_URL"
KEY_VARIABLE = "HUIYIN_KEY"


class NoCampaign(FileNotFoundError):
    """The folder holds no campaign: it has no huiyin.toml."""


class BadSettings(ValueError):
    """huiyin.toml cannot be read: what is wrong with it."""


@dataclass(frozen=True)
class CampaignFolder:
    """One folder is one campaign is one database (`product.md`, the commands)."""

    path: Path
    language: str = "zh"
    time_zone: str = "Asia/Shanghai"
    database_url: str = ""  # empty: huiyin.sqlite3 in the folder
    secret_key: str = ""  # for sign-in cookies and form tokens
    hosts: tuple[str, ...] = ()  # names under which the pages are served, beside this machine's own

    @property
    def plan_file(self) -> Path:
        """The plan as people edit it."""
        return self.path / "plan.yaml"

    @property
    def database_file(self) -> Path:
        """The database, unless `database_url` names another."""
        return self.path / "huiyin.sqlite3"

    @property
    def files(self) -> Path:
        """Evidence, by hash."""
        return self.path / "files"

    @property
    def checkpoints(self) -> Path:
        """Copies of the checkpoints that were handed out."""
        return self.path / "checkpoints"


def read_campaign_folder(path: Path, environ: Mapping[str, str]) -> CampaignFolder:
    """The campaign in this folder. Raises `NoCampaign` or `BadSettings`."""
    settings = path / SETTINGS_FILE
    try:
        found = tomllib.loads(settings.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoCampaign(str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{settings}: {error}") from None
    return CampaignFolder(
        path=path.resolve(),
        language=str(found.get("language", "zh")),
        time_zone=str(found.get("time_zone", "Asia/Shanghai")),
        database_url=environ.get(DATABASE_VARIABLE, "") or str(found.get("database_url", "")),
        secret_key=str(found.get("secret_key", "")),
        hosts=tuple(map(str, found.get("hosts", ()))),
    )


def asked_folder(environ: Mapping[str, str]) -> Path:
    """The folder that HUIYIN_DIR names, else the current one."""
    return Path(environ.get(FOLDER_VARIABLE) or ".")
