"""Bring database, catalogues and static files up to date before a start.

One process, so that Django is loaded once. What is already up to date is left
alone: a second start does next to nothing. Failures end in one sentence; the
whole story is in var/log/prepare.log.
"""

import argparse
import errno
import hashlib
import io
import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

import bootstrap
import messages

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(bootstrap.VAR)
LOG = VAR / "log" / "prepare.log"
SKIPPED_FOLDERS = {".venv", ".git", "var", "__pycache__", "tests", "bench", "docs"}


class EarlierDatabaseError(Exception):
    """Of a version that this one cannot bring up to date; the text says what to do."""


def say(step: int, text: str) -> None:
    bootstrap.say(f"[{step}/{bootstrap.STEPS}] {text}")


def project_files(*patterns: str) -> list[Path]:
    """Files of the project whose path matches, without what was made or installed."""
    found = set()
    for folder in ROOT.iterdir():
        if folder.is_dir() and folder.name not in SKIPPED_FOLDERS:
            for pattern in patterns:
                found.update(path for path in folder.glob(pattern) if path.is_file())
    return sorted(path for path in found if "__pycache__" not in path.parts)


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    digest.update("\0".join(more).encode())
    return digest.hexdigest()


class Stamp:
    """Remembers in var/ for which inputs a step was last done."""

    def __init__(self, name: str, value: str) -> None:
        self.path = VAR / "stamps" / name
        self.value = value

    def fits(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.value

    def set(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value)


def migrate() -> bool:
    """Apply what is missing; whether anything was."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from lms.checks import earlier_steps

    for error in earlier_steps(databases=[connection.alias]):
        raise EarlierDatabaseError(f"{error.msg} {error.hint}")
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        say(5, "The database is up to date.")
        return False
    say(5, f"Preparing the database: {len(plan)} migrations ...")
    call_command("migrate", interactive=False, verbosity=0)
    return True


def make_cache_table() -> None:
    from django.conf import settings
    from django.core.management import call_command

    if any(
        cache["BACKEND"].endswith("DatabaseCache") for cache in settings.CACHES.values()
    ):
        call_command("createcachetable", verbosity=0)


def seed(*, migrated: bool) -> None:
    from django.conf import settings
    from django.core.management import call_command

    if not getattr(settings, "RELAY_DEMO", False):
        return
    database = settings.DATABASES["default"]
    stamp = Stamp(
        "seed",
        fingerprint(
            project_files("seed/**/*", "seeding/*.py", "management/commands/seed*.py"),
            *(str(database.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME")),
        ),
    )
    if stamp.fits() and not migrated:
        say(5, "The demo world is there.")
        return
    say(5, "Loading the starter content and the demo world ...")
    call_command("seed_demo")
    stamp.set()


def make_badge_key() -> None:
    from django.conf import settings
    from django.core.management import call_command

    if getattr(settings, "RELAY_DEMO", False):
        call_command("make_badge_key", if_none=True, verbosity=0)


def collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    installed = Path(bootstrap.stamp_path())
    stamp = Stamp(
        "static",
        fingerprint(
            project_files("static/**/*"),
            installed.read_text() if installed.is_file() else "",
            str(root),
            settings.STORAGES["staticfiles"]["BACKEND"],
        ),
    )
    if stamp.fits() and root.is_dir():
        say(6, "Static files are up to date.")
        return
    say(6, "Collecting and compressing static files ...")
    call_command("collectstatic", interactive=False, verbosity=0, clear=root.is_dir())
    stamp.set()


def prepare(*, static: bool) -> None:
    compiled = messages.compile_all()
    say(4, f"Message catalogues: {compiled} compiled.")
    import django

    django.setup()
    migrated = migrate()
    make_cache_table()
    make_badge_key()
    seed(migrated=migrated)
    if static:
        collect_static()


def sentence(error: BaseException) -> str:
    """What went wrong, for somebody who does not read tracebacks."""
    text = " ".join(str(error).split()) or type(error).__name__
    if getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in text:
        return bootstrap.full_disk()
    kind = type(error).__name__
    if isinstance(error, EarlierDatabaseError):
        return text
    if kind == "ImproperlyConfigured":
        return f"A setting is wrong: {text}"
    if kind == "OperationalError":
        return f"The database does not answer: {text}"
    return (
        f"Preparing Relay failed ({kind}: {text[:200]}); "
        "the whole story is in var/log/prepare.log."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-static", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
    sys.path.insert(0, str(ROOT))
    try:
        VAR.mkdir(exist_ok=True)
        prepare(static=not options.no_static)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - every failure becomes one sentence
        story = io.StringIO()
        traceback.print_exception(error, file=story)
        try:
            LOG.parent.mkdir(parents=True, exist_ok=True)
            LOG.write_text(story.getvalue())
        except OSError:
            pass
        print(sentence(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
