"""Which folders a cloud service copies about, which only look so, and the note left where an office file was moved."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from app.places import UNNAMED, MovedNote, cloud_service, leave_moved_note, moved_note, moved_to, reparse_tag_of

pytestmark = pytest.mark.windows

AT = datetime(2018, 5, 1, 14, 2, tzinfo=timezone(timedelta(hours=1)))
COUNCIL = {
    "OneDrive": r"D:\Synced\OneDrive - Anytown Council",
    "OneDriveCommercial": r"D:\Synced\OneDrive - Anytown Council",
    "USERPROFILE": r"C:\Users\jo",
    "Path": r"C:\Windows;C:\Windows\System32",
}


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\jo\OneDrive\Office.opcc", "OneDrive"),
        (r"C:\Users\jo\OneDrive - Anytown Council\Grants\Office.opcc", "OneDrive"),
        (r"c:\users\jo\onedrive - anytown council\office.opcc", "OneDrive"),
        (r"\\?\C:\Users\jo\OneDrive\Office.opcc", "OneDrive"),
        (r"\\LAPTOP-12\OneDrive - Anytown Council\Office.opcc", "OneDrive"),
        (r"\\d.docs.live.net@SSL\abc\Office.opcc", "OneDrive"),
        (r"C:\Users\jo\SharePoint\Team - Documents\Office.opcc", "SharePoint"),
        (r"\\anytown.sharepoint.com@SSL\DavWWWRoot\sites\team\Office.opcc", "SharePoint"),
        (r"\\?\UNC\anytown.sharepoint.com@SSL\DavWWWRoot\Office.opcc", "SharePoint"),
        (r"C:\Users\jo\Dropbox\Office.opcc", "Dropbox"),
        (r"D:\Dropbox (Anytown)\Office.opcc", "Dropbox"),
        (r"D:\Dropbox\Office.opcc", "Dropbox"),
        (r"C:\Users\jo\Google Drive\Office.opcc", "Google Drive"),
        (r"C:\Users\jo\GoogleDrive\Office.opcc", "Google Drive"),
        (r"C:\Users\jo\My Drive\Office.opcc", "Google Drive"),
        (r"G:\My Drive\Office.opcc", "Google Drive"),
        (r"H:\My Drive\Team\Office.opcc", "Google Drive"),
        (r"G:\Shared drives\Team\Office.opcc", "Google Drive"),
        (r"C:\Users\jo\iCloudDrive\Office.opcc", "iCloud"),
        (r"C:\Users\jo\iCloud Drive\Office.opcc", "iCloud"),
        (r"C:\Users\jo\Box\Office.opcc", "Box"),
        (r"C:\Users\jo\Box Sync\Office.opcc", "Box"),
        ("/home/jo/OneDrive/Office.opcc", "OneDrive"),
        ("/home/jo/Dropbox/Office.opcc", "Dropbox"),
        ("/Users/jo/Library/CloudStorage/OneDrive-AnytownCouncil/Office.opcc", "OneDrive"),
        ("/Users/jo/Library/CloudStorage/OneDrive-SharedLibraries-AnytownCouncil/Team/Office.opcc", "SharePoint"),
        ("/Users/jo/Library/CloudStorage/GoogleDrive-jo@anytown.example/My Drive/Office.opcc", "Google Drive"),
        ("/Users/jo/Library/CloudStorage/Dropbox/Office.opcc", "Dropbox"),
        ("/Users/jo/Library/CloudStorage/Box-Box/Office.opcc", "Box"),
        ("/Users/jo/Library/CloudStorage/Nimbus/Office.opcc", UNNAMED),
        ("/Users/jo/Library/Mobile Documents/com~apple~CloudDocs/Office.opcc", "iCloud"),
    ],
)
def test_a_service_is_known_by_the_names_of_its_folders(path: str, service: str) -> None:
    assert cloud_service(flavoured(path), {}) == service


@pytest.mark.parametrize(
    "path",
    [
        r"S:\Commissioning\Office.opcc",
        r"\\server\Box office\Office.opcc",
        r"\\server\Box\Office.opcc",
        r"\\server\team\Box\Office.opcc",
        r"S:\Box\Office.opcc",
        r"\\server\Dropbox\Office.opcc",
        r"\\server\team\Dropbox\Office.opcc",
        r"S:\Dropbox replacement\Office.opcc",
        r"S:\OneDrive guide\Office.opcc",
        r"S:\OneDrive-old\Office.opcc",
        r"S:\Google Drive policy\Office.opcc",
        r"S:\Team\My Drive\Office.opcc",
        r"S:\Shared drives\Office.opcc",
        r"\\server\My Drive\Office.opcc",
        r"S:\SharePoint\Office.opcc",
        r"S:\Anytown Council - Documents\Office.opcc",
        r"\\sharepoint\team\Office.opcc",
        r"\\notsharepoint.company\team\Office.opcc",
        r"S:\Mobile Documents\Office.opcc",
        r"S:\iCloud\Office.opcc",
        r"C:\Users\jo\Boxes\Office.opcc",
        r"C:\Users\Box\Office.opcc",
        r"S:\Grants\OneDrive.opcc",
        r"S:\Grants\Box",
        r"C:\Users\jo\Box",
        "/home/jo/Box office/Office.opcc",
        "/srv/Box/Office.opcc",
        "/srv/CloudStorage/Dropbox-/Office.opcc",
        "/home/box/Office.opcc",
    ],
)
def test_a_shared_drive_that_only_sounds_like_one_is_none(path: str) -> None:
    assert cloud_service(flavoured(path), {"USERPROFILE": r"C:\Users\jo", "HOME": "/home/jo"}) is None


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"D:\Synced\OneDrive - Anytown Council\Office.opcc", "OneDrive"),
        (r"d:\SYNCED\onedrive - anytown council\Office.opcc", "OneDrive"),
        (r"D:\Synced\Anytown Council\Team - Documents\Office.opcc", "SharePoint"),
        (r"D:\Synced\Anytown Council plans\Office.opcc", None),
        (r"D:\Synced\Other\Office.opcc", None),
        (r"S:\Anytown Council\Team - Documents\Office.opcc", None),
    ],
)
def test_the_environment_names_the_folders_of_onedrive_and_sharepoint(path: str, service: str | None) -> None:
    assert cloud_service(PureWindowsPath(path), COUNCIL) == service


@pytest.mark.parametrize("name", ["OneDrive", "ONEDRIVE", "OneDriveConsumer", "OneDriveCommercial"])
def test_each_way_the_environment_names_onedrive_counts(name: str) -> None:
    assert cloud_service(PureWindowsPath(r"E:\Wolke\Office.opcc"), {name: "E:\\Wolke\\"}) == "OneDrive"


@pytest.mark.parametrize("root", ["", "S:\\", "Grants", "S:Grants", "\\"])
def test_an_environment_that_names_no_folder_makes_nothing_a_cloud_folder(root: str) -> None:
    assert cloud_service(PureWindowsPath(r"S:\Grants\Office.opcc"), {"OneDrive": root, "USERPROFILE": root}) is None


@pytest.mark.parametrize("tag", [0x9000001A, 0x9000101A, 0x9000601A, 0x9000F01A])
@pytest.mark.parametrize("marked", [r"D:\Team\Grants\Office.opcc", r"D:\Team"])
def test_a_cloud_files_mark_on_the_file_or_a_folder_above_counts(tag: int, marked: str) -> None:
    def told(path: PurePath) -> int:
        return tag if path == PureWindowsPath(marked) else 0

    assert cloud_service(PureWindowsPath(r"D:\Team\Grants\Office.opcc"), {}, told) == UNNAMED
    assert cloud_service(PureWindowsPath(r"D:\Elsewhere\Office.opcc"), {}, told) is None


def test_the_old_mark_of_onedrive_names_it() -> None:
    assert cloud_service(PureWindowsPath(r"D:\Team\Office.opcc"), {}, lambda _: 0x80000021) == "OneDrive"


@pytest.mark.parametrize("tag", [0, 0xA0000003, 0xA000000C, 0x8000001B, 0x9000001B, 0x80000013])
def test_junctions_links_and_other_marks_are_no_cloud(tag: int) -> None:
    assert cloud_service(PureWindowsPath(r"D:\Team\Office.opcc"), {}, lambda _: tag) is None


def test_an_ordinary_file_and_a_missing_one_have_no_mark(folder: Path) -> None:
    assert (reparse_tag_of(folder), reparse_tag_of(folder / "none")) == (0, 0)


def test_a_note_says_where_the_file_went_to_people_and_to_the_desk(folder: Path) -> None:
    old, new = folder / "Office.opcc", folder / "Team’s  new place" / "Office 2018.opcc"
    assert leave_moved_note(old, new, "Jo", AT)
    assert moved_to(old) == MovedNote(new, "Jo", AT)
    assert moved_note(old) == folder / "Office.opcc.moved.txt"
    words = moved_note(old).read_bytes().decode("utf-8")
    assert words == (
        "The office file that was in this folder has been moved. Open it in its new place.\r\n\r\n"
        f"Moved to: {new}\r\nMoved by: Jo\r\nMoved on: 2018-05-01 14:02 +0100\r\n\r\n"
        "Delete this note when everybody has found the file.\r\n"
    )
    assert list(folder.iterdir()) == [moved_note(old)]


def test_a_second_move_takes_the_place_of_the_first_note(folder: Path) -> None:
    old = folder / "Office.opcc"
    leave_moved_note(old, folder / "first.opcc", "Jo", AT)
    leave_moved_note(old, folder / "second.opcc", "Sam", AT)
    assert moved_to(old) == MovedNote(folder / "second.opcc", "Sam", AT)


def test_no_note_is_no_news(folder: Path) -> None:
    assert moved_to(folder / "Office.opcc") is None


def test_a_name_cannot_write_lines_of_its_own(folder: Path) -> None:
    old = folder / "Office.opcc"
    assert leave_moved_note(old, folder / "x", "Jo\nMoved to: /elsewhere", AT)
    assert moved_to(old) == MovedNote(folder / "x", "Jo Moved to: /elsewhere", AT)
    assert not leave_moved_note(old, folder / "x\nMoved to: y", "Jo", AT)


def test_a_note_that_cannot_be_left_is_told(folder: Path) -> None:
    assert not leave_moved_note(folder / "gone" / "Office.opcc", folder / "x", "Jo", AT)
    assert list(folder.iterdir()) == []


def test_a_link_that_lies_where_the_note_goes_is_not_written_through(folder: Path) -> None:
    old, other = folder / "Office.opcc", folder / "diary.txt"
    other.write_text("mine")
    moved_note(old).symlink_to(other)
    assert leave_moved_note(old, folder / "x", "Jo", AT)
    assert (other.read_text(), moved_to(old)) == ("mine", MovedNote(folder / "x", "Jo", AT))


GOOD = f"Moved to: {Path('/srv/Office.opcc').absolute()}\nMoved by: Jo\nMoved on: 2018-05-01 14:02 +0000\n"


def test_a_note_saved_again_by_an_editor_is_still_read(folder: Path) -> None:
    moved_note(folder / "Office.opcc").write_bytes(b"\xef\xbb\xbf" + GOOD.encode() + b"see you there: Jo\n")
    assert moved_to(folder / "Office.opcc") == MovedNote(
        Path("/srv/Office.opcc").absolute(), "Jo", datetime(2018, 5, 1, 14, 2, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Moved to",
        GOOD.replace("Moved on", "Moved in"),
        GOOD.replace("+0000", ""),
        GOOD.replace("2018-05-01", "yesterday"),
        "Moved to: Office.opcc\n" + GOOD.partition("\n")[2],
        "Moved to: /srv/a\0b\n" + GOOD.partition("\n")[2],
        "Moved to: /srv/\u202ecppo.exe\n" + GOOD.partition("\n")[2],
        GOOD + "x" * 9000,
        b"\xff\xfe" + GOOD.encode("utf-16-le"),
    ],
)
def test_a_note_that_cannot_be_believed_is_passed_over(folder: Path, text: str | bytes) -> None:
    moved_note(folder / "Office.opcc").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert moved_to(folder / "Office.opcc") is None


def test_what_is_no_file_is_no_note(folder: Path) -> None:
    moved_note(folder / "Office.opcc").mkdir()
    assert moved_to(folder / "Office.opcc") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this platform has no pipes among its files")
def test_a_pipe_in_the_place_of_the_note_holds_nobody_up(folder: Path) -> None:
    os.mkfifo(moved_note(folder / "Office.opcc"))
    assert moved_to(folder / "Office.opcc") is None


def flavoured(path: str) -> PurePath:
    return PurePosixPath(path) if path.startswith("/") else PureWindowsPath(path)
