"""One sitting at the real window, from the file that was open last to closing: `python -m bench.sitting FILE FOLDER`.

Opens the office, chooses another line, changes its amount and saves it, closes. A timer that should tick every 20 ms
says how late it was, which is how long the window did not answer. Prints JSON: by step, the wall time, the worst
lateness and the window thread's own CPU time in it, in milliseconds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent

from ui import __main__ as start
from ui import window
from ui.kit import state
from ui.kit.asking import Asker
from ui.window import Window

TICK_MS = 20
Times = dict[str, tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Step:
    """Something the person does, and when they can see that it is done."""

    name: str
    do: Callable[[], object]
    is_done: Callable[[], bool]


class Silent(Asker):
    """Nobody is there to answer: whatever is asked or said is a fault of the measurement."""

    def confirm(self, title: str, text: str, yes: str, no: str = "Cancel") -> NoReturn:
        raise RuntimeError(f"{title}: {text}")

    def inform(self, title: str, text: str) -> NoReturn:
        raise RuntimeError(f"{title}: {text}")


class Watch(QObject):
    """Walks through the steps from its own ticks, and writes down how late they were."""

    def __init__(self, steps: list[Step], parent: QObject) -> None:
        super().__init__(parent)
        self.times: Times = {}
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    def begin(self) -> None:
        """Start with the first step, which has been begun already."""
        self._restart()
        self._timer.start(TICK_MS)

    def _restart(self) -> None:
        self._began = self._last = time.perf_counter()
        self._cpu = time.thread_time()
        self._worst = (0.0, 0.0)

    def end(self) -> None:
        """The window has gone: from here on there is nothing to answer."""
        self.tick()
        self._timer.stop()

    def tick(self) -> None:
        """One tick, or the end of what kept the last one from coming."""
        now, cpu = time.perf_counter(), time.thread_time()
        late = max(0.0, (now - self._last) * 1000 - TICK_MS)
        self._worst = max(self._worst, (late, (cpu - self._cpu) * 1000))
        self._last, self._cpu = now, cpu
        if self._steps and self._steps[0].is_done():
            self.times[self._steps.pop(0).name] = ((now - self._began) * 1000, *self._worst)
            self._restart()
            if self._steps:
                self._steps[0].do()


class Watched(Window):
    """The window, which the watch leads through a sitting once it has been painted."""

    watch: Watch

    def __init__(self, desk: Any) -> None:
        super().__init__(desk, Silent())
        steps = [
            Step("open", lambda: None, self._is_settled),
            Step("choose", self._choose, self._is_settled),
            Step("form", self._open_form, lambda: self._page().is_editing()),
            Step("save", self._save, self._is_saved),
            Step("close", self.close, lambda: False),
        ]
        Watched.watch = Watch(steps, self)
        self.painted.connect(self.watch.begin)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.end()

    def _page(self) -> Any:
        return self.funds

    def _is_settled(self) -> bool:
        """Whether the list is there and the record beside it is the chosen one."""
        page = self._page()
        if page is None or not self.desk.idle() or page._shown is None or page._shown.line is None:
            return False
        return bool(page.list.chosen_id() == page._shown.line.line.id)

    def _is_saved(self) -> bool:
        if self._page().is_editing():
            if refusals := self._page()._form.form.refusals():
                sys.stderr.write(f"not saved: {refusals}\n")
                sys.stderr.flush()
                os._exit(1)
            return False
        return self._is_settled()

    def _choose(self) -> None:
        page = self._page()
        page.list.choose(next(one for one in page.list.shown_ids() if one != page.list.chosen_id()))

    def _open_form(self) -> None:
        self._page()._do("amount", self._page()._shown.line)

    def _save(self) -> None:
        made = self._page()._form
        made.form.box("amount").write(10_000_000_00)  # more than any line has promised
        made.form.box("reason").write("To see how long it takes")
        made.save_button.click()


def main() -> int:
    """Sit down at FILE, keeping what the window remembers in FOLDER."""
    office, folder = map(Path, sys.argv[1:])
    state.use_file(folder / "desk.ini")
    state.keep("file", str(office))
    vars(window)["Window"] = Watched
    start.main([])
    left = time.perf_counter()
    watch = Watched.watch
    watch.times["close"] = ((left - watch._began) * 1000, *watch._worst)
    print(json.dumps(watch.times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
