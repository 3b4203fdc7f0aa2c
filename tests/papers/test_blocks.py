"""The words that papers are made of cost nothing to load."""

from __future__ import annotations

import subprocess
import sys


def test_blocks_composers_and_publisher_load_without_reportlab_or_pdfium() -> None:
    code = (
        "import sys, app.papers.blocks, app.papers.budget, app.papers.list_paper, app.papers.publisher,"
        " app.papers.preview\n"
        "print(sorted({'reportlab', 'pypdfium2', 'openpyxl'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
