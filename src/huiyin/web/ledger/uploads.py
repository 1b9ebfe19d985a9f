"""How does a file that was sent with a form become evidence of a problem?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.access.rules import Forbidden
from huiyin.activities.refusals import EvidenceRefused, NotRight
from huiyin.ledger.actions.evidence import add_evidence
from huiyin.web.activities.evidence_words import WHY_NOT_TAKEN
from huiyin.web.activities.uploads import INPUTS, on_disk
from huiyin.web.guard import Asked
from huiyin.web.ledger.faults import fault_said


def add_uploads(request: Asked, problem: str, step: str) -> int:
    """Keep every file that was sent as evidence of this step; how many were taken. Others get a message."""
    sent = [file for name in INPUTS for file in request.FILES.getlist(name)]
    return sum(_is_taken(request, problem, step, file) for file in sent)


def _is_taken(request: Asked, problem: str, step: str, file: UploadedFile[Any]) -> bool:
    name = Path(file.name or "").name
    try:
        with on_disk(file) as source:
            add_evidence(
                actor=request.actor, now=timezone.now(), problem=problem, step=step, source=source, name=name
            )
    except EvidenceRefused as refusal:
        why = str(WHY_NOT_TAKEN[refusal.code]).format(**refusal.facts)
        messages.error(request, _("The file “%(name)s” was not taken. %(why)s") % {"name": name, "why": why})
        return False
    except Forbidden:
        messages.error(
            request, _("The file “%(name)s” was not taken: this is for others to show.") % {"name": name}
        )
        return False
    except NotRight as refusal:
        for fault in refusal.faults:
            messages.error(request, fault_said(fault))
        return False
    return True
