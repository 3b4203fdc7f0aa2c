"""The schema's history, one numbered revision a file. A revision may not import anything of this project."""
