"""The file format: numbered objects, streams, the table of where they stand. Knows nothing of papers or typefaces.

Small objects are packed into compressed object streams (PDF 1.5), which makes the structure of a long table a quarter
of its size. The identifier of the file comes from its bytes: the same objects are the same file.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PACK = 400
"""Objects in one object stream: many compress well, and a reader must unpack them all to see one."""

_EFFORT = 5
"""How hard to compress: 6, which is usual, takes half as long again and saves a fortieth."""


class PdfFile:
    """A file being filled. Every object has a number, given out first so that others may point to it."""

    def __init__(self) -> None:
        self._last = 0
        self._plain: dict[int, bytes] = {}
        self._packed: dict[int, str] = {}

    def number(self) -> int:
        """The number of an object yet to be put."""
        self._last += 1
        return self._last

    def put(self, body: str, number: int = 0) -> int:
        """An object as it stands, readable in the file. Gives its number."""
        number = number or self.number()
        self._plain[number] = body.encode("latin-1")
        return number

    def pack(self, body: str, number: int = 0) -> int:
        """An object that is kept compressed together with others. Gives its number."""
        number = number or self.number()
        self._packed[number] = body
        return number

    def stream(self, content: bytes, entries: str = "", *, compress: bool = True) -> int:
        """A stream with what its dictionary says besides its length. Gives its number."""
        if compress:
            content, entries = zlib.compress(content, _EFFORT), f"{entries}/Filter/FlateDecode"
        number = self.number()
        head = f"<<{entries}/Length {len(content)}>>\nstream\n".encode("latin-1")
        self._plain[number] = head + content + b"\nendstream"
        return number

    def written(self, root: int, info: int) -> bytes:
        """The bytes of the file, whose catalogue and description are these objects."""
        places = self._write_packs()
        parts, at = [_HEADER], len(_HEADER)
        for number, body in self._plain.items():
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            places[number] = (1, at, 0)
            parts.append(part)
            at += len(part)
        index = self.number()
        places[index] = (1, at, 0)
        name = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
        table = b"".join(_entry(*places.get(one, (0, 0, 65_535))) for one in range(index + 1))
        content = zlib.compress(table, _EFFORT)
        head = (
            f"<</Type/XRef/Size {index + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{name}><{name}>]"
            f"/Filter/FlateDecode/Length {len(content)}>>\nstream\n"
        )
        parts.append(b"%d 0 obj\n%s%s\nendstream\nendobj\n" % (index, head.encode("ascii"), content))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(parts)

    def _write_packs(self) -> dict[int, tuple[int, int, int]]:
        """Every packed object put into a stream; for each, the kind of its place, the stream and its place there."""
        places: dict[int, tuple[int, int, int]] = {}
        packed = list(self._packed.items())
        for start in range(0, len(packed), _PACK):
            some = packed[start : start + _PACK]
            pack = self.stream(*_packed(some))
            places.update({number: (2, pack, at) for at, (number, _) in enumerate(some)})
        return places


def _packed(objects: Sequence[tuple[int, str]]) -> tuple[bytes, str]:
    """The content of an object stream, and what its dictionary says."""
    index, at = [], 0
    for number, body in objects:
        index.append(f"{number} {at}")
        at += len(body) + 1
    head = " ".join(index) + "\n"
    content = head + "\n".join(body for _, body in objects)
    return content.encode("latin-1"), f"/Type/ObjStm/N {len(objects)}/First {len(head)}"


def _entry(kind: int, place: int, more: int) -> bytes:
    return bytes((kind,)) + place.to_bytes(4, "big") + more.to_bytes(2, "big")


def ref(number: int) -> str:
    """What points to an object."""
    return f"{number} 0 R"


def string(text: str) -> str:
    """A text in an object: plain where ASCII is enough, else UTF-16."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
