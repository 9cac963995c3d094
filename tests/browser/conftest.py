"""The product as a newcomer gets it: started by the program behind `make run`, with its
demo world in a folder of its own, and walked through with a real Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import chromium
from tests.browser.person import Person

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"
PATIENCE = 300
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
# What is to appear appears at once, or, beside other work on a small machine, later.
expect.set_options(timeout=20_000)


def pytest_itemcollected(item):
    # As soon as it is found: those who give tests to workers look at the whole list,
    # and nobody promises that this file is asked before them.
    item.add_marker(pytest.mark.browser)
    # One server and one browser for all of them.
    item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium_path():
    path = chromium.chromium_path()
    if path is None:
        pytest.skip("Chromium is not installed")
    return path


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory) -> Path:
    """Where the product keeps its data."""
    if os.environ.get("RELAY_ADDRESS"):
        return Path(os.environ.get("RELAY_VAR", ROOT / "var"))
    return tmp_path_factory.mktemp("relay-var")


@pytest.fixture(scope="session")
def address(chromium_path, tmp_path_factory, data_folder):
    """Where the product answers. What it says goes to server.log beside its data.

    RELAY_ADDRESS names one that runs already, to try a test out in less time, and
    RELAY_VAR its data.
    """
    if running := os.environ.get("RELAY_ADDRESS"):
        yield running
        return
    _be_the_only_one(tmp_path_factory)
    var = data_folder
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Its own surroundings: nothing of the suite's settings or databases.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL")
        and not name.startswith(("PYTEST", "COV_"))
    } | {"RELAY_VAR": str(var), "PORT": str(port)}
    log = var / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tools" / "run.py")],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
        try:
            for line in process.stdout:
                output.write(line)
                if "Relay is running" in line:
                    break
            else:
                output.flush()
                pytest.fail(f"Relay did not start:\n{log.read_text()[-4000:]}")
            # What follows is read as well, or a full pipe would stop the server.
            reader = threading.Thread(
                target=shutil.copyfileobj, args=(process.stdout, output), daemon=True
            )
            reader.start()
            yield f"http://localhost:{port}"
            process.send_signal(signal.SIGTERM)
            reader.join(timeout=60)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
            process.stdout.close()
    assert "Traceback" not in log.read_text()


def _be_the_only_one(tmp_path_factory):
    """One worker runs all of these tests; a second would start the product once more,
    and what one test leaves for the next would be with the other."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        try:
            (tmp_path_factory.getbasetemp().parent / "browser").mkdir()
        except FileExistsError:
            pytest.fail("Another worker runs tests in the browser at the same time.")


@pytest.fixture(scope="module")
def browser(address, chromium_path):
    """Not for the whole session: while it runs, Django takes its thread for an
    asynchronous one and refuses the database to other tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox"]
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def kept(address) -> dict[str, object]:
    """What a browser keeps of somebody of the demo who has signed in, by address: codes
    are not sent as often as one likes. Filled as it is needed; not for who signs out."""
    return {}


@pytest.fixture
def new_person(browser, address):
    """Makes people: each with a browser of their own, nothing shared."""
    contexts = []

    def make(name, *, language="en", scheme="light", width=390, **more):
        context = browser.new_context(
            base_url=address,
            viewport=PHONE if width < 600 else DESK,
            color_scheme=scheme,
            locale=language,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        return Person(
            name,
            context.new_page(),
            SCREENSHOTS,
            variant=f"{width}-{language}",
            scheme=scheme,
            has_scripts=more.get("java_script_enabled", True),
        )

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def answers(address):
    """Whether an address answers, and with which status."""

    def status(path):
        try:
            with urllib.request.urlopen(address + path) as response:  # noqa: S310
                return response.status
        except urllib.error.HTTPError as error:
            return error.code

    return status
