"""What are the parts of a plan called, and what is each thing that is said of them?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from huiyin.access.rules import MACHINE
from huiyin.plan.calendar import CalendarBase, Weekday
from huiyin.plan.organisation import Role

Say = Callable[[str], str]


def part_word(name: str, say: Say) -> str:
    """What one entry of a list of the plan is called, or a part that is no list."""
    return _entries(say).get(name, name)


def list_word(name: str, say: Say) -> str:
    """What a list of the plan is called as a whole."""
    return _lists(say).get(name, name)


def field_word(name: str, say: Say) -> str:
    """What is said of an entry, in a word."""
    words = _names_and_days(say) | _references(say) | _of_kinds(say) | _of_figures(say) | _of_calendar(say)
    return words.get(name, name)


def role_word(role: str, say: Say) -> str:
    """What a role is called."""
    _ = say
    return {
        Role.CLERK: _("office clerk"),
        Role.HEAD: _("office head"),
        Role.LIAISON: _("unit liaison"),
        Role.LEADER: _("leader"),
        Role.GUIDE: _("guidance-group member"),
        Role.CUSTODIAN: _("custodian"),
        Role.AUDITOR: _("auditor"),
        Role.ADMINISTRATOR: _("administrator"),
        MACHINE: _("command on the machine"),
        "intake": _("system that hands opinions in"),
    }.get(role, role)


def weekday_word(number: int, say: Say) -> str:
    """What a day of the week is called, numbered as in ISO 8601."""
    _ = say
    return {
        Weekday.MONDAY: _("Monday"),
        Weekday.TUESDAY: _("Tuesday"),
        Weekday.WEDNESDAY: _("Wednesday"),
        Weekday.THURSDAY: _("Thursday"),
        Weekday.FRIDAY: _("Friday"),
        Weekday.SATURDAY: _("Saturday"),
        Weekday.SUNDAY: _("Sunday"),
    }[Weekday(number)]


def calendar_base_word(base: str, say: Say) -> str:
    """What a table of working days is called."""
    _ = say
    return {
        CalendarBase.CHINA: _("official notices of China"),
        CalendarBase.NONE: _("weekends alone"),
    }[CalendarBase(base)]


def _entries(say: Say) -> dict[str, str]:
    _ = say
    return {
        "campaign": _("the campaign"),
        "phases": _("phase"),
        "requirements": _("requirement"),
        "goals": _("goal"),
        "measures": _("measure"),
        "tasks": _("task"),
        "unit_kinds": _("kind of unit"),
        "units": _("unit"),
        "leader_levels": _("level of leaders"),
        "people": _("person"),
        "guidance_groups": _("guidance group"),
        "channels": _("channel"),
        "opinion_channels": _("channel of opinions"),
        "screens": _("screen"),
        "asset_kinds": _("kind of asset"),
        "assets": _("asset"),
        "target_kinds": _("kind of contact"),
        "targets": _("contact"),
        "contact_rules": _("contact rule"),
        "areas": _("area"),
        "checklists": _("checklist"),
        "kind_groups": _("group of kinds"),
        "kinds": _("kind of activity"),
        "figures": _("figure"),
        "policy": _("policy number"),
        "burden": _("the estimate of burden"),
        "calendar": _("the calendar of working days"),
        "papers": _("paper"),
        # Lists within an entry.
        "days": _("day"),
        "years": _("year"),
        "states": _("state"),
        "fields": _("field"),
        "choices": _("choice"),
        "items": _("item"),
        "posts": _("post"),
        "recusals": _("recusal"),
        "evidence": _("wanted evidence"),
    }


def _lists(say: Say) -> dict[str, str]:
    _ = say
    return {
        "phases": _("the phases"),
        "requirements": _("the requirements"),
        "goals": _("the goals"),
        "measures": _("the measures"),
        "tasks": _("the tasks"),
        "unit_kinds": _("the kinds of unit"),
        "units": _("the units"),
        "leader_levels": _("the levels of leaders"),
        "people": _("the people"),
        "guidance_groups": _("the guidance groups"),
        "channels": _("the channels"),
        "opinion_channels": _("the channels of opinions"),
        "screens": _("the screens"),
        "asset_kinds": _("the kinds of asset"),
        "assets": _("the assets"),
        "target_kinds": _("the kinds of contact"),
        "targets": _("the contacts"),
        "contact_rules": _("the contact rules"),
        "areas": _("the areas"),
        "checklists": _("the checklists"),
        "kind_groups": _("the groups of kinds"),
        "kinds": _("the kinds of activity"),
        "figures": _("the figures"),
        "policy": _("the policy numbers"),
        "papers": _("the papers"),
        "huiyin": _("the version of the format"),
    }


def _names_and_days(say: Say) -> dict[str, str]:
    _ = say
    return {
        "key": _("key"),
        "name": _("name"),
        "zh": _("Chinese"),
        "en": _("English"),
        "synonyms": _("other words"),
        "title": _("title"),
        "note": _("note"),
        "help": _("help"),
        "reason": _("reason"),
        "office": _("office"),
        "languages": _("languages"),
        "time_zone": _("time zone"),
        "synthetic": _("example mark"),
        "starts": _("first day"),
        "ends": _("last day"),
        "due": _("deadline"),
        "since": _("beginning"),
        "every": _("rhythm"),
        "excerpt": _("excerpt"),
        "source": _("source"),
        "clause": _("clause"),
        "value": _("value"),
        "minutes": _("minutes"),
        "minutes_by_type": _("minutes by type of field"),
        "monthly_budget": _("monthly budget of minutes"),
        "place": _("place"),
        "sort": _("sort"),
        "members": _("members"),
        "weight": _("weight"),
    }


def _references(say: Say) -> dict[str, str]:
    _ = say
    return {
        "serves": _("what it serves"),
        "figures": _("figures"),
        "owner": _("owner"),
        "owners": _("owners"),
        "each_of": _("each unit of the kind"),
        "measure": _("measure"),
        "evidence": _("wanted evidence"),
        "records": _("records"),
        "at_least": _("least number"),
        "states": _("states"),
        "kind": _("kind"),
        "within": _("unit above"),
        "unit": _("unit"),
        "units": _("units"),
        "role": _("role"),
        "level": _("level"),
        "levels": _("levels"),
        "lead": _("lead"),
        "person": _("person"),
        "posts": _("posts"),
        "recusals": _("recusals"),
        "target_kind": _("kind of contact"),
        "items": _("items"),
    }


def _of_kinds(say: Say) -> dict[str, str]:
    _ = say
    return {
        "group": _("group"),
        "classifier": _("classifier"),
        "fields": _("fields"),
        "day": _("word for the day"),
        "spans_days": _("lasts several days"),
        "part_of": _("part of"),
        "recorded_by": _("recorded by"),
        "naming": _("named, pseudonymous or anonymous"),
        "taken_in_by": _("taken in by"),
        "words": _("field with the words"),
        "to_board": _("goes to the board"),
        "grows_into": _("what the opinions grow into"),
        "same_when": _("what makes two records the same"),
        "restricted": _("restricted"),
        "reports_nothing": _("reports that there was nothing"),
        "done": _("done"),
        "type": _("type"),
        "required": _("required"),
        "choices": _("choices"),
        "of": _("of what"),
        "checklist": _("checklist"),
        "minimum": _("least value"),
        "maximum": _("largest value"),
        "must_be": _("has to be"),
        "fills": _("column"),
    }


def _of_figures(say: Say) -> dict[str, str]:
    _ = say
    return {
        "kinds": _("kinds"),
        "law": _("law"),
        "where": _("choice of records"),
        "over": _("figure below the line"),
        "top": _("figure above the line"),
        "exactness": _("exactness"),
        "supersedes": _("figure that it replaces"),
    }


def _of_calendar(say: Say) -> dict[str, str]:
    _ = say
    return {
        "based_on": _("basis"),
        "weekend": _("weekend"),
        "days": _("days"),
        "works": _("working day"),
        "notice": _("official notice"),
        "years": _("years with a notice"),
        "year": _("year"),
    }


@cache
def words_known() -> frozenset[str]:
    """Every name that has a word here."""

    def same(word: str) -> str:
        return word

    return frozenset(
        {*_entries(same), *_lists(same), *_names_and_days(same), *_references(same)}
        | {*_of_kinds(same), *_of_figures(same), *_of_calendar(same)}
    )
