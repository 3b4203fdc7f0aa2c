"""The Papers tab: the papers of the office, written, guarded, looked at, issued and opened again."""
