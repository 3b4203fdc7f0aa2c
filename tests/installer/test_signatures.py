"""What is believed of a Windows program: real signatures by certificates made here, read by the real osslsigncode."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pip
import pytest

from installer import inputs
from installer.inputs import check_python, check_qt, check_signature
from installer.steps import Failed, need

LAUNCHER = Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe"
PSF = inputs.SIGNERS["python"]

pytestmark = pytest.mark.skipif(
    not (shutil.which("osslsigncode") and shutil.which("openssl")), reason="There is no osslsigncode or openssl here."
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody with a certificate that they made themselves."""

    certificate: Path
    key: Path

    def sign(self, program: Path, into: Path) -> Path:
        """Sign a program into another file."""
        into.unlink(missing_ok=True)
        options = ["-certs", str(self.certificate), "-key", str(self.key), "-in", str(program), "-out", str(into)]
        subprocess.run(["osslsigncode", "sign", *options], check=True, capture_output=True)
        return into


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for certificates and what they sign."""
    return tmp_path_factory.mktemp("signed")


def signer(place: Path, name: str, firm: str = "Somebody") -> Signer:
    """Somebody of this name, made where they are not there yet."""
    made = Signer(place / f"{name} {firm}.pem", place / f"{name} {firm}.key")
    if not made.certificate.exists():
        how = ["-newkey", "rsa:2048", "-nodes", "-days", "30", "-addext", "extendedKeyUsage=codeSigning"]
        files = ["-keyout", str(made.key), "-out", str(made.certificate)]
        subprocess.run(
            ["openssl", "req", "-x509", *how, *files, "-subj", f"/O={firm}/CN={name}"], check=True, capture_output=True
        )
    return made


@pytest.fixture
def psf(place: Path, monkeypatch: pytest.MonkeyPatch) -> Signer:
    """The signer of Windows Python, as far as the roots of this test know."""
    made = signer(place, PSF)
    monkeypatch.setattr(inputs, "ROOTS", made.certificate)
    return made


@pytest.fixture
def signed(place: Path, psf: Signer) -> Path:
    """A program they signed."""
    return psf.sign(LAUNCHER, place / "signed.exe")


def test_a_program_is_believed_as_its_signer_signed_it(signed: Path) -> None:
    check_signature(signed, PSF)


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_one_changed_byte_is_enough_to_be_refused(signed: Path, at: float) -> None:
    content = bytearray(signed.read_bytes())
    content[int(LAUNCHER.stat().st_size * at)] ^= 1
    changed = signed.with_name("changed.exe")
    changed.write_bytes(content)
    with pytest.raises(Failed, match=rf"changed\.exe is not signed by {PSF}, or not as it was signed\.$"):
        check_signature(changed, PSF)


def test_a_program_that_nobody_signed_is_refused(psf: Signer) -> None:
    with pytest.raises(Failed, match=rf"t64\.exe is not signed by {PSF}, "):
        check_signature(LAUNCHER, PSF)


def test_the_right_name_on_a_certificate_nobody_vouches_for_is_refused(
    place: Path, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "ROOTS", signer(place, "Another root").certificate)
    with pytest.raises(Failed, match="or not as it was signed"):
        check_signature(signed, PSF)


@pytest.mark.parametrize(
    ("name", "firm"), [("Another", "Somebody"), (f"{PSF} Fans", "Somebody"), ("Another", f"x CN={PSF}")]
)
def test_a_certificate_that_is_vouched_for_but_of_another_name_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str, firm: str
) -> None:
    other = signer(place, name, firm)
    monkeypatch.setattr(inputs, "ROOTS", other.certificate)
    by_other = other.sign(LAUNCHER, place / "other.exe")
    check_signature(by_other, name)
    with pytest.raises(Failed, match=f"is not signed by {PSF}"):
        check_signature(by_other, PSF)


# A whole Windows Python, and Qt


def python_of(place: Path, signed: Path, microsoft: Signer, many: int = 20) -> Path:
    """A Windows Python with so many signed files, and Microsoft's runtime."""
    made = place / f"python {many}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    for number in range(many):
        (made / f"part{number}.{('dll', 'exe', 'pyd')[number % 3]}").symlink_to(signed)
    (made / "python311.zip").touch()
    microsoft.sign(LAUNCHER, made / "vcruntime140.dll")
    return made


def test_every_file_of_windows_python_is_looked_at(place: Path, signed: Path) -> None:
    microsoft = signer(place, "Microsoft", "Microsoft Corporation")
    python = python_of(place, signed, microsoft)
    assert check_python(python) == 20
    (python / "part7.pyd").unlink(missing_ok=True)
    shutil.copyfile(LAUNCHER, python / "part7.pyd")
    with pytest.raises(Failed, match=r"part7\.pyd is not signed by"):
        check_python(python)


def test_the_runtime_must_be_as_microsoft_signed_it(place: Path, signed: Path) -> None:
    microsoft = signer(place, "Microsoft", "Microsoft Corporation")
    python = python_of(place, signed, microsoft)
    runtime = python / "vcruntime140.dll"
    content = bytearray(runtime.read_bytes())
    content[2000] ^= 1
    runtime.write_bytes(content)
    with pytest.raises(Failed, match=r"^vcruntime140\.dll of the Windows Python is not as Microsoft signed it\.$"):
        check_python(python)
    signer(place, "Another").sign(LAUNCHER, runtime)
    with pytest.raises(Failed, match=r"^vcruntime140\.dll of the Windows Python is not as Microsoft signed it\.$"):
        check_python(python)


def test_a_windows_python_with_few_files_is_not_taken_for_whole(place: Path, signed: Path) -> None:
    python = python_of(place, signed, signer(place, "Microsoft", "Microsoft Corporation"), many=3)
    with pytest.raises(Failed, match=r"^The Windows Python has 3 signed files where more than 20 are expected\.$"):
        check_python(python)


def test_every_library_of_qt_is_looked_at_and_there_must_be_some(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qt = signer(place, inputs.SIGNERS["qt"], "Qt")
    monkeypatch.setattr(inputs, "ROOTS", qt.certificate)
    (tmp_path / "PySide6").mkdir()
    with pytest.raises(Failed, match=r"^PySide6 has brought no library of Qt\.$"):
        check_qt(tmp_path)
    qt.sign(LAUNCHER, tmp_path / "PySide6" / "Qt6Core.dll")
    assert check_qt(tmp_path) == 1
    shutil.copyfile(LAUNCHER, tmp_path / "PySide6" / "Qt6Gui.dll")
    with pytest.raises(Failed, match=r"Qt6Gui\.dll is not signed by The QT Company Oy"):
        check_qt(tmp_path)


def test_without_osslsigncode_nothing_is_believed(
    signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failed, match=r"^osslsigncode is not installed here\.$"):
        check_signature(signed, PSF)
    with pytest.raises(Failed, match="apt-get install -y --no-install-recommends osslsigncode"):
        need({"osslsigncode": "osslsigncode"})
