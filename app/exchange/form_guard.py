"""Whether a workbook that came from outside may be read at all, looked at as bytes before anything of it is parsed.

What a packed file says of its own sizes is not believed: everything is unpacked within limits first.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from app.errors import Refused

MOST_BYTES = 10 << 20
MOST_ENTRIES = 200
MOST_UNPACKED = 24 << 20
MOST_PART = 6 << 20
MOST_RATIO = 150
"""How many times larger than packed a part of some size may be; a form full of words comes to about 20."""
MOST_SHEETS = 16
MOST_CELLS = 30_000
MOST_ROWS, MOST_COLUMNS = 600, 26
"""How far down and across anything may stand; a form ends long before."""
MOST_STYLES = 2 << 20
MOST_TEXTS = 20_000

_SMALL = 256 << 10  # below this a part may be packed as tightly as it likes
_PIECE = 64 << 10
_PACKED, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KEPT_KEY = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"
_BOOK, _TYPES, _STYLES = "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"
_ORDER = "xl/calcchain.xml"  # names cells, in the order they are worked out
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")
_MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_RUNS = ("xl/macrosheets/", "xl/dialogsheets/", "xl/activex/", "xl/embeddings/", "xl/ctrlprops/")
_LINKS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "customui/")

_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']""")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<(?:\w+:)?sheet\b[^<>]{0,300}?\bname=\"([^\"<]*)\"[^<>]{0,300}?\b\w{1,20}:id=\"([^\"<]*)\"")
_ROW = re.compile(rb"""<(?:[\w.-]+:)?row(?=[\s/>])[^<>]*?\br=["']([^"'<]*)["']""")
_CELL = re.compile(rb"""<(?:[\w.-]+:)?c(?=[\s/>])([^<>]*?)(/?)>""")
_PLACE = re.compile(rb"""\br=["']([^"']*)["']""")
_ADDRESS = re.compile(rb"([A-Z]{1,3})([1-9]\d{0,6})")
_TEXT = re.compile(rb"<(?:\w+:)?si\b")
_OUTSIDE = re.compile(rb"""TargetMode\s*=\s*["']External["']""", re.IGNORECASE)
_LINK_KIND = re.compile(rb"/relationships/hyperlink[\"']", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?=[\s/>])[^<>]*>([^<]*)")
_CALLS_OUT = re.compile(rb"\b(?:DDE|WEBSERVICE|FILTERXML|CALL|REGISTER\.ID)\s*\(|\[\d+\]|\|", re.IGNORECASE)

_UNPACKABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    UnicodeError,
    ValueError,
    LookupError,
    OSError,
    struct.error,
)
SAVE_AGAIN = "Ask them to send the form again, saved as an Excel workbook (.xlsx)."


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the packed file, unpacked."""

    name: str
    content: bytes

    @property
    def is_xml(self) -> bool:
        """Whether a parser would take it for XML, whatever it is called."""
        begins = self.content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
        return self.name.lower().endswith(_XML) or begins.startswith((b"<", b"\xff\xfe", b"\xfe\xff"))


def check(path: Path) -> None:
    """Pass a workbook that may be read. Raises Refused with why it may not, and the sheet and cell where it is one."""
    check_bytes(bytes_of(path))


def bytes_of(path: Path) -> bytes:
    """The whole of a file that is not too large to be a form, read once. Raises Refused."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused("the file cannot be read. Is it open in another program?") from error
    if len(content) > MOST_BYTES:
        raise Refused(f"the file is larger than {MOST_BYTES >> 20} MB, as no form is. {SAVE_AGAIN}")
    return content


def check_bytes(content: bytes, *, most_rows: int = MOST_ROWS) -> None:
    """As `check`, of what `bytes_of` read, with nothing below `most_rows`. Raises Refused."""
    _refuse_kind(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            entries = packed.infolist()
            _refuse_entries(entries)
            parts = list(_unpacked(packed, entries))
    except _UNPACKABLE as error:
        raise Refused(f"the file is damaged: it cannot be unpacked. {SAVE_AGAIN}") from error
    except RuntimeError as error:  # what the library says of a part under a password
        raise Refused(f"the file is kept under a password. {SAVE_AGAIN}") from error
    by_name = {one.name: one for one in parts}
    if _TYPES not in by_name or _BOOK not in by_name:
        raise Refused(f"the file is not an Excel workbook. {SAVE_AGAIN}")
    for one in parts:
        if one.is_xml:
            _refuse_xml(one)
    _refuse_whole(by_name)
    _refuse_sheets(by_name, most_rows)


def _refuse_kind(content: bytes) -> None:
    """Raise Refused where the first bytes are not those of a workbook."""
    if not content:
        raise Refused(f"the file is empty. {SAVE_AGAIN}")
    if content.startswith(_OLE):
        if _KEPT_KEY in content:
            raise Refused("the file is kept under a password. Ask them to send the form again without one.")
        raise Refused(f"the file is of an old kind of Excel (.xls). {SAVE_AGAIN}")
    if not content.startswith(_PACKED):
        raise Refused(f"the file is not an Excel workbook. {SAVE_AGAIN}")


def _refuse_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Raise Refused for what the list of parts alone shows."""
    if len(entries) > MOST_ENTRIES:
        raise Refused(f"the file is made of {len(entries):,} parts; a form has at most {MOST_ENTRIES}. {SAVE_AGAIN}")
    names = [one.filename for one in entries]
    lower = [name.lower() for name in names]
    if len(set(lower)) < len(lower):
        raise Refused(f"the file is damaged: it holds the same part twice. {SAVE_AGAIN}")
    if any(one.flag_bits & 0x1 for one in entries):
        raise Refused("the file is kept under a password. Ask them to send the form again without one.")
    for name in lower:
        if name.endswith(_MACROS) or name.startswith(_RUNS):
            raise Refused("the file holds macros or things that can run a program. Ask them to send it without them.")
        if name.startswith(_LINKS):
            raise Refused("the file is linked to other files or to the web. Ask them to send it without links.")
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
            raise Refused(f"the file is damaged: a part of it lies outside it. {SAVE_AGAIN}")
    if sum(bool(_SHEET.fullmatch(name)) for name in names) > MOST_SHEETS:
        raise Refused(f"the file has more than {MOST_SHEETS} sheets; a form has six. {SAVE_AGAIN}")


def _unpacked(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[_Part]:
    """Every part that says something, never more of it than a form may have. Raises Refused for more."""
    whole = 0
    for entry in entries:
        if entry.is_dir():
            continue
        content = _content(packed, entry)
        whole += len(content)
        if whole > MOST_UNPACKED:
            raise Refused(
                f"unpacked, the file has more than {MOST_UNPACKED >> 20} MB, as no form does. It was not read further."
            )
        yield _Part(entry.filename, content)


def _content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    pieces, size = [], 0
    with packed.open(entry) as part:
        while piece := part.read(_PIECE):
            size += len(piece)
            if size > MOST_PART or (size > _SMALL and size > MOST_RATIO * max(entry.compress_size, 1)):
                raise Refused("a part of the file unpacks to far more than a form can hold. It was not read further.")
            pieces.append(piece)
    return b"".join(pieces)


def _refuse_xml(part: _Part) -> None:
    """Raise Refused for letters that are not UTF-8, and for declarations that no workbook has and bombs are made of."""
    if b"\0" in part.content:
        raise Refused(f"the file is written in letters that cannot be read ({part.name}). {SAVE_AGAIN}")
    encoding = _ENCODING.match(part.content[:400].lstrip(b"\xef\xbb\xbf \r\n\t"))
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise Refused(f"the file is written in letters that cannot be read ({part.name}). {SAVE_AGAIN}")
    try:
        part.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"the file is written in letters that cannot be read ({part.name}). {SAVE_AGAIN}") from error
    if _DECLARED.search(part.content):
        raise Refused(f"the file declares things of its own, as no workbook does ({part.name}). It was not read.")


def _refuse_whole(by_name: dict[str, _Part]) -> None:
    """Raise Refused for macros by their kind, for links to elsewhere, and for tables that are too long."""
    types = by_name[_TYPES].content.lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise Refused("the file holds macros or things that can run a program. Ask them to send it without them.")
    for one in by_name.values():
        if one.name.lower().endswith(".rels"):
            _refuse_links(one)
    if _STYLES in by_name and len(by_name[_STYLES].content) > MOST_STYLES:
        raise Refused(f"the file has more kinds of cells than a form can have. {SAVE_AGAIN}")
    texts = by_name.get("xl/sharedStrings.xml")
    if texts is not None and sum(1 for _ in _TEXT.finditer(texts.content)) > MOST_TEXTS:
        raise Refused(f"the file holds more words than a form can have. {SAVE_AGAIN}")


def _refuse_links(part: _Part) -> None:
    """Raise Refused for a tie to something outside the file; the address of a web page that was typed is none."""
    for found in _RELATION.finditer(part.content):
        if _OUTSIDE.search(found[0]) and not _LINK_KIND.search(found[0]):
            raise Refused("the file is linked to other files or to the web. Ask them to send it without links.")


def _refuse_sheets(by_name: dict[str, _Part], most_rows: int) -> None:
    """Raise Refused for too many cells, or one that stands or links where none of a form does."""
    called = _sheet_names(by_name)
    cells = 0
    for name, part in by_name.items():
        # a sheet may lie anywhere in the file: a reader goes by what the workbook says, not by its name
        if not part.is_xml or name.lower() == _ORDER:
            continue
        sheet = called.get(name.lower(), Path(name).stem)
        _refuse_rows(sheet, part.content)
        if any(_CALLS_OUT.search(found[1]) for found in _FORMULA.finditer(part.content)):
            raise Refused(f"{sheet}: a formula asks another file or the web. Ask them to send it without links.")
        for cell in _CELL.finditer(part.content):
            cells += 1
            if cells > MOST_CELLS:
                raise Refused(f"the file has more than {MOST_CELLS:,} cells, as no form does. It was not read.")
            _refuse_cell(sheet, cell[1], most_rows, empty=bool(cell[2]))


def _refuse_rows(sheet: str, content: bytes) -> None:
    """Raise Refused where rows are not in their order: a reader would leave out some of them in silence."""
    last = 0
    for row in _ROW.finditer(content):
        number = int(row[1]) if row[1].isdigit() and len(row[1]) < 8 else 0
        if number <= last:
            raise Refused(f"{sheet}: the file is damaged, its rows are not in order. {SAVE_AGAIN}")
        last = number


def _refuse_cell(sheet: str, attributes: bytes, most_rows: int, *, empty: bool) -> None:
    place = _PLACE.search(attributes)
    if place is None:
        return  # it stands after the one before it
    found = _ADDRESS.fullmatch(place[1])
    if found is None:
        raise Refused(f"{sheet}: the file is damaged, a cell of it stands nowhere. {SAVE_AGAIN}")
    far = len(found[1]) > 1 or int(found[2]) > most_rows
    if far and not empty:
        raise Refused(
            f"{sheet}, {place[1].decode('ascii')}: something stands far outside the form. Ask them to take it out."
        )


def _sheet_names(by_name: dict[str, _Part]) -> dict[str, str]:
    """The name of each sheet as a person sees it, by the part it is kept in; only to tell people where to look."""
    from html import unescape

    relations = by_name.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return {}
    targets = {}
    for found in _RELATION.finditer(relations.content):
        text = found[0].decode("utf-8")
        key, target = re.search(r'\bId="([^"]*)"', text), re.search(r'\bTarget="([^"]*)"', text)
        if key and target:
            targets[key[1]] = target[1].removeprefix("/xl/").removeprefix("/")
    return {
        f"xl/{targets[key]}".lower(): " ".join(unescape(name).split())[:31]
        for name, key in _SHEET_NAME.findall(by_name[_BOOK].content.decode("utf-8"))
        if key in targets
    }
