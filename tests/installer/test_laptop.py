"""What the exercise reads off a Windows machine, and what it says where something is not as it should be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from installer.laptop import expect, expect_in, files_of, hold_result, read_registry
from installer.steps import Failed

EXPORTED = r"""Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\Software\CommissioningDesk]
"InstallFolder"="C:\\Öffice & Co\\the desk"
"EstimatedSize"=dword:00017aac

[HKEY_CURRENT_USER\Software\Classes\CommissioningDesk.Office\shell\open\command]
@="\"C:\\the desk\\commissioning-desk.exe\" \"%1\""
"""


def result(**changed: object) -> dict[str, Any]:
    """What a self-test that passed leaves."""
    step = {"name": "Print a paper", "ok": True, "words": "3 pages"}
    return {"version": "0.9.0", "frozen": True, "passed": True, "steps": [step], **changed}


def test_the_texts_of_an_exported_registry_are_read_by_key_and_name() -> None:
    assert read_registry(EXPORTED) == {
        r"software\commissioningdesk": {"InstallFolder": r"C:\Öffice & Co\the desk"},
        r"software\classes\commissioningdesk.office\shell\open\command": {
            "": r'"C:\the desk\commissioning-desk.exe" "%1"'
        },
    }


def test_a_self_test_that_passed_is_let_through(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(json.dumps(result()), "utf-8")
    hold_result(tmp_path, "0.9.0")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"version": "0.8.0"}, "expected '0.9.0', found '0.8.0'"),
        ({"frozen": False}, "expected True, found False"),
        ({"passed": False}, "expected True, found False"),
        ({"steps": [{"name": "Print a paper", "ok": False, "words": "No room."}]}, "Print a paper: No room."),
    ],
)
def test_a_self_test_that_did_not_pass_stops_the_exercise(
    tmp_path: Path, changed: dict[str, object], words: str
) -> None:
    (tmp_path / "result.json").write_text(json.dumps(result(**changed)), "utf-8")
    with pytest.raises(Failed, match=words):
        hold_result(tmp_path, "0.9.0")


def test_a_self_test_that_left_nothing_stops_the_exercise(tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"left no result\.json"):
        hold_result(tmp_path, "0.9.0")


def test_what_was_expected_and_what_was_found_are_both_said() -> None:
    with pytest.raises(Failed, match="Exit code: expected 0, found 67"):
        expect("exit code", 0, 67)
    with pytest.raises(Failed, match="Its log: expected the words 'is open', found 'disk full'"):
        expect_in("its log", "is open", "disk full\n")


def test_files_are_listed_by_their_paths_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").touch()
    assert files_of(tmp_path) == {"a/b/c.txt"}
    assert files_of(tmp_path / "nowhere") == set()
