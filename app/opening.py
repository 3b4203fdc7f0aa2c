"""Opening an office file as a person does: where it lies, whether it is the one they know, and what to tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from app import words
from app.door import Office
from app.gate import Held
from app.places import cloud_service, reparse_tag_of
from app.presence import Presence
from app.roles import role_of
from app.who import Who
from app.years import format_day
from db.identity import SCHEMA
from db.local import Local, NotKept, SeenRow

Warning_ = Literal["", "cloud", "newer", "older", "other", "twice"]
VIEWER = "You can look, print and export: you are listed as a viewer."
LOOK_ONLY: dict[str, str] = {
    "cloud": "You can look but not save: this folder is copied to the internet.",
    "newer": "You can look but not save: update this desk to save.",
    "older": "You can look but not save: this is an older copy.",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """An open office, and what the person has to know of the file before they rely on it; empty where all is well.

    `state` is why they may only look, for the file line; empty where it is that the file is read-only for them.
    """

    office: Office
    warning: Warning_ = ""
    words: str = ""
    state: str = ""


def open_office(path: Path, who: Who, local: Local, environ: Mapping[str, str]) -> Opened:
    """Open the file; one in a cloud folder and one that is older than what was seen of it are opened to look only.

    Raises CannotOpen with the sentence for the person, which names the new place of a file that the desk has moved.
    """
    cloud = cloud_service(path, environ, reparse_tag_of)
    office = Office(path, who, read_only=bool(cloud))
    try:
        found = Opened(office, "cloud", _cloud(path, cloud)) if cloud else _compared(office, local)
        if not office.read_only and office.read(role_of, who.name) == "viewer":
            office.read_only = True
            return replace(found, state=VIEWER)
    except BaseException:
        office.close()
        raise
    return replace(found, state=LOOK_ONLY.get(found.warning, ""))


def presence_at(path: Path, who: Who) -> Presence:
    """This desk's own note beside the file, for those who have it open too; nothing is written yet."""
    return Presence(path, who, schema=SCHEMA)


def remember(office: Office, local: Local) -> None:
    """Remember how far this office's data had come, to know an older copy by it."""
    held = office.held
    local.remember(SeenRow(held.dataset, held.epoch, held.seq, held.at, SCHEMA, _plain(office.path)))


def accept(office: Office, local: Local) -> None:
    """The person knows which copy this is and goes on with it: what was seen before is forgotten. Raises NotKept."""
    local.forget(office.held.dataset)
    remember(office, local)


def _compared(office: Office, local: Local) -> Opened:
    """The office beside what this laptop has seen of it. A laptop that cannot remember compares nothing."""
    held = office.held
    if office.newer:
        return Opened(office, "newer", words.NEWER.format(path=office.path.name))
    try:
        known, here = local.known(held.dataset), local.known_at(_plain(office.path))
    except NotKept:
        return Opened(office)
    if known is not None and held.is_before(Held(known.dataset, known.epoch, known.seq, known.at, "")):
        office.read_only = True
        return Opened(office, "older", words.older_copy(office.path, _day(held.at), _day(known.at)))
    if here is not None and here.dataset != held.dataset:
        return Opened(office, "other", words.other_office(office.path))
    if known is not None and known.path != _plain(office.path) and _is_another(Path(known.path), office.path):
        told = (
            f"You opened this office before as {known.path}, and that file is still there. Ask your colleagues which "
            "of the two they use before you save."
        )
        return Opened(office, "twice", told)
    return Opened(office)


def _is_another(known: Path, path: Path) -> bool:
    """Whether there is a file at `known`, and not this one by another name: a drive’s letter, or the server’s."""
    try:
        return not known.samefile(path)
    except OSError:  # not there, or not for this person to look at
        return False


def _cloud(path: Path, service: str) -> str:
    return (
        f"{path.name} lies in a folder that {service} copies. Two people's changes would be mixed up there without a "
        "word, so you can look but not save. Move it to a shared drive with “Move the office file…” in the office menu."
    )


def _day(at: str) -> str:
    try:
        return format_day(datetime.fromisoformat(at).astimezone().date())
    except ValueError:
        return "an unknown day"


def _plain(path: Path) -> str:
    return str(path.absolute())
