"""What became of a problem, and why?"""

from __future__ import annotations

import argparse
import json

from huiyin.cli.campaign import acting, add_folder, add_person, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.cli.terminal import say, warn
from huiyin.languages import sentences

TOLD, NOT_THERE = 0, 1


def add(commands: Commands, language: str) -> None:
    """Add `huiyin why`."""
    _ = sentences(language)
    saying = Saying(
        "huiyin why PROBLEM [OPTIONS]",
        _("tell the story of a problem, with the rule and the log entry of each step"),
        _(
            "Tells what became of a problem, from the voices to the answers: who did what on which day, by "
            "which rule, and in which entry of the log it stands. It tells no word of an opinion. Ends with "
            "1 when there is no such problem."
        ),
        _("Example: huiyin why 12"),
    )
    command = new_command(commands, "why", saying, run)
    command.add_argument("problem", metavar="PROBLEM", help=_("number of the problem, or its id"))
    command.add_argument("--format", choices=("text", "json"), default="text", help=_("how to answer"))
    add_folder(command, language)
    add_person(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Tell it; 1 when there is no such problem."""
    open_campaign(options)
    from django.utils import timezone

    from huiyin.activities.refusals import NotFound
    from huiyin.cli.ledger.story_sayings import as_json, story_lines
    from huiyin.ledger.shown.story import story
    from huiyin.plan.queries import current_plan, day_of_campaign

    _ = sentences(language)
    today = day_of_campaign(current_plan().plan, timezone.now())
    try:
        told = story(acting(options), options.problem, today=today)
    except NotFound:
        warn(_("There is no problem “{asked}” that this person may see.").format(asked=options.problem))
        return NOT_THERE
    if options.format == "json":
        say(json.dumps(as_json(told, language), ensure_ascii=False, indent=2) + "\n")
    else:
        say("\n".join(story_lines(told, language)) + "\n")
    return TOLD
