"""What the desk looks like. Nothing here knows how anything is kept."""
