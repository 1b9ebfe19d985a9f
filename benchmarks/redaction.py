"""How much personal data is found, kind by kind, and how often is something taken for it that is none?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from time import perf_counter

from benchmarks.extent import Bench
from benchmarks.report import FIGURES, Goal, Part, Table, figure
from huiyin.opinions.redaction.redaction import redact
from tests.sets.personal_data import Labelled, harmless_messages, labelled_messages

SEEDS = (41, 42)  # neither is used by a test
RECALL = Goal(least=0.98)
FALSE_HITS = Goal(most=1.0)
PER_MESSAGES = 200


def measure(bench: Bench) -> Iterator[Part]:
    """Recall by kind on generated messages; false hits on generated messages without personal data."""
    count = bench.extent.redacted
    held = labelled_messages(seed=SEEDS[0], count=count)
    harmless = harmless_messages(seed=SEEDS[1], count=count)
    started = perf_counter()
    said = [redact(message.text).text for message in held]
    seconds = perf_counter() - started
    lines = [figure(f"recall: {kind}", share, RECALL) for kind, share in _recall(held, said).items()]
    false_hits = sum(redact(message.text).count for message in harmless)
    lost = sum(kept not in text for message, text in zip(held, said, strict=True) for kept in message.kept)
    lines += [
        figure(
            f"false hits in {PER_MESSAGES} messages without any",
            PER_MESSAGES * false_hits / count,
            FALSE_HITS,
        ),
        figure(f"harmless pieces lost in {PER_MESSAGES} messages with some", PER_MESSAGES * lost / count),
        figure("messages a second", count / seconds),
    ]
    how = (
        f"{count:,} generated messages with personal data and {count:,} with look-alikes alone (order "
        "numbers, companies with digits, anonymous districts, dates, amounts, officials by title)"
    )
    yield Table("Personal data", how, FIGURES, lines)


def _recall(held: list[Labelled], said: list[str]) -> dict[str, float]:
    """For each kind, the share of its pieces of which nothing can be read any more."""
    pieces: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for message, text in zip(held, said, strict=True):
        for secret in message.secrets:
            pieces[secret.kind.value] += 1
            left[secret.kind.value] += secret.is_left_in(text)
    return {kind: 1 - left[kind] / count for kind, count in sorted(pieces.items())}
