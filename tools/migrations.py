"""Migrations have names that say what they do: 0003_attempt_pause, never 0003_auto_…"""

import re
import sys
from pathlib import Path

import messages

ROOT = Path(__file__).resolve().parent.parent
# What Django makes up when it is not told a name.
MADE_UP = re.compile(r"^\d{4}_(?:auto_\d|alter_.+_and_more$|.+_and_more$|merge_\d{8})")
NAMED = re.compile(r"^\d{4}_[a-z0-9_]+$")


def unnamed(root: Path = ROOT) -> list[str]:
    """Paths of migrations without a name of their own."""
    return [
        path.relative_to(root).as_posix()
        for app in messages.apps(root)
        for path in sorted(app.glob("migrations/*.py"))
        if path.name != "__init__.py"
        and (MADE_UP.match(path.stem) or not NAMED.match(path.stem))
    ]


if __name__ == "__main__":
    found = unnamed()
    for name in found:
        print(f"{name}: give the migration a name that says what it does")
    sys.exit(1 if found else 0)
