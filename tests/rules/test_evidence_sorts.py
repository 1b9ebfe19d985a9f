"""Is a file taken for what its bytes are, under a name that deceives nobody?"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.activities.evidence.guard import Accepted, Refused
from huiyin.activities.evidence.media import Sort, sort_of
from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken
from huiyin.activities.evidence.shown_names import LONGEST_NAME, shown_name
from tests.uploads import examined, picture, refusal

MEBIBYTE = 1 << 20


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "web_page"),
        (b"\n  <HTML>", "web_page"),
        (b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "web_page"),
        (b"<?xml version='1.0'?><a/>", "web_page"),
        (b"<?php system('id');", "web_page"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"#!/bin/sh\nrm -rf /", "program"),
        (b"Rar!\x1a\x07", "archive"),
        (b"\x1f\x8b\x08", "archive"),
        (b"PK\x05\x06" + bytes(18), "archive"),
        (b"a.txt" + bytes(252) + b"ustar\x0000", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old_office"),
        (b"{\\rtf1 {\\object}}", "old_office"),
        (b"ID;PWXL;N;E\nC;X1;Y1;K0;E", "old_office"),
        (b"%!PS-Adobe-3.0", "unknown_sort"),
        (b"\x00\x00\x00\x18ftypheic", "unknown_sort"),
        ("街道,场\n明湖,5\n".encode("gb18030"), "not_utf8"),
        ("街道,场\n".encode("utf-16"), "not_utf8"),
        (b"a" * 70_000 + b"\xe6", "not_utf8"),
        (b"a" * 70_000 + b"\0", "unknown_sort"),
        (b"a,b\n=cmd|'/c calc'!A0,1\n", "outside_content"),
        (b"x" * 65_530 + b"\n=cmd|'/c calc'!A0", "outside_content"),
        (b'a\n"=WEBSERVICE(""http://x"")"\n', "outside_content"),
        (b"", "empty"),
        (b"a" * (30 * MEBIBYTE), "too_large"),
    ],
)
@pytest.mark.parametrize("name", ["photo.jpg", "list.csv"])
def test_what_is_not_taken_is_refused_whatever_its_name(
    content: bytes, code: str, name: str, tmp_path: Path
) -> None:
    assert refusal(content, tmp_path, name) == code


@pytest.mark.parametrize(
    ("name", "media_type", "shown"),
    [
        ("list.csv", "text/csv", "list.csv"),
        ("notes.txt", "text/plain", "notes.txt"),
        ("page.html", "text/plain", "page.html.txt"),
    ],
)
def test_plain_text_comes_through_unchanged(name: str, media_type: str, shown: str, tmp_path: Path) -> None:
    sent = "\ufeff街道,场\r\n明湖,-5\r\n“a | b！”\r\n".encode()

    outcome, kept = examined(sent, name, tmp_path)

    assert isinstance(outcome, Accepted)
    assert kept == sent
    assert (outcome.media_type, outcome.name) == (media_type, shown)
    assert (outcome.size, outcome.sha256) == (outcome.received_size, outcome.received_sha256)


def test_a_picture_is_kept_as_what_it_is(tmp_path: Path) -> None:
    outcome, _ = examined(picture("PNG"), "virus.exe", tmp_path)

    assert isinstance(outcome, Accepted)
    assert (outcome.media_type, outcome.name) == ("image/png", "virus.exe.png")


def test_a_refusal_tells_the_limit_that_was_passed(tmp_path: Path) -> None:
    outcome, _ = examined(b"a" * (30 * MEBIBYTE), "a.txt", tmp_path)

    assert isinstance(outcome, Refused)
    assert dict(outcome.facts) == {"limit": 20}


@given(st.binary(max_size=600))
def test_any_beginning_has_a_sort_or_a_reason(head: bytes) -> None:
    try:
        found = isinstance(sort_of(head), Sort)
    except NotTaken as refused:
        found = isinstance(refused.code, EvidenceRefusal)

    assert found


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\fakepath\\走访记录.txt", "走访记录.txt"),
        ("a\u202etxt.exe", "atxt.exe.txt"),
        ("a\r\nSet-Cookie: x\0|y.txt", "a Set-Cookie_ x_y.txt"),
        ("…", "….txt"),
        ("...", "evidence.txt"),
        ("", "evidence.txt"),
        (".htaccess", "htaccess.txt"),
        ("CON.txt", "_CON.txt"),
        ("长" * 300, "长" * 116 + ".txt"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_a_name_loses_what_deceives(sent: str, shown: str) -> None:
    assert shown_name(sent, extension="txt") == shown


@given(st.text(max_size=300), st.sampled_from(["jpg", "txt", "docx"]))
def test_any_name_becomes_one_that_can_be_shown(sent: str, extension: str) -> None:
    shown = shown_name(sent, extension=extension)

    assert shown.endswith(f".{extension}")
    assert len(shown) <= LONGEST_NAME
    assert not set('/\\<>:"|?*') & set(shown)
    assert not any(unicodedata.category(sign).startswith(("C", "Zl", "Zp")) for sign in shown)
    assert not shown.startswith((".", " "))
    assert shown_name(shown, extension=extension) == shown
