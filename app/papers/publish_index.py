"""The index of what is published as one page of HTML, which any browser reads and a screen reader reads out."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from app.listing import Listing, cell_text

_STYLE = (
    "body{font-family:'Source Sans 3',Arial,sans-serif;font-size:1.1rem;line-height:1.5;color:#1c2024;"
    "max-width:72rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #c4ccd2}"
    "caption{text-align:left;font-weight:600;padding:.4rem 0}code{font-size:.8rem;overflow-wrap:anywhere}"
    "a{color:#0b5563}"
)
FILE, DIGEST = "file", "digest"


def write_index(index: Listing, *, as_of: str) -> str:
    """The page: a table with a row for each file, whose title leads to it. It needs no other file and runs nothing."""
    keys = [column.key for column in index.columns]
    file = keys.index(FILE)
    shown = [at for at, key in enumerate(keys) if key != FILE]
    head = "".join(f'<th scope="col">{escape(index.columns[at].label)}</th>' for at in shown)
    rows = []
    for line in index.lines:
        cells = []
        for at in shown:
            text = escape(cell_text(line.cells[at], index.columns[at]))
            if keys[at] == "title":
                cells.append(f'<th scope="row"><a href="{quote(str(line.cells[file]))}">{text}</a></th>')
            else:
                cells.append(f"<td><code>{text}</code></td>" if keys[at] == DIGEST else f"<td>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    title = escape(f"{index.title}: {index.subtitle}")
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(index.title)}</h1>\n"
        f"<p>{escape(index.subtitle)}. As of {escape(as_of)}.</p>\n<table>\n"
        f"<caption>{len(index.lines):,} {'file' if len(index.lines) == 1 else 'files'}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody>\n</table>\n</main>\n</body>\n</html>\n"
    )
