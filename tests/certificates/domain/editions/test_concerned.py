from datetime import timedelta

from certificates.domain.award import award_certificate
from certificates.domain.editions.concerned import (
    asked,
    concerned,
    material_editions,
    preview,
)
from certificates.domain.life import revoke, suspend
from certificates.models import CertificateEvent, day_of
from courses.models import Edition
from organisations.enums import Role
from organisations.models import Membership, User
from tests.factories.certified_editions import (
    did,
    holders,
    make_change,
    next_edition,
)


def numbers(certificates) -> set[int]:
    return set(certificates.values_list("pk", flat=True))


def test_releasing_an_edition_changes_no_certificate(certificate, small_course):
    before = (certificate.words, certificate.valid_until, certificate.renewal_days)
    next_edition(small_course.course)

    certificate.refresh_from_db()
    assert before == (
        certificate.words,
        certificate.valid_until,
        certificate.renewal_days,
    )
    assert CertificateEvent.objects.count() == 1


def test_it_concerns_what_counts_and_was_issued_before(
    certificate, edition, small_course, beekstad, alice, now
):
    revoked, suspended, expired = holders(
        small_course.course, beekstad, 3, now=now - timedelta(days=1)
    )
    # They did the new edition; taken back to the one before.
    for one in (revoked, suspended, expired):
        one.completion.edition = Edition.objects.get(number=1, course=edition.course)
        one.completion.save()
    revoke(revoked, reason_code="x", actor=alice, now=now)
    suspend(suspended, reason_code="x", actor=alice, now=now)
    expired.valid_until = day_of(now) - timedelta(days=1)
    expired.awarded_on = day_of(now) - timedelta(days=9)
    expired.save()
    change = make_change(edition)

    assert numbers(concerned(change, day=day_of(now))) == {certificate.pk, suspended.pk}

    # Who finishes the earlier edition afterwards is left alone.
    later = award_certificate(
        did(
            alice,
            small_course.course,
            now=now + timedelta(days=1),
            edition=Edition.objects.get(number=1, course=edition.course),
        ),
        now=now + timedelta(days=1),
    )
    assert later.pk not in numbers(concerned(change, day=later.awarded_on))


def test_who_did_the_new_edition_or_the_short_course_has_nothing_to_do(
    certificate, edition, delta, bob, now
):
    later = now + timedelta(days=5)
    by_edition = make_change(edition)
    assert numbers(asked(by_edition, now=now)) == {certificate.pk}
    did(bob, delta, now=now + timedelta(days=1))
    # The short course is no way where only the new edition was asked.
    assert numbers(asked(by_edition, now=later)) == {certificate.pk}

    by_edition.demand, by_edition.delta = "delta", delta
    assert numbers(asked(by_edition, now=later)) == set()
    assert numbers(asked(by_edition, now=now)) == {certificate.pk}

    by_edition.demand, by_edition.delta, by_edition.delta_id = "edition", None, None
    did(bob, edition.course, now=now + timedelta(days=2))
    assert numbers(asked(by_edition, now=later)) == set()


def test_nothing_is_asked_by_a_decision_that_asks_nothing(certificate, edition, now):
    assert not asked(make_change(edition, demand="nothing"), now=now).exists()


def test_the_preview_counts_people_and_hides_small_groups(
    certificate, small_course, beekstad, bob, now
):
    holders(small_course.course, beekstad, 6)
    edition = next_edition(small_course.course)
    change = make_change(edition, now=now)

    seen = preview(change, now=now)

    assert (seen.asked, seen.up_to_date, seen.mails) == (7, 0, 7)
    row = next(row for row in seen.affected.rows if row.place == "Beekstad")
    assert row.counts == (7, 0, 7)
    did(bob, small_course.course, now=now)
    User.objects.exclude(pk=bob.pk).update(email=None)
    seen = preview(change, now=now + timedelta(days=1))
    assert (seen.asked, seen.up_to_date, seen.mails) == (6, None, 0)


def test_programme_owners_see_the_editions_they_decide_about(
    certificate, edition, alice, bob, beekstad, django_assert_num_queries, now
):
    assert material_editions(bob) == []
    Membership.objects.filter(user=alice).update(role=Role.PROGRAMME_OWNER)
    change = make_change(edition)

    (row,) = material_editions(alice)

    assert (row.edition, row.issuer_id, row.change) == (edition, beekstad.pk, change)
    for number in range(3, 33):
        Edition.objects.create(
            course=edition.course,
            number=number,
            significance="material",
            released_at=now,
        )
    with django_assert_num_queries(4):
        assert len(material_editions(alice)) == 31
