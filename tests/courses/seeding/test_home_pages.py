import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision, Site

from library.models import HomePage

pytestmark = pytest.mark.django_db


def home(language: str) -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def load() -> None:
    call_command("seed_library", verbosity=0)


def test_seed_library_replaces_the_welcome_page_of_wagtail():
    load()

    assert Site.objects.get(is_default_site=True).root_page.specific == home("en")
    assert home("en").slug == "home"
    assert not Page.objects.filter(title__contains="Welcome to your new").exists()


def test_seed_library_twice_changes_nothing():
    load()
    before = (Page.objects.count(), Revision.objects.count())
    load()
    assert (Page.objects.count(), Revision.objects.count()) == before


def test_seed_library_brings_an_old_text_up_to_date():
    load()
    page = home("nl")
    expected = page.headline
    page.headline = "Van vroeger"
    page.save_revision().publish()

    load()

    assert home("nl").headline == expected


def test_seed_library_leaves_what_an_editor_wrote(django_user_model):
    load()
    editor = django_user_model.objects.create_superuser("editor@relay.example")
    page = home("nl")
    page.headline = "Van de redactie"
    page.save_revision(user=editor).publish(user=editor)

    load()

    assert home("nl").headline == "Van de redactie"


def test_seed_library_leaves_the_root_where_an_administrator_put_it():
    load()
    site = Site.objects.get(is_default_site=True)
    site.root_page = home("nl")
    site.save()

    load()

    site.refresh_from_db()
    assert site.root_page_id == home("nl").pk


def test_seed_courses_says_what_is_missing():
    with pytest.raises(CommandError) as error:
        call_command("seed_courses")
    assert str(error.value) == "There is no organisation “relay” to own the course."


def test_seed_quizzes_says_what_is_missing():
    with pytest.raises(CommandError) as error:
        call_command("seed_quizzes")
    assert str(error.value) == (
        "The course “frontline-prevention-basic” is not there yet."
    )
