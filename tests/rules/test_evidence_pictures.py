"""Are only the pixels of a picture kept, upright, and bombs refused?"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from huiyin.activities.evidence.guard import Accepted
from huiyin.activities.evidence.jpeg_segments import without_telling_segments
from huiyin.activities.evidence.removals import Removal
from tests.uploads import OWNER, examined, huge_png, moving, picture, refusal, telling_exif


@pytest.mark.parametrize(
    ("form", "media_type", "extension"),
    [("JPEG", "image/jpeg", "jpg"), ("PNG", "image/png", "png"), ("WEBP", "image/jpeg", "jpg")],
)
def test_a_photograph_comes_through_upright_and_silent(
    form: str, media_type: str, extension: str, tmp_path: Path
) -> None:
    sent = picture(form, exif=telling_exif())

    outcome, kept = examined(sent, "现场.HEIC", tmp_path)

    assert isinstance(outcome, Accepted)
    assert (outcome.media_type, outcome.extension) == (media_type, extension)
    assert {Removal.PLACE, Removal.ABOUT_PICTURE, Removal.TURNED} <= set(outcome.removed)
    assert OWNER.encode() not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert image.size == (40, 60)
        red, green, blue = image.convert("RGB").getpixel((35, 30))  # type: ignore[misc]  # the top lies right now
        assert blue > 200 > 50 > max(red, green)


def test_the_canary_is_seen_where_it_stands() -> None:
    assert OWNER.encode() in picture("JPEG", exif=telling_exif())
    assert b"Exif" in picture("JPEG", exif=telling_exif())


def test_comments_profiles_and_what_follows_the_picture_are_gone(tmp_path: Path) -> None:
    sent = picture("JPEG", comment=OWNER.encode(), icc_profile=OWNER.encode(), xmp=OWNER.encode())

    outcome, kept = examined(sent + b"<script>" + OWNER.encode(), "a.jpg", tmp_path)

    assert isinstance(outcome, Accepted)
    assert set(outcome.removed) == {Removal.ABOUT_PICTURE, Removal.COLOUR_PROFILE}
    assert OWNER.encode() not in kept
    assert b"<script>" not in kept


def test_a_clean_picture_loses_nothing_and_is_kept_once(tmp_path: Path) -> None:
    first, kept = examined(picture("PNG"), "a.png", tmp_path)
    second, _ = examined(picture("PNG"), "b.png", tmp_path)

    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.removed == ()
    assert first.sha256 == second.sha256
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1
    with Image.open(io.BytesIO(kept)) as image, Image.open(io.BytesIO(picture("PNG"))) as sent:
        assert image.tobytes() == sent.tobytes()


def test_a_webp_that_lets_something_shine_through_becomes_png(tmp_path: Path) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 255, 90)).save(written, "WEBP", lossless=True)

    outcome, kept = examined(written.getvalue(), "a.webp", tmp_path)

    assert isinstance(outcome, Accepted)
    assert outcome.extension == "png"
    with Image.open(io.BytesIO(kept)) as image:
        assert image.getpixel((0, 0)) == (0, 0, 255, 90)


def test_a_photograph_with_a_second_view_keeps_the_first(tmp_path: Path) -> None:
    outcome, kept = examined(moving("MPO"), "a.jpg", tmp_path)

    assert isinstance(outcome, Accepted)
    assert Removal.FURTHER_PICTURES in outcome.removed
    with Image.open(io.BytesIO(kept)) as image:
        assert image.format == "JPEG"


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_moving_pictures_are_refused(form: str, tmp_path: Path) -> None:
    assert refusal(moving(form), tmp_path) == "moving_picture"


@pytest.mark.parametrize("side", [20_000, 8_000, 6_400])
def test_pictures_of_more_than_forty_megapixels_are_refused_however_small_their_file(
    side: int, tmp_path: Path
) -> None:
    bomb = huge_png(side)

    assert len(bomb) < 60_000
    assert refusal(bomb, tmp_path) == "too_many_pixels"


def test_a_picture_of_just_forty_megapixels_is_taken(tmp_path: Path) -> None:
    outcome, kept = examined(huge_png(6_320), "a.png", tmp_path)

    assert isinstance(outcome, Accepted)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (6_320, 6_320)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_breaks_off_is_refused(form: str, tmp_path: Path) -> None:
    sent = picture(form, size=(600, 400))

    assert refusal(sent[: len(sent) // 2], tmp_path) == "damaged"


def test_a_picture_that_is_also_a_script_is_refused(tmp_path: Path) -> None:
    assert refusal(b"GIF89a/*" + picture("GIF")[8:] + b"*/=1;alert(1)", tmp_path, "a.gif") == "moving_picture"


def test_a_jpeg_inside_a_document_keeps_its_pixels_alone() -> None:
    sent = picture("JPEG", exif=telling_exif(), comment=OWNER.encode(), progressive=True)

    silent = without_telling_segments(sent + b"trailing" + OWNER.encode())

    assert OWNER.encode() not in silent
    assert not Image.open(io.BytesIO(silent)).getexif()
    assert Image.open(io.BytesIO(silent)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()
