"""Which files may be kept as documents: by the ending of their name and by their bytes; and names made harmless."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

from app.errors import Refused
from app.filenames import is_device

MOST_BYTES = 50 << 20
LONGEST_NAME = 120
"""In letters; some file systems count bytes and stop at 255."""
HEAD = 4096

_TAKEN = "PDF, Word, Excel, text, pictures and e-mails"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How older files of Word, Excel and Outlook begin, and newer ones that are kept under a password."""
_PROGRAMS = (b"\x7fELF", b"#!", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_RUNS = {
    ".exe", ".com", ".scr", ".pif", ".msi", ".msp", ".dll", ".cpl", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe",
    ".js", ".jse", ".wsf", ".wsh", ".hta", ".jar", ".lnk", ".reg", ".sh", ".py", ".pyw", ".pl", ".rb", ".app",
    ".dmg", ".apk", ".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".html", ".htm", ".svg",
}  # fmt: skip
"""Endings of what can run something; said apart from what is merely not taken."""
_REFUSED_BY_WINDOWS = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Looks = Callable[[bytes], bool]


def _begins(*signs: bytes) -> Looks:
    return lambda head: head.startswith(signs)


def _is_program(head: bytes) -> bool:
    return head.startswith(_PROGRAMS) or (head.startswith(b"MZ") and b"\0" in head)


def _is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


def _is_text(head: bytes) -> bool:
    return b"\0" not in head or head.startswith(_UTF_16)


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1")


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


_PACKED = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS: dict[str, tuple[str, Looks]] = {
    ".pdf": ("application/pdf", _is_pdf),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _begins(_PACKED, _OLE)),
    ".doc": ("application/msword", _begins(_OLE, b"{\\rtf")),
    ".rtf": ("application/rtf", _begins(b"{\\rtf")),
    ".odt": ("application/vnd.oasis.opendocument.text", _begins(_PACKED)),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _begins(_PACKED, _OLE)),
    ".xls": ("application/vnd.ms-excel", _begins(_OLE)),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", _begins(_PACKED)),
    ".csv": ("text/csv", _is_text),
    ".txt": ("text/plain", _is_text),
    ".png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".gif": ("image/gif", _begins(b"GIF87a", b"GIF89a")),
    ".tif": ("image/tiff", _begins(b"II*\0", b"MM\0*")),
    ".tiff": ("image/tiff", _begins(b"II*\0", b"MM\0*")),
    ".bmp": ("image/bmp", _begins(b"BM")),
    ".webp": ("image/webp", _is_webp),
    ".heic": ("image/heic", _is_heic),
    ".eml": ("message/rfc822", _is_text),
    ".msg": ("application/vnd.ms-outlook", _begins(_OLE)),
}
_INSIDE = {".docx": "word/", ".xlsx": "xl/", ".odt": "content.xml", ".ods": "content.xml"}
"""What a packed file of each kind holds."""

ENDINGS = " ".join(f"*{suffix}" for suffix in _KINDS)
"""For a dialog that asks for such a file."""


def media_of(name: str) -> str:
    """The media type that the ending of a name stands for. Raises Refused where no such file is taken."""
    suffix = Path(name).suffix.lower()
    if suffix in _KINDS:
        return _KINDS[suffix][0]
    if suffix in _RUNS:
        raise Refused(f"“{name}” can run a program, so it is not kept here. Kept are {_TAKEN}.")
    raise Refused(f"“{name}” is of a kind that is not kept here. Kept are {_TAKEN}.")


def refuse_disguised(path: Path, name: str) -> None:
    """Raise Refused where the bytes of the file are not what its name says, or hold a program; OSError."""
    suffix = Path(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(HEAD)
    if _is_program(head):
        raise Refused(f"“{name}” is a program under another name, so it is not kept here.")
    if not _KINDS[suffix][1](head) or (head.startswith(_PACKED) and not _holds(path, name, _INSIDE[suffix])):
        raise Refused(
            f"“{name}” is not what its name says it is, or it is damaged. "
            f"Open it in its own program, save it as {suffix[1:].upper()}, and attach that."
        )


def _holds(path: Path, name: str, inside: str) -> bool:
    """Whether a packed file holds what it must. Raises Refused where it holds macros."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise Refused(f"“{name}” holds macros, which can run a program, so it is not kept here. Save it without them.")
    return any(one.startswith(inside) for one in names)


def clean_name(name: str) -> str:
    """The name without what could mislead a reader or a file system; its ending is kept."""
    shown = "".join(one for one in unicodedata.normalize("NFC", name) if unicodedata.category(one)[0] != "C")
    plain = " ".join(shown.translate(_REFUSED_BY_WINDOWS).split()).rstrip(". ")
    stem, dot, ending = plain.rpartition(".")
    stem, suffix = (stem, dot + ending) if dot else (plain, "")
    stem = stem.strip(". ")[: LONGEST_NAME - len(suffix)].rstrip(". ") or "Document"
    return f"{'_' if is_device(stem) else ''}{stem}{suffix}"
