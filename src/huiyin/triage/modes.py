"""Do these opinions speak of places and matters, or are they short texts to be grouped by their words?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from huiyin.triage.characters import encode, normalise
from huiyin.triage.matters import MatterList, matters_of
from huiyin.triage.result import Mode

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class ModeSettings:
    """From which shares on opinions are problems; the values and their reasons stand in modes.yaml."""

    opening_characters: int
    least_matter_share: float
    least_place_share: float
    places: re.Pattern[str]
    looked_at: int  # of more opinions, so many are looked at, evenly spread over their sorted texts


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """The mode that fits, and the measured shares that decided it; all 0 where nothing was said."""

    mode: Mode
    looked_at: int  # opinions with any text that were looked at
    matter_share: float  # whose opening names a matter of the matter list
    place_share: float  # whose opening names a place
    titled_share: float  # with both a title and a detail; told, not decisive
    median_characters: int  # of title and detail together; told, not decisive


def read_mode_settings(path: Path = DATA / "modes.yaml") -> ModeSettings:
    """The limits and place words of a file of the shape of modes.yaml."""
    held = dict(YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8")))
    words = sorted(
        (word for line in held.pop("places") for word in line), key=lambda word: (-len(word), word)
    )
    return ModeSettings(places=re.compile(rf"\w(?:{'|'.join(map(re.escape, words))})"), **held)


def _spread(texts: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """At most so many of the texts, evenly spread, normalised; those that say nothing left out."""
    positions = np.unique(np.linspace(0, len(texts) - 1, min(most, len(texts))).round().astype(int)).tolist()
    pairs = [(normalise(texts[position][0]), normalise(texts[position][1])) for position in positions]
    return [pair for pair in pairs if any(pair)]


def choose_mode(
    titles: Sequence[str], details: Sequence[str], matters: MatterList, settings: ModeSettings
) -> ModeChoice:
    """Which mode fits the opinions? Problem mode when enough of them open with a matter and with a place.

    A person sees both in the first words of a message, with a title or without, so openings are looked at:
    the title, else the beginning of the detail. Texts without any character but blanks are left out.
    """
    pairs = _spread(sorted(zip(titles, details, strict=True)), settings.looked_at)
    if not pairs:
        return ModeChoice(Mode.TOPIC, 0, 0.0, 0.0, 0.0, 0)
    openings = [(title or detail)[: settings.opening_characters] for title, detail in pairs]
    matter_share = float(np.mean(np.diff(matters_of(encode(openings), matters).indptr) > 0))
    place_share = float(np.mean([settings.places.search(opening) is not None for opening in openings]))
    is_problem = matter_share >= settings.least_matter_share and place_share >= settings.least_place_share
    return ModeChoice(
        mode=Mode.PROBLEM if is_problem else Mode.TOPIC,
        looked_at=len(pairs),
        matter_share=matter_share,
        place_share=place_share,
        titled_share=float(np.mean([all(pair) for pair in pairs])),
        median_characters=int(np.median([len(title) + len(detail) for title, detail in pairs])),
    )
