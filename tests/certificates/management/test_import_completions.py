import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from certificates.enums import OldListState
from certificates.models import OldList
from courses.models import Completion
from tests.factories.awards import make_member
from tests.factories.old_completions import ATTENDED, file_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path, beekstad, rule):
    dora = make_member(beekstad, "Dora")
    file = tmp_path / "old.csv"
    file.write_bytes(
        file_of((dora.email, "", rule.course.code, "2011-05-04", *ATTENDED))
    )
    return file


def run(path, *options):
    out = StringIO()
    given = ("--organisation", "beekstad", "--given-by", "Academy")
    call_command("import_completions", str(path), *given, *options, stdout=out)
    return out.getvalue()


def test_a_file_is_laid_before_the_programme_owners(path):
    said = json.loads(run(path, "--json"))
    assert said["counts"] == {"ready": 1}
    assert OldList.objects.get().state == OldListState.ASKED
    assert not Completion.objects.exists()


def test_a_dry_run_leaves_nothing_to_decide(path):
    assert run(path, "--dry-run") == "Can be recognised: 1\n"
    assert OldList.objects.get().state == OldListState.SET_ASIDE


def test_lines_that_cannot_be_are_told(path, capsys):
    with path.open("a") as file:
        file.write("\nnobody@x.example;;x;2011-05-04;attest;C-1")
    with pytest.raises(SystemExit) as ended:
        run(path)
    assert ended.value.code == 2
    assert "3: nobody@x.example" in capsys.readouterr().err


def test_a_file_that_is_none_is_refused(tmp_path, beekstad):
    other = tmp_path / "x.csv"
    other.write_bytes(b"nationality\nBE")
    with pytest.raises(CommandError):
        run(other)
    with pytest.raises(CommandError):
        run(tmp_path / "missing.csv")
    with pytest.raises(CommandError):
        call_command(
            "import_completions", str(other), "--organisation", "no", "--given-by", "x"
        )
