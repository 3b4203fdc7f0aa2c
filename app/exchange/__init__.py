"""What leaves the desk for a spreadsheet and what comes back from one: Excel files, the clipboard, pasted tables."""
