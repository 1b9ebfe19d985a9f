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
    Permission.RECORD_OPINIONS: gettext_lazy("take opinions in"),
    Permission.IMPORT_OPINIONS: gettext_lazy("take in files of opinions"),
    Permission.SEE_OPINIONS: gettext_lazy("read opinions as they were said"),
    Permission.SEE_GIVERS: gettext_lazy("see who said an opinion"),
    Permission.SORT_OPINIONS: gettext_lazy("sort opinions on the board"),
    Permission.SEE_PROBLEMS: gettext_lazy("see these problems"),
    Permission.EXPORT_PROBLEMS: gettext_lazy("export problems"),
    Permission.MANAGE_PROBLEMS: gettext_lazy("open and hand over problems"),
    Permission.WORK_ON_PROBLEMS: gettext_lazy("work on this problem as its owner"),
    Permission.CHECK_PROBLEMS: gettext_lazy("check this problem"),
    Permission.SIGN_PROBLEMS: gettext_lazy("sign and decide about problems"),
    Permission.ANSWER_GIVERS: gettext_lazy("answer those who gave opinions"),
    Permission.RUN_DUE_WORK: gettext_lazy("do the work that has fallen due"),
    Permission.MANAGE_TOKENS: gettext_lazy("manage the tokens of other systems"),
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
