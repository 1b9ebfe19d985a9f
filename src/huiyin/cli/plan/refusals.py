"""In which sentences does a command say what is wrong with a plan?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiyin.cli.refusals import CannotRead, refusal_sentences
from huiyin.languages import sentences
from huiyin.plan.faults import PlanFaults
from huiyin.plan.reading import plan_text
from huiyin.publishing.plan_words import fault_sentence


class FileHasFaults(ValueError):
    """A file that should hold a plan holds something else, or a plan with faults."""

    def __init__(self, file: Path, faults: PlanFaults) -> None:
        super().__init__(file, faults)
        self.file, self.faults = file, faults.faults


@refusal_sentences.register
def _file_has_faults(refusal: FileHasFaults, language: str) -> list[str]:
    _ = sentences(language)
    told = [
        _("{file}, {told}").format(file=refusal.file, told=fault_sentence(fault, _))
        for fault in refusal.faults
    ]
    return [*told, _("Faults found: {count}. Nothing was done.").format(count=len(refusal.faults))]


@contextmanager
def faults_in(file: Path) -> Iterator[None]:
    """Faults that are found within are those of this file."""
    try:
        yield
    except PlanFaults as faults:
        raise FileHasFaults(file, faults) from faults


def text_of(file: Path) -> str:
    """The text of a plan's file. Raises `CannotRead` or `FileHasFaults`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CannotRead(file, error) from error
    with faults_in(file):
        return plan_text(content)
