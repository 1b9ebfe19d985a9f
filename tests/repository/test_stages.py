"""Do only actions write, do rules and techniques stay pure, do migrations and templates keep their order?"""

from __future__ import annotations

from functools import cache
from typing import Any

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override

from tests.repository.stages import (
    keeping_a_diary,
    loose_templates,
    may_write,
    reaching_outside,
    session_settings,
    techniques,
    unsafe_words,
    writes,
)
from tests.repository.tree import modules, texts

APP = "huiyin"
TEMPLATES = "src/huiyin/web/templates/"
# These write no rows, though the word is the same.
NO_ROWS = {
    "src/huiyin/plan/references.py: ended.update": "a set of keys",
    "src/huiyin/trail/verification.py: leaves.update": "a hash",
    "src/huiyin/trail/verification.py: self.digest.update": "a hash",
    "src/huiyin/web/imports/files.py: found.update": "a hash",
    "src/huiyin/activities/word_search.py: connection.cursor": "asks the index of words for a number",
    "src/huiyin/activities/word_search.py: cursor.execute": "as above",
    "src/huiyin/activities/evidence/pictures.py: image.save": "a picture, to a file",
    "src/huiyin/activities/evidence/pictures.py: upright.save": "a picture, to a file",
    "src/huiyin/board/queries.py: connection.cursor": "asks for the numbers of several places at once",
    "src/huiyin/board/queries.py: cursor.execute": "as above",
}
# These write columns that no entry binds, which can be counted anew at any time.
COUNT_ANEW = "src/huiyin/board/counting.py: "
# The triage of files stands alone and reaches no Django, as a contract of pyproject.toml holds.
WITHOUT_TABLES = ("src/huiyin/triage/", "src/huiyin/opinions/files/", "src/huiyin/opinions/redaction/")
REACH_OUTSIDE = {
    "huiyin.access.invitations": "Django's token of an account",
    "huiyin.activities.drafts": "between a rule and an action: reads what stands, makes rows, writes none",
    "huiyin.activities.filters": "conditions of a query",
    "huiyin.activities.list_places": "order of a query",
    "huiyin.activities.overview": "queries over records of several kinds",
    "huiyin.activities.rows": "a row of the table as a reader sees it",
    "huiyin.activities.glance": "queries over all records",
    "huiyin.activities.word_search": "conditions of a query",
    **dict.fromkeys(
        (
            "huiyin.board.deciding",
            "huiyin.board.drafts",
            "huiyin.board.reruns",
            "huiyin.board.sorting",
            "huiyin.board.undoing",
            "huiyin.ledger.answers.falling_due",
            "huiyin.ledger.deciding.drafts",
            "huiyin.opinions.drafts",
            "huiyin.opinions.handing_over",
            "huiyin.opinions.revising",
        ),
        "between a rule and an action: reads what stands, makes rows, writes none",
    ),
    "huiyin.board.counting": "columns that are counted anew by the database",
    "huiyin.board.filters": "conditions of a query",
    "huiyin.board.list_places": "order of a query",
    "huiyin.board.row_making": "rows of the tables as a reader sees them",
    "huiyin.board.rows": "a row of the table as a reader sees it",
    "huiyin.board.running": "gives what stands to triage",
    "huiyin.board.standing": "queries over the whole board, for a run",
    "huiyin.ledger.answers.kept": "queries over answers",
    "huiyin.ledger.deciding.standing": "reads what stands and says it as facts",
    "huiyin.ledger.shown.accounts": "queries over all opinions",
    "huiyin.ledger.shown.filters": "conditions of a query",
    "huiyin.ledger.shown.list_places": "order of a query",
    "huiyin.ledger.shown.moved_deadlines": "queries over the problems at work",
    "huiyin.ledger.shown.rows": "a row of the table as a reader sees it",
    "huiyin.ledger.shown.story": "queries over one problem",
    "huiyin.ledger.shown.timeline": "versions as a reader sees them",
    "huiyin.ledger.shown.views": "queries over saved views",
    "huiyin.ledger.shown.waiting": "queries over what waits",
    "huiyin.ledger.workbook.cells": "a row of the table as cells",
    "huiyin.ledger.workbook.exporting": "queries over the whole ledger",
    "huiyin.ledger.workbook.taking_in": "compares cells with what stands",
    "huiyin.opinions.filters": "conditions of a query",
    "huiyin.opinions.requests": "asks whether a request was kept",
    "huiyin.opinions.rows": "a row of the table as a reader sees it",
    "huiyin.opinions.sealing": "encrypts under the campaign's key",
    "huiyin.plan.organisation_of_plan": "says a plan in the words of `access.actions`",
    "huiyin.trail.audit": "stands alone; says how long it took",
    "huiyin.trail.export": "reads all tables",
    "huiyin.trail.key_file": "draws a key",
    "huiyin.trail.verification": "reads all tables",
}


@cache
def graph() -> grimp.ImportGraph:
    """What imports what in the product."""
    return grimp.build_graph(APP, include_external_packages=True)


def templates() -> dict[str, str]:
    """The templates of the pages by the names that code calls them."""
    found = texts(".html")
    return {path.removeprefix(TEMPLATES): text for path, text in found.items() if path.startswith(TEMPLATES)}


def with_tables() -> dict[str, str]:
    """The modules that could write a row."""
    return {path: source for path, source in modules().items() if not path.startswith(WITHOUT_TABLES)}


def test_only_actions_write() -> None:
    found = writes(with_tables())

    assert [place for place in found if place not in NO_ROWS and not place.startswith(COUNT_ANEW)] == []


def test_every_exception_from_writing_is_still_there() -> None:
    assert set(NO_ROWS) <= set(writes(with_tables()))


@pytest.mark.parametrize(
    "source",
    [
        "Unit.objects.filter(key='a').update(kind='b')",
        "account.save(update_fields=['language'])",
        "Entry.objects.all().delete()",
        "model._default_manager.bulk_create(rows)",
        "Account.objects.get_or_create(person='a')",
        "with connection.cursor() as cursor:\n    pass",
    ],
)
def test_a_write_outside_actions_is_found(source: str) -> None:
    assert len(writes({"src/huiyin/web/example.py": source})) == 1
    assert writes({"src/huiyin/plan/actions.py": source}) == {}


def test_a_file_is_no_action_for_ending_like_one() -> None:
    assert not may_write("src/huiyin/web/transactions.py")
    assert may_write("src/huiyin/activities/actions/recording.py")


def test_nothing_is_set_for_the_next_user_of_a_connection() -> None:
    assert session_settings(modules()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SET app.unit = 'a'",
        "set session statement_timeout to 5",
        "SET ROLE clerk",
        "SELECT set_config('app.unit', %s, false)",
    ],
)
def test_a_session_level_setting_is_found(sql: str) -> None:
    assert session_settings({"a.py": f"cursor.execute({sql!r})"}) == ["a.py:1"]


@pytest.mark.parametrize(
    "sql", ["SET LOCAL app.unit = 'a'", "SELECT set_config('app.unit', %s, true)", "UPDATE a SET b = 1"]
)
def test_what_ends_with_the_transaction_is_let_through(sql: str) -> None:
    assert session_settings({"a.py": f"cursor.execute({sql!r})"}) == []


def test_rules_and_techniques_reach_no_django_chance_clock_or_network() -> None:
    assert reaching_outside(graph(), techniques(graph()) - set(REACH_OUTSIDE)) == {}


def test_every_module_that_may_reach_outside_is_there_and_does() -> None:
    assert set(reaching_outside(graph(), set(REACH_OUTSIDE))) == set(REACH_OUTSIDE)


def test_a_technique_that_reaches_the_database_through_another_is_found() -> None:
    breached = grimp.build_graph(APP, include_external_packages=True)
    breached.add_import(importer="huiyin.plan.labels", imported="huiyin.plan.models")

    found = reaching_outside(breached, techniques(breached) - set(REACH_OUTSIDE))

    assert found["huiyin.plan.labels"] == "huiyin.plan.labels -> huiyin.plan.models -> django"


def test_nobody_keeps_a_diary_of_what_people_send() -> None:
    """Django's own log alone speaks: of an address without its question, never of a form."""
    assert keeping_a_diary(modules()) == []
    said: Any = settings.LOGGING
    assert said["root"]["level"] == "WARNING"


@pytest.mark.parametrize(
    "source", ["import logging", "from logging import getLogger", "import logging.config"]
)
def test_a_diary_is_found(source: str) -> None:
    assert keeping_a_diary({"a.py": source}) == ["a.py"]


def steps_beside_one_another(found: Any) -> list[tuple[str, str]]:
    """Migrations of the product after which there is a choice, or that wait for two of its own."""
    own = [key for key in found.nodes if key[0] == APP]
    return [
        key
        for key in own
        for around in (found.node_map[key].parents, found.node_map[key].children)
        if sum(node.key[0] == APP for node in around) > 1
    ]


def changes_without_migration(now: ProjectState) -> list[str]:
    """What `makemigrations` would write: in no language, as it does."""
    loader = MigrationLoader(None)
    with override(None):
        found = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)
    return [step.describe() for migration in found.get(APP, []) for step in migration.operations]


def test_migrations_are_one_line_without_branches() -> None:
    assert steps_beside_one_another(MigrationLoader(None).graph) == []


def test_two_migrations_beside_one_another_are_found() -> None:
    branched = MigrationGraph()
    for name in ("0001_initial", "0002_one", "0002_other"):
        branched.add_node((APP, name), None)
    branched.add_dependency(None, (APP, "0002_one"), (APP, "0001_initial"))
    branched.add_dependency(None, (APP, "0002_other"), (APP, "0001_initial"))

    assert steps_beside_one_another(branched) == [(APP, "0001_initial")]


def test_migrations_say_all_that_models_say() -> None:
    assert changes_without_migration(ProjectState.from_apps(apps)) == []


def test_a_field_without_migration_is_found() -> None:
    now = ProjectState.from_apps(apps)
    now.remove_field(APP, "unit", "ordinal")

    assert changes_without_migration(now) == ["Remove field ordinal from unit"]


def test_no_template_shows_text_unescaped_or_carries_style_or_script() -> None:
    assert templates()
    assert unsafe_words(templates()) == []
    assert [path for path, source in modules().items() if "mark_safe" in source] == []


@pytest.mark.parametrize(
    "line",
    [
        "{{ title|safe }}",
        "{% autoescape off %}",
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<form hx-on:submit="go()">',
    ],
)
def test_an_unsafe_line_is_found(line: str) -> None:
    assert len(unsafe_words({"a.html": line})) == 1


def test_a_script_of_a_file_is_let_through() -> None:
    assert unsafe_words({"a.html": '<script src="{% static "huiyin.js" %}" defer></script>'}) == []


def test_every_template_stands_in_the_frame_or_is_part_of_one_that_does() -> None:
    code = "\n".join(source for path, source in modules().items() if path.startswith("src/huiyin/web/"))

    assert loose_templates(templates(), code) == []


def test_a_template_of_its_own_and_one_that_nobody_uses_are_found() -> None:
    frame = "<html>{% block content %}{% endblock %}</html>"
    held = {
        "frame/page.html": frame,
        "in.html": '{% extends "frame/page.html" %}{% include "part.html" %}{% include "gone.html" %}',
        "part.html": "<p>",
        "own.html": "<html><p></html>",
        "unused.html": "<p>",
    }

    assert loose_templates(held, 'render(request, "own.html")') == [
        "includes gone.html, which is not there",
        "own.html",
        "unused.html",
    ]
