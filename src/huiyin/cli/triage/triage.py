"""How does `huiyin triage` get from files to a result folder?"""

from __future__ import annotations

import shutil
from argparse import Namespace
from dataclasses import dataclass, replace
from importlib.metadata import version

from huiyin.cli.progress import Progress
from huiyin.cli.refusals import CannotWrite
from huiyin.cli.terminal import hand_on, say
from huiyin.cli.triage.asked import Asked, Given, asked_of, given_of
from huiyin.cli.triage.chosen import Chosen, chosen_of
from huiyin.cli.triage.inputs import InputFile, Reader, digests, input_tables
from huiyin.cli.triage.reading_notes import reading_notes
from huiyin.cli.triage.routes import Routes
from huiyin.cli.triage.run_facts import added_before, kept_settings, peak_memory_mb, result_notes, settings_of
from huiyin.cli.triage.step_words import DoorStep, step_words
from huiyin.languages import sentences
from huiyin.opinions.files.intake import Intake
from huiyin.opinions.files.rows import Row
from huiyin.publishing.result_folder import RESULT_FILES, Contents, write_result_folder
from huiyin.publishing.terminal_summary import terminal_summary
from huiyin.triage.added_rows import added_rows, with_earlier_kept
from huiyin.triage.pipeline import Outcome, Request, Step, run_triage
from huiyin.triage.result import Result
from huiyin.triage.starter import starter_file
from huiyin.triage.state import EarlierRows, mark_people, person_key
from huiyin.triage.tables import RUN_FILE, RunFacts, count_fates

_EXAMPLE_SIZE = 3  # opinions that the examples of decisions.yaml need


def triage(options: Namespace, language: str) -> None:
    """Do what the options ask, speaking `language` on the way. Raises what `refusals.REFUSALS` lists."""
    asked = asked_of(options)
    given = given_of(asked)
    steps = len(Step) + 2 + bool(asked.past)
    with Progress(steps) as progress:
        run = _Run(asked, given, progress, language)
        result, facts = run.do()
    if asked.format:
        hand_on((asked.out / RUN_FILE).read_bytes())
    else:
        width = shutil.get_terminal_size().columns
        say(terminal_summary(result, facts, folder=asked.out, files=RESULT_FILES, width=width))


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was read. Givers are marks already."""

    read: Intake  # the rows of these files, numbered after those of the earlier result
    files: list[InputFile]
    key: bytes
    rows: list[Row]  # the same rows, those of the earlier result before them


class _Run:
    """One triage, step by step, with a word to the one who waits before each."""

    def __init__(self, asked: Asked, given: Given, progress: Progress, language: str) -> None:
        self._asked = asked
        self._given = given
        self._progress = progress
        self._words = step_words(language)
        self._reader = Reader(progress, language)

    def do(self) -> tuple[Result, RunFacts]:
        """Learn, read, triage, write."""
        routes = self._learn()
        taken = self._take_in(routes)
        chosen = chosen_of(self._asked, self._given, taken.read.rows)
        outcome = self._triaged(self._request(taken, routes, chosen))
        facts = self._facts(taken, routes, chosen, outcome)
        self._begin(DoorStep.WRITE)
        self._write(taken, outcome, facts)
        return outcome.result, facts

    def _begin(self, step: str) -> None:
        self._progress.begin(step, self._words[step])

    def _learn(self) -> Routes:
        past = self._asked.past
        if past is None:
            return Routes()
        self._begin(DoorStep.LEARN)
        from huiyin.cli.triage.past_rows import learn  # scikit-learn takes its time to load

        columns = self._asked.columns
        read = self._reader.read([past], columns, may_lack=columns.names())
        self._progress.doing(self._words[DoorStep.LEARN])
        return learn(past, read, self._given.knowledge.matters)

    def _take_in(self, routes: Routes) -> _Taken:
        self._begin(DoorStep.READ)
        columns, earlier = self._asked.columns, self._given.earlier
        files = digests(self._asked.files)
        read = self._reader.read(self._asked.files, columns, may_lack=routes.columns)
        key = (earlier.key if earlier else None) or person_key([file.path for file in files])
        before = list(earlier.rows) if earlier else []
        fresh = added_rows(before, mark_people(read.rows, key))
        return _Taken(replace(read, rows=fresh), files, key, [*before, *fresh])

    def _request(self, taken: _Taken, routes: Routes, chosen: Chosen) -> Request:
        _ = sentences(chosen.language)
        earlier = self._given.earlier
        placed = earlier.placements if earlier else ()
        return Request(
            rows=taken.rows,
            mode=chosen.mode,
            language=chosen.language,
            other_title=_("Other matters"),
            knowledge=self._given.knowledge,
            constraints=self._given.constraints,
            earlier=earlier,
            themes=self._asked.themes,
            areas=[*(place.area for place in placed), *routes.suggest_areas(taken.read.rows)],
            units=[*(place.unit for place in placed), *routes.suggest_units(taken.read.rows)],
        )

    def _triaged(self, request: Request) -> Outcome:
        outcome = run_triage(request, self._begin)
        self._progress.end()
        if request.earlier is None:
            return outcome
        placements = with_earlier_kept(request.earlier.placements, outcome.result.placements)
        return replace(outcome, result=replace(outcome.result, placements=placements))

    def _facts(self, taken: _Taken, routes: Routes, chosen: Chosen, outcome: Outcome) -> RunFacts:
        settings = settings_of(self._asked, self._given, chosen)
        return RunFacts(
            version=version("huiyin"),
            counts=count_fates(outcome.result),
            settings=settings,
            inputs=input_tables(taken.files, taken.read),
            seconds=dict(self._progress.seconds),
            peak_memory_mb=peak_memory_mb(),
            notes=[
                *reading_notes(taken.read, chosen.language),
                chosen.why,
                *added_before(taken.files, self._given.earlier, chosen.language),
                *routes.notes(chosen.language),
                *result_notes(self._given, outcome, settings),
            ],
        )

    def _write(self, taken: _Taken, outcome: Outcome, facts: RunFacts) -> None:
        result, given = outcome.result, self._given
        state = EarlierRows(
            rows=result.rows,
            placements=result.placements,
            titles={group.group: group.title for group in result.groups},
            themes={group.group: group.theme for group in result.groups},
            last_number=outcome.last_number,
            mode=result.mode,
            language=result.language,
            settings=kept_settings(facts.settings, taken.files, given.earlier),
            key=taken.key,
        )
        decisions = _starter(outcome) if given.decisions is None else given.decisions
        contents = Contents(result, facts, decisions, state, decisions_read=given.decisions_file)
        try:
            write_result_folder(self._asked.out, contents)
        except OSError as error:
            raise CannotWrite(self._asked.out, error) from error


def _starter(outcome: Outcome) -> bytes:
    """decisions.yaml for a person to begin with; its examples speak of a group that has enough members."""
    groups, id_of = outcome.result.groups, {row.number: row.id for row in outcome.result.rows}
    shown = max(groups, key=lambda group: min(group.size, _EXAMPLE_SIZE))
    return starter_file(
        joined=outcome.shaky_joins,
        apart=outcome.near_misses,
        sample_ids=[id_of[number] for number in shown.members[:_EXAMPLE_SIZE]],
        title=shown.title,
    )
