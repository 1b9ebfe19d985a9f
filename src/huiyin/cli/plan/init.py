"""How does a campaign begin: a folder, a database, and the plan as its first version?"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from huiyin.campaign_folder import SETTINGS_FILE, CampaignFolder
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.languages import sentences

FOLDERS = ("files", "papers", "checkpoints")


def add(commands: Commands, language: str) -> None:
    """Add `huiyin init`."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin init DIR --plan FILE [OPTIONS]",
        short=_("begin a campaign from a plan"),
        long=_("Makes a folder that is a campaign: its plan, its settings, its database, its log."),
        example=_("Example: huiyin init minghu --plan plan.yaml"),
    )
    command = new_command(commands, "init", saying, run)
    command.add_argument("folder", metavar="DIR", type=Path, help=_("a folder that is empty or not there"))
    command.add_argument("--plan", metavar="FILE", type=Path, required=True, help=_("the plan to begin with"))
    command.add_argument(
        "--database",
        metavar="URL",
        default="",
        help=_("address of a PostgreSQL database; without it, a file in the folder"),
    )
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Make the campaign and say what comes next. Raises refusals, see `refusals.refusal_sentences`."""
    from huiyin.cli.plan.founding_refusals import FolderTaken
    from huiyin.cli.plan.refusals import faults_in, text_of
    from huiyin.cli.refusals import CannotWrite
    from huiyin.plan.reading import read_plan

    text = text_of(options.plan)
    with faults_in(options.plan):
        plan = read_plan(text)
    folder: Path = options.folder
    was_there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FolderTaken(folder)
        folder.chmod(0o700)  # sessions, passwords and records are for whoever runs the campaign alone
    except (FileExistsError, NotADirectoryError) as error:
        raise FolderTaken(folder) from error
    except OSError as error:
        raise CannotWrite(folder, error) from error
    try:
        campaign = CampaignFolder(
            folder,
            language=plan.campaign.languages[0],
            time_zone=plan.campaign.time_zone,
            database_url=options.database,
            secret_key=secrets.token_urlsafe(50),
        )
        version = begin(campaign, options.plan, now=datetime.now(UTC))
    except BaseException:
        _clear(folder, keep=was_there)
        raise
    _say_what_comes_next(folder, version, language)
    _say_who_can_sign_in(folder, language)
    return 0


def begin(campaign: CampaignFolder, plan_file: Path, *, now: datetime) -> int:
    """Fill an empty folder: settings, a copy of the plan, a database with the plan in force from `now` on.

    Gives the version of the plan; makes the key that signs checkpoints, outside. Raises refusals.
    """
    from huiyin.cli.plan.refusals import text_of

    _write(campaign, plan_file)
    version = _fill(campaign.path.resolve(), text_of(plan_file), now)
    import huiyin.cli.log.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.cli.log.signing import new_signing_key

    new_signing_key(campaign)
    return version


def _write(campaign: CampaignFolder, plan_file: Path) -> None:
    from huiyin.cli.refusals import CannotWrite

    folder = campaign.path
    settings = {
        "language": campaign.language,
        "time_zone": campaign.time_zone,
        "secret_key": campaign.secret_key,
        **({"database_url": campaign.database_url} if campaign.database_url else {}),
    }
    told = "".join(f"{key} = {_quoted(value)}\n" for key, value in settings.items())
    try:
        # The secret key and a database's password are for nobody else on this machine.
        file = os.open(folder / SETTINGS_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as opened:
            opened.write(told)
        shutil.copyfile(plan_file, folder / "plan.yaml")
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700)
    except OSError as error:
        raise CannotWrite(folder, error) from error


def _quoted(value: str) -> str:
    """A text as TOML writes it: a basic string (toml.io 1.0)."""
    import json

    return json.dumps(value, ensure_ascii=False)


def _fill(folder: Path, text: str, now: datetime) -> int:
    """Make the tables and apply the plan; its version."""
    from huiyin.cli.campaign import wake_django

    wake_django(folder)
    from django.core.management import call_command

    from huiyin.access.queries import SYSTEM
    from huiyin.cli.plan.founding_refusals import DatabaseTaken
    from huiyin.plan.actions import apply_plan
    from huiyin.plan.queries import NoPlan, current_plan

    call_command("migrate", verbosity=0, interactive=False)
    with suppress(NoPlan):
        current_plan()
        raise DatabaseTaken
    return apply_plan(actor=SYSTEM, now=now, text=text)


def _clear(folder: Path, *, keep: bool) -> None:
    """Leave nothing half made: what failed can be tried again."""
    for part in folder.iterdir():
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
    if not keep:
        folder.rmdir()


def _say_what_comes_next(folder: Path, version: int, language: str) -> None:
    from huiyin.cli.terminal import say

    _ = sentences(language)
    lines = [
        _("The campaign stands in {folder}; its plan is version {version}.").format(
            folder=folder, version=version
        ),
        _("To change it: edit {file}, then").format(file=folder / "plan.yaml"),
        f"  huiyin plan check --dir {folder} {folder / 'plan.yaml'}",
        f"  huiyin plan apply --dir {folder} {folder / 'plan.yaml'} --reason …",
    ]
    say("\n".join(lines) + "\n")


def _say_who_can_sign_in(folder: Path, language: str) -> None:
    """The first account is an administrator's; the invitation to it stands here alone."""
    from django.urls import reverse

    from huiyin.access.actions import invite, make_account
    from huiyin.access.queries import SYSTEM
    from huiyin.cli.log.signing import signing_key
    from huiyin.cli.serve import HOST, PORT
    from huiyin.cli.terminal import say
    from huiyin.plan.organisation import Role
    from huiyin.plan.queries import current_plan

    _ = sentences(language)
    in_force = current_plan()
    first = next(
        (
            person
            for person in in_force.plan.people
            if any(post.role is Role.ADMINISTRATOR for post in person.posts)
        ),
        None,
    )
    if first is not None:
        account = make_account(
            actor=SYSTEM, now=datetime.now(UTC), person=first.key, plan_version=in_force.version
        )
        token = invite(actor=SYSTEM, now=datetime.now(UTC), account=account, plan_version=in_force.version)
        link = reverse("invitation", args=[account.public_id, token])
        told = _(
            "The administrator {name} signs in as {key}. To set the password, once, serve the pages and open:"
        )
        say(
            told.format(name=first.name.said(language), key=first.key)
            + f"\n  huiyin serve --dir {folder}\n  http://{HOST}:{PORT}{link}\n"
        )
    told = _("Whoever is to verify the log needs this line; hand it out now:")
    say(f"{told}\n  {signing_key().verifier_text}\n")
