"""The real registry, and the sign by which installers see that the desk is running."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from app import running
from app.policy import NO_CHECK, POLICY_KEY, SHARE, SOURCES, UPDATES, Setter, Setting, find, managed, registry
from tests.factories import JO

pytestmark = [
    pytest.mark.windows,
    pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a registry and mutexes by name"),
]

if sys.platform == "win32":
    import winreg

    HIVES = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
    ACCESS = winreg.KEY_ALL_ACCESS | winreg.KEY_WOW64_64KEY
    NAMES = (SHARE, UPDATES, NO_CHECK)

    def put(by: Setter, name: str, content: Any, kind: int) -> None:
        """Write as IT or an installer does."""
        hive, key = SOURCES[by]
        with winreg.CreateKeyEx(HIVES[hive], key, access=ACCESS) as opened:
            winreg.SetValueEx(opened, name, 0, kind, content)

    def remove(by: Setter, name: str) -> None:
        hive, key = SOURCES[by]
        try:
            with winreg.OpenKey(HIVES[hive], key, access=ACCESS) as opened:
                winreg.DeleteValue(opened, name)
        except FileNotFoundError:
            pass

    @pytest.fixture(autouse=True)
    def bare() -> Iterator[None]:
        """Nothing set before; what was there is there again at the end."""
        before = registry()
        for by in SOURCES:
            for name in NAMES:
                remove(by, name)
        yield
        for by in SOURCES:
            for name in NAMES:
                remove(by, name)
                if value := before.get(by, {}).get(name):
                    put(by, name, *value)

    def test_a_computer_on_which_nothing_was_set_has_nothing_to_say() -> None:
        what = managed(registry(), os.environ, None)
        assert (what.share, what.update_path, what.no_update_check, what.ignored) == ((), None, False, ())

    def test_what_was_set_is_read_from_all_four_places_by_rank() -> None:
        for at, by in enumerate(reversed(SOURCES)):
            put(by, SHARE, rf"\\northshire\teams\{at}", winreg.REG_SZ)
        assert [one.by for one in managed(registry(), os.environ, None).share] == list(SOURCES)

    def test_variables_are_put_in_as_windows_has_them() -> None:
        put(Setter.MACHINE_POLICY, SHARE, r"%SystemDrive%\Teams\%username%\Office.opcc", winreg.REG_EXPAND_SZ)
        (setting,) = managed(registry(), os.environ, None).share
        expected = winreg.ExpandEnvironmentStrings(r"%SystemDrive%\Teams\%username%\Office.opcc")
        assert setting == Setting(Path(expected), Setter.MACHINE_POLICY)

    def test_the_switch_is_read_as_the_number_it_is() -> None:
        put(Setter.MACHINE_POLICY, NO_CHECK, 1, winreg.REG_DWORD)
        assert managed(registry(), os.environ, None).no_update_check

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"\x00\xd8", 3),  # REG_BINARY
            (["C:\\a", "C:\\b"], 7),  # REG_MULTI_SZ
            (5, 4),
            (None, 0),
            ("\ud800", 1),
            ("", 1),
            ("x" * 40_000, 1),
            ("C:\\%", 2),
        ],
        ids=["bytes", "several", "number", "nothing", "half a sign", "empty", "endless", "per cent"],
    )
    def test_whatever_is_in_the_registry_it_is_read_without_an_error(content: Any, kind: int, folder: Path) -> None:
        for by in SOURCES:
            for name in NAMES:
                put(by, name, content, kind)
        what = managed(registry(), os.environ, None)
        assert any(rf"HKLM\{POLICY_KEY}" in one for one in what.ignored)
        remove(Setter.PERSON_INSTALL, SHARE)
        put(Setter.PERSON_INSTALL, SHARE, str(folder), winreg.REG_SZ)
        assert Setting(folder, Setter.PERSON_INSTALL) in managed(registry(), os.environ, None).share

    def test_a_folder_set_by_policy_means_the_office_file_in_it_whatever_the_case_of_its_name(folder: Path) -> None:
        from app.door import make_office

        make_office(folder / "Office.OPCC", JO)
        put(Setter.PERSON_POLICY, SHARE, str(folder).upper(), winreg.REG_SZ)
        given = Setting(folder / "office.opcc", Setter.GIVEN)
        found = find([*managed(registry(), os.environ, None).share, given])
        assert found.path == folder / "office.opcc"
        assert found.stray is None

    def test_a_command_that_runs_is_seen_by_another_program_and_not_once_it_has_ended() -> None:
        name = rf"{running.NAME}.Tried"
        script = f"from app import running\nwith running.held({name!r}): print('held', flush=True); input()"
        with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline().strip() == b"held"
            assert running.is_running(name)
            with running.held(name):  # a second desk, of which the first knows nothing
                assert running.is_running(name)
            assert running.is_running(name)
            other.communicate(b"\n", timeout=60)
        assert not running.is_running(name)

    @pytest.mark.parametrize("program", ["app", "ui"])
    def test_the_window_and_every_command_hold_the_sign_from_their_first_word(
        program: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        seen: list[bool] = []

        class Looking:
            """Stands in the place of the words that are typed, and looks when they are read."""

            def __iter__(self) -> Iterator[str]:
                seen.append(running.is_running())
                return iter(["--version"])

        with pytest.raises(SystemExit):
            import_module(f"{program}.__main__").main(Looking())
        assert seen
        assert all(seen)
        assert capsys.readouterr().out.strip()

    def test_logs_and_examples_stay_out_of_the_profile_that_roams() -> None:
        from PySide6.QtCore import QCoreApplication, QStandardPaths

        from ui.window import _own_folder

        before = QCoreApplication.applicationName()
        QCoreApplication.setApplicationName("Commissioning Desk")
        QStandardPaths.setTestModeEnabled(False)
        try:
            assert _own_folder() == Path(os.environ["LOCALAPPDATA"]) / "Commissioning Desk" / "examples"
        finally:
            QCoreApplication.setApplicationName(before)
