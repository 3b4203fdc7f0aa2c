"""The template for Group Policy: what it writes is what the desk reads, and its words are there in each language."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.policy import EXPANDED, NO_CHECK, NUMBER, POLICY_KEY, SHARE, UPDATES, Setter, Value, managed

FOLDER = Path(__file__).parents[2] / "installer" / "policy"
LANGUAGES = ("en-GB", "en-US")
SCHEMA = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
IN = {"p": SCHEMA}
Element = ElementTree.Element


@pytest.fixture
def template() -> Element:
    return ElementTree.parse(FOLDER / "CommissioningDesk.admx").getroot()


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Element:
    return ElementTree.parse(FOLDER / request.param / "CommissioningDesk.adml").getroot()


def policies(template: Element) -> dict[str, Element]:
    return {one.attrib["name"]: one for one in template.findall("p:policies/p:policy", IN)}


def written(policy: Element) -> dict[str, int]:
    """What the policy writes in the registry, and the number of its type."""
    texts = {
        one.attrib["valueName"]: EXPANDED if one.get("expandable") == "true" else 1
        for one in policy.findall("p:elements/p:text", IN)
    }
    switch = {policy.attrib["valueName"]: NUMBER} if "valueName" in policy.attrib else {}
    return {**texts, **switch}


def references(template: Element, kind: str) -> set[str]:
    every = " ".join(value for one in template.iter() for value in one.attrib.values())
    return set(re.findall(rf"\$\({kind}\.(\w+)\)", every))


def test_it_writes_every_value_the_desk_takes_from_policy_under_its_key_in_its_type(template: Element) -> None:
    found = policies(template)
    assert {one.attrib["key"] for one in found.values()} == {POLICY_KEY}
    assert {one.attrib["class"] for one in found.values()} == {"Both"}
    assert {name: kind for one in found.values() for name, kind in written(one).items()} == {
        SHARE: EXPANDED,
        UPDATES: EXPANDED,
        NO_CHECK: NUMBER,
    }


def test_the_desk_understands_what_it_writes(template: Element, tmp_path: Path) -> None:
    values = {name: kind for one in policies(template).values() for name, kind in written(one).items()}
    switch = policies(template)[NO_CHECK]
    for side, off in (("enabledValue", True), ("disabledValue", False)):
        number = switch.find(f"p:{side}/p:decimal", IN)
        assert number is not None
        content: dict[str, object] = {name: str(tmp_path) for name in (SHARE, UPDATES)}
        content[NO_CHECK] = int(number.attrib["value"])
        what = managed(
            {Setter.MACHINE_POLICY: {name: Value(content[name], kind) for name, kind in values.items()}}, {}, None
        )
        assert what.ignored == ()
        assert what.no_update_check is off
        assert what.forced is not None
        assert what.update_path is not None


def test_all_of_it_is_in_the_name_space_windows_reads(template: Element, words: Element) -> None:
    assert template.tag == f"{{{SCHEMA}}}policyDefinitions"
    assert words.tag == f"{{{SCHEMA}}}policyDefinitionResources"
    assert {one.tag.partition("}")[0] for root in (template, words) for one in root.iter()} == {f"{{{SCHEMA}"}
    asked, has = template.find("p:resources", IN), words.attrib["revision"]
    assert asked is not None
    assert asked.attrib["minRequiredRevision"] == has


def test_every_word_it_refers_to_is_there_in_each_language_and_no_other(template: Element, words: Element) -> None:
    strings = {one.attrib["id"]: one.text or "" for one in words.findall("p:resources/p:stringTable/p:string", IN)}
    assert set(strings) == references(template, "string")
    assert all(text.strip() for text in strings.values())
    tables = words.findall("p:resources/p:presentationTable/p:presentation", IN)
    assert {one.attrib["id"] for one in tables} == references(template, "presentation")


def test_every_box_that_is_shown_is_of_a_value_that_is_written_and_has_its_label(
    template: Element, words: Element
) -> None:
    for name, policy in policies(template).items():
        ids = [one.attrib["id"] for one in policy.findall("p:elements/*", IN)]
        boxes = words.findall(f"p:resources/p:presentationTable/p:presentation[@id='{name}']/p:textBox", IN)
        assert [one.attrib["refId"] for one in boxes] == ids
        assert all(one.findtext("p:label", "", IN).strip() for one in boxes)


def test_categories_and_systems_it_names_are_defined_in_it(template: Element) -> None:
    categories = {one.attrib["name"] for one in template.findall("p:categories/p:category", IN)}
    systems = {one.attrib["name"] for one in template.findall("p:supportedOn/p:definitions/p:definition", IN)}
    for policy in policies(template).values():
        for kind, known in (("parentCategory", categories), ("supportedOn", systems)):
            named = policy.find(f"p:{kind}", IN)
            assert named is not None
            assert named.attrib["ref"] in known
