"""What the desk looks like: no SQL here."""
