import ast
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import bootstrap
import run
import templates

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_bootstrap_can_be_read_by_a_python_that_is_too_old():
    source = (ROOT / "tools" / "bootstrap.py").read_text()
    tree = ast.parse(source, feature_version=(3, 6))
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.AsyncFunctionDef)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []


def test_an_old_python_is_told_which_one_is_needed():
    sentence = bootstrap.version_problem((3, 9, 2))
    assert sentence.startswith("Relay needs Python 3.11 or newer; this is 3.9 (")


def test_a_new_python_is_welcome():
    assert bootstrap.version_problem((3, 11, 0)) is None


def test_a_taken_port_is_named_with_a_way_out():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(bootstrap.SetupError) as error:
            bootstrap.check_port(port)
    assert str(error.value) == (
        f"Port {port} is taken by another program; stop it, or choose another port: "
        f"make run PORT={port + 1}"
    )


def test_a_free_port_is_accepted():
    bootstrap.check_port(free_port())


@pytest.mark.parametrize("text", ["abc", "", "0", "65536", "-1", "80 80"])
def test_an_impossible_port_is_refused(text):
    with pytest.raises(bootstrap.SetupError) as error:
        bootstrap.read_port(text)
    assert str(error.value) == (f"PORT must be a number from 1 to 65535, not '{text}'.")


def test_a_full_disk_is_noticed_before_anything_is_installed():
    with pytest.raises(bootstrap.SetupError) as error:
        bootstrap.check_space("/somewhere", 900 * 1024**2, free=39 * 1024**2)
    assert str(error.value) == (
        "The disk is too full: /somewhere has 39 MB free, and Relay needs 900 MB there."
    )


@pytest.mark.parametrize(
    ("output", "beginning"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(…)'\n"
            "ERROR: No matching distribution found for django",
            "The package registry does not answer",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] "
            "No space left on device",
            "The disk is full",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "A downloaded package is not the one",
        ),
        (
            "ERROR: No matching distribution found for django",
            "The package registry does not have",
        ),
        ("Segmentation fault", "Installing the packages failed"),
    ],
)
def test_a_failed_installation_ends_in_one_sentence(output, beginning):
    sentence = bootstrap.install_problem(output)
    assert sentence.startswith(beginning)
    assert "\n" not in sentence


def test_an_unreachable_registry_ends_in_one_sentence_and_an_error(tmp_path):
    (tmp_path / "tools").mkdir()
    for name in ("Makefile", "tools/bootstrap.py", "requirements.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    nowhere = f"http://127.0.0.1:{free_port()}/simple"
    environment = {
        **{name: os.environ[name] for name in os.environ if name[:4] != "PIP_"},
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": nowhere,
        "PIP_NO_CACHE_DIR": "1",
    }
    result = subprocess.run(
        [sys.executable, "tools/bootstrap.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr == (
        "The package registry does not answer: check the network (or pip's "
        "configuration of index and proxy) and run the same command again.\n"
    )


def test_two_that_prepare_the_same_folder_take_turns(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "VAR", str(tmp_path))
    order = []

    def second():
        with bootstrap.only_one():
            order.append("second")

    with bootstrap.only_one():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.3)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


SUPERVISOR = """
import os, signal, sys
sys.path[:0] = [{root!r}, {tools!r}]
os.environ["DJANGO_SETTINGS_MODULE"] = "json"
import run
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, run.on_signal)
children = [
    run.Child("web server", [sys.executable, "-m", "http.server", "{port}",
                             "--bind", "127.0.0.1", "--directory", {folder!r}]),
    run.Child("worker", ["/bin/sh", "-c", "echo $$ >> {folder}/pids; sleep {life}"]),
]
try:
    run.supervise(children, port={port}, environment=dict(os.environ))
except run.StopError:
    pass
finally:
    run.stop(children)
"""


@pytest.fixture
def supervisor(tmp_path):
    started = []

    def start(*, life):
        script = SUPERVISOR.format(
            root=str(ROOT),
            tools=str(ROOT / "tools"),
            port=free_port(),
            folder=str(tmp_path),
            life=life,
        )
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        for pid in worker_pids(tmp_path):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(pid), signal.SIGKILL)
        process.communicate(timeout=20)


def worker_pids(folder):
    path = folder / "pids"
    return path.read_text().split() if path.exists() else []


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "waited 20 seconds in vain"
        time.sleep(0.05)


def alive(pid):
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


def test_a_child_that_ends_is_started_again(supervisor, tmp_path):
    process = supervisor(life=0)
    wait_until(lambda: len(worker_pids(tmp_path)) >= 2)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    assert "The worker ended (exit code 0); starting it again in 1 s." in output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_stops_every_child(supervisor, tmp_path, number):
    process = supervisor(life=600)
    wait_until(lambda: worker_pids(tmp_path))
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert [pid for pid in worker_pids(tmp_path) if alive(pid)] == []


def test_a_signal_in_the_middle_of_a_start_leaves_no_child_behind(monkeypatch):
    child = run.Child("worker", ["sleep", "600"])
    really = subprocess.Popen

    def interrupted(*arguments, **options):
        run.on_signal(signal.SIGTERM, None)
        return really(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", interrupted)
    with pytest.raises(run.StopError):
        child.start(dict(os.environ))
    monkeypatch.undo()
    assert child.alive()
    run.stop([child])
    assert not child.alive()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<script src="{% static "a.js" %}"></script>', []),
        ('<script type="application/json">{}</script>', []),
        ("<p>\n<script>go()</script>", [(2, "inline script")]),
        ('<a href="#" onclick="go()">x</a>', [(1, "inline event handler")]),
        ('<a href="javascript:go()">x</a>', [(1, "script in an address")]),
        ('<p style="color: red">x</p>', [(1, "inline style")]),
        ("<style>p {}</style>", [(1, "inline style")]),
        ("{# <style> #}<!-- <script> -->", []),
        ('<p class="style" data-on="x">', []),
    ],
)
def test_whatever_is_inline_in_a_template_is_found(text, found):
    assert templates.inline(text) == found


def test_mails_and_documents_may_carry_their_style():
    assert templates.inline('<p style="color: red">', styled=True) == []


def test_the_readme_names_one_command_to_run_and_one_to_test():
    readme = (ROOT / "README.md").read_text()
    for heading, command in (("Run it", "make run"), ("Test it", "make test")):
        section = readme.split(f"## {heading}\n")[1].split("\n## ")[0]
        assert section.split("```sh\n")[1].split("```")[0] == f"{command}\n"


def test_no_file_of_the_project_names_a_package_index():
    lock = (ROOT / "requirements.txt").read_text()
    assert "--index-url" not in lock
    assert "://" not in "".join(
        line for line in lock.splitlines() if not line.lstrip().startswith("#")
    )
