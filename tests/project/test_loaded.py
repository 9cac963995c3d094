"""What a process loads before it has done anything: each of these takes megabytes in
every process, and is loaded by whoever first needs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Library: what needs it. Its modules say where it is loaded.
BY_USERS = {
    "reportlab": "PDFs (lms.typesetting)",
    "xhtml2pdf": "PDFs (lms.typesetting)",
    "pypdf": "comes with xhtml2pdf",
    "svglib": "comes with xhtml2pdf",
    "arabic_reshaper": "PDFs with letters that join (lms.shaping)",
    "pyhanko": "seals (certificates.domain.sealing.signers, signing, signatures, stores)",
    "pyhanko_certvalidator": "comes with pyhanko",
    "pkcs11": "seals with a key in a store (certificates.domain.sealing.stores)",
    "pyld": "proofs of badges (certificates.domain.badges.proofs)",
    "aiohttp": "comes with pyhanko and pyld",
    "scim2_models": "directories (interop.views.directories)",
    "lark": "comes with scim2_models",
    "segno": "QR codes (lms.pdf, certificates.domain.links)",
    "openpyxl": "workbooks (lms.tables, and where they are written)",
    "nh3": "questions of other programs (quizzes.interchange.texts)",
}
# A worker that never meets a page does not need these either.
BEFORE_ADDRESSES = {"cryptography": "sealed texts, keys of badges and of the seal"}
PROGRAM = """
import sys
import django
django.setup()
print(*sorted(sys.modules))
from django.urls import get_resolver
from django.utils import translation
from django.urls import reverse
with translation.override("nl"):
    reverse("home")
def walk(patterns):
    for one in patterns:
        walk(one.url_patterns) if hasattr(one, "url_patterns") else one.callback
walk(get_resolver().url_patterns)
print(*sorted(sys.modules))
"""


@pytest.fixture(scope="module")
def loaded():
    """(modules once Django is set up, and once its addresses are known)."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        # Not those of tests: they make keys.
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.dev"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    before, after = done.stdout.splitlines()
    return set(before.split()), set(after.split())


def test_a_process_that_has_done_nothing_has_loaded_no_large_library(loaded):
    before, _after = loaded

    assert before & {*BY_USERS, *BEFORE_ADDRESSES} == set()


def test_knowing_the_addresses_loads_no_large_library(loaded):
    before, after = loaded

    assert "interop.urls" in after - before
    assert after & {*BY_USERS} == set()


def test_every_library_of_the_list_is_still_there_to_be_loaded():
    """A name that nobody can load would never be found, whatever is loaded."""
    program = (
        "import importlib, sys; [importlib.import_module(n) for n in sys.argv[1:]]"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, *BY_USERS, *BEFORE_ADDRESSES],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
