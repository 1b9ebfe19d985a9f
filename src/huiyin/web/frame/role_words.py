"""What are roles and permissions called?"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from huiyin.access.rules import GRANTS, MACHINE, Permission
from huiyin.publishing.plan_part_words import role_word as word_of_role

# What each permission lets one do, as the end of "Your role does not let you …".
DEEDS: Mapping[Permission, Promise] = {
    Permission.SEE_PLAN: gettext_lazy("see the plan"),
    Permission.APPLY_PLAN: gettext_lazy("apply a plan"),
    Permission.SEE_PEOPLE: gettext_lazy("see the people of the campaign"),
    Permission.MANAGE_ACCOUNTS: gettext_lazy("manage accounts"),
    Permission.SEE_ACTIVITIES: gettext_lazy("see these activities"),
    Permission.SEE_RESTRICTED: gettext_lazy("see records that are kept to those who made them"),
    Permission.RECORD_ACTIVITIES: gettext_lazy("record activities here"),
    Permission.IMPORT_ACTIVITIES: gettext_lazy("import activities"),
    Permission.EXPORT_ACTIVITIES: gettext_lazy("export activities"),
    Permission.SEE_LOG: gettext_lazy("see the log"),
    Permission.MAKE_CHECKPOINT: gettext_lazy("make a checkpoint"),
    Permission.EXPORT_CAMPAIGN: gettext_lazy("export the campaign"),
}


def role_word(role: str) -> str:
    """A role in words, in the language of the page."""
    return word_of_role(role, gettext)


def roles_with(permission: Permission) -> list[str]:
    """The roles that have this permission, in words, in the order of the table of grants."""
    return [role_word(role) for role, granted in GRANTS.items() if permission in granted and role != MACHINE]
