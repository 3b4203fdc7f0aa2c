"""One page for each tab."""
