"""In which sentences do the commands of triage say why they refuse?"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.cli.refusals import refusal_sentences
from huiyin.cli.triage.decision_faults import contradiction_sentence, fault_sentence
from huiyin.languages import joined, sentences
from huiyin.publishing.result_folder import DECISIONS_FILE, FolderRefused
from huiyin.publishing.result_folder import Refusal as FolderRefusal
from huiyin.triage.constraints import DecisionsContradict
from huiyin.triage.decisions import DecisionsRefused
from huiyin.triage.matters import UnusableMatters
from huiyin.triage.pairs import UnusableModel
from huiyin.triage.result import Mode
from huiyin.triage.state import StateFault, StateUnusable


class NothingRead(Exception):
    """No opinion could be read; `found` says, in sentences, what was found instead."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(*found)
        self.found = tuple(found)


class OtherMode(Exception):
    """An earlier result cannot be continued in another mode."""

    def __init__(self, earlier: Mode, asked: Mode) -> None:
        super().__init__(str(earlier), str(asked))
        self.earlier = earlier
        self.asked = asked


@refusal_sentences.register
def _nothing_read(refusal: NothingRead, language: str) -> list[str]:
    _ = sentences(language)
    return [*refusal.found, _("There is no opinion in what was read, so nothing was written.")]


@refusal_sentences.register
def _other_mode(refusal: OtherMode, language: str) -> list[str]:
    _ = sentences(language)
    told = _("--mode {asked}: the earlier result is in mode {earlier} and can only be continued in it.")
    return [told.format(asked=refusal.asked, earlier=refusal.earlier)]


@refusal_sentences.register
def _decisions_refused(refusal: DecisionsRefused, language: str) -> list[str]:
    return [fault_sentence(fault, refusal.file, language) for fault in refusal.faults]


@refusal_sentences.register
def _decisions_contradict(refusal: DecisionsContradict, language: str) -> list[str]:
    return [contradiction_sentence(each, refusal.file, language) for each in refusal.contradictions]


@refusal_sentences.register
def _folder_refused(refusal: FolderRefused, language: str) -> list[str]:
    _ = sentences(language)
    told = {
        FolderRefusal.NOT_A_FOLDER: _("{folder}: a file of this name is in the way of the result's folder."),
        FolderRefusal.FOREIGN_FILES: _("{folder}: it holds files that no triage wrote: {names}."),
        FolderRefusal.CHANGED_FILES: _(
            "{folder}: these files were changed after a triage wrote them: {names}."
        ),
        FolderRefusal.MOUNT_POINT: _("{folder}: it is a mount point and cannot be exchanged as a whole."),
        FolderRefusal.STOOD_IN: _("{folder}: this command runs inside it, so it cannot be exchanged."),
    }
    names = joined(refusal.names, language)
    lines = [told[refusal.reason].format(folder=refusal.folder, names=names)]
    if DECISIONS_FILE in refusal.names:
        file = refusal.folder / DECISIONS_FILE
        lines.append(_("To have your decisions obeyed, add: --decisions {file}").format(file=file))
    return [*lines, _("Nothing was written; name another folder with --out, or put this one in order.")]


@refusal_sentences.register
def _state_unusable(refusal: StateUnusable, language: str) -> list[str]:
    _ = sentences(language)
    told = {
        StateFault.MISSING: _("{file}: there is no such file; --onto needs the folder of an earlier result."),
        StateFault.CORRUPT: _(
            "{file}: it is not as a triage wrote it. Found: {found}. Expected: {expected}."
        ),
        StateFault.OTHER_VERSION: _(
            "{file}: another version wrote it. Found: {found}. Expected: {expected}. Triage all files anew."
        ),
    }[refusal.fault]
    return [told.format(file=refusal.file, found=refusal.found or "?", expected=refusal.expected or "?")]


@refusal_sentences.register
def _unusable_matters(refusal: UnusableMatters, language: str) -> list[str]:
    _ = sentences(language)
    found = " ".join(str(refusal).split())  # YAML speaks in several lines
    return [_("This is no list of matters: {found}").format(found=found)]


@refusal_sentences.register
def _unusable_model(refusal: UnusableModel, language: str) -> list[str]:
    _ = sentences(language)
    return [_("This is no file of weights: {found}").format(found=refusal)]
