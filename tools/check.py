"""Everything `make check` looks at, one after the other; the failures once more at
the end. `--only NAME` runs one."""

import argparse
import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
APPS = (
    "organisations", "media", "library", "courses", "quizzes", "certificates",
    "trainers", "tracking", "interop", "lms",
)  # fmt: skip
BUNDLE = ROOT / "lms" / "styleguide" / "bundle.py"

# A complete and safe production environment in which nothing exists; nothing is
# connected to.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "relay.example.org",
    "RELAY_BASE_URL": "https://relay.example.org",
    "RELAY_TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgres://relay:relay@database.example.org:5432/relay",
    "REDIS_URL": "redis://cache.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://relay:relay@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Relay <relay@relay.example.org>",
}
TEST = {"DJANGO_SETTINGS_MODULE": "lms.settings.test"}


@dataclass
class Check:
    name: str
    title: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def checks() -> list[Check]:
    apps = [name for name in APPS if (ROOT / name).is_dir()]
    found = [
        Check(
            "ruff", "Style of the code", python("-m", "ruff", "check", "--quiet", ".")
        ),
        Check(
            "format",
            "Form of the code",
            python("-m", "ruff", "format", "--check", "--quiet", "."),
        ),
        Check(
            "imports",
            "Who may import whom",
            [str(BIN / "lint-imports"), "--no-cache"],
            {"PYTHONPATH": str(ROOT)},
        ),
        Check(
            "bandit",
            "Security of the code",
            # From medium on: what is lesser, ruff's rules S already look at.
            python("-m", "bandit", "-q", "-ll", "-c", "pyproject.toml", "-r", *apps),
        ),
        Check(
            "deploy",
            "Production settings",
            python("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
            PRODUCTION,
        ),
        Check(
            "migrations",
            "Migrations for every model",
            python("manage.py", "makemigrations", "--check", "--dry-run"),
            TEST,
        ),
        Check("migration-names", "Names of migrations", python("tools/migrations.py")),
        Check(
            "messages",
            "Translations into Dutch, French and German",
            python("tools/messages.py", "check"),
        ),
        Check("templates", "Form of the templates", python("tools/templates.py")),
    ]
    if BUNDLE.exists():
        found.append(
            Check(
                "styles",
                "The bundled style sheet",
                python(str(BUNDLE.relative_to(ROOT)), "--check"),
            )
        )
    return found


def passes(check: Check) -> bool:
    print(f"-- {check.title} ({check.name})", flush=True)
    started = time.monotonic()
    # The settings of whoever calls must not decide what is checked.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in PRODUCTION and not name.startswith("AWS_")
    }
    result = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**environment, **check.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    if result.returncode:
        print(result.stdout + result.stderr, end="")
    print(f"   {'failed' if result.returncode else 'ok'} ({seconds:.1f} s)", flush=True)
    return result.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="NAME", help="run this check alone")
    only = parser.parse_args().only
    chosen = [check for check in checks() if only in (None, check.name)]
    if not chosen:
        names = ", ".join(check.name for check in checks())
        print(f"There is no check named '{only}'; there are {names}.", file=sys.stderr)
        return 2
    failed = [check.name for check in chosen if not passes(check)]
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
        return 1
    print("All checks pass.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
