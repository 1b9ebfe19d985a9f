"""How are the actions of the log said?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ACTIONS: Mapping[str, Promise] = MappingProxyType(
    {
        "plan.apply": gettext_lazy("Plan applied"),
        "account.made": gettext_lazy("Account made"),
        "account.invited": gettext_lazy("Invitation handed out"),
        "account.password": gettext_lazy("Password set"),
        "account.password_by_invitation": gettext_lazy("Password set by an invitation"),
        "account.opened": gettext_lazy("Account opened"),
        "account.closed": gettext_lazy("Account closed"),
        "activity.record": gettext_lazy("Activity recorded"),
        "activity.record_many": gettext_lazy("Activities recorded"),
        "activity.correct": gettext_lazy("Activity corrected"),
        "activity.withdraw": gettext_lazy("Activity withdrawn"),
        "activity.restore": gettext_lazy("Activity restored"),
        "activity.import": gettext_lazy("Activities imported"),
        "activity.import_undone": gettext_lazy("Import undone"),
        "evidence.add": gettext_lazy("Evidence added"),
        "evidence.withdraw": gettext_lazy("Evidence withdrawn"),
    }
)


def action_word(action: str) -> str | Promise:
    """The action in words; the code itself for one that a later version wrote."""
    return ACTIONS.get(action, action)
