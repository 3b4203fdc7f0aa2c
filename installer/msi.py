"""Makes the installer for a whole computer, which IT deploys: machine.msi, by wixl."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from app.policy import FOLDER, INSTALLED_KEY, SHARE, UPDATES
from installer.contents import CLI, DESK, OFFICE_ICON, WINDOWS, staged
from installer.steps import failed, run, shown

NAME = "Commissioning Desk"
UPGRADE_CODE = UUID("6d1c8b5e-0f6b-4d0c-9a55-3a0d2f6c7e41")
"""By this Windows knows one version as the next of another. It never changes."""
NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
TYPE = "CommissioningDesk.Office"
ENGLISH = 2057
NOT_OLDER = (
    f"A newer version of {NAME} is installed on this computer. Remove that one first, if you mean to go back to this."
)
OLDEST_BUILD = 17763
TOO_OLD = f"{NAME} needs Windows 10 of autumn 2018 (version 1809) or later."
KEPT = {"SHAREPATH": SHARE, "UPDATEPATH": UPDATES, "INSTALLFOLDER": FOLDER}
"""What IT may set when it installs, and the name under which it is kept for the next version."""


def make(built: Path, out: Path, version: str, epoch: int) -> Path:
    """Write commissioning-desk-VERSION-machine.msi into `out`; `epoch` is the second since 1970 it is dated by.

    Raises Failed.
    """
    made = out / f"commissioning-desk-{version}-machine.msi"
    # these tools take the time from the clock, in the zone of this computer
    then = ["env", "TZ=UTC", "faketime", "-f", datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S")]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        files = staged(built, work / "files", epoch)
        (work / "desk.wxs").write_text(wxs(files, version), "utf-8")
        (work / "desk.ico").write_bytes((WINDOWS / "desk.ico").read_bytes())
        _library(work / "running.dll")
        _done([*then, "wixl", "-a", "x64", "-o", made, "desk.wxs"], work)
        _done([*then, "msibuild", made, "-q", *_amendments()], work)
        code = f"{{{_code(f'package {version} {epoch}')}}}"
        _done([*then, "msibuild", made, "-s", f"{NAME} {version}", NAME, f"x64;{ENGLISH}", code], work)
    return made


def _done(command: Sequence[str | Path], work: Path) -> None:
    """Run one of these tools, which end well and only warn where they could not write. Raises Failed."""
    if "WARNING" in (said := run(command, cwd=work)):
        raise failed(said, f"This did not work: {shown(command)}")


def _library(made: Path) -> None:
    """Compile the library that says whether the desk runs; the same source gives the same bytes. Raises Failed."""
    # left to itself, the linker takes the time, and an address that follows from the name of the folder
    lasting = ("-Wl,--no-insert-timestamp", "-Wl,--image-base,0x180000000")
    run(
        [
            "x86_64-w64-mingw32-gcc",
            *("-O2", "-s", "-shared", "-nostdlib", "-e", "start", *lasting),
            *("-o", made, WINDOWS / "running.c", "-lmsi", "-lkernel32"),
        ]
    )


def _amendments() -> Iterator[str]:
    """What wixl does not write, or elsewhere than it belongs, in Windows Installer's own language."""
    handed_on = ";".join(
        [*KEPT, *(f"BEFORE_{name}" for name in KEPT), "WIX_UPGRADE_DETECTED", "WIX_DOWNGRADE_DETECTED"]
    )
    # what was given or found in front of a person's window is handed on to the service that installs
    yield f"UPDATE `Property` SET `Value` = '{handed_on}' WHERE `Property` = 'SecureCustomProperties'"
    for action, (kind, condition, sequence) in _actions().items():
        yield f"UPDATE `CustomAction` SET `Type` = {kind} WHERE `Action` = '{action}'"
        yield (
            "INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) "
            f"VALUES ('{action}', '{condition}', {sequence})"
        )
    # an earlier version goes first, and comes back where this one then fails
    yield "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'"


def _actions() -> dict[str, tuple[int, str, int]]:
    """Each of our own actions: its kind, when it is done, and its place among Windows Installer's."""
    in_library, sets_property = 1, 51
    after_search, after_conditions, after_costs = 51, 101, 1001
    keeping = {
        # what is given now goes before what was kept
        f"Keep{name}": (sets_property, f"BEFORE_{name} AND NOT {name}", after_search + number)
        for number, name in enumerate(KEPT)
    }
    return {
        **keeping,
        "HoldClosed": (in_library, "", after_conditions),
        "SayFolder": (sets_property, "NOT REMOVE", after_costs),
    }


# the words of wixl


def wxs(files: Sequence[PurePosixPath], version: str) -> str:
    """What wixl reads: every file once, each with a component of its own that every version knows it by."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}Wix")
    product = _add(
        root,
        "Product",
        Id=_code(f"product {version}"),
        Name=NAME,
        Manufacturer=NAME,
        Version=version,
        Language=str(ENGLISH),
        UpgradeCode=str(UPGRADE_CODE).upper(),
    )
    _add(
        product,
        "Package",
        InstallerVersion="500",
        Compressed="yes",
        InstallScope="perMachine",
        Description=f"{NAME} {version}",
        Manufacturer=NAME,
    )
    _add(product, "MajorUpgrade", DowngradeErrorMessage=NOT_OLDER)
    _add(product, "Media", Id="1", Cabinet="desk.cab", EmbedCab="yes")
    _add(product, "Icon", Id="desk.ico", SourceFile="desk.ico")
    _add(product, "Binary", Id="running", SourceFile="running.dll")
    _properties(product)
    _write_actions(product)
    components = [*_tree(product, files)]
    feature = _add(product, "Feature", Id="Desk", Title=NAME, Level="1")
    for component in components:
        _add(feature, "ComponentRef", Id=component)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _code(of: str) -> str:
    """The lasting name of a thing for Windows Installer, which wants capitals."""
    return str(uuid5(UPGRADE_CODE, of)).upper()


def _add(above: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(above, f"{{{NAMESPACE}}}{tag}", attributes)
    element.text = text or None
    return element


def _properties(product: ET.Element) -> None:
    for name, value in (
        ("ARPPRODUCTICON", "desk.ico"),
        ("ARPNOMODIFY", "1"),
        ("ARPNOREPAIR", "1"),
        # else Windows Installer passes over a file whose older version is the newer one's, and then removes that
        ("REINSTALLMODE", "amus"),
        ("ARPCOMMENTS", "Budgets, grants and contracts of a commissioning team. Press F1 in the program for help."),
    ):
        _add(product, "Property", Id=name, Value=value)
    for name, value in KEPT.items():
        _search(product, f"BEFORE_{name}", INSTALLED_KEY, value)
    # the number that Windows Installer itself gives is Windows 8's on every later one
    _search(product, "REALBUILD", r"Software\Microsoft\Windows NT\CurrentVersion", "CurrentBuildNumber")
    _add(product, "Condition", f"Installed OR NOT REALBUILD OR REALBUILD >= {OLDEST_BUILD}", Message=TOO_OLD)


def _search(product: ET.Element, name: str, key: str, value: str) -> None:
    """Have a property hold what the registry holds, before anything else is done."""
    sought = _add(product, "Property", Id=name)
    _add(
        sought,
        "RegistrySearch",
        Id=f"Search{name}",
        Root="HKLM",
        Key=key,
        Name=value,
        Type="raw",
        Win64="yes",
    )


def _write_actions(product: ET.Element) -> None:
    """Our own actions; their kinds and places follow in _amendments."""
    _add(product, "CustomAction", Id="HoldClosed", BinaryKey="running", DllEntry="HoldClosed", Execute="immediate")
    for name in KEPT:
        _add(product, "CustomAction", Id=f"Keep{name}", Property=name, Value=f"[BEFORE_{name}]")
    _add(product, "CustomAction", Id="SayFolder", Property="ARPINSTALLLOCATION", Value="[INSTALLFOLDER]")


# what is installed


def _tree(product: ET.Element, files: Sequence[PurePosixPath]) -> Iterator[str]:
    """Write the folders and their files; the names of all components."""
    root = _add(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    home = _add(_add(root, "Directory", Id="ProgramFiles64Folder"), "Directory", Id="INSTALLFOLDER", Name=NAME)
    menu = _add(root, "Directory", Id="ProgramMenuFolder")
    places = {PurePosixPath(): home}
    for number, file in enumerate(files):
        place = _folder(file.parent, places)
        component = _component(place, f"File{number}", str(file))
        _add(
            component,
            "File",
            Id=_FILE_IDS.get(str(file), f"file{number}"),
            Source=f"files/{file}",
            Name=file.name,
            KeyPath="yes",
        )
        yield f"File{number}"
    yield _settings(home)
    yield _association(home)
    yield _shortcut(menu)


_FILE_IDS = {DESK: "desk.exe", CLI: "cli.exe", OFFICE_ICON: "opcc.ico"}


def _folder(path: PurePosixPath, places: dict[PurePosixPath, ET.Element]) -> ET.Element:
    if path not in places:
        above = _folder(path.parent, places)
        places[path] = _add(above, "Directory", Id=f"Folder{len(places)}", Name=path.name)
    return places[path]


def _component(above: ET.Element, name: str, known_by: str) -> ET.Element:
    return _add(above, "Component", Id=name, Guid=_code(f"component {known_by}"), Win64="yes")


def _settings(home: ET.Element) -> str:
    component = _component(home, "Settings", "settings")
    values = {FOLDER: "[INSTALLFOLDER]", "Version": "[ProductVersion]", SHARE: "[SHAREPATH]", UPDATES: "[UPDATEPATH]"}
    _registry(component, [(INSTALLED_KEY, name, value) for name, value in values.items()])
    return "Settings"


def _registry(component: ET.Element, values: Sequence[tuple[str, str, str]]) -> None:
    """Write texts for everybody on the computer, each by its key and name; by the first the component is known."""
    for number, (key, name, value) in enumerate(values):
        named = {"Name": name} if name else {}
        first = {"KeyPath": "yes"} if number == 0 else {}
        _add(component, "RegistryValue", Root="HKLM", Key=key, Type="string", Value=value, **named, **first)


def _association(home: ET.Element) -> str:
    component = _component(home, "Association", "association")
    paths = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
    program = f"[INSTALLFOLDER]{DESK}"
    values = {
        rf"Software\Classes\{TYPE}": "Office file",
        rf"Software\Classes\{TYPE}\DefaultIcon": f"[INSTALLFOLDER]{OFFICE_ICON}",
        rf"Software\Classes\{TYPE}\shell\open\command": f'"{program}" "%1"',
        r"Software\Classes\.opcc": TYPE,
        rf"{paths}\{DESK}": program,
        rf"{paths}\{CLI}": f"[INSTALLFOLDER]{CLI}",
    }
    _registry(component, [(key, "", value) for key, value in values.items()])
    return "Association"


def _shortcut(menu: ET.Element) -> str:
    component = _component(menu, "StartMenu", "start menu")
    _add(
        component,
        "Shortcut",
        Id="StartMenuEntry",
        Name=NAME,
        Description="Budgets, grants and contracts of the commissioning team",
        Target=f"[INSTALLFOLDER]{DESK}",
        WorkingDirectory="INSTALLFOLDER",
    )
    _registry(component, [(INSTALLED_KEY, "StartMenu", "1")])
    return "StartMenu"
