"""Which key signs the log of this campaign?"""

from __future__ import annotations

import os

from huiyin.campaign_folder import CampaignFolder
from huiyin.plan.queries import current_plan
from huiyin.trail.checkpoints import SigningKey
from huiyin.trail.key_file import key_path, make_key_file, read_key_file


def log_name() -> str:
    """The name of the log, which its key and its checkpoints carry: from the campaign's key."""
    return f"huiyin/{current_plan().plan.campaign.key}"


def new_signing_key(folder: CampaignFolder) -> SigningKey:
    """The key for a new campaign, made where HUIYIN_KEY says; the one that is there, if one is."""
    name = log_name()
    return make_key_file(key_path(name, os.environ), name, folder.path)


def signing_key() -> SigningKey:
    """The key of this campaign. Raises `NoKey`, `BadKey`."""
    return read_key_file(key_path(log_name(), os.environ))
