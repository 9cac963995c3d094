"""A key was wrong: what a look says, what carrying out does, and what stays."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from courses.domain.long_work import SILENT
from courses.domain.manifest import NotReady
from courses.models import ActivityProgress, Term
from lms.models import AuditEntry, OutgoingMail
from organisations.models import User
from quizzes.domain import attempts
from quizzes.domain.regrading import carrying
from quizzes.domain.regrading.asking import (
    ask_for_regrade,
    decide,
    set_aside,
    ways_for,
)
from quizzes.domain.regrading.figures import Figures
from quizzes.enums import RegradeHow, RegradeState
from quizzes.models import (
    Answer,
    Attempt,
    GradeRecord,
    Question,
    QuestionVersion,
    Regrade,
)
from quizzes.tasks import regrade_attempts
from tests.factories.facts import refused
from tests.factories.organisations import last_mail
from tests.factories.quizzes import (
    begin,
    hand_in,
    item_at,
    places_of,
    publish_key,
)

LATER = timedelta(days=1)


@pytest.fixture
def attempt(small_course, bob, now) -> Attempt:
    """Bob's, open."""
    return begin(small_course, bob, now=now)


@pytest.fixture
def item(attempt):
    """One of its questions that need not be right."""
    return item_at(attempt, places_of(attempt, must_pass=False)[0])


@pytest.fixture
def short(attempt, item, now) -> Attempt:
    """Handed in, one right answer short of passing; the item is among the wrong."""
    return hand_in(attempt, wrong=places_of(attempt, must_pass=False)[:2], now=now)


def asked(item, how, alice, now, *, reason="The key was wrong.") -> Regrade:
    regrade = ask_for_regrade(item.version, how, reason=reason, actor=alice, now=now)
    regrade.refresh_from_db()
    return regrade


def done(item, how, alice, now) -> Regrade:
    """Asked for, decided and carried out."""
    regrade = decide(asked(item, how, alice, now), actor=alice, now=now)
    regrade.refresh_from_db()
    assert regrade.state == RegradeState.DONE
    return regrade


def outcome(attempt) -> attempts.Outcome:
    attempt.refresh_from_db()
    return attempts.outcome_of(attempt)


def figures(row: dict) -> dict[str, int]:
    return {name: count for name, count in row.items() if count}


def test_a_look_says_who_would_pass_and_grades_nothing(short, item, alice, now):
    publish_key(item.version, 1)
    grades = GradeRecord.objects.count()
    regrade = asked(item, RegradeHow.NEW_KEY, alice, now)
    assert regrade.state == RegradeState.LOOKED
    assert figures(regrade.preview) == {
        "attempts": 1,
        "changed": 1,
        "passing": 1,
        "people": 1,
    }
    assert GradeRecord.objects.count() == grades
    assert not outcome(short).passed


def test_who_was_right_after_all_passes_completes_and_is_told(short, item, alice, now):
    publish_key(item.version, 1)
    regrade = done(item, RegradeHow.NEW_KEY, alice, now + LATER)

    came_to = outcome(short)
    assert (came_to.right, came_to.reached, came_to.passed) == (7, True, True)
    assert short.passed_at > now
    assert ActivityProgress.objects.get(activity=short.activity_id).completed_at
    assert regrade.result == regrade.preview
    mail = last_mail(short.enrolment.user.email)
    assert mail.subject == "You have passed: Quiz en"
    old, new = item.grades.order_by("pk")
    assert (old.correctness, old.reason, old.regrade) == (0, "automatic", None)
    assert (new.correctness, new.reason, new.regrade) == (1, "regrade", regrade)
    acts = AuditEntry.objects.filter(action__startswith="quizzes.regrade").order_by(
        "pk"
    )
    assert [act.action for act in acts] == [
        "quizzes.regrade_decided",
        "quizzes.regraded",
    ]
    assert acts[1].data["passing"] == 1


def test_who_passed_keeps_the_pass_and_it_is_counted(attempt, item, alice, now):
    hand_in(attempt, wrong=places_of(attempt, must_pass=False)[1:2], now=now)
    completed = ActivityProgress.objects.get(activity=attempt.activity_id).completed_at
    publish_key(item.version, 1)
    regrade = done(item, RegradeHow.NEW_KEY, alice, now + LATER)

    came_to = outcome(attempt)
    assert (came_to.right, came_to.reached, came_to.passed) == (6, False, True)
    assert came_to.kept
    assert attempt.passed_at == now
    assert figures(regrade.result) == {"attempts": 1, "changed": 1, "kept": 1}
    progress = ActivityProgress.objects.get(activity=attempt.activity_id)
    assert progress.completed_at == completed
    assert not OutgoingMail.objects.exists()


def test_a_question_that_does_not_count_is_in_no_total(short, item, alice, now):
    done(item, RegradeHow.DROP, alice, now)
    came_to = outcome(short)
    # 6 of 7: more than four fifths.
    assert (came_to.total, came_to.right, came_to.needed) == (7, 6, 6)
    assert came_to.passed
    assert came_to.dropped == {item.pk}
    assert item.pk not in came_to.by_item


def test_a_question_that_must_be_right_and_does_not_count_stops_nobody(
    attempt, alice, now
):
    item = item_at(attempt, places_of(attempt, must_pass=True)[0])
    hand_in(attempt, wrong=[item.position], now=now)
    assert not outcome(attempt).passed
    done(item, RegradeHow.DROP, alice, now)
    assert outcome(attempt).passed


def test_who_marks_late_undoes_no_full_marks_but_counts_once_it_is_as_before(
    short, item, alice, now
):
    done(item, RegradeHow.FULL, alice, now)
    GradeRecord.objects.create(
        item=item, correctness="0.25", reason="marked", graded_at=now
    )
    assert outcome(short).by_item[item.pk] == 1
    assert figures(done(item, RegradeHow.FULL, alice, now).result) == {"attempts": 1}
    done(item, RegradeHow.AS_BEFORE, alice, now)
    assert float(outcome(short).by_item[item.pk]) == 0.25


def test_full_marks_and_back_again(short, item, alice, now):
    assert RegradeHow.AS_BEFORE not in ways_for(item.version)
    done(item, RegradeHow.FULL, alice, now)
    assert outcome(short).right == 7
    regrade = done(item, RegradeHow.AS_BEFORE, alice, now)
    assert outcome(short).right == 6
    assert outcome(short).kept
    assert figures(regrade.result) == {"attempts": 1, "changed": 1, "kept": 1}
    assert [str(one.correctness) for one in item.grades.order_by("pk")] == [
        "0.0000",
        "1.0000",
        "0.0000",
    ]


def test_what_is_handed_in_later_is_graded_by_what_is_in_force(
    attempt, item, alice, now
):
    publish_key(item.version, 1)
    regrade = done(item, RegradeHow.NEW_KEY, alice, now)
    assert figures(regrade.result) == {}
    hand_in(attempt, wrong=[item.position], now=now)
    assert outcome(attempt).right == 8
    assert item.grades.get(regrade=regrade).correctness == 1
    assert item.grades.get(regrade=None).correctness == 0


def test_what_is_only_looked_at_or_set_aside_is_not_in_force(attempt, item, alice, now):
    regrade = asked(item, RegradeHow.FULL, alice, now)
    set_aside(regrade, actor=alice, now=now)
    assert set_aside(regrade, actor=alice, now=now).finished_at == now
    asked(item, RegradeHow.DROP, alice, now)
    hand_in(attempt, wrong=[item.position], now=now)
    assert item.grades.get().correctness == 0


def test_an_answer_that_the_new_question_does_not_know_stays(short, item, alice, now):
    for question in Question.objects.filter(translation_key=item.version.question_key):
        body = list(question.body.raw_data)
        body[0]["value"]["options"][1]["id"] = "00000000-0000-4000-8000-000000000000"
        question.body = Question._meta.get_field("body").to_python(body)
        question.save()
    regrade = done(item, RegradeHow.NEW_KEY, alice, now)
    assert figures(regrade.result) == {"attempts": 1, "unfit": 1}
    assert item.grades.get().correctness == 0


def test_where_answers_are_gone_no_key_can_grade_but_marks_can_be_given(
    short, item, alice, now
):
    Answer.objects.all().delete()
    Attempt.objects.update(answers_gone_at=now)
    publish_key(item.version, 1)
    regrade = done(item, RegradeHow.NEW_KEY, alice, now)
    assert figures(regrade.result) == {"attempts": 1, "gone": 1}
    regrade = done(item, RegradeHow.FULL, alice, now)
    assert figures(regrade.result)["passing"] == 1


def test_where_grades_are_gone_nothing_is_graded(short, item, alice, now):
    GradeRecord.objects.all().delete()
    regrade = done(item, RegradeHow.FULL, alice, now)
    assert figures(regrade.result) == {"attempts": 1, "gone": 1}
    assert not GradeRecord.objects.exists()


def test_one_of_an_earlier_cycle_passes_and_completes_nothing(short, item, alice, now):
    short.enrolment.cycle = 2
    short.enrolment.save()
    regrade = done(item, RegradeHow.FULL, alice, now)
    assert figures(regrade.result) == {"attempts": 1, "changed": 1, "passing": 1}
    assert regrade.preview == regrade.result
    assert outcome(short).passed
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()


def test_who_completed_it_by_another_attempt_is_not_counted_again(
    small_course, short, item, bob, alice, now
):
    hand_in(begin(small_course, bob, now=now), now=now)
    regrade = done(item, RegradeHow.FULL, alice, now)
    assert figures(regrade.preview)["passing"] == 1
    assert regrade.preview["people"] == regrade.result["people"] == 0


def test_nobody_is_written_to_who_has_no_address(short, item, alice, now):
    User.objects.filter(pk=short.enrolment.user_id).update(email=None)
    done(item, RegradeHow.FULL, alice, now)
    assert outcome(short).passed
    assert not OutgoingMail.objects.exists()


def test_what_cannot_be_asked_is_refused_and_why(short, item, alice, now):
    version = item.version

    def ask(how, reason="It was wrong."):
        return ask_for_regrade(version, how, reason=reason, actor=alice, now=now)

    refused("empty", ask, RegradeHow.FULL, reason=" ")
    refused("people", ask, RegradeHow.FULL, reason="Mail to jan@example.org")
    Term.objects.create(
        language="en", key="hotbed", forms="hotbed", reason="R", suggestion="S"
    )
    refused("words", ask, RegradeHow.FULL, reason="The word hotbed was wrong.")
    refused("way", ask, RegradeHow.AS_BEFORE)
    refused("way", ask, "otherwise")
    refused("same", ask, RegradeHow.NEW_KEY)
    asked(item, RegradeHow.FULL, alice, now)
    refused("unfinished", ask, RegradeHow.DROP)


def test_a_question_that_is_withdrawn_or_of_another_kind_cannot_grade(
    short, item, alice, now
):
    rows = Question.objects.filter(translation_key=item.version.question_key)
    for question in rows:
        body = [{"type": "true_false", "value": {"prompt": "P", "answer": "true"}}]
        question.body = Question._meta.get_field("body").to_python(body)
        question.save()
    refused("kind", asked, item, RegradeHow.NEW_KEY, alice, now)
    rows.update(live=False)
    with pytest.raises(NotReady, match="not published any more"):
        asked(item, RegradeHow.NEW_KEY, alice, now)


def test_what_a_person_marks_has_no_key(item):
    version = QuestionVersion(pk=item.version_id, kind="open_answer")
    assert ways_for(version) == [RegradeHow.FULL, RegradeHow.DROP]


def test_deciding_is_once_and_only_for_what_was_looked_at(short, item, alice, now):
    regrade = done(item, RegradeHow.FULL, alice, now)
    again = decide(regrade, actor=alice, now=now + LATER)
    assert again.decided_at == now
    refused("state", set_aside, regrade, actor=alice, now=now)
    other = asked(item, RegradeHow.DROP, alice, now)
    set_aside(other, actor=alice, now=now)
    refused("state", decide, other, actor=alice, now=now)


def test_work_waits_for_a_worker_goes_on_where_it_broke_off_and_counts_once(
    small_course, settings, short, item, charlie, alice, now, monkeypatch
):
    other = begin(small_course, charlie, now=now)
    twin = other.items.filter(version=item.version_id).first()
    if twin is None:
        twin = other.items.filter(position=1).first()
        twin.version = item.version
        twin.save()
    hand_in(other, wrong=[twin.position], now=now)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    regrade = asked(item, RegradeHow.FULL, alice, now)
    assert regrade.state == RegradeState.LOOKING
    carrying.work_on(regrade.pk, clock=lambda: now)
    decide(regrade, actor=alice, now=now)

    grade = carrying._grade

    def breaks_off(regrade, attempt, item_id, figures, *, now):
        grade(regrade, attempt, item_id, figures, now=now)
        if attempt == other:
            raise RuntimeError("killed")

    monkeypatch.setattr(carrying, "_grade", breaks_off)
    with pytest.raises(RuntimeError, match="killed"):
        carrying.work_on(regrade.pk, clock=lambda: now)
    regrade.refresh_from_db()
    assert (regrade.done, regrade.total) == (1, 2)
    assert GradeRecord.objects.filter(regrade=regrade).count() == 1
    monkeypatch.undo()
    assert carrying.sweep(now + SILENT) == 0
    assert carrying.sweep(now + SILENT + LATER) == 1
    path = regrade_attempts.module_path
    assert DBTaskResult.objects.filter(task_path=path).count() == 3
    # A worker that was taken for dead comes back at the same time.
    carrying._treat(regrade.pk, item.pk, now=now)
    carrying.work_on(regrade.pk, clock=lambda: now)
    carrying.work_on(regrade.pk, clock=lambda: now)
    carrying._treat(regrade.pk, twin.pk, now=now)
    carrying._finish(regrade.pk, now=now + LATER)
    carrying.work_on(0, clock=lambda: now)
    regrade.refresh_from_db()
    assert (regrade.done, regrade.total, regrade.finished_at) == (2, 2, now)
    assert Figures.of(regrade.result) == Figures.of(regrade.preview)
    assert regrade.result["changed"] == 2
    assert GradeRecord.objects.filter(regrade=regrade).count() == 2


def test_what_is_set_aside_while_it_is_looked_at_stays_set_aside(
    short, item, alice, now, monkeypatch
):
    look = carrying._effects

    def meanwhile(regrade, chunk):
        set_aside(regrade, actor=alice, now=now)
        return look(regrade, chunk)

    monkeypatch.setattr(carrying, "_effects", meanwhile)
    assert asked(item, RegradeHow.FULL, alice, now).state == RegradeState.SET_ASIDE


def test_figures_of_few_are_not_shown():
    assert Figures(attempts=7, changed=4, people=0).shown == {
        "attempts": 7,
        "changed": None,
        "passing": 0,
        "people": 0,
        "kept": 0,
        "unfit": 0,
        "gone": 0,
    }
