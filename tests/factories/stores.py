"""A store of keys as a platform may have one: SoftHSM, which is one in software."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from tests.factories.seals import parts_of

MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
    Path("/opt/homebrew/lib/softhsm/libsofthsm2.so"),
)
TOKEN, KEY, PIN = "relay", "seal", "1234"


@dataclass(frozen=True)
class Store:
    """The maker's library, and the folder in which the token is kept."""

    module: Path
    folder: Path

    def take_away(self) -> None:
        """As pulling it out of the machine does."""
        self.folder.rename(self.folder.with_name("elsewhere"))
        self.folder.mkdir()

    def put_back(self) -> None:
        self.folder.rmdir()
        self.folder.with_name("elsewhere").rename(self.folder)


def softhsm() -> Path | None:
    """Its library; None where it is not installed."""
    if which("softhsm2-util") is None:
        return None
    return next((one for one in MODULES if one.is_file()), None)


def make_store(module: Path, where: Path, seal_file: Path) -> Store:
    """A store with the key of a file of the platform, whose certificate stays behind.

    SOFTHSM2_CONF has to name `where / "softhsm2.conf"`.
    """
    folder = where / "tokens"
    folder.mkdir()
    (where / "softhsm2.conf").write_text(
        f"directories.tokendir = {folder}\nobjectstore.backend = file\n"
    )
    key, certificates = parts_of(seal_file)
    (where / "key.pem").write_bytes(key)
    _run("--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "5678")
    _run(
        *("--import", str(where / "key.pem"), "--token", TOKEN, "--label", KEY),
        *("--id", "01", "--pin", PIN),
    )
    (where / "key.pem").unlink()
    seal_file.write_bytes(certificates)
    return Store(module, folder)


def _run(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)
