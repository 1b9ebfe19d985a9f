"""In which sentences do pages say why a file was not taken, and what was removed from one that was?"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.activities.evidence.refusals import EvidenceRefusal
from huiyin.activities.evidence.removals import Removal

# To be completed with the refusal's facts: `str(sentence).format(**facts)`.
WHY_NOT_TAKEN: Final[dict[EvidenceRefusal, Promise]] = {
    EvidenceRefusal.EMPTY: _("The file is empty. Please choose it again."),
    EvidenceRefusal.TOO_LARGE: _(
        "The file is larger than {limit} MB. Please send a smaller one or divide it."
    ),
    EvidenceRefusal.UNKNOWN_SORT: _(
        "Files of this sort are not taken. Please send a picture (JPEG, PNG, WebP), a PDF, a Word document "
        "(docx), an Excel workbook (xlsx), or plain text (txt, csv)."
    ),
    EvidenceRefusal.WEB_PAGE: _(
        "The file is a web page or a drawing in code (HTML, SVG, XML). Please save it as PDF or as a picture."
    ),
    EvidenceRefusal.PROGRAM: _("The file is a program. Programs are not taken."),
    EvidenceRefusal.ARCHIVE: _("The file is an archive. Please take the files out and send them one by one."),
    EvidenceRefusal.OLD_OFFICE: _(
        "The file has an old Office form or needs a password. Please save it without a password "
        "as docx or xlsx."
    ),
    EvidenceRefusal.OTHER_OFFICE: _(
        "Of Office files, only documents (docx) and workbooks (xlsx) are taken. Please save this one as PDF."
    ),
    EvidenceRefusal.MACROS: _("The file contains macros. Please save it without macros as docx or xlsx."),
    EvidenceRefusal.MOVING_PICTURE: _(
        "Moving pictures and GIF are not taken. Please save it as JPEG or PNG."
    ),
    EvidenceRefusal.NOT_UTF8: _("The text is not in UTF-8. Please save it with the encoding UTF-8."),
    EvidenceRefusal.LOCKED: _("The file is locked or needs a password. Please save it without protection."),
    EvidenceRefusal.DAMAGED: _(
        "The file cannot be read; it may be damaged or cut short. Please send it again."
    ),
    EvidenceRefusal.TOO_MANY_PIXELS: _(
        "The picture has more than {limit} million pixels. Please make it smaller and send it again."
    ),
    EvidenceRefusal.TOO_MANY_PAGES: _("The PDF has more than {limit} pages. Please divide it."),
    EvidenceRefusal.TOO_MANY_PARTS: _("The file has more than {limit} parts inside. Please divide it."),
    EvidenceRefusal.UNPACKS_TOO_LARGE: _("Unpacked, the file is larger than {limit} MB. Please divide it."),
    EvidenceRefusal.PACKED_TOO_TIGHT: _(
        "Unpacked, the file is more than {limit} times as large, which is not usual for a document. Please "
        "save it anew or as PDF."
    ),
    EvidenceRefusal.UNSAFE_PACKAGE: _(
        "The inside of the file is not in order (“{part}”). Please open it in its program and save it anew."
    ),
    EvidenceRefusal.UNSAFE_XML: _(
        "The file contains definitions that no Office program writes (in “{part}”). Please save it anew "
        "or as PDF."
    ),
    EvidenceRefusal.OUTSIDE_CONTENT: _(
        "The file fetches content from elsewhere or starts another program (in “{part}”). Please paste such "
        "content as values or pictures, or save the file as PDF."
    ),
    EvidenceRefusal.EMBEDDED_OBJECT: _(
        "Another file or object is inside the file (“{part}”). Please paste it as a picture, or send it "
        "by itself."
    ),
    EvidenceRefusal.UNKNOWN_PART: _(
        "A part of the file is of a sort that is not taken (“{part}”). Please save the file as PDF."
    ),
    EvidenceRefusal.TOO_COSTLY: _(
        "Examining the file took too much time or memory. Please save it anew, smaller or as PDF."
    ),
    EvidenceRefusal.EXAMINATION_FAILED: _(
        "The file could not be examined. Please save it anew and send it again."
    ),
    EvidenceRefusal.NO_ROOM: _(
        "There is no room left to keep files. Nothing was saved; please tell the office."
    ),
}

WHAT_WAS_REMOVED: Final[dict[Removal, Promise]] = {
    Removal.PLACE: _("where the photograph was taken"),
    Removal.ABOUT_PICTURE: _("what the camera or a program had noted in the picture"),
    Removal.COLOUR_PROFILE: _("the colour profile"),
    Removal.FURTHER_PICTURES: _("further views and the preview in the same file"),
    Removal.TURNED: _("the mark that the picture lies on its side (it was turned upright)"),
    Removal.PROPERTIES: _("who wrote the file, when, and with which program"),
    Removal.WRITERS: _("names of people at changes and notes"),
    Removal.PREVIEW_OR_PRINTER: _("the preview and the settings of a printer"),
    Removal.PICTURES_INSIDE: _("what cameras had noted in the pictures inside"),
    Removal.SCRIPTS: _("scripts"),
    Removal.ACTIONS: _("links within the file and other actions"),
    Removal.FILES_INSIDE: _("files inside the file"),
    Removal.FORMS: _("the logic of forms (what was filled in stays)"),
    Removal.BOOKMARKS: _("bookmarks"),
}
