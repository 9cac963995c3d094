import pytest
from django.core.management import call_command

import migrations


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_every_migration_has_a_name_that_says_what_it_does():
    assert migrations.unnamed() == []


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("0001_initial", True),
        ("0002_attempt_pause", True),
        ("0002_auto_20261101_1200", False),
        ("0003_attempt_pause_quiz_limit_and_more", False),
        ("0004_merge_20261101_1200", False),
        ("attempt_pause", False),
    ],
)
def test_made_up_names_are_recognised(tmp_path, name, accepted):
    folder = tmp_path / "courses" / "migrations"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / f"{name}.py").touch()
    expected = [] if accepted else [f"courses/migrations/{name}.py"]
    assert migrations.unnamed(tmp_path) == expected
