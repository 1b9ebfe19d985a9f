"""What does somebody say of a file of opinions: on which channel they came, and on which day?"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from huiyin.access.rules import Actor, Permission
from huiyin.opinions.files.tables import MEBIBYTE
from huiyin.plan.document import Plan
from huiyin.web.imports.reading import UPLOAD_LIMITS
from huiyin.web.opinions.channels import channels_for

FORMATS: Final = ("xlsx", "xls", "ods", "csv", "tsv", "jsonl", "docx", "txt")


class FileForm(forms.Form):
    """A file and the channel of what it says."""

    use_required_attribute = False

    def __init__(self, *given: Any, actor: Actor, plan: Plan, language: str) -> None:
        super().__init__(*given)
        channels = channels_for(actor, plan, Permission.IMPORT_OPINIONS)
        self.fields["channel"] = forms.ChoiceField(
            label=_("On which channel did they come?"),
            choices=[("", _("Choose one")), *((each.key, each.name.said(language)) for each in channels)],
            error_messages={"required": _("Please choose one.")},
        )
        self.fields["day"] = forms.DateField(
            label=_("On which day, where the file says none?"),
            required=False,
            widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Please write it like 2026-09-07.")},
        )
        self.fields["file"] = forms.FileField(
            label=_("File"),
            help_text=_(
                "A table (xlsx, xls, ods, csv, jsonl), or minutes and notes of talks (docx, txt), up to "
                "%(limit)s MB."
            )
            % {"limit": UPLOAD_LIMITS.max_file_bytes // MEBIBYTE},
            widget=forms.FileInput({"accept": ",".join(f".{name}" for name in FORMATS)}),
            error_messages={
                "required": _("Please choose a file."),
                "empty": _("There is nothing in the file."),
            },
        )

    def clean_file(self) -> UploadedFile[Any]:
        """A file of a format and a size that are read; its content is looked at later."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower().removeprefix(".") not in FORMATS:
            raise forms.ValidationError(
                _("This format is not read. Please save it as xlsx, csv, docx or txt.")
            )
        if (file.size or 0) > UPLOAD_LIMITS.max_file_bytes:
            limit = {"limit": UPLOAD_LIMITS.max_file_bytes // MEBIBYTE}
            raise forms.ValidationError(_("The file is larger than %(limit)s MB. Please divide it.") % limit)
        return file
