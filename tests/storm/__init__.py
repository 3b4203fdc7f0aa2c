"""The storm: the desk's own code saving through kills, cut lines and dead servers, and what was left of its saves."""
