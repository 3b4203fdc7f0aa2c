"""Workbooks damaged and crafted on purpose, each from a whole form by a mutation that its seed decides."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

Parts = dict[str, bytes]
Mutation = Callable[[bytes, random.Random], bytes]

TYPES, BOOK, RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TEXTS, STYLES, BID, COSTS = (
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet4.xml",
)
DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>'


def unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {one.filename: packed.read(one) for one in packed.infolist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return whole.getvalue()


def as_excel(content: bytes) -> bytes:
    """The same workbook with its words in one list, as Excel itself saves them, and not in their cells."""
    parts, texts = unpacked(content), []

    def shared(found: re.Match[bytes]) -> bytes:
        texts.append(found[2])
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    for name in parts:
        if name.startswith("xl/worksheets/"):
            cell = rb'<c([^>]*?) t="inlineStr"><is>(<t[^>]*>.*?</t>|<t */>)</is></c>'
            parts[name] = re.sub(cell, shared, parts[name], flags=re.DOTALL)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts[TEXTS] = DECLARED + b'<sst xmlns="%s">' % main + b"".join(b"<si>%s</si>" % one for one in texts) + b"</sst>"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts[TYPES] = parts[TYPES].replace(
        b"</Types>", b'<Override PartName="/%s" ContentType="%s"/></Types>' % (TEXTS.encode(), kind)
    )
    told = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = b'<Relationship Type="%s" Target="/%s" Id="rIdTexts"/></Relationships>' % (told, TEXTS.encode())
    parts[RELS] = parts[RELS].replace(b"</Relationships>", link)
    return packed(parts)


def _of_parts(change: Callable[[Parts, random.Random], object]) -> Mutation:
    def mutation(content: bytes, chance: random.Random) -> bytes:
        parts = unpacked(content)
        change(parts, chance)
        return packed(parts)

    return mutation


def _any_xml(parts: Parts, chance: random.Random) -> str:
    return chance.choice(sorted(name for name in parts if name.endswith((".xml", ".rels"))))


def _cells(parts: Parts) -> list[str]:
    """The sheets that are filled in: a score sheet has no costs."""
    return [name for name in (BID, COSTS) if name in parts]


# the file as bytes


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) - 1)]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 40)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def another_kind(_: bytes, chance: random.Random) -> bytes:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(600)
    kept = ole + "EncryptedPackage".encode("utf-16-le")
    return chance.choice(
        (b"", b"%PDF-1.7 form", b"Organisation,Project\n=1+1,x\n", b"MZ\0\0", ole, kept, b"PK\x03\x04")
    )


def under_a_password(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for found in re.finditer(rb"PK\x01\x02", content):
        changed[found.start() + 8] |= 1
    for found in re.finditer(rb"PK\x03\x04", content):
        changed[found.start() + 6] |= 1
    return bytes(changed) + chance.randbytes(0)


def twice_the_same_part(content: bytes, _: random.Random) -> bytes:
    whole = io.BytesIO(content)
    with zipfile.ZipFile(whole, "a") as made:
        made.writestr(BID.upper(), b"<worksheet/>")
    return whole.getvalue()


def many_parts(content: bytes, chance: random.Random) -> bytes:
    extra = {f"xl/media/image{at}.png": b"x" for at in range(chance.randint(201, 400))}
    return packed(unpacked(content) | extra)


# its parts


def without_a_part(parts: Parts, chance: random.Random) -> None:
    del parts[chance.choice((TYPES, BOOK, RELS, TEXTS, STYLES, *_cells(parts)))]


def cut_part(parts: Parts, chance: random.Random) -> None:
    name = _any_xml(parts, chance)
    parts[name] = parts[name][: chance.randrange(len(parts[name]))]


def garbled_part(parts: Parts, chance: random.Random) -> None:
    name = _any_xml(parts, chance)
    changed = bytearray(parts[name])
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] = chance.choice(b"<>&\"'/= \n=0aZ\x01\xff")
    parts[name] = bytes(changed)


def another_encoding(parts: Parts, chance: random.Random) -> None:
    name = chance.choice((TEXTS, BID, BOOK))
    text = parts[name].decode("utf-8")
    bare = re.sub(r"^<\?xml[^>]*\?>", "", text)
    parts[name] = chance.choice((
        f'<?xml version="1.0" encoding="UTF-16"?>{bare}'.encode("utf-16"),
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{bare}'.encode(),
        f'<?xml version="1.0" encoding="utf-7"?>{bare}'.encode(),
        parts[name][:-20] + b"\xe9\xff" + parts[name][-20:],
    ))  # fmt: skip


def entities(parts: Parts, chance: random.Random) -> None:
    name = chance.choice((TEXTS, BID, BOOK, STYLES, "docProps/core.xml"))
    bare = re.sub(rb"^<\?xml[^>]*\?>", b"", parts[name])
    bomb = b"".join(b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10) for at in range(1, 9))
    outside = b'<!ENTITY a SYSTEM "file:///etc/passwd">'
    told = chance.choice((b'<!ENTITY a0 "ha">' + bomb, outside, b""))
    parts[name] = DECLARED + b"<!DOCTYPE x [" + told + b"]>" + bare


def bomb(parts: Parts, chance: random.Random) -> None:
    name = chance.choice((TEXTS, BID, "xl/media/image1.png", "xl/worksheets/sheet9.xml"))
    parts[name] = DECLARED + b"<sst>" + b" " * chance.randint(4 << 20, 30 << 20)


def macros(parts: Parts, chance: random.Random) -> None:
    if chance.random() < 0.5:
        parts[chance.choice(("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/embeddings/oleObject1.bin"))] = b"\0"
    else:
        parts[TYPES] = parts[TYPES].replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")


def links(parts: Parts, chance: random.Random) -> None:
    which = chance.randrange(3)
    if which == 0:
        parts["xl/externalLinks/externalLink1.xml"] = DECLARED + b"<externalLink/>"
    elif which == 1:
        link = b'<Relationship Id="rId99" Type="http://x/relationships/image" Target="//host/x" TargetMode="External"/>'
        parts[RELS] = parts[RELS].replace(b"</Relationships>", link + b"</Relationships>")
    else:
        parts[BID] = parts[BID].replace(
            b"</sheetData>", b'<row r="500"><c r="C500"><f>WEBSERVICE("http://x")</f></c></row></sheetData>'
        )


def wrong_types(parts: Parts, chance: random.Random) -> None:
    """Cells that say they are of another type, or point to words and looks that there are not."""
    name = chance.choice(_cells(parts))

    def other(found: re.Match[bytes]) -> bytes:
        if chance.random() < 0.7:
            return found[0]
        kind = chance.choice((b"b", b"d", b"e", b"n", b"str", b"inlineStr", b"zzz", b"s"))
        looks = b"%d" % chance.choice((0, 1, 99_999, 5))
        return b'<c r="%s" s="%s" t="%s">' % (found[1], looks, kind)

    parts[name] = re.sub(rb'<c r="([A-Z]+\d+)"[^>]*?(?<!/)>', other, parts[name])


def wrong_values(parts: Parts, chance: random.Random) -> None:
    """Values that no cell of their type may have."""
    name = chance.choice(_cells(parts))
    odd = (b"1e999", b"-5", b"NaN", b"abc", b"999999999999999999999", b"", b"0.001", b"-1e-7", b"2958466", b"1e400")
    parts[name] = re.sub(
        rb"<v>[^<]*</v>",
        lambda found: found[0] if chance.random() < 0.7 else b"<v>%s</v>" % chance.choice(odd),
        parts[name],
    )


def far_cells(parts: Parts, chance: random.Random) -> None:
    place = chance.choice((b"ZZ9", b"C1048576", b"C0", b"12", b"AAAA1", b"c5", b"A99999999", b"AB7"))
    name = chance.choice(_cells(parts))
    row = b'<row r="599"><c r="%s" t="inlineStr"><is><t>x</t></is></c></row></sheetData>' % place
    parts[name] = parts[name].replace(b"</sheetData>", row)


def odd_rows(parts: Parts, chance: random.Random) -> None:
    number = chance.choice((b"abc", b"0", b"-4", b"1", b"99999999999", b"3.5"))
    name = chance.choice(_cells(parts))
    parts[name] = parts[name].replace(b"</sheetData>", b'<row r="%s"/></sheetData>' % number)


def many_cells(parts: Parts, chance: random.Random) -> None:
    row = b'<row r="%d">' + b"".join(b'<c r="%c%%d"><v>1</v></c>' % (65 + at) for at in range(26)) + b"</row>"
    rows = b"".join(row.replace(b"%d", b"%d" % at) for at in range(300, 300 + chance.randint(1_160, 1_400)))
    parts[BID] = parts[BID].replace(b"</sheetData>", rows + b"</sheetData>")


def many_sheets(parts: Parts, chance: random.Random) -> None:
    for at in range(10, 10 + chance.randint(20, 60)):
        parts[f"xl/worksheets/sheet{at}.xml"] = DECLARED + b"<worksheet/>"


def huge_cell(parts: Parts, chance: random.Random) -> None:
    words = b"x" * chance.randint(10_001, 400_000)
    parts[TEXTS] = parts[TEXTS].replace(b"A warm place", words)


def formulas(parts: Parts, chance: random.Random) -> None:
    text = chance.choice((b"1+1", b'HYPERLINK("http://x","y")', b"cmd|' /C calc'!A0", b"SUM(C5:C9)", b""))
    cell = rb'(<c r="C(?:5|18|19|20|21)"[^>]*?)(?: t="\w+")?(?:/>|>.*?</c>)'
    parts[BID] = re.sub(cell, rb"\1><f>" + text.replace(b"\\", rb"\\") + rb"</f><v>4</v></c>", parts[BID])


def lost_keys(parts: Parts, chance: random.Random) -> None:
    """Rows whose hidden key is another's, or gone."""
    keys = (b"organisation", b"project", b"requested", b"cost", b"starts_on", b"answer:", b"area:", b"mark", b"stage")
    one, other = chance.sample(keys, 2)
    parts[TEXTS] = parts[TEXTS].replace(
        b">" + one + b"<", b">" + chance.choice((other, b"", b"zzz", b"area:zzz")) + b"<"
    )


def lost_marks(parts: Parts, chance: random.Random) -> None:
    old, new = chance.choice((
        (b"commissioning-desk-application", b"another"),
        (b'name="Form"', b'name="Formular"'),
        (b">stage<", b">stages<"),
        (b">full<", b">half<"),
        (b">round_id<", b">round_ip<"),
        (b">mark<", b">mask<"),
    ))  # fmt: skip
    for name in (TEXTS, BOOK):
        parts[name] = parts[name].replace(old, new)


SPOILT: Mapping[str, Mutation] = {
    "another kind": another_kind,
    "another encoding": _of_parts(another_encoding),
    "bomb": _of_parts(bomb),
    "entities": _of_parts(entities),
    "far cells": _of_parts(far_cells),
    "formulas": _of_parts(formulas),
    "huge cell": _of_parts(huge_cell),
    "links": _of_parts(links),
    "lost marks": _of_parts(lost_marks),
    "macros": _of_parts(macros),
    "many cells": _of_parts(many_cells),
    "many parts": many_parts,
    "many sheets": _of_parts(many_sheets),
    "odd rows": _of_parts(odd_rows),
    "truncated": truncated,
    "twice the same part": twice_the_same_part,
    "under a password": under_a_password,
}
"""Those that no form may be taken after."""
HARMED: Mapping[str, Mutation] = {
    "cut part": _of_parts(cut_part),
    "flipped": flipped,
    "garbled part": _of_parts(garbled_part),
    "lost keys": _of_parts(lost_keys),
    "without a part": _of_parts(without_a_part),
    "wrong types": _of_parts(wrong_types),
    "wrong values": _of_parts(wrong_values),
}
"""Those that may by chance leave a form as whole as it was, or leave out what it can do without."""
MUTATIONS = {**SPOILT, **HARMED}


def malformed(source: Path, seed: int) -> tuple[str, bytes]:
    """The kind of mutation that a seed stands for, and what it makes of a form."""
    kinds = sorted(MUTATIONS)
    kind = kinds[seed % len(kinds)]
    return kind, MUTATIONS[kind](as_excel(source.read_bytes()), random.Random(seed))
