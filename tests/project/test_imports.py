import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_apps_and_layers_import_only_what_stands_below_them():
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_exception_from_the_import_contracts_has_a_reason():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    settings = tomllib.loads("\n".join(lines))["tool"]["importlinter"]
    exceptions = [
        exception
        for contract in settings["contracts"]
        for exception in contract.get("ignore_imports", [])
    ]
    places = [lines.index(f'  "{exception}",') for exception in exceptions]
    # A line beside another with a reason shares it.
    unexplained = [
        exception
        for exception, place in zip(exceptions, places, strict=True)
        if not lines[place - 1].lstrip().startswith("#") and place - 1 not in places
    ]
    assert unexplained == []


def test_every_installed_app_of_ours_is_under_the_contracts(settings):
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    under_contract = set(contracts["importlinter"]["root_packages"])
    ours = {
        name.split(".")[0]
        for name in settings.INSTALLED_APPS
        if (ROOT / name.split(".")[0]).is_dir()
    }
    assert ours <= under_contract
