"""Which Chromium drives the pages."""

import shutil

# The one without windows first: the same engine, with half the work for the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str | None:
    """The program; None where none is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
