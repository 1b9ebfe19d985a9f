"""Which texts does datasketch take for near copies, by MinHash and banding as its documents show them?

Called by the benchmark of copies with a request and an answer file, in an environment of its own.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found,unused-ignore]

PERMUTATIONS = 128  # as many as Huiyin takes
SHINGLE = 3  # characters
LEAST_JACCARD = 0.5


def shingles(text: str) -> set[str]:
    """The runs of three characters."""
    return {text[place : place + SHINGLE] for place in range(max(len(text) - SHINGLE + 1, 1))}


def candidate_pairs(held: list[set[str]]) -> list[tuple[int, int]]:
    """The pairs that share a bucket."""
    index = MinHashLSH(threshold=LEAST_JACCARD, num_perm=PERMUTATIONS)
    pairs = []
    for place, signs in enumerate(held):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([sign.encode() for sign in signs])
        pairs += [(int(earlier), place) for earlier in index.query(sketch)]
        index.insert(str(place), sketch)
    return pairs


def jaccard(first: set[str], second: set[str]) -> float:
    """How much of both is in common, from 0 to 1."""
    return len(first & second) / len(first | second)


def main(request: Path, answer: Path) -> None:
    """Read the texts, write the pairs before and after a look at the true likeness, with the seconds."""
    texts: list[str] = json.loads(request.read_text(encoding="utf-8"))["texts"]
    started = time.perf_counter()
    held = [shingles(text) for text in texts]
    pairs = candidate_pairs(held)
    sketched = time.perf_counter()
    alike = [pair for pair in pairs if jaccard(held[pair[0]], held[pair[1]]) >= LEAST_JACCARD]
    verified = time.perf_counter()
    found = {
        "versions": {"datasketch": version("datasketch")},
        "seconds": sketched - started,
        "pairs": pairs,
        "verified_seconds": verified - started,
        "verified_pairs": alike,
    }
    answer.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
