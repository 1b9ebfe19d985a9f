"""Who may open which page, which page asks what, and who reads which of the planted words?

The tables below are written by hand and not drawn from the table of grants: a permission that a role gains by
mistake is seen here.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.campaign import PEOPLE
from tests.doors import ledger_planting as said

NOBODY = "nobody"
OFFICE = frozenset({"clerk", "head"})
LIAISONS = frozenset({"liaison", "other-liaison"})
OWN, OTHER, CLOSED, DRAFT, NONE = "own", "other", "closed", "draft", "none"
FOR_SYSTEMS = "an intake token"  # no person may, whoever they are

# What a page asks, as its guard says it, and the people of the small plan who may open it.
MAY: Mapping[str, frozenset[str]] = {
    "open to everyone": frozenset({NOBODY, *PEOPLE}),
    "signed in": frozenset(PEOPLE),
    "see_plan": frozenset(PEOPLE),
    "see_people": OFFICE | {"administrator"},
    "manage_accounts": frozenset({"administrator"}),
    "see_activities": OFFICE | LIAISONS | {"leader", "guide", "auditor"},
    "record_activities": LIAISONS | {"clerk", "leader"},
    "import_activities": LIAISONS | {"clerk"},
    "export_activities": OFFICE | LIAISONS | {"auditor"},
    "see_log": OFFICE | {"custodian", "auditor", "administrator"},
    FOR_SYSTEMS: frozenset(),
    "see_opinions": OFFICE,
    "record_opinions": LIAISONS | {"clerk", "leader", "guide"},
    "import_opinions": frozenset({"clerk"}),
    "see_givers": frozenset({"clerk"}),
    "manage_tokens": frozenset({"administrator"}),
    "sort_opinions or see_opinions": OFFICE,
    "sort_opinions": frozenset({"clerk"}),
    "see_problems": OFFICE | LIAISONS | {"leader", "guide", "auditor"},
    "export_problems": OFFICE | LIAISONS | {"auditor"},
    "manage_problems": frozenset({"clerk"}),
    "work_on_problems": LIAISONS,
    "manage_problems or work_on_problems or check_problems": LIAISONS | {"clerk", "guide"},
    "manage_problems or work_on_problems or check_problems or sign_problems": OFFICE | LIAISONS | {"guide"},
    "answer_givers": frozenset({"clerk"}),
}

# Every page and what it asks. A page that is missing here, or asks something else, is a fault.
GUARDS: Mapping[str, str] = {
    "home": "signed in",
    "sign-in": "open to everyone",
    "sign-out": "open to everyone",
    "language": "open to everyone",
    "invitation": "open to everyone",
    "healthz": "open to everyone",
    "people": "see_people",
    "people-account": "manage_accounts",
    "plan": "see_plan",
    "plan-versions": "see_plan",
    "plan-version": "see_plan",
    "plan-file": "see_people",
    "units": "see_plan",
    "unit": "see_plan",
    "calendar": "see_activities",
    "contact-points": "see_activities",
    "activities": "see_activities",
    "activity": "see_activities",
    "evidence": "see_activities",
    "activity-kinds": "record_activities",
    "activity-new": "record_activities",
    "activity-nothing": "record_activities",
    "activity-correct": "record_activities",
    "activity-withdraw": "record_activities",
    "activity-restore": "record_activities",
    "evidence-add": "record_activities",
    "evidence-withdraw": "record_activities",
    "activities-export": "export_activities",
    "imports": "import_activities",
    "import-new": "import_activities",
    "import": "import_activities",
    "import-decide": "import_activities",
    "import-confirm": "import_activities",
    "import-undo": "import_activities",
    "import-start": "import_activities",
    "import-refused": "import_activities",
    "log": "see_log",
    "log-entry": "see_log",
    "log-checkpoint": "see_log",
    "api-opinions": FOR_SYSTEMS,
    "api-openapi": "open to everyone",
    "opinions": "see_opinions",
    "opinion-new": "record_opinions",
    "opinions-withdraw": "import_opinions",
    "opinions-import": "import_opinions",
    "opinions-import-file": "import_opinions",
    "opinions-import-decide": "import_opinions",
    "opinion-tokens": "manage_tokens",
    "opinion": "see_opinions",
    "opinion-restate": "record_opinions",
    "opinion-correct": "record_opinions",
    "opinion-withdraw": "record_opinions",
    "opinion-restore": "record_opinions",
    "opinion-giver": "see_givers",
    "activity-hand-over": "record_opinions",
    "board": "sort_opinions or see_opinions",
    "board-group": "sort_opinions or see_opinions",
    "board-decide": "sort_opinions",
    "board-decisions": "sort_opinions or see_opinions",
    "board-undo": "sort_opinions",
    "board-sort": "sort_opinions",
    "board-rerun": "sort_opinions or see_opinions",
    "problems": "see_problems",
    "problems-export": "export_problems",
    "problems-bulk": "manage_problems",
    "problem-view-save": "see_problems",
    "problem-view-drop": "see_problems",
    "problem-new": "manage_problems",
    "problems-week": "work_on_problems",
    "problem": "see_problems",
    "problem-describe": "manage_problems",
    "problem-move": "manage_problems or work_on_problems or check_problems or sign_problems",
    "problem-follow-up": "work_on_problems",
    "problem-evidence-add": "manage_problems or work_on_problems or check_problems",
    "problem-evidence-withdraw": "manage_problems or work_on_problems or check_problems",
    "problem-evidence": "see_problems",
    "problem-answers": "answer_givers",
    "answers": "answer_givers",
    "answers-give": "answer_givers",
    "answer-satisfaction": "answer_givers",
}
# These answer something else than a page to whom they let in, and say why.
NOT_FOUND_FOR_ALL = {
    ("log-checkpoint", OWN): "no checkpoint has been made in the small campaign",
    ("activity-nothing", OWN): "an empty form names no kind",
    ("people-account", OWN): "an empty form names nobody",
    ("board-decide", OWN): "an empty form names no act",
    ("problems-bulk", OWN): "an empty form names no step",
    ("opinions-withdraw", OWN): "an empty form names no import",
}
# By whoever may see these, some pages are shown and others not: what they do is not for them.
NO_MATTER_OF_THEIRS = {
    ("import-refused", "clerk"): "what a file says is for the account alone that gave it in",
    ("import-refused", "administrator"): "as above",
    ("import-decide", "clerk"): "as above",
    ("import-decide", "administrator"): "as above",
    ("import-confirm", "clerk"): "as above",
    ("import-confirm", "administrator"): "as above",
    ("board-rerun", "head"): "the head reads what would change; the clerk decides",
}

OWN_WORD, OTHER_WORD, CLOSED_WORD = "柳岸密语", "石桥密语", "谈心密语"
# Who may read each planted word, on any page at all.
SEES: Mapping[str, frozenset[str]] = {
    OWN_WORD: OFFICE | {"liaison", "leader", "guide", "auditor"},
    OTHER_WORD: OFFICE | {"other-liaison", "auditor"},
    CLOSED_WORD: frozenset({"head", "liaison"}),  # a restricted kind of the liaison's unit
    **dict.fromkeys((said.TITLE, said.WORDS, said.PLACE, said.RESTATED, said.ANSWERED), OFFICE),
    **dict.fromkeys(said.GIVERS, frozenset()),  # but in the one answer that `test_originals` looks at
    said.IMPORTED: frozenset({"clerk"}),  # whoever gave the file in
    said.OWN_FINDING: OFFICE | {"liaison", "leader", "guide", "auditor"},
    said.OTHER_FINDING: OFFICE | {"other-liaison", "auditor"},
    said.DRAFT_FINDING: OFFICE | {"auditor"},
    said.NOTE: OFFICE | {"auditor"},
    said.VIEW: frozenset({"liaison"}),
    said.SYSTEM: frozenset({"administrator"}),
}
