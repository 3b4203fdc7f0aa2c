"""A desk that saves until its time is up or it is killed, and looks up what it left open as a restarted desk does."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from app.areas import change_area
from app.door import Office
from app.errors import CannotOpen, FileTrouble, NotSaved, Refused, Unknown
from app.who import Who
from db.areas import Area, AreaName
from db.base import uuid7
from tests.storm.journey import Log, Save, read


class Adds(Protocol):
    """A use case that makes a row of this key; its id."""

    def __call__(self, session: Session, /, *, key: str) -> str: ...


AFTER_SECONDS = 60.0
"""How long after its time a desk may still wait for the file to answer."""
NOT_OPENED = 2


@dataclass(frozen=True, slots=True)
class Orders:
    """Which desk this is, which office it works on, and until when (by the monotonic clock)."""

    number: int
    life: int
    office: Path
    log: Path
    until: float
    records: tuple[str, ...] = ()
    think: tuple[float, float] = (0.0, 0.03)
    edits: float = 0.25
    """The share of its saves that change a record others change too."""
    patience: float = 30.0
    after: float = AFTER_SECONDS


@dataclass(slots=True)
class Desk:
    """An open office, the log of what it says, and a name for each save. Opened by `sit_down`."""

    office: Office
    log: Log
    name: str
    random: random.Random = field(default_factory=random.Random)
    count: int = 0

    def add(self, use_case: Adds | None = None) -> Save:
        """Save a new row with its name."""
        save = self._next()
        self.log.tried(save)
        self._add(save, use_case or add)
        return save

    def again(self, save: Save) -> None:
        """Save a new row that is known not to have arrived, under the same op_id."""
        self._add(save, add)

    def edit(self, row: str, meanwhile: Callable[[], object] = lambda: None) -> Save | None:
        """Look at a row that others change too, and after a while change it; None when it could not be read."""
        try:
            version, code = self.office.read(look, row)
        except FileTrouble:
            return None
        meanwhile()
        save = self._next()
        save.row, save.version, save.code = row, version, code
        self.log.tried(save)
        self._make(save, lambda: self.office.save(save.op_id, f"Change {save.key}", change, save))
        return save

    def look_up(self, save: Save, until: float) -> bool:
        """Ask the file for a save nobody has spoken of yet; whether it answered in time."""
        began = time.monotonic()
        while True:
            try:
                arrived = self.office.arrived(save.op_id)
            except FileTrouble:
                if time.monotonic() > until:
                    return False
                time.sleep(0.1)
                continue
            self.log.told(save, "found" if arrived else "absent", time.monotonic() - began)
            return True

    def _add(self, save: Save, use_case: Adds) -> None:
        self._make(save, lambda: self.office.save(save.op_id, f"Add {save.key}", use_case, key=save.key))

    def _next(self) -> Save:
        self.count += 1
        return Save(uuid7(), f"{self.name}-{self.count}")

    def _make(self, save: Save, make: Callable[[], object]) -> None:
        began = time.monotonic()
        try:
            make()
        except Unknown as error:
            self.log.told(save, "unknown", time.monotonic() - began, error.message)
        except NotSaved as error:
            self.log.told(save, "not saved", time.monotonic() - began, error.message)
        except Refused as error:
            self.log.told(save, "refused", time.monotonic() - began, error.message)
        except Exception as error:  # noqa: BLE001 - whatever comes through raw is what the storm wants to see
            self.log.told(save, "fault", time.monotonic() - began, f"{type(error).__name__}: {error}")
        else:
            self.log.told(save, "saved", time.monotonic() - began)


def add(session: Session, *, key: str) -> str:
    """A new area with its name, not put after the others: to look for the last place takes longer with every row."""
    area = Area(parent_id=None, kind="County", code=key, position=0)
    session.add(area)
    session.flush()
    session.add(AreaName(area_id=area.id, name=key, from_day=None))
    return area.id


def change(session: Session, save: Save) -> None:
    """Give a record its new code, if it is still as this desk saw it. Raises Stale."""
    name = f"Record {save.row}"
    change_area(session, save.row, version=save.version, name=name, kind="County", parent_id=None, code=save.key)


def look(session: Session, row: str) -> tuple[int, str]:
    """The version of a record, and the code it has."""
    area = session.get_one(Area, row)
    return area.version, area.code


def add_records(office: Office, number: int) -> tuple[str, ...]:
    """Records for everybody to change."""
    made = [office.write("Add record", add, key=f"record {at}") for at in range(number)]
    return tuple(made)


def sit_down(path: Path, who: str, until: float) -> Office:
    """Open the office to write in it, trying again while the drive does not answer. Raises CannotOpen, NotSaved."""
    while True:
        try:
            office = Office(path, Who(who, who))
        except CannotOpen:
            if time.monotonic() > until:
                raise
        else:
            if not office.read_only:
                return office
            office.close()  # the drive went away in the moment it was asked whether it may be written to
            if time.monotonic() > until:
                raise NotSaved("It could only be opened to be looked at.")
        time.sleep(0.2)


def work(orders: Orders) -> None:
    """Be a desk, from its start to the end of its time. It ends with NOT_OPENED where the office cannot be opened."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the storm, which ends its desks itself
    late = max(orders.until, time.monotonic()) + orders.after
    left_open = [save for save in read(orders.log) if save.open]
    try:
        office = sit_down(orders.office, f"DESK-{orders.number}", late)
    except Refused:
        sys.exit(NOT_OPENED)
    office.patience = orders.patience
    with Log(orders.log) as log:
        desk = Desk(office, log, f"{orders.number}.{orders.life}")
        for save in left_open:
            if desk.look_up(save, late) and save.told == "absent" and not save.row:
                desk.again(save)
        while time.monotonic() < orders.until:
            made = _one(desk, orders)
            if made is not None and made.told == "unknown":
                desk.look_up(made, late)
            time.sleep(desk.random.uniform(*orders.think))
        office.close()


def _one(desk: Desk, orders: Orders) -> Save | None:
    if orders.records and desk.random.random() < orders.edits:
        think = desk.random.uniform(*orders.think)
        return desk.edit(desk.random.choice(orders.records), lambda: time.sleep(think))
    return desk.add()
