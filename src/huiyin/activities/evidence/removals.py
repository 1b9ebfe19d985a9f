"""What was left behind when an uploaded file was cleaned?"""

from __future__ import annotations

from enum import StrEnum


class Removal(StrEnum):
    """What the kept copy no longer holds. Doors have a sentence for each."""

    PLACE = "place"  # where a photograph was taken
    ABOUT_PICTURE = "about_picture"  # what the camera or a program wrote beside the pixels
    COLOUR_PROFILE = "colour_profile"
    FURTHER_PICTURES = "further_pictures"  # the second view, the small preview
    TURNED = "turned"  # the mark that a picture lies on its side: its pixels were turned instead
    PROPERTIES = "properties"  # who wrote a document, when, and with which program
    WRITERS = "writers"  # names at changes and notes
    PREVIEW_OR_PRINTER = "preview_or_printer"
    PICTURES_INSIDE = "pictures_inside"  # what cameras wrote into a document's pictures
    SCRIPTS = "scripts"
    ACTIONS = "actions"  # links within a document, and what else happens on a click
    FILES_INSIDE = "files_inside"
    FORMS = "forms"  # the logic of fields; what was filled in stays as it was drawn
    BOOKMARKS = "bookmarks"
