"""How does a file that was sent with a form become evidence of a record?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.activities import actions
from huiyin.activities.refusals import EvidenceRefused, NotRight
from huiyin.web.activities.evidence_words import WHY_NOT_TAKEN
from huiyin.web.activities.words import fault_sentence
from huiyin.web.guard import Asked

# The camera of a phone has an input of its own, since `capture` leaves no other choice.
INPUTS = ("photo", "files")


def add_uploads(request: Asked, record: str) -> int:
    """Add every file that was sent to this record; how many were taken. Others get a message."""
    sent = [file for name in INPUTS for file in request.FILES.getlist(name)]
    return sum(_is_taken(request, record, file) for file in sent)


def _is_taken(request: Asked, record: str, file: UploadedFile[Any]) -> bool:
    name = file.name or ""
    try:
        with on_disk(file) as source:
            actions.add_evidence(
                actor=request.actor, now=timezone.now(), record=record, source=source, name=name
            )
    except EvidenceRefused as refusal:
        why = str(WHY_NOT_TAKEN[refusal.code]).format(**refusal.facts)
        messages.error(request, _("The file “%(name)s” was not taken. %(why)s") % {"name": name, "why": why})
        return False
    except NotRight as refusal:
        for fault in refusal.faults:
            messages.error(request, fault_sentence(fault))
        return False
    return True


@contextmanager
def on_disk(file: UploadedFile[Any]) -> Iterator[Path]:
    """The bytes that were sent, as a file; Django keeps small ones in memory."""
    with tempfile.NamedTemporaryFile(prefix="huiyin-sent-") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        yield Path(kept.name)
