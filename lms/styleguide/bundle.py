"""Join the parts of the stylesheet into the one file that pages load.

`python lms/styleguide/bundle.py` writes it; `--check` says whether it is up to date.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "static" / "lms" / "css" / "site.css"


def bundle() -> str:
    """All parts in the order of their names, without comments and spare white space."""
    text = "\n".join(part.read_text() for part in sorted((HERE / "css").glob("*.css")))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", text)
    text = re.sub(r":\s+(?=[^{}]*[;}])", ":", text)
    return text.replace(";}", "}").strip() + "\n"


def main() -> int:
    fresh = bundle()
    if "--check" in sys.argv:
        held = TARGET.read_text() if TARGET.exists() else ""
        if held == fresh:
            return 0
        sys.stderr.write("site.css is not what its parts make: run bundle.py\n")
        return 1
    TARGET.write_text(fresh)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
