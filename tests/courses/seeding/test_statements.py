from datetime import date

import pytest

from courses.models import LessonPage, Statement
from courses.seeding.problems import SeedError

STATEMENTS = """
[[statement]]
key = "m1-s1"
sectors = ["POL"]
version = 2
dated = 2026-01-15
review_by = 2027-01-15
title = {en = "Secrecy", nl = "Geheim"}
text = {en = "- Say *little*.", nl = "- Zeg *weinig*."}
"""
FENCE = "::: statement m1-s1\n:::\n"


@pytest.fixture
def with_statement(files):
    (files.course / "m1" / "statements.toml").write_text(STATEMENTS)
    for language in ("en", "nl"):
        path = files.course / "m1" / f"01-words.{language}.md"
        path.write_text(path.read_text() + FENCE)
    return files


def spoil(files, old: str, new: str) -> list[str]:
    path = files.course / "m1" / "statements.toml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(SeedError) as problems:
        files.read()
    return str(problems.value).splitlines()


@pytest.mark.django_db
def test_a_statement_is_written_in_every_language_and_shown(with_statement, relay):
    with_statement.write()

    english, dutch = Statement.objects.order_by("locale__language_code")
    assert english.translation_key == dutch.translation_key
    assert (english.title, dutch.title) == ("Secrecy", "Geheim")
    assert english.text == "<ul><li>Say <i>little</i>.</li></ul>"
    assert (english.version, english.review_by) == (2, date(2027, 1, 15))
    assert [sector.pk for sector in dutch.sectors.all()] == ["POL"]
    assert english.live
    for statement in (english, dutch):
        page = LessonPage.objects.get(slug="01-words", locale=statement.locale)
        assert page.body.raw_data[-1]["value"] == statement.pk


@pytest.mark.django_db
def test_loading_again_changes_nothing(with_statement, relay):
    with_statement.write()
    report = with_statement.write()

    assert (report.created, report.updated, report.notes) == (0, 0, [])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("review_by = 2027", "review_by = 2025", "must be after dated"),
        ("version = 2", "version = 0", "must be between 1 and 999"),
        ("- Say *little*.", "## Say", "<h2> is not allowed here"),
        ('"m1-s1"', '"other"', "there is no statement “m1-s1”"),
    ],
)
def test_what_is_wrong_is_said(with_statement, old, new, message):
    assert any(message in line for line in spoil(with_statement, old, new))
