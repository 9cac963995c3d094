"""Figures of bodies above employers: never a name, and nothing of fewer than five."""
