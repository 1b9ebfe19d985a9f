"""What is known before any opinion is read: words, weights and numbers, each from a data file?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huiyin.triage.heat import HeatSettings, read_heat_settings
from huiyin.triage.matters import MatterList, extend, read_matter_list
from huiyin.triage.naming import Namer, make_namer
from huiyin.triage.pairs import PairModel, read_pair_model
from huiyin.triage.theme_evidence import Lexicon, read_theme_words
from huiyin.triage.themes import ThemeRules


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The matter list, the weights of the pair features, and the rules of titles, themes and heat."""

    matters: MatterList
    model: PairModel
    namer: Namer
    themes: ThemeRules
    heat: HeatSettings


def read_knowledge(*, own_matters: Path | None = None, own_weights: Path | None = None) -> Knowledge:
    """All that the data files say, with an office's own words and weights.

    Raises UnusableMatters or UnusableModel, which name the file.
    """
    matters = read_matter_list()
    if own_matters is not None:
        matters = extend(matters, read_matter_list(own_matters))
    return Knowledge(
        matters=matters,
        model=read_pair_model() if own_weights is None else read_pair_model(own_weights),
        namer=make_namer(matters),
        themes=ThemeRules(Lexicon(matters, read_theme_words())),
        heat=read_heat_settings(),
    )
