"""The Open Contracting Data Standard as it is kept in `tests/standards/ocds`, and what of a package breaks it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource
from referencing.jsonschema import DRAFT4

FOLDER = Path(__file__).resolve().parents[1] / "standards" / "ocds"
FORMATS = FormatChecker(formats=())
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@FORMATS.checks("date-time")
def is_moment(given: object) -> bool:
    """RFC 3339; what is no text is for the type to say."""
    if not isinstance(given, str):
        return True
    return _MOMENT.fullmatch(given) is not None and datetime.fromisoformat(given).tzinfo is not None


@FORMATS.checks("uri")
def is_uri(given: object) -> bool:
    """RFC 3986, as far as its parts go: a scheme, and something of it, without spaces."""
    if not isinstance(given, str):
        return True
    parts = urlsplit(given)
    return bool(parts.scheme) and bool(parts.netloc or parts.path) and not re.search(r"[\s<>\"{}|\\^`]", given)


def merged(target: Any, patch: Any) -> Any:
    """JSON Merge Patch, RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found.get(key), value)
    return found


def schema(*place: str) -> Any:
    """A schema as it is kept."""
    return json.loads(FOLDER.joinpath(*place).read_text(encoding="utf-8"))


@cache
def validator() -> Draft4Validator:
    """Of a package, with the United Kingdom's patch merged onto the core release schema and no way to the web."""
    release = merged(schema("release-schema.json"), schema("uk-extension", "release-schema.json"))
    package = schema("release-package-schema.json")

    def refuse(uri: str) -> Resource[Any]:
        raise NoSuchResource(uri)

    known: Registry[Any] = Registry(retrieve=refuse)  # type: ignore[call-arg]  # mypy knows it by its private name
    known = known.with_resources(
        (one["id"], Resource.from_contents(one, default_specification=DRAFT4)) for one in (release, package)
    )
    Draft4Validator.check_schema(release)
    Draft4Validator.check_schema(package)
    return Draft4Validator(package, registry=known, format_checker=FORMATS)


def wrong(package: Any) -> list[str]:
    """Everything in a package that the standard does not allow, each with its place."""
    found = validator().iter_errors(package)
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in found] + list(_unknown(package))


def _unknown(package: Any) -> Iterator[str]:
    """Codes that stand in no codelist, where the schema leaves the list open."""
    for release in package["releases"]:
        for party in release["parties"]:
            yield from (f"no role: {one}" for one in party["roles"] if one not in codes("partyRole"))
        for document in _every(release, "documents"):
            kind = document.get("documentType")
            if kind is not None and kind not in codes("documentType"):
                yield f"no type of document: {kind}"
        for item in release["tender"].get("items", ()):
            if item["classification"]["scheme"] not in codes("itemClassificationScheme"):
                yield f"no scheme: {item['classification']['scheme']}"


def _every(within: Any, key: str) -> Iterator[Any]:
    """Every entry of every list of this name, however deep."""
    if isinstance(within, dict):
        yield from within.get(key, ())
        for value in within.values():
            yield from _every(value, key)
    elif isinstance(within, list):
        for value in within:
            yield from _every(value, key)


@cache
def codes(name: str) -> frozenset[str]:
    """The codes of an open list, the United Kingdom's with them."""
    found: set[str] = set()
    for path in (FOLDER / "codelists" / f"{name}.csv", FOLDER / "uk-extension" / "codelists" / f"+{name}.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {row["Code"] for row in csv.DictReader(file)}
    return frozenset(found)
