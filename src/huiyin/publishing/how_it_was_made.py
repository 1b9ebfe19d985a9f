"""How was a result made, so that a reader can trust it, correct it and make it again?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huiyin.languages import sentences
from huiyin.publishing.triage_digest import Digest
from huiyin.publishing.triage_words import accounts, headline, number, role_words, togetherness, why_words
from huiyin.triage.heat import read_heat_settings
from huiyin.triage.result import Mode, Result
from huiyin.triage.tables import InputTable, RunFacts, all_notes

_PLAIN_ID = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told: its name, "" where the text stands alone, and the text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under one title."""

    title: str
    lines: Sequence[Line]


def sections(result: Result, facts: RunFacts, found: Digest) -> Sequence[Section]:
    """All that is told of how `result` was made; nothing in it depends on the clock."""
    _ = sentences(result.language)
    language = result.language
    read = [line for table in facts.inputs for line in _table_lines(table, language)]
    told = [
        Section(
            _("In short"),
            [
                Line("", headline(found, language, result.mode)),
                Line("", accounts(facts.counts, language)),
                Line("", togetherness(facts.counts, language)),
            ],
        ),
        Section(_("What was read"), read),
        Section(_("What the columns mean"), list(_meanings(result))),
        Section(_("Your corrections"), list(_corrections(result, found))),
        Section(_("Settings"), list(_settings(facts, language))),
    ]
    notes = all_notes(result, facts)
    if notes:
        told.insert(1, Section(_("What to know"), [Line("", note) for note in notes]))
    return told


def _table_lines(table: InputTable, language: str) -> Iterator[Line]:
    _ = sentences(language)
    yield Line(_("File"), table.file)
    if table.sheet:
        yield Line(_("Sheet"), table.sheet)
    yield Line("SHA-256", table.sha256)
    yield Line(_("Size"), _("{number} bytes").format(number=number(table.bytes)))
    if table.encoding:
        yield Line(_("Encoding"), table.encoding)
    if table.header_row is not None:
        yield Line(_("Headings"), _("in row {row}").format(row=table.header_row))
    roles, whys = role_words(language), why_words(language)
    for reading in table.readings:
        role, why = roles.get(reading.role, reading.role), whys.get(reading.why, reading.why)
        yield Line(
            _("Column “{column}”").format(column=reading.column),
            _("read as {role} ({why})").format(role=role, why=why) if why else role,
        )


def _meanings(result: Result) -> Iterator[Line]:
    _ = sentences(result.language)
    if result.mode is Mode.PROBLEM:
        yield Line(_("Problem"), _("Opinions on the same matter at the same place, which one unit can fix."))
    else:
        yield Line(_("Problem"), _("Opinions with like words, since these texts name no place and matter."))
    yield Line(_("Theme"), _("The same matter across places."))
    yield Line(_("Opinions"), _("How many opinions speak of the problem, copies left out."))
    yield Line(_("Voices"), _("Opinions and their copies: everyone who spoke counts."))
    yield Line(_("People"), _("How many distinct people spoke, as far as the file tells them apart."))
    yield Line(
        _("Heat"),
        _(
            "From 0 to 1, the weighted sum of four parts that also run from 0 to 1: how many people speak, "
            "how lately, whether they become more, and whether their words tell of danger or distress. It "
            "orders the list; it says nothing about who is right."
        ),
    )
    yield Line(_("Formula of heat"), _formula(result.language))
    yield Line(
        _("Certainty"),
        _(
            "How strongly the weakest opinion is held in its problem. “Look first” marks joins that may be "
            "wrong, with their value between 0 and 1."
        )
        if result.mode is Mode.PROBLEM
        else _("The value says how alike the words are; it is no probability."),
    )
    yield Line(
        _("Area, unit"),
        _("Suggestions; empty where unsure. A person decides."),
    )
    yield Line(
        _("Texts"),
        _("Names, numbers and door addresses are blacked out; who spoke is not kept."),
    )


def _formula(language: str) -> str:
    _ = sentences(language)
    heat = read_heat_settings()
    return _(
        "{people} × people + {gravity} × gravity + {recency} × recency + {growth} × growth. People: "
        "ln(1 + n) / ln(1 + {full}) for n people; gravity: the weight of the gravest words that a third of "
        "the opinions hold; recency: halved every {half_life} days before the latest opinion; growth: the "
        "last {window} days against those before. What the opinions cannot give, such as a time, is left out."
    ).format(
        **{part: f"{weight:.2f}" for part, weight in heat.weights.items()},
        full=f"{heat.full_people:g}",
        half_life=f"{heat.half_life:g}",
        window=f"{heat.window:g}",
    )


def _corrections(result: Result, found: Digest) -> Iterator[Line]:
    _ = sentences(result.language)
    yield Line(
        "",
        _(
            "Write what is wrong into decisions.yaml and run the same command again with --decisions "
            "decisions.yaml. It is obeyed exactly, at every run. Opinions are named by their id, as in the "
            "sheet of opinions. For example:"
        ),
    )
    yield Line("", example_decisions(result, found))


def example_decisions(result: Result, found: Digest) -> str:
    """What decisions.yaml looks like, with ids of this very result; "" when it has no opinions."""
    _ = sentences(result.language)
    groups = found.hottest
    if not groups:
        return ""
    wanted = {group.representative_row for group in groups}
    ids = {row.number: quoted_id(row.id) for row in result.rows if row.number in wanted}
    named = [ids[group.representative_row] for group in groups]
    lines = ["decisions:"]
    if len(named) > 1:
        lines.append(f"  - merge: [{named[0]}, {named[1]}]")
    if found.shaky:
        join = found.shaky[0]
        lines.append(f"  - split: [{quoted_id(join.held_by.id)}, {quoted_id(join.weakest.id)}]")
    lines += [f"  - rename: {named[0]}", f"    to: {quoted_id(_('a title that says it better'))}"]
    lines += [f"  - set: {named[0]}", f"    unit: {quoted_id(_('the unit in charge'))}"]
    lines.append(f"  - not_a_problem: {named[-1]}")
    return "\n".join(lines)


def quoted_id(text: str) -> str:
    """A text as YAML takes it for a text, in double quotes where it could be anything else."""
    return text if _PLAIN_ID.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _settings(facts: RunFacts, language: str) -> Iterator[Line]:
    _ = sentences(language)
    yield Line(_("Version"), f"Huiyin {facts.version}")
    for name, value in sorted(facts.settings.items()):
        yield Line(name, _setting(value))


def _setting(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | Sequence):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return json.dumps(value, ensure_ascii=False)
