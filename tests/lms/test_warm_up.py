import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A process of its own: what is loaded before the fork must not come from a test.
PROGRAM = """
import gc
import sys
from django.conf import settings
import lms.wsgi
from django.db import connections
from django.template import engines
from lms import warm_up
names = warm_up._templates()
loaders = engines["django"].engine.template_loaders
known = {template.name for template in loaders[0].get_template_cache.values()}
print(len(names) > 100, names <= known)
print(gc.get_freeze_count() > 100_000)
print({"reportlab", "xhtml2pdf", "pyhanko"} <= set(sys.modules))
print([one.connection for one in connections.all(initialized_only=True)])
"""


def test_what_the_server_forks_from_has_everything_loaded_and_no_connection_open():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "True True"
    assert lines[1] == "True"
    # Nobody waits for what makes and seals the first PDF.
    assert lines[2] == "True"
    assert lines[3] in ("[]", "[None]")
