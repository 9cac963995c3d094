"""The address for directories, checked by a program that we did not write: scim2-tester,
by way of scim2-cli, against a running server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from interop.models import DirectoryGroup, DirectoryPerson
from tests.interop.conftest import let_in

STATUSES = "SUCCESS|COMPLIANT|ACCEPTABLE|DEVIATION|ERROR|CRITICAL|SKIPPED"
PROGRAM = Path(sys.executable).with_name("scim")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def program():
    if not PROGRAM.is_file():
        pytest.skip("scim2-cli is not installed")
    return PROGRAM


def test_the_independent_checks_find_no_error(
    program, live_server, settings, beekstad, alice, bob
):
    settings.RELAY_BASE_URL = live_server.url
    _token, key = let_in(beekstad, alice, now=timezone.now(), with_mails=False)

    done = subprocess.run(
        [program, "--url", f"{live_server.url}/scim/v2", "test", "--verbose"],
        # A key in the arguments can be read by everybody on the machine.
        env={**os.environ, "SCIM_CLI_HEADERS": f"Authorization: Bearer {key}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    # Each check is a line that begins with its status.
    statuses = re.findall(rf"^\s*({STATUSES})\b", done.stdout, re.MULTILINE)
    wrong = {"ERROR", "CRITICAL"} & set(statuses)
    assert not wrong, _about(done.stdout, wrong)
    assert done.returncode == 0, done.stderr
    assert statuses.count("SUCCESS") > 60, statuses
    # What it made it took out again.
    assert not DirectoryGroup.objects.exists()
    assert not DirectoryPerson.objects.filter(is_adopted=False).exists()


def _about(told: str, wrong: set[str]) -> str:
    """What the program says of each check that went wrong."""
    checks = re.split(rf"^(?=\s*(?:{STATUSES})\b)", told, flags=re.MULTILINE)
    return "".join(one for one in checks if one.split()[:1] and one.split()[0] in wrong)
