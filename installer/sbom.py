"""Writes the list of all that a build is made of, as CycloneDX 1.6, and holds it against the schema.

The same build gives the same bytes: the time is the one the build is dated by, and the serial number follows from the
content.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from installer.parts import Kind, Part

if TYPE_CHECKING:
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression

# No build may hold these: OpenSSL and Qt's network code would have to be kept up to date for a desk that needs neither.
ABSENT = {
    "OpenSSL": r"^(lib)?(ssl|crypto)[-.0-9]|^_ssl\.|^_hashlib\.",
    "Qt Network": r"^(lib)?Qt6?Network\b",
    "Tcl and Tk": r"^(lib)?t(cl|k)[0-9]|^_tkinter\.",
}


class BadList(Exception):
    """One plain sentence: the list is not what it must be, or the build holds what it must not."""


def sbom(parts: Iterable[Part], tools: Iterable[Part], version: str, epoch: int) -> bytes:
    """The list of a build of this version, as JSON.

    `parts` are what is in it (`installer.parts` gathers them), `tools` what it was made with, `epoch` the second since
    1970 it is dated by (SOURCE_DATE_EPOCH).

    Raises BadList where the schema does not allow what came of it, or two parts have one name.
    """
    from cyclonedx.output.json import JsonV1Dot6

    listed, made_with = list(parts), list(tools)
    for which in (listed, made_with):
        if doubled := sorted({one.name for one in which if sum(one.name == other.name for other in which) > 1}):
            raise BadList(f"The list of parts names {doubled[0]} twice.")
    bom = _bom(listed, made_with, version, epoch, uuid.UUID(int=0))
    serial = uuid.uuid5(uuid.NAMESPACE_OID, JsonV1Dot6(bom).output_as_string(indent=2))
    text = JsonV1Dot6(_bom(listed, made_with, version, epoch, serial)).output_as_string(indent=2) + "\n"
    check(text)
    return text.encode("utf-8")


def check(text: str) -> None:
    """Hold a list against the schema of CycloneDX 1.6. Raises BadList where it does not fit."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        where = "/".join(map(str, wrong.data.absolute_path)) or "its beginning"
        raise BadList(f"The list of parts does not fit the schema of CycloneDX 1.6, at {where}: {wrong.data.message}")


def hold_absent(build: Path) -> None:
    """Make sure that a finished build holds none of what the list says is absent. Raises BadList with the first."""
    for file in sorted(build.rglob("*")):
        for name, pattern in ABSENT.items():
            if re.search(pattern, file.name, re.IGNORECASE):
                raise BadList(f"The build holds {file.relative_to(build)}, and {name} must not be in it.")


def _bom(parts: Sequence[Part], tools: Sequence[Part], version: str, epoch: int, serial: uuid.UUID) -> Bom:
    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.tool import ToolRepository

    desk = _component(Part("commissioning-desk", version, "MIT", "application"), "")
    components = [_component(part, "part:") for part in parts]
    bom = Bom(
        serial_number=serial,
        components=components,
        metadata=BomMetaData(
            component=desk,
            timestamp=datetime.fromtimestamp(epoch, UTC),
            tools=ToolRepository(components=[_component(replace(one, kind="application"), "tool:") for one in tools]),
            properties=[Property(name="commissioning-desk:absent", value=name) for name in ABSENT],
        ),
    )
    bom.register_dependency(desk, components)
    return bom


def _component(part: Part, above: str) -> Component:
    """A part with all that is inside it; `above` begins its sign in the list, which must be there only once."""
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.component import Component
    from cyclonedx.model.contact import OrganizationalEntity
    from packageurl import PackageURL

    sign = f"{above}{part.name}"
    return Component(
        name=part.name,
        version=part.version or None,
        type=_type(part.kind),
        bom_ref=sign,
        supplier=OrganizationalEntity(name=part.by) if part.by else None,
        licenses=_licences(part.licence),
        copyright="\n".join(f"© {holder}" for holder in part.holders) or None,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)] if part.sha256 else None,
        purl=PackageURL("pypi", name=part.package, version=part.version) if part.package else None,
        components=[_component(one, f"{sign}/") for one in part.inside],
    )


def _type(kind: Kind) -> ComponentType:
    from cyclonedx.model.component import ComponentType

    return {
        "library": ComponentType.LIBRARY,
        "application": ComponentType.APPLICATION,
        "font": ComponentType.FILE,
        "pictures": ComponentType.FILE,
    }[kind]


def _licences(words: str) -> list[DisjunctiveLicense | LicenseExpression]:
    """One licence, as SPDX writes it where it can."""
    from cyclonedx.model.license import DisjunctiveLicense, LicenseAcknowledgement, LicenseExpression
    from cyclonedx.spdx import is_expression, is_supported_id

    declared = LicenseAcknowledgement.DECLARED
    if not words:
        return []
    if is_supported_id(words):
        return [DisjunctiveLicense(id=words, acknowledgement=declared)]
    if is_expression(words):
        return [LicenseExpression(words, acknowledgement=declared)]
    return [DisjunctiveLicense(name=words, acknowledgement=declared)]
