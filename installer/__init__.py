"""Turns the desk into what an IT team can put on laptops: a folder, two installers, a portable zip and their papers."""
