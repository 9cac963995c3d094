"""The list of terms in the content admin: everybody reads it, programme owners keep it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Term, WordingReason
from lms.models import AuditEntry
from organisations.enums import Role
from tests.factories.facts import writer

INDEX = "courses_terms:index"
WHY = "The word is used by those it names."
DATA = {
    "language": "nl",
    "key": "broeinest",
    "forms": "broeinest*",
    "reason": "Het plakt een straat vast.",
    "suggestion": "Zeg wat er gebeurt.",
}


@pytest.fixture
def term(db):
    return Term.objects.create(
        language="en", key="hotbed", forms="hotbed*", reason="Why not.", suggestion="A."
    )


@pytest.fixture
def owner(beekstad):
    return writer(beekstad, Role.PROGRAMME_OWNER, language="en", now=timezone.now())


@pytest.fixture
def author(beekstad):
    return writer(beekstad, Role.AUTHOR, language="en", now=timezone.now())


def at(name, *args) -> str:
    return reverse(f"courses_terms:{name}", args=args)


def test_an_owner_adds_and_changes_a_term(client, owner, term):
    client.force_login(owner)

    added = client.post(at("add"), DATA)
    assert added.status_code == 302, added.context["form"].errors
    changed = Term.objects.get(key="broeinest")
    client.post(at("edit", changed.pk), DATA | {"is_only_for_youth": "on"})

    changed.refresh_from_db()
    assert changed.is_only_for_youth
    told = AuditEntry.objects.filter(action__startswith="courses.term_")
    assert [(one.action, one.actor) for one in told.order_by("pk")] == [
        ("courses.term_added", owner),
        ("courses.term_changed", owner),
    ]


def test_what_cannot_be_read_is_refused_beside_the_field(client, owner):
    client.force_login(owner)
    refused = client.post(at("add"), DATA | {"forms": "a (b)"})
    assert list(refused.context["form"].errors) == ["forms"]
    assert not Term.objects.exists()


def test_an_owner_withdraws_a_term_and_puts_it_back(client, owner, term):
    client.force_login(owner)
    where = reverse("term_withdraw", args=[term.pk])
    assert where in client.get(at("index")).text

    refused = client.post(where, {"reason": "Too strict"})
    assert "Write a sentence" in refused.text
    client.post(where, {"reason": WHY})
    term.refresh_from_db()
    assert term.withdrawn_why == WHY
    assert WHY in client.get(where).text
    client.post(where)
    term.refresh_from_db()
    assert (term.withdrawn_at, term.withdrawn_why) == (None, "")


def test_an_author_reads_and_changes_nothing(client, author, term):
    client.force_login(author)

    listed = client.get(at("index"))
    assert "hotbed*" in listed.text
    assert reverse("term_withdraw", args=[term.pk]) not in listed.text
    assert "Why not." in client.get(at("inspect", term.pk)).text
    assert client.post(at("add"), DATA).status_code in (302, 404)
    assert client.get(reverse("term_withdraw", args=[term.pk])).status_code == 404
    assert (
        client.post(
            reverse("term_withdraw", args=[term.pk]), {"reason": WHY}
        ).status_code
        == 404
    )
    client.post(at("edit", term.pk), DATA)
    term.refresh_from_db()
    assert (Term.objects.count(), term.key, term.withdrawn_at) == (1, "hotbed", None)


def test_who_writes_nothing_sees_nothing(client, bob, term):
    client.force_login(bob)
    for address in (
        at("index"),
        at("inspect", term.pk),
        at("edit", term.pk),
        reverse("term_withdraw", args=[term.pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "hotbed" not in answer.text


def test_nobody_deletes_a_term(client, owner, admin_user, term):
    for person in (owner, admin_user):
        client.force_login(person)
        client.post(at("delete", term.pk))
        assert Term.objects.filter(pk=term.pk).exists()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("language=nl", {"b"}),
        ("is_only_for_youth=True", {"b"}),
        ("is_only_for_youth=False", {"hotbed", "gone"}),
        ("is_withdrawn=no", {"hotbed", "b"}),
        ("is_withdrawn=yes", {"gone"}),
        ("", {"hotbed", "b", "gone"}),
    ],
)
def test_the_list_is_filtered(client, author, term, asked, found):
    Term.objects.create(
        language="nl", key="b", forms="b", reason="r", suggestion="s",
        is_only_for_youth=True,
    )  # fmt: skip
    Term.objects.create(
        language="en", key="gone", forms="gone", reason="r", suggestion="s",
        withdrawn_at=timezone.now(), withdrawn_why=WHY,
    )  # fmt: skip
    client.force_login(author)

    listed = client.get(f"{at('index')}?{asked}")
    assert {one.key for one in listed.context["object_list"]} == found


def test_the_list_asks_as_much_for_thirty_as_for_one(client, owner, term):
    client.force_login(owner)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(at("index"))
        return len(asked)

    queries()
    one = queries()
    Term.objects.bulk_create(
        Term(language="en", key=f"k{n}", forms="x", reason="r", suggestion="s")
        for n in range(29)
    )
    assert queries() == one


# --- What learners are told about an edition ------------------------------------------


@pytest.fixture
def prepared(client, owner, term, small_course):
    """A change that waits to be released, put together."""
    lesson = small_course.lesson("small-one")
    lesson.minutes = 9
    lesson.save()
    client.force_login(owner)
    client.post(reverse("course_prepare", args=[small_course.course.pk]))
    return small_course.course.preparation


def post(client, prepared, **more):
    return client.post(
        reverse("course_release", args=[prepared.course_id]),
        {"preparation": prepared.pk, "significance": "minor"} | more,
    )


def test_a_note_is_read_for_terms_and_stays_for_a_reason(client, owner, prepared):
    assert (
        "words_reason"
        not in client.get(reverse("course_release", args=[prepared.course_id])).text
    )

    refused = post(client, prepared, note_en="No hotbed any more.")
    assert "“hotbed”: Why not. Rather: A." in refused.text
    assert "words_reason" in refused.text
    assert prepared.course.editions.count() == 1

    short = post(client, prepared, note_en="No hotbed any more.", words_reason="So.")
    assert short.status_code == 200
    done = post(client, prepared, note_en="No hotbed any more.", words_reason=WHY)
    assert done.status_code == 302
    assert prepared.course.editions.first().notes == {"en": "No hotbed any more."}
    kept = WordingReason.objects.get()
    assert (kept.rule, kept.subject, kept.language, kept.reason, kept.given_by) == (
        "note",
        "hotbed",
        "en",
        WHY,
        owner,
    )


def test_a_note_in_other_words_needs_no_reason(client, prepared):
    assert post(client, prepared, note_en="The street by its name.").status_code == 302
    assert not WordingReason.objects.exists()


def test_a_program_is_held_to_it_too(small_course, term):
    from lms.errors import DomainError

    lesson = small_course.lesson("small-one")
    lesson.minutes = 9
    lesson.save()
    with pytest.raises(DomainError) as refused:
        small_course.release(note="A hotbed.")
    assert refused.value.code == "words"
