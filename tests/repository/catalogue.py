"""Which sentences does the code say, and does the catalogue say each of them in Chinese?

`python -m tests.repository.catalogue` looks; `--write` takes new sentences into the .po file, drops those
that are said no longer, and compiles the .mo file. Equal sentences give equal bytes.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from huiyin.languages import CATALOGUES, CHINESE, DOMAIN, LOCALE

SOURCE = LOCALE.parent
PO_FILE = LOCALE / CATALOGUES[CHINESE] / "LC_MESSAGES" / f"{DOMAIN}.po"
MO_FILE = PO_FILE.with_suffix(".mo")

METHODS = [
    ("**.py", "python"),
    ("**/layouts/**.j2", "jinja2"),
    ("**/templates/**.html", f"{__name__}:said_in_template"),
    ("**/templates/**.txt", f"{__name__}:said_in_template"),
]
KEYWORDS = {
    "_": None,
    "_n": (1, 2),
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)|(?<!\{)\{(\w*)[^{}]*\}(?!\})|(%[sdr])")
LINE_WIDTH = 110

# What argparse says to people; not read from its source, which differs from Python to Python.
SAID_BY_ARGPARSE = (
    "usage: ",
    "%(heading)s:",
    "positional arguments",
    "options",
    "show this help message and exit",
    "show program's version number and exit",
    "%(prog)s: error: %(message)s\n",
    "argument %(argument_name)s: %(message)s",
    "unrecognized arguments: %s",
    "the following arguments are required: %s",
    "one of the arguments %s is required",
    "not allowed with argument %s",
    "expected one argument",
    "expected at most one argument",
    "expected at least one argument",
    "ignored explicit argument %r",
    "ambiguous option: %(option)s could match %(matches)s",
    "invalid %(type)s value: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)",
)


def said_in_template(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """The sentences of a Django template, found as Django's own makemessages finds them."""
    as_python = templatize(file.read().decode())
    yield from extract_python(io.BytesIO(as_python.encode()), keywords, comment_tags, options)


def said_in(source: Path) -> Catalog:
    """All sentences that the code and layouts under `source` say, without translations."""
    said = Catalog(domain=DOMAIN)
    options = {pattern: {"silent": "false"} for pattern, method in METHODS if method == "jinja2"}
    for file, line, sentence, comments, _ in extract_from_dir(
        source, METHODS, options, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        said.add(sentence, locations=[(f"src/{source.name}/{file}", line)], auto_comments=comments)
    return said


def said_by_the_product() -> Catalog:
    """All sentences that people meet, argparse's among them."""
    said = said_in(SOURCE)
    for line, sentence in enumerate(SAID_BY_ARGPARSE):
        said.add(sentence, locations=[("argparse", line)])
    return said


def read(po_file: Path) -> Catalog:
    """The catalogue as it stands."""
    with po_file.open("rb") as opened:
        return read_po(opened, locale=CATALOGUES[CHINESE], domain=DOMAIN, abort_invalid=True)


def brought_up_to_date(held: Catalog, said: Catalog) -> Catalog:
    """`said` with the translations of `held`: nothing guessed, nothing kept that is said no longer."""
    fresh = Catalog(
        locale=CATALOGUES[CHINESE],
        domain=DOMAIN,
        project="Huiyin",
        version="catalogue",
        msgid_bugs_address="see CONTRIBUTING.md",
        last_translator="the Huiyin authors",
        language_team="Simplified Chinese",
        header_comment="# Simplified Chinese sentences of Huiyin. `python3 do.py fix` keeps the list fresh.",
        creation_date=held.creation_date,
        fuzzy=False,
    )
    for message in sentences_of(said):
        known = held.get(message.id)
        if known and isinstance(known.string, str) is isinstance(message.id, list | tuple):
            known = None  # it has become a plural, or is none any more
        fresh.add(
            message.id,
            known.string if known else "",
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
        )
    return fresh


def sentences_of(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def po_bytes(catalogue: Catalog) -> bytes:
    """The .po file: by place in the code, without line numbers, which would change with every edit."""
    written = io.BytesIO()
    write_po(written, catalogue, width=LINE_WIDTH, sort_by_file=True, include_lineno=False)
    return written.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The compiled .mo file."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that have no Chinese, or a guessed one."""
    return [
        str(message.id)
        for message in sentences_of(catalogue)
        if message.fuzzy or not all(forms(message.string))
    ]


def with_other_placeholders(catalogue: Catalog) -> list[str]:
    """The sentences whose Chinese fills in something else than their English."""
    wrong = []
    for message in sentences_of(catalogue):
        allowed = {placeholders(form) for form in forms(message.id)}
        wrong += [form for form in forms(message.string) if form and placeholders(form) not in allowed]
    return wrong


def with_half_width_marks(catalogue: Catalog) -> list[str]:
    """The Chinese sentences that hold a Latin comma, colon or other mark beside a Chinese character."""
    mark = re.compile(r"[一-鿿][,;:?!]|[,;:?!][一-鿿]")
    chinese = (form for message in sentences_of(catalogue) for form in forms(message.string))
    return [form for form in chinese if mark.search(form)]


def with_typed_blanks(catalogue: Catalog) -> list[str]:
    """The Chinese sentences with a blank beside a Chinese character; a page sets that space by its style."""
    blank = re.compile(r"[一-鿿] | [一-鿿]")
    chinese = (form for message in sentences_of(catalogue) for form in forms(message.string))
    return [form for form in chinese if blank.search(form)]


def forms(text: object) -> tuple[str, ...]:
    """The sentence, or its singular and plural."""
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def placeholders(sentence: str) -> frozenset[str]:
    """What is filled into the sentence: the names in `{name}` and `%(name)s`."""
    return frozenset("".join(found) for found in PLACEHOLDER.findall(sentence))


def faults() -> list[str]:
    """All that is wrong with the catalogue, each a line to read."""
    held = read(PO_FILE)
    fresh = brought_up_to_date(held, said_by_the_product())
    found = [f"no Chinese for: {sentence}" for sentence in untranslated(fresh)]
    found += [f"other placeholders: {sentence}" for sentence in with_other_placeholders(held)]
    found += [f"half-width mark: {sentence}" for sentence in with_half_width_marks(held)]
    found += [f"typed blank: {sentence}" for sentence in with_typed_blanks(held)]
    if po_bytes(fresh) != PO_FILE.read_bytes():
        found.append("the .po file does not hold what the code says: run `python3 do.py fix`")
    if not MO_FILE.is_file() or mo_bytes(held) != MO_FILE.read_bytes():
        found.append("the .mo file is not what the .po file compiles to: run `python3 do.py fix`")
    return found


def write() -> None:
    """Bring both files up to date."""
    fresh = brought_up_to_date(read(PO_FILE), said_by_the_product())
    PO_FILE.write_bytes(po_bytes(fresh))
    MO_FILE.write_bytes(mo_bytes(read(PO_FILE)))


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        write()
    problems = faults()
    print("\n".join(problems), file=sys.stderr)
    sys.exit(1 if problems else 0)
