"""Numbers of people that are counted in the background and kept, so that a page of very
many reads a few rows (docs/figures.md)."""
