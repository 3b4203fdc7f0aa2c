"""Gathers the licence texts of all that a build hands on, for `build.spec` to enclose them.

What a package carries goes to `resources/licences/NAME-VERSION/` in the build, beside what `resources/licences/` itself
holds: the texts that no package carries.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "resources" / "licences"
FOLDER = "resources/licences"
STARTER = "pyinstaller"
"""Its starter is in every build, so its licence is too."""

# The texts of resources/licences/ that stand for packages which carry none of their own.
STANDS_FOR = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
# Texts that lie among a package's own files. Not DarkGarden's: build.spec leaves that font out.
ELSEWHERE = {"reportlab": ("reportlab/fonts/bitstream-vera-license.txt",)}

_A_TEXT = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.-]*[A-Za-z0-9])")
_METADATA = ("METADATA", "RECORD", "WHEEL")


class NoLicence(Exception):
    """One plain sentence: a licence text is missing, and a build without it must not be handed on."""


def licence_files(site_packages: Path | None = None) -> list[tuple[str, str]]:
    """Each licence text of each package of the build, as (file, folder in the build), in a lasting order.

    `site_packages` is where the packages lie; without it, where this Python looks for its own.

    Raises NoLicence where a package is not installed there, or carries no text and none stands for it.
    """
    return [found for name in packages() for found in _texts_of(name, _installed(name, site_packages))]


def packages(lock: Path = ROOT / "requirements" / "run.lock") -> list[str]:
    """The names of the packages of a build: what the desk needs to run, and the starter of the frozen program."""
    return [*re.findall(r"^([a-z0-9._-]+)==", lock.read_text("utf-8"), re.MULTILINE), STARTER]


def system_licence_files(libraries: Iterable[Path]) -> list[tuple[str, str]]:
    """The licence texts of those libraries that come from this Debian system, as (file, folder in the build).

    A build for Linux carries some. With them come the licences that Debian keeps once for all packages, where a text
    refers to one. Libraries that no Debian package holds are passed over, and so are all where there is no dpkg:
    Windows has no such libraries, and other systems keep their texts elsewhere.

    Raises NoLicence where the package of a library has no copyright file.
    """
    found: dict[str, str] = {}
    for package in system_packages(libraries):
        text = Path("/usr/share/doc") / package / "copyright"
        if not text.is_file():
            raise NoLicence(
                f"The Debian package {package} has no copyright file, so its libraries cannot be handed on."
            )
        found[str(text.resolve())] = f"{FOLDER}/system/{package}"
        for name in _COMMON.findall(text.read_text("utf-8", errors="replace")):
            if (common := Path("/usr/share/common-licenses", name)).is_file():
                found[str(common.resolve())] = f"{FOLDER}/system/common-licenses"
    return sorted(found.items())


def system_packages(libraries: Iterable[Path]) -> dict[str, str]:
    """The Debian packages that hold these libraries, by name, with their versions; none where there is no dpkg."""
    # dpkg knows a file by one of two names where /lib is a link to /usr/lib.
    paths = {str(name) for library in libraries for name in (library, library.resolve())}
    paths |= {path.removeprefix("/usr") if path.startswith("/usr/") else f"/usr{path}" for path in paths}
    if not paths or not shutil.which("dpkg-query"):
        return {}
    held = _said("dpkg-query", "-S", *sorted(paths))
    names = {line.split(":", 1)[0] for line in held if not line.startswith("diversion ")}
    if not names:
        return {}
    known = _said("dpkg-query", "-W", "-f", "${Package} ${Version}\\n", *sorted(names))
    return dict(sorted((line.split(" ")[0], line.split(" ")[1]) for line in known))


def _said(*command: str) -> list[str]:
    """What a command says, line by line; what it does not know it says elsewhere."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


def _installed(name: str, site_packages: Path | None) -> Distribution:
    """The package as it is installed. Raises NoLicence where it is not."""
    where = [str(site_packages)] if site_packages else sys.path
    # By its spelling in the lock file: what is installed may be spelt with capitals or underscores.
    for found in distributions(path=where):
        if spelt(found.metadata["Name"]) == name:
            return found
    raise NoLicence(f"{name} is not installed, so the text of its licence cannot be enclosed.")


def spelt(name: str) -> str:
    """A package's name as lock files spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _texts_of(name: str, package: Distribution) -> Iterator[tuple[str, str]]:
    """The texts of one package. Raises NoLicence where there are none."""
    folder = f"{FOLDER}/{name}-{package.version}"
    inside = sorted(_inside(package))
    for path in inside:
        source = Path(str(package.locate_file(path)))
        if not source.is_file():
            raise NoLicence(f"{name} names the licence text {path}, which is not there.")
        below = PurePosixPath(*_below(path).parts[:-1])
        yield str(source), str(PurePosixPath(folder) / below)
    if not inside and name not in STANDS_FOR:
        raise NoLicence(f"{name} carries no licence text and none stands for it in {FOLDER}/.")
    for text in STANDS_FOR.get(name, ()):
        if not (KEPT / text).is_file():
            raise NoLicence(f"{FOLDER}/{text} is not there, which stands for the licence of {name}.")


def _inside(package: Distribution) -> Iterator[str]:
    """The licence texts among a package's files, as paths from where packages lie."""
    named = ELSEWHERE.get(spelt(package.metadata["Name"]), ())
    for file in package.files or ():
        path = PurePosixPath(file.as_posix())
        about = path.parts[0].endswith(".dist-info") and path.name not in _METADATA
        if str(path) in named or (about and any(_A_TEXT.search(part) for part in path.parts[1:])):
            yield str(path)


def _below(path: str) -> PurePosixPath:
    """A text's place in its package's folder of the build: without the folders that every package has."""
    parts = PurePosixPath(path).parts[1:]
    return PurePosixPath(*(parts[1:] if parts[0] == "licenses" else parts))
