"""python -m bench.with_django MODULE FILE JSON: call MODULE.build(**JSON), keep it in FILE.

A process of its own, because the one that measures must not have Django's settings,
memory and connections in it.
"""

import importlib
import json
import sys
from pathlib import Path

import django


def main() -> None:
    module, file, arguments = sys.argv[1:]
    django.setup()
    built = importlib.import_module(module).build(**json.loads(arguments))
    Path(file).write_text(json.dumps(built))


if __name__ == "__main__":
    main()
