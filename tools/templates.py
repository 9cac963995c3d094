"""The form of templates: indentation (djhtml), correctness (curlylint), and nothing
inline, because the content security policy would refuse it.

    templates.py           check
    templates.py --write   indent
"""

import re
import subprocess
import sys
from pathlib import Path

import messages

ROOT = Path(__file__).resolve().parent.parent

# Mail programs and the PDF renderer load no style sheet from us.
STYLED_FOLDERS = {"mail", "email", "emails", "pdf"}
# Data for a script is no script.
INLINE_SCRIPT = re.compile(
    r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"'](?:application/(?:ld\+)?json|text/plain)[\"'])",
    re.IGNORECASE,
)
INLINE_HANDLER = re.compile(r"<[a-z][^>]*?\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
SCRIPT_ADDRESS = re.compile(
    r"(?:href|action|src)\s*=\s*[\"']\s*javascript:", re.IGNORECASE
)
INLINE_STYLE = re.compile(r"<style\b|<[a-z][^>]*?\sstyle\s*=\s*[\"']", re.IGNORECASE)
COMMENTS = re.compile(
    r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL
)


def templates(root: Path = ROOT) -> list[Path]:
    return [
        path
        for app in messages.apps(root)
        for path in sorted(app.glob("templates/**/*.html"))
    ]


def inline(text: str, *, styled: bool = False) -> list[tuple[int, str]]:
    """Line and kind of everything inline in a template."""
    # Comments go, their line breaks stay, so that lines keep their numbers.
    bare = COMMENTS.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    rules = [
        (INLINE_SCRIPT, "inline script"),
        (INLINE_HANDLER, "inline event handler"),
        (SCRIPT_ADDRESS, "script in an address"),
    ]
    if not styled:
        rules.append((INLINE_STYLE, "inline style"))
    return sorted(
        (bare.count("\n", 0, match.start()) + 1, kind)
        for pattern, kind in rules
        for match in pattern.finditer(bare)
    )


def run(*command: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, check=False
    ).returncode


def main() -> int:
    paths = templates()
    if not paths:
        return 0
    names = [str(path.relative_to(ROOT)) for path in paths]
    if "--write" in sys.argv[1:]:
        run("djhtml", "--tabwidth", "2", *names)
        return 0
    found = [
        f"{path.relative_to(ROOT)}:{line}: {kind}"
        for path in paths
        for line, kind in inline(
            path.read_text(encoding="utf-8"),
            styled=bool(STYLED_FOLDERS & set(path.parts)),
        )
    ]
    if found:
        print("\n".join(found))
    return max(
        1 if found else 0,
        run("djhtml", "--check", "--tabwidth", "2", *names),
        run("curlylint", "--quiet", *names),
    )


if __name__ == "__main__":
    sys.exit(main())
