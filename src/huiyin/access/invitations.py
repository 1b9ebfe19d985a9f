"""Does this link let somebody set the password of an account?

The token is Django's for resetting passwords: a keyed hash over the account's password and last sign-in, so
that it works once, and for `PASSWORD_RESET_TIMEOUT` seconds. Nothing is stored.
"""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator

from huiyin.access.models import Account
from huiyin.access.rules import Actor, Permission


def invitation(*, actor: Actor, account: Account) -> str:
    """The token that invites to set the password of this account. Raises `Forbidden`."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    return default_token_generator.make_token(account)


def invited(public_id: str, token: str) -> Account | None:
    """The open account that this link invites to; None when it was used, is too old, or never was one."""
    account: Account | None = Account.objects.filter(public_id=public_id, is_active=True).first()
    if account is None or not default_token_generator.check_token(account, token):
        return None
    return account
