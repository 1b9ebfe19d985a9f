"""How is a plan checked and applied from the command line?"""

from __future__ import annotations

import argparse
from pathlib import Path

from huiyin.cli.campaign import acting, add_folder, add_person, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command, new_group
from huiyin.languages import sentences


def add(commands: Commands, language: str) -> None:
    """Add `huiyin plan check` and `huiyin plan apply`."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin plan COMMAND FILE [OPTIONS]",
        short=_("check a plan, or make it the one in force"),
        long=_("Checks a plan, or makes it the one in force."),
        example=_("Example: huiyin plan check plan.yaml"),
    )
    group = new_group(commands, "plan", saying)
    _add_check(group, language)
    _add_apply(group, language)


def _add_check(group: Commands, language: str) -> None:
    _ = sentences(language)
    saying = Saying(
        usage="huiyin plan check FILE [OPTIONS]",
        short=_("find what is wrong with a plan, and what applying it would change"),
        long=_("Finds every fault with its line, says what to look at, and what applying it would change."),
        example=_("Example: huiyin plan check plan.yaml"),
    )
    command = new_command(group, "check", saying, check)
    command.add_argument("file", metavar="FILE", type=Path, help=_("the plan"))
    add_folder(command, language)
    add_language(command, language)


def _add_apply(group: Commands, language: str) -> None:
    _ = sentences(language)
    saying = Saying(
        usage="huiyin plan apply FILE --reason TEXT [OPTIONS]",
        short=_("make a plan the one in force, as a new version"),
        long=_("Makes a plan the one in force. The versions before it stay readable."),
        example=_("Example: huiyin plan apply plan.yaml --reason “meeting of 12 October”"),
    )
    command = new_command(group, "apply", saying, apply)
    command.add_argument("file", metavar="FILE", type=Path, help=_("the plan"))
    command.add_argument("--reason", metavar="TEXT", default="", help=_("why the plan changes"))
    add_folder(command, language)
    add_person(command, language)
    add_language(command, language)


def check(options: argparse.Namespace, language: str) -> int:
    """Say what is wrong, what to look at, and, in a campaign, what would change."""
    from huiyin.campaign_folder import NoCampaign
    from huiyin.cli.plan.refusals import faults_in, text_of
    from huiyin.cli.plan.sayings import notice_lines
    from huiyin.cli.terminal import say
    from huiyin.plan.reading import read_plan

    _ = sentences(language)
    text = text_of(options.file)
    with faults_in(options.file):
        plan = read_plan(text)
    lines = [_("{file}: no fault was found.").format(file=options.file), *notice_lines(plan, language)]
    try:
        open_campaign(options)
    except NoCampaign:
        if options.dir is not None:
            raise
    else:
        from huiyin.cli.plan.applying import would_change  # reaches the database, so not before it is open

        lines += would_change(plan, language)
    say("\n".join(lines) + "\n")
    return 0


def apply(options: argparse.Namespace, language: str) -> int:
    """Apply the plan and say what changed."""
    from huiyin.cli.plan.refusals import text_of
    from huiyin.cli.terminal import say

    folder = open_campaign(options)
    from django.utils import timezone

    from huiyin.cli.plan.applying import Applying  # reaches the database, so not before it is open

    text = text_of(options.file)
    applying = Applying(folder, acting(options), timezone.now(), language)
    say("\n".join(applying.apply(options.file, text, options.reason)) + "\n")
    return 0
