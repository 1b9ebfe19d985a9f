"""How does the clustering step of kouchou-ai group vectors: UMAP to a plane, k-means, Ward?

Called with a request and an answer file by the benchmark of groupings, in an environment of its own. The step
reads and writes files in the way of its pipeline; the vectors stand where its embeddings would.
"""

from __future__ import annotations

import csv
import json
import pickle
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from analysis_core.steps.hierarchical_clustering import (  # type: ignore[import-not-found,unused-ignore]
    calculate_recommended_cluster_nums,
    hierarchical_clustering,
)

WARMING = 200  # vectors that are grouped first, so that compiling is not counted
DATASET = "bench"


def one_run(vectors: Any, counts: list[int]) -> dict[str, object]:
    """The groups at each of the counts (ascending), with the seconds of the whole step."""
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / DATASET
        folder.mkdir()
        names = [f"A{place}" for place in range(len(vectors))]
        with (folder / "args.csv").open("w", newline="") as opened:
            csv.writer(opened).writerows([("arg-id", "argument"), *((name, name) for name in names)])
        held = [{"arg-id": name, "embedding": one} for name, one in zip(names, vectors, strict=True)]
        (folder / "embeddings.pkl").write_bytes(pickle.dumps(held))
        step = {"cluster_nums": counts, "save_umap_model": False}
        started = time.perf_counter()
        hierarchical_clustering(
            {"output_dir": DATASET, "_output_base_dir": base, "hierarchical_clustering": step}
        )
        seconds = time.perf_counter() - started
        with (folder / "hierarchical_clusters.csv").open(newline="") as opened:
            lines = list(csv.DictReader(opened))
    levels = range(1, len(counts) + 1)
    return {
        "seconds": seconds,
        "labels": [[line[f"cluster-level-{level}-id"] for line in lines] for level in levels],
    }


def main(request: Path, answer: Path) -> None:
    """Read where the vectors lie, group them as often as asked, write the groups."""
    asked = json.loads(request.read_text(encoding="utf-8"))
    vectors = np.load(asked["vectors"])
    recommended = int(calculate_recommended_cluster_nums(len(vectors))[-1])
    counts = sorted({recommended, min(int(asked["count"]), len(vectors))})
    one_run(vectors[:WARMING], [2])
    found = {
        "versions": {name: version(name) for name in ("kouchou-ai-analysis-core", "umap-learn")},
        "counts": counts,
        "recommended": recommended,
        "runs": [one_run(vectors, counts) for _ in range(asked["runs"])],
    }
    answer.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
