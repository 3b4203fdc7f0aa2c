"""What a build is made of: its packages, what lies inside them, and their licences, for `installer.sbom` to write down.

Run by the Python of a build, `python -m installer.parts` prints the versions of what that Python and its packages carry
inside them, as JSON. It needs nothing but them.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from installer.licences import FOLDER, ROOT, spelt, system_packages

QT_THIRD_PARTY = ROOT / "resources" / "licences" / "Qt-third-party.txt"

Kind = Literal["library", "application", "font", "pictures"]
System = Literal["windows", "linux"]


class Unknown(Exception):
    """One plain sentence: a part of the build has no licence or no right hash here, so the list would be wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a build. `licence` is an SPDX expression, or the name of a licence that SPDX has no sign for."""

    name: str
    version: str
    licence: str
    kind: Kind = "library"
    by: str = ""
    package: str = ""
    """Its name among Python packages, where it is one."""
    sha256: str = ""
    """Of the file it was installed from, in hex."""
    holders: tuple[str, ...] = ()
    inside: tuple[Part, ...] = ()


LICENCES = {
    "alembic": "MIT",
    "charset-normalizer": "MIT",
    "defusedxml": "PSF-2.0",
    "et-xmlfile": "MIT AND PSF-2.0",
    "icalendar": "BSD-2-Clause",
    "mako": "MIT",
    "markupsafe": "BSD-3-Clause",
    "openpyxl": "MIT",
    "pillow": "MIT-CMU",
    "pypdfium2": "BSD-3-Clause OR Apache-2.0",
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "python-dateutil": "BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "rl-accel": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "sqlalchemy": "MIT",
    "typing-extensions": "PSF-2.0",
    "tzdata": "Apache-2.0",
}
# Pillow's name of a library, its own name, and its licence.
_IN_PILLOW = {
    "freetype2": ("FreeType", "FTL OR GPL-2.0-or-later"),
    "harfbuzz": ("HarfBuzz", "HarfBuzz licence (old MIT)"),
    "jpg_2000": ("OpenJPEG", "BSD-2-Clause"),
    "libjpeg_turbo": ("libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib"),
    "libtiff": ("libtiff", "libtiff"),
    "littlecms2": ("Little CMS", "MIT"),
    "raqm": ("Raqm", "MIT"),
    "webp": ("libwebp", "BSD-3-Clause"),
    "zlib_ng": ("zlib-ng", "Zlib"),
}
_IN_PYTHON = {
    "bzip2": "bzip2-1.0.6",
    "Expat": "MIT",
    "libffi": "MIT",
    "libmpdec": "BSD-2-Clause",
    "SQLite": "blessing",
    "XZ Utils": "public domain",
    "zlib": "Zlib",
}
# What Qt-third-party.txt calls a licence, where SPDX calls it something else.
_SPDX = {
    "Gladman": "Brian Gladman's licence",
    "ICC": "licence of the International Color Consortium",
    "LCS-Telegraphics": "licence of LCS/Telegraphics for Wintab",
    "MIT-Old": "HarfBuzz licence (old MIT)",
}


def versions_inside() -> dict[str, str]:
    """The versions of what this Python and its packages carry inside them, by name, where they tell them."""
    import decimal
    import sqlite3
    import zlib
    from xml.parsers import expat

    from PIL import features
    from PySide6.QtCore import qVersion

    found = {
        "python": platform.python_version(),
        "Qt": qVersion(),
        "Expat": expat.EXPAT_VERSION.removeprefix("expat_"),
        "libmpdec": str(getattr(decimal, "__libmpdec_version__", "")),
        "SQLite": sqlite3.sqlite_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    spec = find_spec("pypdfium2_raw")
    if spec and spec.origin:
        told = json.loads(Path(spec.origin).with_name("version.json").read_text("utf-8"))
        found["PDFium"] = ".".join(str(told[part]) for part in ("major", "minor", "build", "patch"))
    for name in sorted(set(_IN_PILLOW) & set(features.get_supported())):
        found[f"pillow {name}"] = str(features.version(name) or "")
    return found


def locked(lock: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """Each package of a lock file with its version and the SHA-256 of every file it may be installed from."""
    found = {}
    for block in re.split(r"\n(?=[a-z0-9])", lock.read_text("utf-8")):
        if head := re.match(r"([a-z0-9._-]+)==([^ \\]+)", block):
            found[head[1]] = (head[2], frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)))
    return found


def packages(names: Sequence[str], lock: Path, wheels: Path | None = None) -> list[Part]:
    """These packages as the lock file has them, with the hash of the wheel in `wheels` that each is installed from.

    Raises Unknown where the lock file or the licences above lack one, or where its wheel is not there, or not one that
    the lock file allows.
    """
    known = locked(lock)
    files = {spelt(file.name.split("-")[0]): file for file in sorted(wheels.glob("*.whl"))} if wheels else {}
    parts = []
    for name in names:
        if name not in known:
            raise Unknown(f"{lock.name} does not name {name}, which is in the build.")
        if name not in LICENCES:
            raise Unknown(f"No licence is known here for {name}.")
        version, allowed = known[name]
        found = ""
        if wheels:
            if name not in files:
                raise Unknown(f"There is no wheel of {name} in {wheels}.")
            found = hashlib.sha256(files[name].read_bytes()).hexdigest()
            if found not in allowed:
                raise Unknown(f"{files[name].name} is not the file that {lock.name} allows.")
        parts.append(Part(name, version, LICENCES[name], package=name, sha256=found))
    return parts


def filled(parts: Sequence[Part], versions: Mapping[str, str], system: System) -> list[Part]:
    """The packages with what lies inside them, by the versions that `versions_inside` told of this build."""
    inside = {
        "pypdfium2": (Part("PDFium", versions["PDFium"], "BSD-3-Clause AND Apache-2.0", by="The PDFium Authors"),),
        "pyside6-essentials": (
            Part("Qt", versions["Qt"], "LGPL-3.0-only", by="The Qt Company", inside=tuple(inside_qt(system))),
        ),
        "reportlab": (Part("Bitstream Vera", "1.10", "Bitstream-Vera", "font", "Bitstream, Inc."),),
        "pillow": tuple(
            Part(title, versions[f"pillow {name}"], licence)
            for name, (title, licence) in _IN_PILLOW.items()
            if f"pillow {name}" in versions
        ),
    }
    return [replace(part, inside=inside.get(part.name, ())) for part in parts]


def beside(
    versions: Mapping[str, str], starter: str, system: System, *, runtime: str = "", python_sha256: str = ""
) -> list[Part]:
    """What a build holds beside its packages.

    `starter` is PyInstaller's version, `runtime` Visual C++'s, `python_sha256` the hash of what CPython was taken from.
    """
    python = tuple(Part(name, versions.get(name, ""), licence) for name, licence in _IN_PYTHON.items())
    parts = [
        Part(
            "CPython",
            versions["python"],
            "PSF-2.0",
            "application",
            "Python Software Foundation",
            sha256=python_sha256,
            inside=python,
        ),
        Part("PyInstaller bootloader", starter, "GPL-2.0-or-later WITH Bootloader-exception", by="PyInstaller"),
        Part("Source Sans 3", "3.052", "OFL-1.1", "font", "Adobe"),
        Part("Lucide", "", "ISC AND MIT", "pictures", "Lucide Icons and Contributors"),
    ]
    if system == "windows":
        terms = "Microsoft Visual Studio Distributable Code"
        parts.append(Part("Microsoft Visual C++ runtime", runtime, terms, by="Microsoft Corporation"))
    return parts


def from_system(libraries: Iterable[Path]) -> list[Part]:
    """The Debian packages of this system from which a build for Linux took these libraries, with their versions.

    Debian states the licences of a package in its copyright file, which the build encloses, and not by signs of SPDX.
    """
    return [
        Part(name, version, f"{FOLDER}/system/{name}/copyright", by="Debian")
        for name, version in system_packages(libraries).items()
    ]


def inside_qt(system: System) -> list[Part]:
    """The works of others inside Qt on this system, out of the text that is enclosed of them.

    A work has a version where that text gives one, after its name.
    """
    other = "on Linux" if system == "windows" else "on Windows"
    parts = []
    for block in QT_THIRD_PARTY.read_text("utf-8").split("\n" + "-" * 100)[0].split("\n\n"):
        if told := re.match(r"(.+)\n  in: (.+)\n  licence: (.+)", block):
            if other in told[2]:
                continue
            titled = re.fullmatch(r"(.+?) ([0-9][0-9.]+)", told[1])
            name, version = (titled[1], titled[2]) if titled else (told[1], "")
            parts.append(Part(name, version, _expression(told[3]), holders=tuple(re.findall(r"© (.+)", block))))
    return parts


def _expression(words: str) -> str:
    """A licence as Qt-third-party.txt has it, as SPDX has it."""
    return _SPDX.get(words) or words.replace(", ", " AND ").replace(" and ", " AND ").replace(" or ", " OR ")


def file_version(library: Path) -> str:
    """The version in a Windows library's own description of itself, 14.44.35211.0; empty where it has none."""
    content = library.read_bytes()
    at = content.find(b"\xbd\x04\xef\xfe")
    if at < 0:
        return ""
    high, low = (int.from_bytes(content[at + skip : at + skip + 4], "little") for skip in (8, 12))
    return ".".join(str(part) for part in (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(versions_inside()))
