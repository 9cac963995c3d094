"""Authors' work in the content admin: courses, pages, facts, cases and editions."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import Block
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.blocks import LessonStreamBlock
from courses.models import Course, CoursePage, Edition, Fact, LessonPage
from organisations.domain.groups import collection_of
from organisations.domain.memberships import end_membership, start_membership
from organisations.enums import Role
from organisations.models import Membership, Organisation
from tests.courses.test_every_way import form_data
from tests.factories.cases import make_vignette
from tests.factories.courses import make_course
from tests.factories.facts import english_fact
from tests.factories.facts import writer as person
from tests.factories.organisations import UserFactory
from tests.factories.reviewing import reviewed


@pytest.fixture
def now():
    """The real moment: the admin reads the clock."""
    return timezone.now()


@pytest.fixture
def small(draft_course):
    return draft_course


@pytest.fixture
def author(beekstad, now):
    return person(beekstad, Role.AUTHOR, now=now)


@pytest.fixture
def reviewer(beekstad, now):
    return person(beekstad, Role.REVIEWER, now=now)


@pytest.fixture
def programme_owner(beekstad, now):
    return person(beekstad, Role.PROGRAMME_OWNER, now=now)


@pytest.fixture
def foreign(valmont):
    """A published fact of another municipality."""
    return english_fact(valmont, text="Of Valmont only")


def lesson_data(*blocks, title="Changed", **more):
    return nested_form_data(
        {
            "title": title,
            "slug": "small-one",
            "minutes": "5",
            "body": streamfield(blocks),
            "seo_title": "",
            "search_description": "",
            "comments": inline_formset([]),
            **more,
        }
    )


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# --- Pages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug", ["small-course", "small-core", "small-one", "small-quiz"]
)
def test_authors_open_and_preview_each_kind_of_page(slug, client, small, author):
    client.force_login(author)
    page = Page.objects.get(slug=slug, locale__language_code="en")

    assert client.get(edit(page)).status_code == 200
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert draft.status_code == 200
    assert page.title in draft.text


def test_an_author_saves_a_draft_and_cannot_publish(client, small, author):
    client.force_login(author)
    lesson = small.lesson("small-one")
    data = lesson_data(("lead", "Another opening"))

    response = client.post(edit(lesson), data | {"action-publish": "publish"})

    assert response.status_code == 302
    lesson.refresh_from_db()
    assert lesson.title == "Lesson one en"
    assert lesson.get_latest_revision_as_object().title == "Changed"


def test_a_programme_owner_publishes_what_was_reviewed(client, small, programme_owner):
    client.force_login(programme_owner)
    lesson = small.lesson("small-one")
    data = lesson_data(("lead", "A"))

    refused = client.post(edit(lesson), data | {"action-publish": "publish"})
    assert "No reviewer of the sector" in str(refused.context["form"].errors)
    assert refused.context["form"]["title"].value() == "Changed"
    assert small.lesson("small-one").title == "Lesson one en"

    client.post(edit(lesson), data)
    reviewed(small.lesson("small-one").get_latest_revision_as_object())
    client.post(edit(lesson), data | {"action-publish": "publish"})

    lesson.refresh_from_db()
    assert (lesson.title, lesson.live) == ("Changed", True)


def test_what_is_wrong_in_blocks_is_said_with_block_and_field(client, small, author):
    """Where something is wrong with the whole, Wagtail lists everything there is."""
    author.language = "en"
    author.save()
    client.force_login(author)
    lesson = small.lesson("small-one")
    lesson.body[0].value = ""
    lesson.body[2].value["options"][0]["text"] = ""
    data = form_data(lesson) | {"minutes": "", "action-submit": "1"}
    fact = lesson.body[1].value
    type(fact).objects.filter(pk=fact.pk).update(live=False)

    refused = client.post(edit(lesson), data)

    (told,) = [str(message) for message in refused.context["messages"]]
    assert "Opening: This field is required." in told
    assert "Single choice, Options 1, Option: This field is required." in told
    assert "is not published yet" in told
    assert "error in StreamBlock" not in refused.text + told


def test_an_author_adds_a_lesson_and_previews_it(client, small, author):
    client.force_login(author)
    module = Page.objects.get(slug="small-core", locale__language_code="en")
    where = ["courses", "lessonpage", module.pk]
    data = lesson_data(("lead", "New opening"), title="New lesson", slug="new")

    assert client.get(reverse("wagtailadmin_pages:add", args=where)).status_code == 200
    preview = reverse("wagtailadmin_pages:preview_on_add", args=where)
    assert client.post(preview, data).json()["is_valid"] is True
    assert "New opening" in client.get(preview).text
    response = client.post(reverse("wagtailadmin_pages:add", args=where), data)

    assert response.status_code == 302
    added = LessonPage.objects.get(slug="new")
    assert (added.title, added.live, added.owner) == ("New lesson", False, author)


def test_what_belongs_to_others_is_not_shown_in_a_lesson(
    client, small, author, foreign
):
    client.force_login(author)
    lesson = small.lesson("small-one")
    data = lesson_data(("fact", str(foreign.pk)))
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])

    assert client.post(edit(lesson), data).status_code == 404
    answer = client.post(preview, data)
    shown = client.get(preview)

    assert answer.status_code == 404
    assert "Of Valmont only" not in shown.text
    assert not lesson.revisions.exists()


def test_what_a_lesson_shows_already_may_stay(client, small, author, foreign):
    """Somebody of the platform put it there."""
    client.force_login(author)
    lesson = small.lesson("small-one")
    lesson.body = [("fact", foreign)]
    lesson.save_revision()

    response = client.post(edit(lesson), lesson_data(("fact", str(foreign.pk))))

    assert response.status_code == 302


def test_another_municipalitys_bank_is_not_offered(client, small, valmont, author):
    theirs = make_course(valmont, code="theirs", bank_size=1)
    bank = theirs.course.banks.get()
    client.force_login(author)
    quiz = Page.objects.get(slug="small-quiz", locale__language_code="en")

    page = client.get(edit(quiz))
    offered = page.context["form"].fields["bank"].queryset

    assert list(offered) == list(small.course.banks.all())
    data = nested_form_data(
        {
            "title": "Quiz",
            "slug": "small-quiz",
            "introduction": "",
            "bank": bank.pk,
            "minutes": 8,
            "draw": 2,
            "pass_percent": 80,
            "pause_after": 3,
            "pause_minutes": 10,
            "comments": inline_formset([]),
        }
    )
    assert client.post(edit(quiz), data).status_code == 404


def test_filters_of_the_explorer_name_nobody_from_elsewhere(
    client, small, valmont, author, now
):
    theirs = make_course(valmont, code="theirs", bank_size=1)
    writer = UserFactory(printed_name="Somebody of Valmont")
    Page.objects.filter(path__startswith=theirs.pages["en"].path).update(owner=writer)
    Page.objects.filter(slug="small-one").update(owner=author)
    client.force_login(author)

    page = client.get(reverse("wagtailadmin_explore", args=[small.pages["en"].pk]))

    assert str(author) in page.text
    assert "Somebody of Valmont" not in page.text


def test_pages_are_read_in_editions_not_at_their_own_address(client, small):
    for slug in ("small-course", "small-one", "small-quiz"):
        page = Page.objects.get(slug=slug, locale__language_code="en").specific
        request = type("Request", (), {"is_preview": False})()

        assert page.serve(request).url == reverse("courses:course", args=["small"])


# --- Who has which pages ------------------------------------------------------------


def test_pages_follow_a_course_that_changes_hands(small, valmont, author, now):
    other = person(valmont, Role.AUTHOR, now=now)
    page = small.pages["en"]
    assert page.permissions_for_user(author).can_edit()

    small.course.owner = valmont
    small.course.save()

    author = type(author).objects.get(pk=author.pk)
    other = type(other).objects.get(pk=other.pk)
    assert not page.permissions_for_user(author).can_edit()
    assert page.permissions_for_user(other).can_edit()


def test_a_role_that_ends_takes_the_pages_and_files_along(client, small, author, now):
    client.force_login(author)
    membership = Membership.objects.get(user=author)

    end_membership(membership, now=now)

    assert client.get(edit(small.pages["en"])).status_code == 404
    assert author.groups.count() == 0


def test_each_municipality_has_one_collection(beekstad, valmont, now):
    person(beekstad, Role.AUTHOR, now=now)
    first = collection_of(beekstad)
    person(beekstad, Role.REVIEWER, now=now)

    assert collection_of(beekstad) == first
    assert first.name == "Beekstad"
    assert collection_of(valmont) is None


# --- Courses ------------------------------------------------------------------------


def course_data(owner, **changes):
    english = Locale.objects.get(language_code="en")
    return {
        "title": "A new course",
        "language": english.pk,
        "code": "new",
        "owner": owner.pk,
        "audience": "professionals",
        **changes,
    }


def test_a_new_course_has_a_page_that_its_authors_edit(
    client, small, beekstad, programme_owner, author
):
    client.force_login(programme_owner)
    assert client.get(reverse("courses_course:add")).status_code == 200

    response = client.post(reverse("courses_course:add"), course_data(beekstad))

    assert response.status_code == 302, response.context["form"].errors
    course = Course.objects.get(code="new")
    page = CoursePage.objects.get(translation_key=course.page_key)
    assert (page.title, page.live, page.owner) == (
        "A new course",
        False,
        programme_owner,
    )
    client.force_login(author)
    assert client.get(edit(page)).status_code == 200


def test_nobody_makes_a_course_for_another_municipality(
    client, small, valmont, programme_owner
):
    client.force_login(programme_owner)

    response = client.post(reverse("courses_course:add"), course_data(valmont))

    assert response.status_code == 404
    assert not Course.objects.filter(code="new").exists()


def test_a_role_counts_where_it_is_held(client, small, valmont, programme_owner, now):
    """Who writes for one and leads the other leads only the other."""
    start_membership(programme_owner, valmont, role=Role.AUTHOR, now=now)
    client.force_login(programme_owner)

    response = client.post(reverse("courses_course:add"), course_data(valmont))

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Course.objects.filter(code="new").exists()


def test_courses_are_listed_found_and_filtered(client, small, valmont, programme_owner):
    make_course(valmont, code="theirs", bank_size=1)
    client.force_login(programme_owner)
    index = reverse("courses_course:index")

    page = client.get(index)
    assert [one.code for one in page.context["object_list"]] == ["small"]
    release = reverse("course_release", args=[small.course.pk])
    assert release in page.text
    assert [
        one.code for one in client.get(index, {"q": "sma"}).context["object_list"]
    ] == ["small"]
    assert not client.get(index, {"q": "theirs"}).context["object_list"]
    assert not client.get(index, {"is_open": "false"}).context["object_list"]


def test_a_course_in_the_list_has_the_title_of_its_page_in_the_readers_language(
    client, small, beekstad, programme_owner
):
    Course.objects.create(code="bare", owner=beekstad, is_open=False)
    page = small.pages["en"]
    page.title = "Not published yet"
    page.save_revision()
    client.force_login(programme_owner)
    index = reverse("courses_course:index")

    def listed(language: str) -> dict[str, list[str]]:
        client.cookies["django_language"] = language
        rows = BeautifulSoup(client.get(index).content, "html.parser").select(
            "tbody tr"
        )
        cells = ([cell.text.strip() for cell in row.select("td")] for row in rows)
        return {one[0].split()[0]: one[1:5] for one in cells}

    assert listed("nl")["small"][0] == "Course nl"
    assert listed("fr")["small"][0] == "Not published yet"
    assert listed("en") == {
        "small": ["Not published yet", "Beekstad", "None yet", "Everybody"],
        "bare": ["", "Beekstad", "None yet", "By invitation"],
    }


def test_authors_see_their_courses_without_releasing_them(client, small, author):
    client.force_login(author)
    release = reverse("course_release", args=[small.course.pk])

    page = client.get(reverse("courses_course:index"))

    assert [one.code for one in page.context["object_list"]] == ["small"]
    assert release not in page.text
    assert client.get(release).status_code == 404
    assert client.post(release, {"significance": "minor"}).status_code == 404


# --- Facts and cases ----------------------------------------------------------------


def test_an_author_writes_a_fact_for_their_own(client, small, beekstad, author):
    client.force_login(author)
    add = reverse("wagtailsnippets_courses_fact:add")
    data = {
        "key": "new-fact",
        "owner": beekstad.pk,
        "text": "New",
        "source_title": "S",
        "source_date": "2020-01-01",
        "source_date_precision": "day",
        "valid_from": "2020-01-01",
        "review_by": "2030-01-01",
    }

    assert client.get(add).context["form"].initial["owner"] == beekstad
    response = client.post(add, data)

    assert response.status_code == 302, response.context["form"].errors
    fact = Fact.objects.get(key="new-fact")
    assert (fact.owner, fact.live) == (beekstad, False)


def test_facts_of_others_are_in_no_list_and_no_search(client, small, author, foreign):
    client.force_login(author)
    index = reverse("wagtailsnippets_courses_fact:list")

    assert {fact.owner.code for fact in client.get(index).context["object_list"]} == {
        "beekstad"
    }
    assert "Of Valmont only" not in client.get(index, {"q": "Valmont"}).text


def test_a_case_is_found_among_many_by_its_words(client, beekstad, author, foreign):
    for number in range(12):
        make_vignette(beekstad, key=f"many-{number}", title=f"No {number}", live=False)
    wanted = make_vignette(
        beekstad, key="wanted", title="Curtains, a house", is_fictional=True
    )
    client.force_login(author)
    choose = reverse("wagtailsnippetchoosers_courses_vignette:choose_results")

    found = client.get(choose, {"q": "curtains house"})

    assert [one.pk for one in found.context["results"]] == [wanted.pk]
    assert len(client.get(choose).context["results"]) == 10
    assert not client.get(choose, {"q": "nothing of this"}).context["results"]
    # What is not offered is not found either.
    facts = reverse("wagtailsnippetchoosers_courses_fact:choose_results")
    assert not client.get(facts, {"q": "Valmont"}).context["results"]


@pytest.mark.parametrize(("live", "offered"), [(True, True), (False, False)])
def test_what_is_published_above_is_offered_and_not_changed(
    live, offered, client, beekstad, author
):
    above = Organisation.objects.create(
        name="Above", code="above", level="FED", language_regime="nl+fr+de"
    )
    above.path = f"/{above.pk}/"
    above.save()
    beekstad.parent, beekstad.path = above, f"{above.path}{beekstad.pk}/"
    beekstad.save()
    fact = english_fact(above, text="From above", live=live)
    client.force_login(author)

    chooser = client.get(reverse("wagtailsnippetchoosers_courses_fact:choose"))
    chosen = client.get(
        reverse("wagtailsnippetchoosers_courses_fact:chosen", args=[fact.pk])
    )

    assert ("From above" in chooser.text) is offered
    assert (chosen.status_code == 200) is offered
    edit_it = reverse("wagtailsnippets_courses_fact:edit", args=[fact.pk])
    assert client.get(edit_it).status_code == 404


def test_only_an_invented_case_is_published(client, beekstad, reviewer):
    case = make_vignette(beekstad, live=False)
    client.force_login(reviewer)
    where = reverse("wagtailsnippets_courses_vignette:edit", args=[case.pk])
    data = {name: getattr(case, name) for name in ("key", "title", "form")} | {
        "owner": beekstad.pk,
        "sector": "POL",
    }
    from wagtail.test.utils.form_data import rich_text

    data |= {
        name: rich_text("<p>x</p>")
        for name in ("story", "see", "explanations", "job", "consult", "trap")
    }

    refused = client.post(where, data | {"action-publish": "1"})
    assert "is_fictional" in refused.context["form"].errors
    case.refresh_from_db()
    assert not case.live
    assert client.post(where, data).status_code == 302
    client.post(where, data | {"is_fictional": "on", "action-publish": "1"})

    case.refresh_from_db()
    assert (case.live, case.is_fictional) == (True, True)


# --- Blocks and editions ------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(LessonStreamBlock().child_blocks))
def test_every_block_has_a_preview(name, client, author):
    block = LessonStreamBlock().child_blocks[name]
    client.force_login(author)

    assert block.is_previewable
    Block.definition_registry[block.definition_prefix] = block
    page = client.get(
        reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}
    )
    assert page.status_code == 200
    assert page.text.count("<main") == 1


def test_an_edition_is_released_from_the_page(client, small, programme_owner):
    client.force_login(programme_owner)
    release = reverse("course_release", args=[small.course.pk])

    header = client.get(edit(small.pages["en"]))
    assert release in header.text
    page = client.get(release)
    # About one thing only: no balance is asked of it.
    assert "The cases cover 0 forms" not in page.text
    assert page.context["form"] is None
    client.post(reverse("course_prepare", args=[small.course.pk]))
    asked = {"preparation": small.course.preparation.pk, "significance": "material"}
    response = client.post(release, asked)
    assert "note_en" in response.context["form"].errors
    client.post(release, asked | {"note_en": "All of it.", "note_nl": "Alles."})

    edition = Edition.objects.get()
    assert (edition.significance, edition.released_by) == ("material", programme_owner)
    assert edition.notes == {"en": "All of it.", "nl": "Alles."}


def test_a_release_is_refused_with_the_reason(client, small, programme_owner):
    Fact.objects.filter(key="small-fact").update(live=False)
    client.force_login(programme_owner)

    prepare = reverse("course_prepare", args=[small.course.pk])
    page = client.post(prepare, follow=True)

    assert "is not published" in page.text
    client.post(
        reverse("course_release", args=[small.course.pk]),
        {"significance": "minor", "preparation": small.course.preparation.pk},
    )
    assert not Edition.objects.exists()


# --- The door -----------------------------------------------------------------------


def test_the_editor_may_hold_its_previews_in_a_frame(client, small, author):
    client.force_login(author)
    lesson = small.lesson("small-one")
    where = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    client.post(where, lesson_data(("lead", "A")))
    draft = reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])

    for address in (f"{where}?in_preview_panel=true", draft):
        shown = client.get(address)
        assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
        assert shown["X-Frame-Options"] == "SAMEORIGIN"
    # The site itself stays out of every frame.
    site = client.get("/")
    assert "frame-ancestors 'none'" in site["Content-Security-Policy"]


def test_the_content_admin_says_what_it_may_load(client, author):
    client.force_login(author)

    policy = client.get(reverse("wagtailadmin_home"))["Content-Security-Policy"]

    assert "object-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy


def test_there_is_one_place_to_sign_in(client, db):
    for name in ("wagtailadmin_login", "wagtailcore_login"):
        for response in (client.get(reverse(name)), client.post(reverse(name))):
            assert response.status_code == 302
            assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("role", [Role.LEARNER, Role.COORDINATOR])
def test_people_without_a_content_role_find_no_admin(role, client, beekstad, now):
    client.force_login(person(beekstad, role, now=now))

    assert client.get(reverse("wagtailadmin_home")).status_code == 404


def test_a_trainer_finds_the_desk_and_what_is_local(client, beekstad, now):
    client.force_login(person(beekstad, Role.TRAINER, now=now))

    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("courses_course:index")).status_code == 404
