"""What the starter files say about how courses belong together."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from courses.domain.programmes import parts_of
from courses.models import (
    LearningPath,
    Programme,
    Recognition,
    SectorTitle,
)
from courses.seeding.programmes import write_programmes
from lms.errors import DomainError
from organisations.models import Organisation
from tests.factories.equivalents import bare_course

DAY = date(2026, 11, 21)
STARTERS = (
    "frontline-prevention-basic",
    "frontline-prevention-practice",
    "showcase",
)


@pytest.fixture
def seed():
    file = Path(apps.get_app_config("courses").path, "seed", "programmes.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.fixture
def starters(beekstad):
    Organisation.objects.filter(pk=beekstad.pk).update(code="relay")
    return {code: bare_course(beekstad, code) for code in STARTERS}


def test_the_starter_files_are_written_once(seed, starters):
    assert write_programmes(seed, day=DAY) == 10
    assert write_programmes(seed, day=DAY) == 0

    basic = starters["frontline-prevention-basic"]
    basic.refresh_from_db()
    assert basic.booster == starters["frontline-prevention-practice"]
    assert basic.provider.recognitions.count() == 2
    assert [
        p.course.code
        for p in Programme.objects.get(code="frontline-prevention").parts.all()
    ] == [
        "frontline-prevention-basic",
        "frontline-prevention-practice",
    ]
    rows = LearningPath.objects.get().rows.all()
    assert [(row.course.code, row.is_optional) for row in rows] == [
        ("frontline-prevention-basic", False),
        ("showcase", True),
        ("frontline-prevention-practice", False),
    ]
    assert SectorTitle.objects.get().sector_id == "EDU"


def test_what_people_changed_since_is_left_alone(seed, starters):
    write_programmes(seed, day=DAY)
    Programme.objects.update(names={"en": "Ours"})
    Recognition.objects.all().delete()

    assert write_programmes(seed, day=DAY) == 0
    assert {one.names["en"] for one in Programme.objects.all()} == {"Ours"}
    assert Recognition.objects.count() == 0


def test_names_and_descriptions_are_there_in_every_language(seed):
    codes = {code for code, _name in settings.LANGUAGES}
    for programme in seed["programme"]:
        assert set(programme["name"]) == set(programme["description"]) == codes
        for part in programme["parts"]:
            told = {"place", "audience", "name", "summary"} & part.keys()
            assert all(set(part[name]) == codes for name in told)
    for path in seed["path"]:
        assert set(path["title"]) == set(path["summary"]) == codes


def test_what_is_not_there_is_named(seed, beekstad):
    Organisation.objects.filter(pk=beekstad.pk).update(code="relay")

    with pytest.raises(DomainError, match="frontline-prevention-basic"):
        write_programmes(seed, day=DAY)


def test_the_three_tools_say_where_they_are_known_from_and_who_trains_for_them(
    seed, starters
):
    write_programmes(seed, day=DAY)

    family = Programme.objects.get(code="bounce")
    parts = parts_of(family, AnonymousUser(), language="de")
    assert [(one.title, one.trainer_title, one.url_code) for one in parts] == [
        ("BOUNCEyoung", "BOUNCEup", ""),
        ("BOUNCEalong", "BOUNCEup", ""),
        ("BOUNCEup", "", ""),
    ]
    assert all(one.source and one.summary for one in parts)
    assert {one.given_by for one in parts} == {"BOUNCE Support Office"}
    # No public source names an authority that recognises it.
    provider = family.parts.first().course.provider
    assert not provider.recognitions.exists()


def test_a_path_in_a_circle_is_refused(seed, starters):
    basic, practice = (starters[code] for code in STARTERS[:2])
    basic.prerequisites.add(practice)

    with pytest.raises(DomainError, match="circle"):
        write_programmes(seed, day=DAY)
    assert LearningPath.objects.count() == 0


def test_a_title_that_labels_is_refused(seed, starters):
    seed["title"][0]["titles"]["en"] = "Radicalisation at school"

    with pytest.raises(DomainError, match="no neutral title"):
        write_programmes({"title": seed["title"]}, day=DAY)
