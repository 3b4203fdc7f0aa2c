"""A newer desk in the releases folder: what is believed of it, what is told, and the checked copy of it."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from app import updates
from app.errors import Refused
from app.policy import Managed, Setter, Setting, Way
from app.progress import Progress, Stopped
from app.updates import Here, Release, ReleaseFile, Source
from tests.releases import Releases

pytestmark = pytest.mark.windows
HERE = Here("0.9.0", 8)
WHEN = date(2026, 12, 3)
NUMBER = st.integers(0, 99_999)
VERSION = st.builds("{}.{}.{}".format, NUMBER, NUMBER, NUMBER)


@pytest.fixture
def releases(open_folder: Path) -> Iterator[Releases]:
    """A releases folder as IT would make it."""
    made = Releases(open_folder / "share" / "releases")
    yield made
    made.unlock()


def seen(releases: Releases, installed: Way = "person", known: str = "") -> updates.Seen:
    return updates.look(Source(releases.folder, installed), HERE, known=known)


# versions


@given(VERSION, VERSION)
def test_versions_are_put_in_order_by_number_and_not_by_letter(one: str, other: str) -> None:
    assert (updates.order(one) < updates.order(other)) == (Version(one) < Version(other))
    assert (updates.order(one) == updates.order(other)) == (one == other)


def test_the_tenth_comes_after_the_ninth() -> None:
    assert updates.order("0.10.0") > updates.order("0.9.99") > updates.order("0.9.2")


@given(st.text(max_size=12).filter(lambda text: not _is_like_one(text)))
def test_anything_but_three_numbers_is_no_version(text: str) -> None:
    with pytest.raises(Refused, match="is not a version"):
        updates.order(text)


def _is_like_one(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 3 and all(part.isascii() and part.isdigit() and str(int(part)) == part for part in parts)


@pytest.mark.parametrize(
    "text", ["", "0.9", "0.9.0.1", "0.9.0rc1", "v0.9.0", "0.09.0", "0.9.0\n", "٠.٩.٠", "1.2.123456"]
)
def test_these_are_no_versions(text: str) -> None:
    with pytest.raises(Refused, match="three numbers"):
        updates.order(text)


# current.json

GOOD: dict[str, Any] = {
    "version": "0.10.0",
    "released": "2026-12-03",
    "schema": 9,
    "notes": "Letters.",
    "files": {"commissioning-desk-0.10.0-setup.exe": {"sha256": "ab" * 32, "bytes": 123}},
}


def as_json(**changed: Any) -> bytes:
    return json.dumps({**GOOD, **changed}).encode()


@given(
    VERSION,
    st.dates(),
    st.integers(1, 9_999),
    st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True),
    st.integers(1, 2**31),
)
def test_what_is_written_is_read_again_as_it_was(version: str, day: date, schema: int, name: str, size: int) -> None:
    release = Release(version, day, schema, "Ł, ź and £: “new”.", {name: ReleaseFile("0a" * 32, size)})
    text = updates.to_json(release)
    assert updates.from_json(text.encode()) == release
    assert updates.to_json(updates.from_json(text.encode())) == text


def test_the_order_of_files_makes_no_difference_to_what_is_written() -> None:
    one, two = ReleaseFile("0a" * 32, 1), ReleaseFile("0b" * 32, 2)
    written = [
        updates.to_json(Release("1.0.0", WHEN, 8, "", files)) for files in ({"a": one, "b": two}, {"b": two, "a": one})
    ]
    assert written[0] == written[1]
    assert list(json.loads(written[0])) == ["version", "released", "schema", "notes", "files"]


@pytest.mark.parametrize(
    "changed",
    [
        {"version": "0.9"},
        {"notes": "Two\nlines"},
        {"notes": "x" * 1501},
        {"files": {}},
        {"files": {"a/b": ReleaseFile("0a" * 32, 1)}},
        {"files": {"a": ReleaseFile("0a", 1)}},
        {"schema": 0},
    ],
    ids=str,
)
def test_what_a_desk_would_not_believe_is_not_written(changed: dict[str, Any]) -> None:
    release = Release("0.10.0", WHEN, 8, "", {"a": ReleaseFile("0a" * 32, 1)})
    with pytest.raises(Refused):
        updates.to_json(replace(release, **changed))


def test_a_byte_order_mark_of_somebodys_editor_does_no_harm() -> None:
    assert updates.from_json(b"\xef\xbb\xbf" + as_json()).version == "0.10.0"


ONE = {"sha256": "ab" * 32, "bytes": 1}
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "it is not JSON"),
    "half": (as_json()[:-20], "it is not JSON"),
    "binary": (bytes(range(256)), "it is not JSON"),
    "deep": (b"[" * 20_000, "it is not JSON"),
    "long number": (b'{"schema": ' + b"9" * 6_000 + b"}", "it is not JSON"),
    "large": (as_json(notes="x" * 70_000), "it is too large"),
    "list": (b"[]", "it is not a list of names and values"),
    "version a number": (as_json(version=1), "its version is not three numbers like 0.9.0"),
    "version a folder": (as_json(version="../0.9.0"), "its version is not three numbers like 0.9.0"),
    "no notes": (as_json(notes=None), "its notes are missing"),
    "schema in words": (as_json(schema="9"), "its schema is not a number"),
    "schema true": (as_json(schema=True), "its schema is not a number"),
    "schema not a number": (as_json(schema=float("nan")), "its schema is not a number"),
    "schema below": (as_json(schema=-1), "its schema is not a number"),
    "day without hyphens": (as_json(released="20261203"), "its day is not one like 2026-11-26"),
    "no such day": (as_json(released="2026-02-30"), "its day is not one like 2026-11-26"),
    "no files": (as_json(files={}), "it names no files, or too many"),
    "files a list": (as_json(files=["a"]), "it names no files, or too many"),
    "too many files": (as_json(files={f"f{at}": ONE for at in range(51)}), "it names no files, or too many"),
    "file up": (as_json(files={"../evil.exe": ONE}), "a file's name is not a plain one"),
    "file in a folder": (as_json(files={"a\\b.exe": ONE}), "a file's name is not a plain one"),
    "file on a drive": (as_json(files={"c:evil.exe": ONE}), "a file's name is not a plain one"),
    "file with a dot at the end": (as_json(files={"a.exe.": ONE}), "a file's name is not a plain one"),
    "no sha256": (as_json(files={"a.exe": {"bytes": 1}}), "a.exe has no SHA-256"),
    "file is a word": (as_json(files={"a.exe": "ab"}), "a.exe has no SHA-256"),
    "large sha256": (as_json(files={"a.exe": {**ONE, "sha256": "AB" * 32}}), "a.exe has no SHA-256"),
    "no size": (as_json(files={"a.exe": {"sha256": "ab" * 32}}), "a.exe has no size"),
    "size of nothing": (as_json(files={"a.exe": {**ONE, "bytes": 0}}), "a.exe has no size"),
    "size beyond all": (as_json(files={"a.exe": {**ONE, "bytes": 2**40}}), "a.exe has no size"),
}


@pytest.mark.parametrize(("data", "why"), BAD.values(), ids=BAD)
def test_what_is_no_description_of_a_release_is_not_believed_and_it_is_said_why(
    releases: Releases, data: bytes, why: str
) -> None:
    releases.put("0.10.0")
    (releases.folder / "current.json").write_bytes(data)
    found = seen(releases)
    assert (found.state, found.release) == ("unclear", None)
    assert found.words == (
        f"current.json in the releases folder cannot be believed: {why}. Ask IT to put the release there again."
    )


@given(st.binary(max_size=200) | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(
    lambda value: json.dumps({**GOOD, "files": value}).encode()
))  # fmt: skip
def test_nothing_at_all_makes_reading_it_fail_otherwise_than_by_a_sentence(data: bytes) -> None:
    with pytest.raises(Refused, match="cannot be believed"):
        updates.from_json(data)


def test_notes_are_one_paragraph_in_which_every_letter_is_seen() -> None:
    told = updates.from_json(as_json(notes="One\r\n\r\ntwo\u2028three\u202e\x07 " + "x" * 3_000)).notes
    assert told.startswith("One two three xxx")
    assert len(told) == 1_500


# where to look


FOLDER = Setting(Path("/releases"), Setter.MACHINE_POLICY)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (Managed(update_path=FOLDER, way="source"), "Not looked for: this desk runs from its source."),
        (Managed(update_path=FOLDER, way="machine", no_update_check=True), "Not looked for: IT has switched it off."),
        (Managed(way="person"), "Not looked for: no releases folder is set."),
    ],
    ids=["source", "off", "unset"],
)
def test_where_it_is_not_wanted_nothing_is_looked_for(what: Managed, why: str) -> None:
    at = updates.source(what)
    found = updates.look(at, HERE)
    assert (at.folder, found.state, found.words) == (None, "off", why)


def test_the_folder_that_it_has_set_is_looked_at() -> None:
    assert updates.source(Managed(update_path=FOLDER, way="person")) == Source(FOLDER.path, "person")


# looking


@pytest.mark.parametrize("installed", ["machine", "person", "portable"])
def test_a_whole_release_that_nobody_may_write_is_offered(
    releases: Releases, as_nobody: Callable[[], None], installed: Way
) -> None:
    releases.put("0.10.0", schema=9)
    releases.lock()
    as_nobody()
    found = seen(releases, installed)
    assert (found.state, found.before_upgrade, found.words) == ("offered", True, "Version 0.10.0 of 3 December 2026.")
    assert found.release is not None
    assert found.release.notes == releases.notes


def test_the_same_schema_asks_nothing_of_the_others(releases: Releases, as_nobody: Callable[[], None]) -> None:
    releases.put("0.9.1", schema=8)
    releases.lock()
    as_nobody()
    assert (seen(releases).state, seen(releases).before_upgrade) == ("offered", False)


@pytest.mark.parametrize(
    ("version", "state", "words"),
    [
        ("0.9.0", "same", "Version 0.9.0 of 3 December 2026: this is the newest."),
        ("0.8.9", "older", "Version 0.8.9 of 3 December 2026, which is older than this one."),
    ],
)
def test_what_is_not_newer_is_never_offered(releases: Releases, version: str, state: str, words: str) -> None:
    releases.put(version)
    found = seen(releases)
    assert (found.state, found.words) == (state, words)


def half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def longer(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"x")


def gone(file: Path) -> None:
    file.unlink()


def other(file: Path) -> None:
    file.write_bytes(b"y" * file.stat().st_size)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (half, "is only half copied"),
        (longer, "is larger than current.json says"),
        (gone, "is missing"),
        (other, "is not what current.json says"),
    ],
)
def test_a_release_that_is_not_whole_is_not_offered(
    releases: Releases, as_nobody: Callable[[], None], spoil: Callable[[Path], None], why: str
) -> None:
    spoil(releases.put("0.10.0"))
    releases.lock()
    as_nobody()
    found = seen(releases)
    assert found.state == "broken"
    assert found.words == (
        f"Version 0.10.0 of 3 December 2026 is not whole yet: commissioning-desk-0.10.0-setup.exe {why}. "
        "Ask IT to put the release there again."
    )


def test_a_release_without_the_file_this_copy_would_need_is_not_offered(releases: Releases) -> None:
    releases.put("0.10.0", without="portable.zip")
    found = seen(releases, "portable")
    assert found.state == "missing"
    assert "but without commissioning-desk-0.10.0-portable.zip" in found.words


def test_a_file_that_was_read_whole_before_is_not_read_again(releases: Releases, as_nobody: Callable[[], None]) -> None:
    file = releases.put("0.10.0")
    known = hashlib.sha256(file.read_bytes()).hexdigest()
    other(file)
    releases.lock()
    as_nobody()
    assert seen(releases).state == "broken"
    assert seen(releases, known=known).state == "offered"


@pytest.mark.parametrize(
    "place", ["two folders above", "the folder above", "the folder", "current.json", "the version", "the file"]
)
def test_a_release_that_the_person_could_have_put_there_is_told_and_not_offered(
    releases: Releases, as_nobody: Callable[[], None], place: str
) -> None:
    file = releases.put("0.10.0")
    releases.lock()
    places = {
        "two folders above": releases.folder.parent.parent,
        "the folder above": releases.folder.parent,
        "the folder": releases.folder,
        "current.json": releases.folder / "current.json",
        "the version": file.parent,
        "the file": file,
    }
    places[place].chmod(0o777)
    as_nobody()
    found = seen(releases)
    assert found.state == "writable"
    assert found.words == (
        "Version 0.10.0 lies in the releases folder, but you may write there or put another folder in its place, so "
        "anybody could have put it there. It is not offered until IT has made the folder read-only for everybody who "
        "uses the desk."
    )


def test_whoever_may_write_everywhere_is_told_so_too(releases: Releases) -> None:
    releases.put("0.10.0")
    assert seen(releases).state == "writable"


def test_a_folder_that_is_not_there_is_one_that_does_not_answer(tmp_path: Path) -> None:
    found = updates.look(Source(tmp_path / "nowhere", "person"), HERE)
    assert (found.state, found.words) == ("away", "The releases folder does not answer.")


def test_an_empty_folder_and_a_folder_in_the_place_of_the_file_are_said(releases: Releases) -> None:
    releases.folder.mkdir(parents=True)
    assert seen(releases).words.startswith("There is no current.json in the releases folder.")
    (releases.folder / "current.json").mkdir()
    assert seen(releases).words.startswith("There is no current.json in the releases folder.")


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX has pipes among its files")
def test_a_pipe_in_the_place_of_a_file_does_not_hold_the_desk(releases: Releases) -> None:
    assert sys.platform != "win32"
    releases.folder.mkdir(parents=True)
    os.mkfifo(releases.folder / "current.json")
    assert seen(releases).state == "unclear"


def test_a_look_can_be_stopped_before_the_file_is_read_to_its_end(
    releases: Releases, as_nobody: Callable[[], None]
) -> None:
    releases.put("0.10.0")
    releases.lock()
    as_nobody()
    progress = Progress()
    progress.stop.set()
    with pytest.raises(Stopped):
        updates.look(Source(releases.folder, "person"), HERE, progress=progress)


# a copy for the person


def saved(releases: Releases, to: Path, installed: Way = "person", progress: Progress | None = None) -> Path:
    release = updates.from_json((releases.folder / "current.json").read_bytes())
    return updates.save(Source(releases.folder, installed), release, to, progress or Progress())


@pytest.mark.parametrize(("installed", "ending"), [("person", "setup.exe"), ("portable", "portable.zip")])
def test_a_copy_is_the_file_itself_under_its_own_name(
    releases: Releases, tmp_path: Path, installed: Way, ending: str
) -> None:
    file = releases.put("0.10.0").with_name(f"commissioning-desk-0.10.0-{ending}")
    to = tmp_path / "Übrige Downloads"
    copy = saved(releases, to, installed)
    assert copy == to / file.name
    assert copy.read_bytes() == file.read_bytes()
    assert list(to.iterdir()) == [copy]


def test_a_copy_that_is_there_already_is_not_made_again_and_nothing_else_is_written_over(
    releases: Releases, tmp_path: Path
) -> None:
    releases.put("0.10.0")
    copy = saved(releases, tmp_path)
    assert saved(releases, tmp_path) == copy
    copy.write_bytes(b"something of the person's own")
    second = saved(releases, tmp_path)
    assert second.name == "commissioning-desk-0.10.0-setup (2).exe"
    assert copy.read_bytes() == b"something of the person's own"


@pytest.mark.parametrize("spoil", [half, longer, other])
def test_a_copy_that_is_not_what_was_promised_is_removed(
    releases: Releases, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(releases.put("0.10.0"))
    with pytest.raises(Refused, match=r"is not what current.json says, or changed while it was copied") as refused:
        saved(releases, tmp_path)
    assert "The copy was removed." in refused.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_changes_while_it_is_copied_is_refused_and_removed(releases: Releases, tmp_path: Path) -> None:
    file = releases.put("0.10.0", pieces=3)

    def tell(done: int, of: int, words: str) -> None:
        if done < of:  # after the first piece the last one becomes another
            with file.open("r+b") as there:
                there.seek(-10, os.SEEK_END)
                there.write(b"evil")

    with pytest.raises(Refused, match="changed while it was copied"):
        saved(releases, tmp_path, progress=Progress(tell))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_grows_for_ever_is_not_copied_for_ever(releases: Releases, tmp_path: Path) -> None:
    file = releases.put("0.10.0")
    os.truncate(file, 3 * 1024**3)  # holes, which take no room here but would in the copy
    with pytest.raises(Refused, match=r"is not what current.json says"):
        saved(releases, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_is_stopped_leaves_nothing(releases: Releases, tmp_path: Path) -> None:
    releases.put("0.10.0", pieces=3)
    progress = Progress()
    progress.tell = lambda done, of, words: progress.stop.set()
    with pytest.raises(Stopped):
        saved(releases, tmp_path, progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_has_gone_and_a_folder_that_takes_nothing_are_said(releases: Releases, tmp_path: Path) -> None:
    file = releases.put("0.10.0")
    gone(file)
    with pytest.raises(Refused, match=r"cannot be read from the releases folder. Nothing was saved."):
        saved(releases, tmp_path)
    releases.put("0.10.0")
    (tmp_path / "taken").write_text("no folder")
    with pytest.raises(Refused, match=r"could not be written into .*taken. Is this laptop’s disk full"):
        saved(releases, tmp_path / "taken")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_said_and_leaves_nothing(releases: Releases, tmp_path: Path) -> None:
    name = releases.put("0.10.0").name
    (tmp_path / f"{name}.part").symlink_to("/dev/full")
    with pytest.raises(Refused, match="Is this laptop’s disk full"):
        saved(releases, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_release_without_the_file_and_a_desk_without_a_folder_have_nothing_to_save(
    releases: Releases, tmp_path: Path
) -> None:
    releases.put("0.10.0", without="setup.exe")
    with pytest.raises(Refused, match=r"has no commissioning-desk-0.10.0-setup.exe"):
        saved(releases, tmp_path)
    nowhere = updates.source(Managed(way="person"))
    with pytest.raises(Refused, match="no releases folder is set"):
        updates.save(nowhere, Release("0.10.0", WHEN, 8, "", {}), tmp_path, Progress())
