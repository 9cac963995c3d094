# -*- coding: utf-8 -*-
"""Create .venv and install the locked packages, with nothing but Python.

Written so that a Python too old for Relay can still read it and say so: no
f-strings, no annotations, only the standard library. Everything that can go
wrong here ends in one sentence and a non-zero exit.
"""

import argparse
import contextlib
import errno
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LOCK_FILE = os.path.join(ROOT, "requirements.txt")
VAR = os.path.abspath(os.environ.get("RELAY_VAR") or os.path.join(ROOT, "var"))
INSTALL_LOG = os.path.join(VAR, "log", "install.log")
STEPS = 7

# Bytes: what the packages take, and what a run takes besides.
ROOM_FOR_PACKAGES = 900 * 1024 * 1024
ROOM_TO_RUN = 50 * 1024 * 1024

# How pip begins the line about a package it has found.
FETCHED = ("Collecting ", "Processing ", "Requirement already satisfied")


class SetupError(Exception):
    """Something the reader can mend; its text is the whole message."""


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def version_problem(version):
    """The sentence for a Python that is too old, or None."""
    if tuple(version[:2]) >= OLDEST:
        return None
    return (
        "Relay needs Python 3.11 or newer; this is %d.%d (%s). "
        "Name a newer one: make PYTHON=/path/to/python3.11"
        % (version[0], version[1], sys.executable)
    )


def starts(python, test="pass"):
    """Whether it is a Python that can run; a version manager's stand-in may not."""
    try:
        with open(os.devnull, "w") as nowhere:
            return (
                subprocess.call([python, "-c", test], stdout=nowhere, stderr=nowhere)
                == 0
            )
    except OSError:
        return False


def newer_python():
    """The path of a new enough Python beside an old one, or None."""
    which = getattr(shutil, "which", None)
    if which is None:
        return None
    for minor in (14, 13, 12, 11):
        path = which("python3.%d" % minor)
        if path and starts(path):
            return path
    return None


def check_modules():
    for name, remedy in (
        ("venv", "on Debian or Ubuntu: apt install python3-venv"),
        ("ensurepip", "on Debian or Ubuntu: apt install python3-venv"),
        ("sqlite3", "install a Python built with SQLite"),
        ("ssl", "install a Python built with OpenSSL"),
    ):
        try:
            __import__(name)
        except ImportError:
            raise SetupError(
                "This Python (%s) lacks its standard module '%s' (%s)."
                % (sys.executable, name, remedy)
            )


def read_port(text):
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SetupError("PORT must be a number from 1 to 65535, not '%s'." % text)
    return int(text)


def check_port(port):
    """Fail when another program answers on the port, or it may not be used."""
    taken = (
        "Port %d is taken by another program; stop it, or choose another port: "
        "make run PORT=%d" % (port, port + 1 if port < 65535 else 8000)
    )
    # A browser asks for localhost, which may mean ::1 before 127.0.0.1.
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            probe = socket.socket(family, socket.SOCK_STREAM)
        except (OSError, socket.error):
            continue
        try:
            probe.settimeout(2)
            if probe.connect_ex((host, port)) == 0:
                raise SetupError(taken)
        except (OSError, socket.error):
            pass
        finally:
            probe.close()
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
    except (OSError, socket.error) as error:
        if error.errno == errno.EACCES:
            raise SetupError(
                "Port %d is reserved for the system; choose one from 1024 on: "
                "make run PORT=8000" % port
            )
        if error.errno == errno.EADDRINUSE:
            raise SetupError(taken)
        raise SetupError("Port %d cannot be used: %s." % (port, error.strerror))
    finally:
        server.close()


def check_space(folder, needed, free=None):
    if free is None:
        free = shutil.disk_usage(folder).free
    if free < needed:
        raise SetupError(
            "The disk is too full: %s has %d MB free, and Relay needs %d MB there."
            % (folder, free // 1024**2, needed // 1024**2)
        )


@contextlib.contextmanager
def only_one():
    """Hold the folder while it is prepared; a second make waits its turn."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    if not os.path.isdir(VAR):
        os.makedirs(VAR)
    with open(os.path.join(VAR, "prepare.lock"), "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (IOError, OSError):
            say("Another make is preparing this folder; waiting for it ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def venv_python():
    return os.path.join(VENV, "bin", "python")


def fingerprint():
    """Names what .venv must hold: the lock, and the folder it was made in."""
    digest = hashlib.sha256()
    with open(LOCK_FILE, "rb") as handle:
        digest.update(handle.read())
    return "%s\n%s\n" % (digest.hexdigest(), VENV)


def stamp_path():
    return os.path.join(VENV, "relay-installed.txt")


def read_stamp():
    try:
        with open(stamp_path(), "rb") as handle:
            return handle.read().decode("utf-8", "replace")
    except (IOError, OSError):
        return ""


def installed():
    return read_stamp() == fingerprint() and works(venv_python())


def works(python):
    """Whether it is a Python new enough that starts and has its pip."""
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return starts(python, test)


def moved():
    """Whether .venv was made in a folder of another name: its scripts are broken."""
    lines = read_stamp().splitlines()
    return len(lines) > 1 and lines[1] != VENV


def create_venv():
    if os.path.isdir(VENV) and works(venv_python()) and not moved():
        return
    say("[2/%d] Creating the virtual environment .venv ..." % STEPS)
    if os.path.islink(VENV):
        os.unlink(VENV)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.Popen(
        [sys.executable, "-m", "venv", VENV],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
    )
    output = made.communicate()[0].decode("utf-8", "replace")
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        if "No space left" in output:
            raise SetupError(full_disk())
        if "ensurepip" in output:
            raise SetupError(
                "This Python (%s) lacks its standard module 'venv' (on Debian or "
                "Ubuntu: apt install python3-venv)." % sys.executable
            )
        raise SetupError(
            "The virtual environment .venv could not be created: %s"
            % (output.strip().splitlines() or ["no reason given"])[-1]
        )


def full_disk():
    return "The disk is full: free at least %d MB and run the same command again." % (
        ROOM_FOR_PACKAGES // 1024**2
    )


def install_problem(output):
    """One sentence for what pip said when it failed."""
    if "No space left on device" in output or "Errno 28" in output:
        return full_disk()
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "A downloaded package is not the one that requirements.txt names "
            "(its hash differs); nothing of it was installed."
        )
    unreachable = (
        "NewConnectionError",
        "ConnectTimeoutError",
        "ReadTimeoutError",
        "Max retries exceeded",
        "Temporary failure in name resolution",
        "Name or service not known",
        "Connection refused",
        "Network is unreachable",
        "ProxyError",
        "SSLError",
        "ProtocolError",
        "Read timed out",
        "HTTP error",
        "Client Error",
        "Server Error",
    )
    if any(sign in output for sign in unreachable):
        return (
            "The package registry does not answer: check the network (or pip's "
            "configuration of index and proxy) and run the same command again."
        )
    if "No matching distribution" in output:
        return (
            "The package registry does not have what requirements.txt names for "
            "this Python and system; details are in var/log/install.log."
        )
    return "Installing the packages failed; what pip said is in var/log/install.log."


def count_packages():
    with open(LOCK_FILE, "rb") as handle:
        lines = handle.read().decode("utf-8").splitlines()
    return sum(1 for line in lines if "==" in line[:60] and line[:1].isalnum())


def progress(done, total, last=False):
    """A live count on a terminal, a line now and then in a log."""
    text = "[3/%d] Installing %d packages: %d fetched" % (STEPS, total, done)
    if sys.stdout.isatty():
        sys.stdout.write("\r" + text + ("\n" if last else ""))
    elif last or done % 25 == 0:
        sys.stdout.write(text + "\n")
    sys.stdout.flush()


def install():
    check_space(ROOT, ROOM_FOR_PACKAGES)
    check_space(tempfile.gettempdir(), ROOM_TO_RUN * 4)
    total = count_packages()
    if os.path.exists(stamp_path()):
        os.remove(stamp_path())
    if not os.path.isdir(os.path.dirname(INSTALL_LOG)):
        os.makedirs(os.path.dirname(INSTALL_LOG))
    command = [
        venv_python(), "-m", "pip", "install", "--require-hashes",
        "--requirement", LOCK_FILE, "--disable-pip-version-check", "--no-input",
        "--progress-bar", "off", "--retries", "2", "--no-color",
    ]  # fmt: skip
    say("[3/%d] Installing %d packages ..." % (STEPS, total))
    done = 0
    output = []
    pip = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT
    )
    try:
        with open(INSTALL_LOG, "wb") as log:
            for raw in pip.stdout:
                log.write(raw)
                line = raw.decode("utf-8", "replace")
                output.append(line)
                if line.startswith(FETCHED):
                    done += 1
                    progress(done, total)
                elif line.startswith("Ignoring "):
                    total -= 1
                elif line.startswith("Installing collected packages"):
                    progress(done, total, last=True)
                    say("[3/%d] Unpacking them ..." % STEPS)
        code = pip.wait()
    finally:
        if pip.poll() is None:
            pip.terminate()
            pip.wait()
    if code:
        if sys.stdout.isatty():
            say("")
        raise SetupError(install_problem("".join(output)))
    with open(stamp_path(), "wb") as handle:
        handle.write(fingerprint().encode("utf-8"))


def prepare(port):
    check_modules()
    if port is not None:
        say("[1/%d] Checking Python, port and disk ..." % STEPS)
        check_port(read_port(port))
    check_space(ROOT, ROOM_TO_RUN)
    with only_one():
        if installed():
            return
        create_venv()
        install()


def main(arguments):
    parser = argparse.ArgumentParser(description="Create .venv and fill it.")
    parser.add_argument("--port", help="check first that this port is free")
    options = parser.parse_args(arguments)
    problem = version_problem(sys.version_info)
    if problem:
        python = newer_python()
        if python:
            os.execv(python, [python, os.path.abspath(__file__)] + arguments)
        raise SetupError(problem)
    prepare(options.port)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as problem:
        sys.stderr.write("%s\n" % problem)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; run the same command to go on.\n")
        sys.exit(130)
    except (IOError, OSError) as error:
        if error.errno == errno.ENOSPC:
            sys.stderr.write(full_disk() + "\n")
        else:
            sys.stderr.write("Relay cannot be prepared here: %s.\n" % error)
        sys.exit(1)
