"""Which campaign does a command work on, and who acts?"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from huiyin.access.rules import Actor
from huiyin.campaign_folder import FOLDER_VARIABLE, CampaignFolder, asked_folder, read_campaign_folder
from huiyin.languages import sentences


def add_folder(command: argparse.ArgumentParser, language: str) -> None:
    """Add --dir."""
    _ = sentences(language)
    command.add_argument(
        "--dir",
        metavar="DIR",
        type=Path,
        help=_("folder of the campaign; without it HUIYIN_DIR, else the current folder"),
    )


def add_person(command: argparse.ArgumentParser, language: str) -> None:
    """Add --as."""
    _ = sentences(language)
    command.add_argument(
        "--as",
        metavar="PERSON",
        dest="person",
        default="",
        help=_("key of the person who acts; without it the administrator of this folder"),
    )


def open_campaign(options: argparse.Namespace) -> CampaignFolder:
    """The campaign that the command works on, with its database at hand.

    Raises `NoCampaign`, `BadSettings`, or `DatabaseBehind`.
    """
    from huiyin.cli.campaign_refusals import DatabaseBehind

    folder: Path = getattr(options, "dir", None) or asked_folder(os.environ)
    found = read_campaign_folder(folder, os.environ)
    wake_django(found.path)
    if not _has_all_tables():
        raise DatabaseBehind
    return found


def wake_django(folder: Path) -> None:
    """Set Django up for the campaign in this folder; a process works on one campaign in its life."""
    import django

    os.umask(0o077)  # database, uploads and exports hold what is for nobody else on this machine
    os.environ[FOLDER_VARIABLE] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
    django.setup()
    from huiyin.cli.store_refusals import speak_of_the_store

    speak_of_the_store()


def acting(options: argparse.Namespace) -> Actor:
    """Who acts: the person of --as, else the folder's administrator. Raises `NobodyThere`."""
    from huiyin.access.queries import SYSTEM, actor_of_person
    from huiyin.cli.campaign_refusals import NobodyThere

    person: str = getattr(options, "person", "")
    if not person:
        return SYSTEM
    actor = actor_of_person(person)
    if not actor.holdings:
        raise NobodyThere(person)
    return actor


def _has_all_tables() -> bool:
    """Has the database every table of this version of the product?"""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
