"""What is left of a picture when only its pixels are kept?"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps

from huiyin.activities.evidence.limits import MEGAPIXEL, EvidenceLimits
from huiyin.activities.evidence.media import Media, Sort
from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken
from huiyin.activities.evidence.removals import Removal

JPEG_QUALITY = 90  # libjpeg's scale to 100; above it files grow and nobody sees a difference

_FORMATS = {Sort.JPEG: "JPEG", Sort.PNG: "PNG", Sort.WEBP: "WEBP"}
_ORIENTATION, _GPS = 0x0112, 0x8825  # tags of Exif 2.32, CIPA DC-008
_TELLING = {  # Pillow's names for what stands beside the pixels
    **dict.fromkeys(("exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop"), Removal.ABOUT_PICTURE),
    "icc_profile": Removal.COLOUR_PROFILE,
    "mp": Removal.FURTHER_PICTURES,
}


def clean_picture(
    source: Path, destination: Path, *, sort: Sort, limits: EvidenceLimits
) -> tuple[Media, set[Removal]]:
    """Decode the picture and write its pixels anew, upright; answers its new sort and what was left behind.

    JPEG stays JPEG; PNG stays PNG; WebP becomes PNG where it lets something shine through, else JPEG. Raises
    `NotTaken`, also for moving pictures, and whatever Pillow raises for damaged ones.
    """
    with source.open("rb") as stream, _opened(stream, sort, limits) as image:
        removed = _what_it_tells(image)
        if image.getexif().get(_ORIENTATION, 1) != 1:
            ImageOps.exif_transpose(image, in_place=True)
            removed.add(Removal.TURNED)
        media = _media_for(image, sort)
        _write(image, destination, media)
    return media, removed


def repacked_picture(content: bytes, *, sort: Sort, limits: EvidenceLimits) -> bytes:
    """The same for a picture inside a document: its pixels anew, not turned, in the form that it had."""
    written = io.BytesIO()
    with _opened(io.BytesIO(content), sort, limits) as image:
        image.load()
        _write(image, written, Media.PNG if sort is Sort.PNG else Media.JPEG)
    return written.getvalue()


def _opened(stream: IO[bytes], sort: Sort, limits: EvidenceLimits) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = limits.max_pixels
    too_many = NotTaken(EvidenceRefusal.TOO_MANY_PIXELS, limit=limits.max_pixels // MEGAPIXEL)
    try:
        with warnings.catch_warnings():  # Pillow only warns up to twice its limit
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(stream, formats=[_FORMATS[sort]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many from error
    if image.width * image.height > limits.max_pixels:
        raise too_many
    if sort is not Sort.JPEG and getattr(
        image, "is_animated", False
    ):  # a phone's JPEG may hold a second view
        raise NotTaken(EvidenceRefusal.MOVING_PICTURE)
    return image


def _what_it_tells(image: Image.Image) -> set[Removal]:
    image.load()  # a PNG may speak after its pixels
    found = {ours for theirs, ours in _TELLING.items() if image.info.get(theirs)}
    exif = image.getexif()
    if exif or getattr(image, "text", None):
        found.add(Removal.ABOUT_PICTURE)
    if exif.get_ifd(_GPS):
        found.add(Removal.PLACE)
    return found


def _media_for(image: Image.Image, sort: Sort) -> Media:
    if sort is Sort.WEBP:
        return Media.PNG if image.has_transparency_data else Media.JPEG
    return Media.PNG if sort is Sort.PNG else Media.JPEG


def _write(image: Image.Image, destination: Path | IO[bytes], media: Media) -> None:
    """Write pixels alone: what `info` still holds, some of Pillow's writers would write as well."""
    shining = image.info.get("transparency")
    image.info = {} if shining is None else {"transparency": shining}
    if media is Media.PNG:
        image.save(destination, format="PNG")
        return
    upright = image if image.mode in {"L", "RGB"} else image.convert("RGB")
    upright.info = {}
    upright.save(destination, format="JPEG", quality=JPEG_QUALITY)
