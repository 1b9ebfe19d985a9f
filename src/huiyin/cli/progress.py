"""What is a command doing just now, and how long did each step of it take?"""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Protocol, Self, TextIO

from tqdm import tqdm

PATIENCE = 2.0  # seconds that a command may work without a word
PULSE = 0.5  # seconds between two looks at what it does
PULSE_OF_LINES = 2.0  # the same where every look may leave a line in a log


class _Display(Protocol):
    """Where progress is shown."""

    pulse: float

    def show(self, doing: str, done: int) -> None: ...

    def close(self) -> None: ...


class Progress:
    """Tells on standard error what is being done, once it takes longer, and keeps the time of each step.

    A terminal gets a bar that is gone in the end; a file or a pipe gets plain lines. Use it in a `with`.
    """

    def __init__(self, steps: int, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self.seconds: dict[str, float] = {}
        display = _Bar if sys.stderr.isatty() else _Lines
        self._display: _Display = display(sys.stderr, steps)
        self._doing = ""
        self._step = ""
        self._began = time.monotonic()
        self._is_over = threading.Event()
        self._teller = threading.Thread(target=self._tell, name="progress", daemon=True)

    def __enter__(self) -> Self:
        self._teller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._teller.join()
        self._display.close()

    def begin(self, step: str, doing: str) -> None:
        """Another step begins: its name in run.json, and a sentence for the one who waits."""
        self.end()
        self._step, self._doing = step, doing

    def doing(self, doing: str) -> None:
        """The step goes on with something else."""
        self._doing = doing

    def end(self) -> None:
        """The step is done."""
        now = time.monotonic()
        if self._step:
            self.seconds[self._step] = now - self._began
        self._step, self._began = "", now

    def _tell(self) -> None:
        self._is_over.wait(self._patience)
        while not self._is_over.is_set():
            try:
                if self._doing:
                    self._display.show(self._doing, len(self.seconds))
            except OSError:  # whoever listened has gone; the work goes on
                return
            self._is_over.wait(self._display.pulse)


class _Bar:
    """A bar at the foot of a terminal."""

    pulse = PULSE

    def __init__(self, stream: TextIO, steps: int) -> None:
        self._is_shown = False
        self._bar = tqdm(
            total=steps,
            file=stream,
            leave=False,
            delay=PATIENCE,
            dynamic_ncols=True,
            bar_format="{desc} {bar:20} {n_fmt}/{total_fmt} {elapsed}",
        )

    def show(self, doing: str, done: int) -> None:
        self._bar.n = done
        self._bar.set_description_str(doing, refresh=False)
        self._bar.refresh()
        self._is_shown = True

    def close(self) -> None:
        if self._is_shown:
            self._bar.clear()
        self._bar.close()


class _Lines:
    """Lines in a log, each said once."""

    pulse = PULSE_OF_LINES

    def __init__(self, stream: TextIO, steps: int) -> None:
        self._stream = stream
        self._steps = steps
        self._said = ""

    def show(self, doing: str, done: int) -> None:
        line = f"[{done + 1}/{self._steps}] {doing}"
        if line != self._said:
            print(line, file=self._stream, flush=True)
            self._said = line

    def close(self) -> None:
        """Lines stay where they are."""
