"""The Applications tab."""
