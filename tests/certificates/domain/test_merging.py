"""Two accounts of one person, across the floors up to certificates."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.domain.award import award_certificate
from certificates.domain.recognition.asking import claim
from certificates.enums import RecognitionState
from certificates.models import Certificate, Recognition
from courses.domain import polls, reflections
from courses.domain.enrolment import begin_again, enrol, is_completed
from courses.domain.progress import complete_activity
from courses.domain.recognising import Training, recognise
from courses.models import Completion, Enrolment, PollAnswer, Reflection
from lms.models import AuditEntry
from organisations.domain.merging import merge_accounts
from organisations.models import Membership, User
from quizzes.domain.attempts import save_answer, start_attempt
from quizzes.enums import MoreTime
from quizzes.models import Answer, Attempt, ExtraTime
from tests.factories.certificates import POLICE_WAY, complete, make_rule

DAY = timedelta(days=1)


@pytest.fixture
def twin(beekstad):
    """Bob's second account."""
    person = User.objects.create_user(
        "bob.new@beekstad.example",
        printed_name="Bob D. Wiśniewski",
        name_checked_at=datetime(2026, 1, 1, tzinfo=UTC),
        sector_id="POL",
        language="en",
    )
    Membership.objects.create(
        user=person, organisation=beekstad, starts_on=date(2026, 2, 1)
    )
    return person


@pytest.fixture
def merge(bob, twin, db, now):
    administrator = User.objects.create_superuser("root@relay.example")

    def done():
        return merge_accounts(bob, twin, actor=administrator, now=now)

    return done


def begin(small_course, user, now, *slugs):
    enrolment = enrol(user, small_course.course, now=now)
    for slug in slugs:
        complete_activity(enrolment, small_course.key(slug), language="en", now=now)
    return Enrolment.objects.get(pk=enrolment.pk)


def done_in(enrolment) -> int:
    return enrolment.progress.filter(
        cycle=enrolment.cycle, completed_at__isnull=False
    ).count()


def test_certificates_change_hands_and_keep_their_words(
    small_course, bob, twin, merge, now
):
    make_rule(small_course.course)
    certificate = award_certificate(complete(small_course, twin, now=now), now=now)
    words, number = certificate.words, certificate.number

    merge()

    certificate.refresh_from_db()
    assert (certificate.holder, certificate.number) == (bob, number)
    assert certificate.words == words
    assert certificate.words["printed_name"] == "Bob D. Wiśniewski"
    entry = AuditEntry.objects.get(action="certificates.holder_changed")
    assert entry.data == {"from": twin.pk, "to": bob.pk}
    assert Certificate.objects.visible_to(twin).count() == 0


def test_both_keep_their_certificates_of_one_course(
    small_course, bob, twin, merge, now
):
    make_rule(small_course.course)
    for person, days in ((bob, 30), (twin, 10)):
        at = now - days * DAY
        award_certificate(complete(small_course, person, now=at), now=at)

    merge()

    assert Certificate.objects.filter(holder=bob).count() == 2
    enrolment = Enrolment.objects.get(course=small_course.course)
    assert (enrolment.user, enrolment.cycle) == (bob, 2)
    assert sorted(Completion.objects.values_list("enrolment", "cycle")) == [
        (enrolment.pk, 1),
        (enrolment.pk, 2),
    ]
    assert is_completed(enrolment)


def test_a_course_only_the_other_account_was_in_goes_on(
    small_course, bob, twin, merge, now
):
    theirs = begin(small_course, twin, now, "small-one")

    merge()

    enrolment = Enrolment.objects.get()
    assert (enrolment.pk, enrolment.user, enrolment.cycle) == (theirs.pk, bob, 1)
    assert done_in(enrolment) == 1


def test_what_was_done_under_either_account_is_done(
    small_course, bob, twin, merge, now
):
    begin(small_course, bob, now, "small-one")
    begin(small_course, twin, now, "small-two", "small-quiz")

    merge()

    enrolment = Enrolment.objects.get()
    assert enrolment.user == bob
    assert done_in(enrolment) == 3
    complete_activity(enrolment, small_course.key("small-beat"), language="en", now=now)
    assert Completion.objects.get().cycle == enrolment.cycle


def test_two_halves_make_a_completion(
    small_course, bob, twin, merge, now, django_capture_on_commit_callbacks
):
    begin(small_course, bob, now, *POLICE_WAY[:2])
    begin(small_course, twin, now, *POLICE_WAY[2:])

    with django_capture_on_commit_callbacks(execute=True):
        merge()

    completion = Completion.objects.get()
    assert completion.enrolment.user == bob
    assert is_completed(completion.enrolment)


@pytest.mark.parametrize("keeps_completed", [True, False])
def test_who_has_completed_it_need_not_begin_again(
    small_course, bob, twin, merge, now, keeps_completed
):
    finished, began = (bob, twin) if keeps_completed else (twin, bob)
    make_rule(small_course.course)
    award_certificate(complete(small_course, finished, now=now), now=now)
    begin(small_course, began, now, "small-one")

    merge()

    enrolment = Enrolment.objects.get()
    assert (enrolment.user, enrolment.cycle) == (bob, 2)
    assert is_completed(enrolment)
    assert enrolment.progress.filter(cycle=1).count() == 1


def test_a_renewal_under_way_goes_on_where_the_other_has_run_out(
    small_course, bob, twin, merge, now
):
    make_rule(small_course.course, validity_months=12)
    long_ago = now - 500 * DAY
    award_certificate(complete(small_course, bob, now=long_ago), now=long_ago)
    begin(small_course, twin, now, "small-one", "small-two")

    merge()

    enrolment = Enrolment.objects.get()
    assert (enrolment.user, enrolment.cycle) == (bob, 2)
    assert not is_completed(enrolment)
    assert done_in(enrolment) == 2


def test_cycles_keep_their_order(small_course, bob, twin, merge, now):
    own = complete(small_course, bob, now=now - 90 * DAY).enrolment
    begin_again(own, now=now - 60 * DAY, is_offered=True)
    complete(small_course, bob, now=now - 50 * DAY)
    theirs = complete(small_course, twin, now=now - 70 * DAY)

    merge()

    found = Completion.objects.order_by("cycle").values_list("completed_at", "cycle")
    assert list(found) == [
        (now - 70 * DAY, 1),
        (now - 90 * DAY, 2),
        (now - 50 * DAY, 3),
    ]
    assert Completion.objects.get(pk=theirs.pk).enrolment_id == own.pk
    assert Enrolment.objects.get().cycle == 3


def test_no_answer_is_lost_where_both_are_in_a_quiz(
    small_course, bob, twin, merge, now
):
    key = small_course.key("small-quiz")
    for person in (bob, twin):
        enrolment = begin(small_course, person, now, "small-one")
        attempt = start_attempt(enrolment, key, language="en", now=now)
        item = attempt.items.first()
        save_answer(
            item,
            {"choice": item.order[0]},
            client=uuid.uuid4(),
            sequence=1,
            language="en",
            now=now,
        )
    before = list(Answer.objects.order_by("pk").values_list("pk", "payload"))

    merge()

    after = Answer.objects.order_by("pk").values_list("pk", "payload")
    assert len(before) == 2
    assert list(after) == before
    enrolment = Enrolment.objects.get()
    assert sorted(Attempt.objects.values_list("enrolment", "cycle")) == [
        (enrolment.pk, 1),
        (enrolment.pk, 2),
    ]
    assert Attempt.objects.visible_to(bob).count() == 2


def test_a_training_recognised_under_both_keeps_both(
    small_course, bob, twin, merge, now
):
    trainings = [
        Training(person, "POL", date(2026, 5, 4), "Police academy")
        for person in (bob, twin)
    ]
    recognise(small_course.course, trainings, now=now)

    merge()

    found = list(Completion.objects.order_by("completed_at"))
    assert [one.cycle for one in found] == [0, 0]
    assert {one.completed_at.date() for one in found} == {date(2026, 5, 4)}
    assert {one.enrolment.user for one in found} == {bob}
    assert Enrolment.objects.get().cycle == 1


def test_of_two_open_claims_one_is_decided(small_course, bob, twin, merge, now):
    make_rule(small_course.course)
    for person in (bob, twin):
        claim(
            person,
            small_course.course,
            trained_on=date(2026, 5, 4),
            given_by="Police academy",
            proof=b"%PDF-1.7\nproof",
            now=now,
        )

    merge()

    assert sorted(
        Recognition.objects.filter(user=bob).values_list("state", flat=True)
    ) == [
        RecognitionState.SUBMITTED,
        RecognitionState.WITHDRAWN,
    ]


def test_what_was_written_under_both_can_still_be_read(
    small_course, bob, twin, merge, now
):
    key = small_course.key("small-one")
    for person, at, text in ((bob, now, "second"), (twin, now - DAY, "first")):
        reflections.write(
            "p",
            text,
            question="Think",
            language="en",
            activity_key=key,
            enrolment=begin(small_course, person, now),
            now=at,
        )

    merge()

    (own,) = Reflection.objects.visible_to(bob)
    assert own.text == "first\n\nsecond"


def test_a_person_counts_once_in_a_poll(small_course, bob, twin, merge, now):
    key = small_course.key("small-one")
    for person, option in ((bob, "a"), (twin, "b")):
        begin(small_course, person, now, "small-one")
        polls.answer("both", option, activity_key=key, user_id=person.pk)
    polls.answer("theirs", "b", activity_key=key, user_id=twin.pk)

    merge()

    assert PollAnswer.objects.count() == 2
    assert polls.own_answers(["both", "theirs"], activity_key=key, user_id=bob.pk) == {
        "both": "a",
        "theirs": "b",
    }


def test_nobody_loses_time_they_asked_for(bob, twin, merge):
    less, more = MoreTime.values[1], MoreTime.values[2]
    ExtraTime.objects.create(user=bob, amount=less)
    ExtraTime.objects.create(user=twin, amount=more)

    merge()

    assert ExtraTime.objects.get().amount == more
    assert ExtraTime.objects.get().user == bob


@pytest.mark.only_on("postgresql")
def test_a_merge_locks_what_others_hold_when_they_name_a_person_before_the_person(
    merge,
):
    with CaptureQueriesContext(connection) as queries:
        merge()

    locks = [one["sql"] for one in queries if " FOR " in one["sql"]]
    tables = [re.search(r'FROM "(\w+)"', sql)[1] for sql in locks]
    assert list(dict.fromkeys(tables))[:12] == [
        "organisations_organisation",
        "interop_directoryperson",
        "trainers_priorrecognition",
        "trainers_accreditation",
        "certificates_recognition",
        "certificates_certificate",
        "quizzes_attempt",
        "courses_enrolment",
        "organisations_invitation",
        "organisations_announcement",
        "organisations_flag",
        "organisations_user",
    ]
