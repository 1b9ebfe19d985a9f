"""How much may an uploaded file cost before it is refused?"""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20
MEGAPIXEL = 1_000_000


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """The most that one uploaded file, and the process that examines it, may take.

    Sources: OWASP ASVS 5.0, V5.2.1 (size of the file), V5.2.3 (unpacked size and number of entries), V5.2.6
    (pixels of a picture); Pillow's documentation of `MAX_IMAGE_PIXELS` (decompression bombs); Linux
    setrlimit(2) for the limits of the process. The figures lie above what a phone, a scanner or an office
    writes in a day's work: a phone's photograph has 12 to 24 megapixels and at most 12 MiB, and a text
    package is seldom packed tighter than 30 to 1.
    """

    max_bytes: int = 20 * MEBIBYTE  # of the file as it was sent
    max_pixels: int = 40 * MEGAPIXEL  # of one picture
    max_pages: int = 2_000  # of one PDF
    max_parts: int = 2_000  # entries of one office package
    max_unpacked_bytes: int = 50 * MEBIBYTE  # of all its parts together, counted while unpacking
    max_ratio: int = 100  # unpacked bytes for each packed byte
    ratio_counts_from: int = MEBIBYTE  # unpacked bytes below which no ratio is asked
    max_xml_depth: int = 256  # elements inside one another; Word writes some dozens
    max_memory: int = 512 * MEBIBYTE  # address space of the examining process
    max_processor_seconds: int = 20
    max_waiting_seconds: int = 60  # by the wall clock, on a machine that is busy with other things
    max_written_bytes: int = 128 * MEBIBYTE  # a PNG of 40 megapixels of noise needs about 120
