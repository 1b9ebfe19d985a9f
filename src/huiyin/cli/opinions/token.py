"""How do other systems get the keys with which they hand opinions in?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from huiyin.cli.campaign import acting, add_folder, add_person, open_campaign
from huiyin.cli.command_parsers import Commands, Run, Saying, add_language, new_command, new_group
from huiyin.languages import sentences


def add(commands: Commands, language: str) -> None:
    """Add `huiyin token` and what can be done with keys."""
    _ = sentences(language)
    group = new_group(
        commands,
        "token",
        Saying(
            usage="huiyin token COMMAND [OPTIONS]",
            short=_("keys with which other systems hand opinions in"),
            long=_(
                "Makes, ends and lists the keys of other systems; each opens one channel, to take in alone."
            ),
            example=_('Example: huiyin token make --channel hotline --name "12345"'),
        ),
    )
    _add_make(group, language)
    _add_end(group, language)
    _add_list(group, language)


def _add_make(group: Commands, language: str) -> None:
    _ = sentences(language)
    saying = Saying(
        usage="huiyin token make --channel KEY --name NAME [OPTIONS]",
        short=_("make a key; its secret is shown once"),
        long=_(
            "Makes a key for a channel on which systems hand in. The secret is shown now and kept nowhere."
        ),
        example=_('Example: huiyin token make --channel hotline --name "12345"'),
    )
    command = _command(group, "make", saying, _make, language)
    command.add_argument("--channel", metavar="KEY", required=True, help=_("channel of the plan"))
    command.add_argument("--name", metavar="NAME", required=True, help=_("which system has it"))


def _add_end(group: Commands, language: str) -> None:
    _ = sentences(language)
    saying = Saying(
        usage="huiyin token end ID [OPTIONS]",
        short=_("let a key open nothing any more"),
        long=_("Ends a key. What came in with it stays."),
        example=_("Example: huiyin token end 0123456789abcdef0123456789abcdef"),
    )
    command = _command(group, "end", saying, _end, language)
    command.add_argument("token", metavar="ID", help=_("id of the key, as the list shows it"))


def _add_list(group: Commands, language: str) -> None:
    _ = sentences(language)
    saying = Saying(
        usage="huiyin token list [OPTIONS]",
        short=_("list the keys, without their secrets"),
        long=_("Lists the keys of other systems, the newest first. Their secrets are kept nowhere."),
        example=_("Example: huiyin token list"),
    )
    command = _command(group, "list", saying, _list, language)
    command.add_argument("--channel", metavar="KEY", default="", help=_("of this channel alone"))


def _command(group: Commands, name: str, saying: Saying, run: Run, language: str) -> argparse.ArgumentParser:
    _ = sentences(language)
    command = new_command(group, name, saying, run)
    command.add_argument("--format", choices=("json",), help=_("json: for a program to read"))
    add_folder(command, language)
    add_person(command, language)
    add_language(command, language)
    return command


def _make(options: argparse.Namespace, language: str) -> int:
    open_campaign(options)
    from django.utils import timezone

    from huiyin.activities.refusals import NotRight
    from huiyin.cli.opinions.refusals import NoToken
    from huiyin.opinions.actions import make_token
    from huiyin.plan.queries import current_plan

    try:
        made = make_token(
            actor=acting(options), now=timezone.now(), channel=options.channel, name=options.name
        )
    except NotRight as refusal:
        open_ones = [
            each.key for each in current_plan().plan.opinion_channels if "system" in each.taken_in_by
        ]
        raise NoToken(refusal.faults[0].field, options.channel, open_ones) from None
    _ = sentences(language)
    lines = [
        _("Key: {id}").format(id=made.id),
        _("Secret: {secret}").format(secret=made.secret),
        _("Give the secret to the other system now: it is shown this once and kept nowhere."),
    ]
    _say(options, {"id": made.id, "secret": made.secret}, lines)
    return 0


def _end(options: argparse.Namespace, language: str) -> int:
    open_campaign(options)
    from django.utils import timezone

    from huiyin.activities.refusals import NotFound
    from huiyin.cli.opinions.refusals import NoSuchToken
    from huiyin.opinions.actions import end_token

    try:
        end_token(actor=acting(options), now=timezone.now(), token=options.token)
    except NotFound:
        raise NoSuchToken(options.token) from None
    _ = sentences(language)
    _say(options, {"id": options.token}, [_("The key {id} opens nothing any more.").format(id=options.token)])
    return 0


def _list(options: argparse.Namespace, language: str) -> int:
    open_campaign(options)
    import huiyin.cli.opinions.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.opinions.queries import tokens

    _ = sentences(language)
    rows = [row for row in tokens(acting(options)) if options.channel in ("", row.channel)]
    told = [
        {
            "id": row.id,
            "channel": row.channel,
            "name": row.name,
            "made": row.made.isoformat(),
            "ended": row.ended.isoformat() if row.ended else None,
        }
        for row in rows
    ]
    lines = [_token_line(row, language) for row in rows] or [_("There is no key.")]
    _say(options, told, lines)
    return 0


def _token_line(row: Any, language: str) -> str:
    _ = sentences(language)
    told = _("{id}  {channel}  {name}  made {made}")
    facts = {"id": row.id, "channel": row.channel, "name": row.name, "made": f"{row.made:%Y-%m-%d}"}
    if row.ended:
        told, facts["ended"] = (
            _("{id}  {channel}  {name}  made {made}, ended {ended}"),
            f"{row.ended:%Y-%m-%d}",
        )
    return told.format(**facts)


def _say(options: argparse.Namespace, told: Any, lines: Sequence[str]) -> None:
    from huiyin.cli.terminal import say

    say((json.dumps(told, ensure_ascii=False) if options.format else "\n".join(lines)) + "\n")
