"""The screen that Windows programs are shown on, which must end with its build however that ends, and their paths."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installer.steps import ROOT, Failed
from installer.wine import Wine, end_earlier, screen

ASKED = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("setpriv")), reason="There is no Xvfb or setpriv here."
)


def socket(display: str) -> Path:
    """Where programs find a screen."""
    return Path("/tmp/.X11-unix") / f"X{display.removeprefix(':')}"


def goes(path: Path) -> bool:
    """Whether a file goes away within ten seconds."""
    for _ in range(100):
        if not path.exists():
            return True
        time.sleep(0.1)
    return False


@ASKED
def test_two_builds_have_a_screen_each_and_it_ends_with_them() -> None:
    with screen() as one, screen() as other:
        assert one != other
        assert socket(one).exists()
        assert socket(other).exists()
    assert goes(socket(one))
    assert goes(socket(other))


@ASKED
def test_a_screen_ends_even_with_a_build_that_is_killed() -> None:
    words = (
        "import time\nfrom installer.wine import screen\n"
        "with screen() as d:\n    print(d, flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", words], cwd=ROOT, stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        display = build.stdout.readline().strip()
        assert socket(display).exists()
        build.kill()
    assert goes(socket(display))


def test_without_the_program_for_screens_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failed, match=r"^Xvfb is not installed here\.$"), screen():
        pass
    end_earlier(tmp_path)  # where Wine is not, nothing of it is left either


def test_a_windows_program_finds_files_on_its_own_drive_and_on_this_system(tmp_path: Path) -> None:
    wine = Wine(tmp_path / "prefix")
    assert wine.path(wine.drive / "users" / "Zoë" / "a file.txt") == r"C:\users\Zoë\a file.txt"
    assert wine.path(Path("/tmp/Jo’s büild & co/x.msi")) == r"Z:\tmp\Jo’s büild & co\x.msi"


def test_a_folder_lent_as_a_drive_is_lent_anew_for_another(tmp_path: Path) -> None:
    wine = Wine(tmp_path / "prefix")
    (wine.prefix / "dosdevices").mkdir(parents=True)
    for folder in (tmp_path / "one", tmp_path / "gone"):
        assert wine.lend("s", folder) == "S:\\"
        assert (wine.prefix / "dosdevices" / "s:").readlink() == folder
