"""The commands that read and write files of questions."""

import json

import pytest
from django.core.management import CommandError, call_command

from quizzes.interchange import FORMATS
from quizzes.models import Bank

pytestmark = pytest.mark.django_db
GIFT = FORMATS["gift"]
TWO = b"// [id:first]\n::First::Who?{=Grant ~Lee}\n\n::Second one::It is so.{T}\n"


@pytest.fixture
def bank(small_course) -> Bank:
    return Bank.objects.create(
        course=small_course.course, code="other-bank", name="Other"
    )


def test_the_commands_read_and_write(bank, tmp_path, capsys):
    file = tmp_path / "in.gift"
    file.write_bytes(TWO + b"\n\nDescription.")
    options = {"format": "gift", "bank": bank.code, "json": True}
    call_command("import_questions", file, dry_run=True, **options)
    told = json.loads(capsys.readouterr().out)
    assert told["kinds"] == {"single_choice": 1, "true_false": 1}
    assert told["problems"] == [
        {
            "place": "line 7",
            "question": "",
            "message": "A description asks nothing.",
            "stops": True,
        }
    ]
    assert not bank.questions.exists()
    call_command("import_questions", file, **options)
    assert bank.questions.count() == 2
    capsys.readouterr()
    out = tmp_path / "out.gift"
    call_command("export_questions", out, **options)
    assert json.loads(capsys.readouterr().out)["kinds"] == told["kinds"]
    assert b"Grant" in out.read_bytes()


def test_the_command_looks_at_a_file_without_a_bank(db, tmp_path, capsys):
    file = tmp_path / "in.gift"
    file.write_bytes(TWO + b"\n\nDescription.")
    call_command("import_questions", file, format="gift", dry_run=True)
    assert capsys.readouterr().out.splitlines() == [
        "single_choice: 1",
        "true_false: 1",
        "ERROR line 7 : A description asks nothing.",
    ]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("import_questions", {"bank": "nowhere"}),
        ("import_questions", {}),
        ("import_questions", {"dry_run": True}),
        ("export_questions", {"bank": "nowhere"}),
    ],
)
def test_the_commands_say_what_is_missing(db, tmp_path, name, options):
    with pytest.raises(CommandError):
        call_command(name, tmp_path / "nothing.gift", format="gift", **options)
