"""What the screens of content share: nothing that was saved is lost."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.models import Vignette
from organisations.content_admin import OwnedPageEditView, OwnedSnippetEditView
from organisations.enums import Role
from tests.factories.cases import make_vignette
from tests.factories.courses import make_course
from tests.factories.facts import writer


@pytest.fixture
def author(beekstad, now):
    return writer(beekstad, Role.AUTHOR, now=now)


def _page(beekstad):
    lesson = make_course(beekstad, bank_size=2).lesson("small-one")
    data = {
        "title": "Saved by the editor itself",
        "slug": lesson.slug,
        "minutes": "5",
        "body": streamfield([("lead", "Another opening")]),
        "seo_title": "",
        "search_description": "",
        "comments": inline_formset([]),
    }
    return (
        lesson,
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        nested_form_data(data),
    )


def _case(beekstad):
    case = make_vignette(beekstad, live=False)
    data = {"title": "Saved by the editor itself", "key": case.key, "form": case.form}
    where = reverse("wagtailsnippets_courses_vignette:edit", args=[case.pk])
    return case, where, data | {"owner": beekstad.pk, "sector": case.sector_id}


@pytest.mark.parametrize(
    ("made", "view"),
    [(_page, OwnedPageEditView), (_case, OwnedSnippetEditView)],
    ids=["page", "case"],
)
@pytest.mark.parametrize("overtaken", [True, False])
def test_an_autosave_never_replaces_what_was_saved_while_it_was_under_way(
    client, beekstad, author, monkeypatch, made, view, overtaken
):
    thing, where, data = made(beekstad)
    kept = thing.save_revision(user=author)
    client.force_login(author)
    setup = view.setup

    def meanwhile(self, request, *args, **kwargs):
        """The button, served by another process after this one read the thing."""
        setup(self, request, *args, **kwargs)
        if overtaken:
            other = type(thing).objects.get(pk=thing.pk)
            other.title = "Saved by the button"
            other.save_revision(user=author)

    monkeypatch.setattr(view, "setup", meanwhile)
    response = client.post(
        where,
        data | {"overwrite_revision_id": kept.pk},
        headers={"Accept": "application/json"},
    )

    base = Page if made is _page else Vignette
    latest = base.objects.get(pk=thing.pk).get_latest_revision_as_object()
    assert response.json()["success"] is not overtaken
    assert latest.title == (
        "Saved by the button" if overtaken else "Saved by the editor itself"
    )
