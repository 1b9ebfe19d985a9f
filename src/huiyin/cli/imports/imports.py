"""What can `huiyin import` take in?"""

from __future__ import annotations

from huiyin.cli.command_parsers import Commands, Saying, new_group
from huiyin.cli.imports import activities, opinions
from huiyin.cli.ledger import import_problems
from huiyin.cli.plan import import_units
from huiyin.languages import sentences

ADDED = (activities.add, opinions.add, import_problems.add, import_units.add)


def add(commands: Commands, language: str) -> None:
    """Add `huiyin import` and what it can take in."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin import COMMAND FILE [OPTIONS]",
        short=_("take in a file of activities, opinions, problems or units"),
        long=_("Takes in what stands in a file, and names the rows that are not taken in, and why."),
        example=_("Example: huiyin import activities talks.xlsx --kind talk"),
    )
    group = new_group(commands, "import", saying)
    for add_one in ADDED:
        add_one(group, language)
