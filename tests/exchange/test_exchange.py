"""What the exchange costs before it is used."""

from __future__ import annotations

import subprocess
import sys


def test_openpyxl_is_loaded_only_when_a_workbook_is_written() -> None:
    code = (
        "import sys, app.exchange.workbook, app.exchange.clipboard, app.exchange.paste\n"
        "print('openpyxl' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
