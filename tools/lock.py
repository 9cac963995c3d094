"""Resolve requirements.in into requirements.txt: one lock for every system, with a
hash for every file and no address of any registry in it."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "lock"
UV = HOME / "bin" / "uv"
EXTRA = re.compile(r"(?P<name>[a-z0-9.-]+)\[[a-z0-9,-]+\]==")


def pip_setting(name: str) -> str:
    """What pip is configured with here, so that the resolver asks the same registry."""
    result = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", f"global.{name}"],
        capture_output=True,
        text=True,
        check=False,
    )
    value = result.stdout.strip() if result.returncode == 0 else ""
    return os.environ.get("PIP_" + name.upper().replace("-", "_"), value)


def main() -> int:
    if not UV.exists():
        print("Installing the resolver (uv) into var/lock ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        subprocess.run(
            [str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"],
            check=True,
        )
    environment = dict(os.environ)
    if index := pip_setting("index-url"):
        environment.setdefault("UV_DEFAULT_INDEX", index)
    if certificates := pip_setting("cert"):
        environment.setdefault("SSL_CERT_FILE", certificates)
    result = subprocess.run(
        [
            str(UV), "pip", "compile", "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-emit-index-url", "--no-strip-extras", "--quiet",
            *(["--upgrade"] if "--upgrade" in sys.argv[1:] else []),
            "-o", "requirements.txt", "requirements.in",
        ],
        cwd=ROOT,
        env=environment,
        check=False,
    )  # fmt: skip
    if result.returncode == 0:
        lock = ROOT / "requirements.txt"
        lock.write_text(with_bare_names(lock.read_text()))
    return result.returncode


def with_bare_names(lock: str) -> str:
    """The lock with each package that is named with extras named without them, too:
    where both are asked for, pip takes the pin of one for none of the other."""
    lines, block = [], []
    named = {line.partition("==")[0] for line in lock.splitlines() if "==" in line}

    def end_of_block() -> None:
        lines.extend(block)
        match = EXTRA.match(block[0]) if block else None
        if match and match["name"] not in named:
            bare = [EXTRA.sub(r"\g<name>==", block[0]), *block[1:]]
            lines.extend(line for line in bare if not line.startswith("    #"))
        block.clear()

    for line in lock.splitlines(keepends=True):
        if not line.startswith(" "):
            end_of_block()
        block.append(line)
    end_of_block()
    return "".join(lines)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError:
        print(
            "The resolver could not be installed; pip's reason is above.",
            file=sys.stderr,
        )
        sys.exit(1)
