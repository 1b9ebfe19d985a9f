"""What does somebody say of a file: which kind its rows are, and which heading is which column?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from huiyin.access.rules import Actor, Permission
from huiyin.activities.imports.headings import NOTHING, Headings, columns_of, fixed_columns
from huiyin.opinions.files.tables import MEBIBYTE
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.web.imports.reading import FORMATS, UPLOAD_LIMITS


class FileForm(forms.Form):
    """A file and the kind of its rows."""

    def __init__(self, *given: Any, actor: Actor, plan: Plan, language: str) -> None:
        super().__init__(*given)
        kinds = [(kind.key, kind.name.said(language)) for kind in _kinds(actor, plan)]
        several = ("", _("a column of the file says it"))
        self.fields["kind"] = forms.ChoiceField(
            label=_("What the rows are"),
            choices=[several, *kinds],
            required=False,
            help_text=_("A file may hold several kinds, if one of its columns names the kind of each row."),
        )
        self.fields["file"] = forms.FileField(
            label=_("File"),
            help_text=_("An Excel workbook (xlsx, xls), an ods or a csv file, up to %(limit)s MB.")
            % {"limit": UPLOAD_LIMITS.max_file_bytes // MEBIBYTE},
            widget=forms.FileInput({"accept": ",".join(f".{name}" for name in FORMATS)}),
        )

    def clean_file(self) -> UploadedFile[Any]:
        """A file of a format and a size that are read; its content is looked at later."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower().removeprefix(".") not in FORMATS:
            raise forms.ValidationError(_("This format is not read. Please save the table as xlsx or csv."))
        if (file.size or 0) > UPLOAD_LIMITS.max_file_bytes:
            limit = {"limit": UPLOAD_LIMITS.max_file_bytes // MEBIBYTE}
            raise forms.ValidationError(_("The file is larger than %(limit)s MB. Please divide it.") % limit)
        return file


class MappingForm(forms.Form):
    """For each heading of a file, the column that it is."""

    def __init__(
        self, headings: Sequence[str], columns: Mapping[str, str], kinds: Sequence[Kind], language: str
    ) -> None:
        super().__init__(auto_id="m_%s")
        self._headings = [heading for heading in headings if heading]
        choices = _columns(kinds, language)
        for place, heading in enumerate(self._headings):
            self.fields[f"h{place}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=columns.get(heading, "")
            )


def mapping_of(given: Mapping[str, Any], headings: Sequence[str]) -> dict[str, str]:
    """What was chosen for each heading: a column, or that it is not to be taken in."""
    named = [heading for heading in headings if heading]
    chosen = {heading: str(given.get(f"h{place}", "")) for place, heading in enumerate(named)}
    return {heading: column or NOTHING for heading, column in chosen.items()}


def _kinds(actor: Actor, plan: Plan) -> list[Kind]:
    writer = "office" if actor.reach(Permission.IMPORT_ACTIVITIES).everywhere else "unit"
    return [kind for kind in plan.kinds if writer in kind.recorded_by]


def _columns(kinds: Sequence[Kind], language: str) -> list[tuple[str, str]]:
    words = Headings(kinds)
    every = [column for column in columns_of(kinds) if column in fixed_columns()]
    fields = [column for column in columns_of(kinds) if column not in fixed_columns()]
    named = [(column, words.heading(column, language)) for column in (*fields, *every)]
    return [("", _("not taken in")), *named]
