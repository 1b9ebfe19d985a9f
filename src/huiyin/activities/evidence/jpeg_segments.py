"""What of a JPEG is needed to show it?"""

from __future__ import annotations

from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_APPLICATIONS = range(0xE0, 0xF0)
_NEEDED = {0xE0, 0xEE}  # JFIF and Adobe: they tell how the colours are coded


def without_telling_segments(jpeg: bytes) -> bytes:
    """The same picture, its pixels untouched, without Exif, XMP, comments, profiles and trailing bytes.

    For pictures inside a PDF, whose colours the document itself defines, so that they cannot be decoded and
    written anew. Layout: ITU-T T.81, annex B. Raises `NotTaken` for what is no JPEG.
    """
    if jpeg[:2] != bytes((0xFF, _START)):
        raise NotTaken(EvidenceRefusal.DAMAGED)
    kept = [jpeg[:2]]
    place = 2
    while place < len(jpeg) and (found := jpeg.find(b"\xff", place)) >= 0 and found + 1 < len(jpeg):
        marker = jpeg[found + 1]
        if marker == _END:
            return b"".join([*kept, jpeg[found : found + 2]])
        end = _end_of_segment(jpeg, found, marker)
        if marker not in _ALONE and marker != 0xFF and _is_shown(marker):
            kept.append(jpeg[found:end])
        place = end
    return b"".join(kept)


def _is_shown(marker: int) -> bool:
    return marker in _NEEDED or (marker not in _APPLICATIONS and marker != _COMMENT)


def _end_of_segment(jpeg: bytes, start: int, marker: int) -> int:
    if marker == 0xFF:  # a filling byte
        return start + 1
    if marker in _ALONE:
        return start + 2
    end = start + 2 + int.from_bytes(jpeg[start + 2 : start + 4], "big")
    if end < start + 4 or end > len(jpeg):
        raise NotTaken(EvidenceRefusal.DAMAGED)
    return _end_of_scan(jpeg, end) if marker == _SCAN else end


def _end_of_scan(jpeg: bytes, place: int) -> int:
    """Where the coded pixels stop: at the first marker that is neither a stuffed byte nor a restart."""
    while (place := jpeg.find(b"\xff", place)) >= 0 and place + 1 < len(jpeg):
        if jpeg[place + 1] and jpeg[place + 1] not in _ALONE:
            return place
        place += 2
    return len(jpeg)
