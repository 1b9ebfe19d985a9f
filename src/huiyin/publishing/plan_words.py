"""In which words is a person told what is wrong with a plan, and what should be looked at?

`say` is a gettext function: pages give Django's, commands give `huiyin.languages.sentences(language)`.
"""

from __future__ import annotations

from huiyin.plan.faults import Fault, FaultCode, Notice, NoticeCode
from huiyin.plan.shapes import Shape
from huiyin.publishing.plan_part_words import Say, role_word


def fault_sentence(fault: Fault, say: Say) -> str:
    """Where in the file something is wrong, what was found there, and what was expected."""
    _ = say
    told = _told(fault, say)
    if nearest := fault.facts.get("nearest"):
        told = _("{told} Did you mean “{nearest}”?").format(told=told, nearest=nearest)
    elif known := fault.facts.get("known"):
        told = _("{told} Known: {known}.").format(told=told, known=known)
    if not fault.place:
        return _("line {line}, column {column}: {told}").format(
            line=fault.line, column=fault.column, told=told
        )
    return _("line {line}, column {column} ({place}): {told}").format(
        line=fault.line, column=fault.column, place=fault.place, told=told
    )


def _told(fault: Fault, say: Say) -> str:
    facts = {"found": "", **fault.facts}
    if facts.get("expected") in set(Shape):
        facts["expected"] = _shape(facts["expected"], say)
    return (_spelling(say) | _shapes(say) | _references(say) | _activities(say))[fault.code].format(**facts)


def _shape(code: str, say: Say) -> str:
    """What was expected, with an example."""
    _ = say
    return {
        Shape.TEXT: _("a text"),
        Shape.TERM: _('a name, such as {zh: "宣讲", en: Talk}'),
        Shape.TERMS: _("a list of words, such as [a, b]"),
        Shape.WHOLE: _("a whole number, such as 12"),
        Shape.NUMBER: _("a number, such as 0.5"),
        Shape.YES_NO: _("true or false"),
        Shape.DAY: _("a day, such as 2026-10-01"),
        Shape.LIST: _("a list, each line of it beginning with a dash"),
        Shape.MAPPING: _("keys, each with a colon and what belongs to it"),
    }[Shape(code)]


def _spelling(say: Say) -> dict[FaultCode, str]:
    """The file as YAML."""
    _ = say
    return {
        FaultCode.NOT_TEXT: _("This is no text. Save the file as UTF-8."),
        FaultCode.TOO_LARGE: _("The file has {found} characters; no plan is that long."),
        FaultCode.NOT_YAML: _("This cannot be read. Found: {found}"),
        FaultCode.TAB: _("A tab stands where blanks must stand. Found: {found}"),
        FaultCode.UNEVEN: _("The line does not begin below the one it belongs to. Found: {found}"),
        FaultCode.OPEN_BRACKET: _("A bracket or a quotation mark is not closed, or a comma is missing."),
        FaultCode.QUOTES_NEEDED: _("This text needs double quotes around it. Found: {found}"),
        FaultCode.FULL_WIDTH: _("Marks such as : , [ ] must be half-width. Found: {found}"),
        FaultCode.ALIAS: _("Marks such as & and * are not used here; write the part out."),
        FaultCode.TAG: _("Marks such as ! are not used here. Found: {found}"),
        FaultCode.REPEATED_KEY: _("The key “{found}” stands here twice."),
        FaultCode.ODD_KEY: _("A key is one word. Found: {found}"),
        FaultCode.ODD_CHARACTER: _("There is a character that no text has."),
    }


def _shapes(say: Say) -> dict[FaultCode, str]:
    """A part by itself."""
    _ = say
    return {
        FaultCode.UNKNOWN_KEY: _("The key “{found}” is not known here."),
        FaultCode.MISSING: _("This is missing. Expected: {expected}."),
        FaultCode.WRONG_SHAPE: _("Found: {found}. Expected: {expected}."),
        FaultCode.NOT_ONE_OF: _("“{found}” is not known here."),
        FaultCode.NOT_A_KEY: _(
            "A key has small letters a to z, digits, and the marks _ . - within it. Found: {found}"
        ),
        FaultCode.TOO_SMALL: _("Found: {found}. Expected: {limit}."),
        FaultCode.TOO_LONG: _("Found: {found}. Expected: at most {limit} characters."),
        FaultCode.EMPTY: _("Here is nothing; something is expected."),
        FaultCode.LONG_LABEL: _(
            "A name has at most 40 Chinese characters or 80 letters; sentences belong in a note. "
            "Found: {found}"
        ),
        FaultCode.SENTENCE: _("A name is no sentence, so “{mark}” has no place in it. Found: {found}"),
        FaultCode.TIME_ZONE: _("There is no time zone “{found}”. Expected: one such as Asia/Shanghai."),
        FaultCode.ENDS_FIRST: _("The end ({found}) is before the beginning ({starts})."),
        FaultCode.NO_WORKING_DAY: _("Every day of the week is a day off here; at least one is worked."),
        FaultCode.OUTSIDE: _("{found} is outside the campaign, which goes from {starts} to {ends}."),
    }


def _references(say: Say) -> dict[FaultCode, str]:
    """What parts say of each other."""
    _ = say
    return {
        FaultCode.NO_SUCH: _("There is no “{found}” in {where}."),
        FaultCode.KEY_TWICE: _("The key “{found}” is taken: see {first}."),
        FaultCode.LOOP: _("These lead round in a ring: {found}."),
        FaultCode.TOO_DEEP: _("“{found}” is too far below the top: its keys from the top are too long."),
        FaultCode.NOT_A_MEMBER: _("“{found}” is no member of the guidance group “{group}”."),
        FaultCode.NEEDED: _("“{part}” is missing; it is needed with {why}."),
        FaultCode.NOT_HERE: _("“{part}” means nothing with {why}; leave it out."),
        FaultCode.CONTACT_FIELD: _(
            "The kind “{kind}” cannot show contact points: it needs a field with fills: {column} that can "
            "name a leader or a “{target_kind}”."
        ),
    }


def _activities(say: Say) -> dict[FaultCode, str]:
    """Kinds of activity and figures."""
    _ = say
    return {
        FaultCode.RESERVED: _("Every record has “{found}” anyway; give the field another key."),
        FaultCode.CANNOT_FILL: _("“{found}” cannot be filled by a field of type {type}."),
        FaultCode.COLUMN_TWICE: _("“{found}” is filled by the field “{first}” already; one field fills it."),
        FaultCode.NOT_NUMERIC: _("“{found}” is no number, so it cannot be added up."),
        FaultCode.OTHER_CLASSIFIER: _(
            "The figure counts in “{found}”, and “{where}” in “{expected}”; they must agree."
        ),
        FaultCode.FILLS_NOTHING: _("“{found}” cannot be counted by: the field needs “fills”."),
    }


def notice_sentence(notice: Notice, say: Say) -> str:
    """What should be looked at, and why."""
    _ = say
    told = {
        NoticeCode.REQUIREMENT_UNSERVED: _("No goal serves the requirement “{subject}”."),
        NoticeCode.GOAL_UNSERVED: _("No measure serves the goal “{subject}”."),
        NoticeCode.MEASURE_WITHOUT_TASK: _("The measure “{subject}” has no task."),
        NoticeCode.UNIT_WITHOUT_LIAISON: _("The unit “{subject}” has no liaison, nor has one above it."),
        NoticeCode.AREA_WITHOUT_LEAD: _("The area “{subject}” has no leading unit."),
        NoticeCode.FIGURE_UNUSED: _("No goal and no other figure uses the figure “{subject}”."),
        NoticeCode.ROLE_MISSING: _("Nobody has the role “{role}”."),
        NoticeCode.FEW_CUSTODIANS: _(
            "Custodians: {found}. Advised: {expected}, so that two can always agree."
        ),
        NoticeCode.PROVISIONAL_YEAR: _(
            "No official notice of the working days of {subject} is known yet; deadlines may still move."
        ),
    }[notice.code]
    role = role_word(notice.subject, say) if notice.code is NoticeCode.ROLE_MISSING else ""
    return told.format(subject=notice.subject, role=role, **notice.facts)
