"""The API that programs read, checked by a program that we did not write: schemathesis,
by its OpenAPI document, against a running server."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from interop.domain.tokens import make_token
from interop.enums import Scope
from interop.views import keys
from tests.factories.tracking import make_requirement

PROGRAM = Path(sys.executable).with_name("schemathesis")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def program():
    if not PROGRAM.is_file():
        pytest.skip("schemathesis is not installed")
    return PROGRAM


def test_the_independent_checks_find_nothing_wrong(
    program,
    live_server,
    settings,
    beekstad,
    alice,
    bob,
    small_course,
    tmp_path,
    monkeypatch,
):
    # Every way of asking is tried, thousands of times.
    settings.RELAY_API_PER_MINUTE = 10**6
    monkeypatch.setattr(keys, "WRONG_KEYS", 10**6)
    now = timezone.now()
    make_requirement(beekstad, small_course.course)
    _token, key = make_token(
        beekstad,
        name="Report",
        scopes=[Scope.READ],
        last_day=timezone.localdate() + timedelta(days=1),
        actor=alice,
        now=now,
    )
    # In a file: arguments can be read by everybody on the machine.
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(
        f'[headers]\nAuthorization = "Bearer {key}"\n', encoding="utf-8"
    )

    done = subprocess.run(
        [
            program,
            "--config-file",
            configuration,
            "run",
            f"{live_server.url}/api/v1/openapi.json",
            "--max-examples",
            "20",
            "--seed",
            "1",
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Tested: 7" in done.stdout
