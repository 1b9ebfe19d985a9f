"""What must be told of a run: what was asked, what a reader must know, how much memory it took?"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence

from huiyin.cli.triage.asked import Asked, Given
from huiyin.cli.triage.change_notes import change_notes
from huiyin.cli.triage.chosen import Chosen
from huiyin.cli.triage.inputs import InputFile, read_bytes
from huiyin.cli.triage.short_lists import first_few
from huiyin.languages import joined, sentences
from huiyin.triage.pipeline import Outcome
from huiyin.triage.state import FOLDER, EarlierRows

if sys.platform != "win32":
    import resource

_STATE_FILE = "state.json"
_COMPARING = ("matters", "weights")  # options that change how opinions are compared
_FILES, _ASKED = "files", "asked"  # what a state keeps among its settings


def settings_of(asked: Asked, given: Given, chosen: Chosen) -> dict[str, object]:
    """What a re-run needs to give the same bytes; what nobody asked for is left out, files are digests."""
    named = {role.value: list(names) for role, names in asked.columns.by_role().items()}
    state = asked.onto / FOLDER / _STATE_FILE if asked.onto else None
    files = {"learn": asked.past, "matters": asked.matters, "weights": asked.weights, "onto": state}
    settings: dict[str, object] = {"mode": chosen.mode.value, "language": chosen.language}
    settings |= {name: _sha256(read_bytes(file)) for name, file in files.items() if file}
    if given.decisions is not None:
        settings["decisions"] = _sha256(given.decisions)
    if named:
        settings["columns"] = named
    if asked.themes:
        settings["themes"] = asked.themes
    return settings


def kept_settings(
    settings: Mapping[str, object], files: Sequence[InputFile], earlier: EarlierRows | None
) -> dict[str, object]:
    """What a later run must know of this one: what was asked, and all files added so far."""
    added = {file.sha256 for file in files} | set(_files_added(earlier))
    return {_ASKED: dict(settings), _FILES: sorted(added)}


def added_before(files: Sequence[InputFile], earlier: EarlierRows | None, language: str) -> list[str]:
    """A sentence for each file that was added to the earlier result already."""
    _ = sentences(language)
    known = frozenset(_files_added(earlier))
    told = _("{file} was added before, byte for byte: each of its opinions now counts as one voice more.")
    return [told.format(file=file.path.name) for file in files if file.sha256 in known]


def result_notes(given: Given, outcome: Outcome, settings: Mapping[str, object]) -> list[str]:
    """What is to be known of the result: decisions that found nobody, and what changed."""
    language = outcome.result.language
    titles = {group.group: group.title for group in outcome.result.groups}
    return [
        *_unknown_ids(given, outcome, language),
        *_compared_otherwise(settings, given.earlier, language),
        *change_notes(outcome.differences, titles, language),
    ]


def _unknown_ids(given: Given, outcome: Outcome, language: str) -> Iterator[str]:
    _ = sentences(language)
    unknown = given.constraints.unknown(row.id for row in outcome.result.rows)
    if unknown:
        shown = [
            _("{id} (line {line})").format(id=name, line=line)
            for name, line in sorted(unknown.items(), key=lambda each: (each[1], each[0]))
        ]
        told = _("These ids in the decisions are not among the opinions and were passed over: {ids}.")
        yield told.format(ids=first_few(shown, language))


def _compared_otherwise(
    settings: Mapping[str, object], earlier: EarlierRows | None, language: str
) -> Iterator[str]:
    """Options that the earlier run had and this one has not, or not the same."""
    _ = sentences(language)
    if earlier is None:
        return
    before = earlier.settings.get(_ASKED)
    before = before if isinstance(before, Mapping) else {}
    changed = [f"--{name}" for name in _COMPARING if before.get(name) != settings.get(name)]
    if changed:
        told = _("Compared otherwise than in the earlier run, which had other values of: {options}.")
        yield told.format(options=joined(changed, language))


def _files_added(earlier: EarlierRows | None) -> Sequence[str]:
    files = earlier.settings.get(_FILES) if earlier else None
    return [str(each) for each in files] if isinstance(files, list) else []


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def peak_memory_mb() -> float:
    """The most memory that this process or one of its readers held so far, in megabytes; 0 where unknown."""
    if sys.platform == "win32":
        return 0.0
    usages = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return max(usages) * unit / 1e6
