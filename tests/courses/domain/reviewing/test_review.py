"""Author, reviewer of the sector, programme owner: who may take which step."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import (
    Page,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
)
from wagtail.test.utils.form_data import rich_text

from courses.domain.reviewing.assigning import ensure_review
from courses.enums import ReviewStep
from courses.models import (
    CatalogueIndexPage,
    Fact,
    LessonPage,
    ReviewTask,
    Statement,
    Symbol,
    Vignette,
)
from courses.models.authorship import writers_of
from courses.models.review import owner_of, sectors_of
from lms.models import OutgoingMail
from lms.publishing import NotPublishableError
from organisations.enums import Role
from quizzes.models import Question
from tests.factories.cases import make_vignette
from tests.factories.facts import english_fact, update, writer
from tests.factories.organisations import UserFactory
from tests.factories.reviewing import reviewed


def submit(thing, author) -> WorkflowState:
    """What "Submit for review" does with the draft."""
    thing.save_revision(user=author)
    draft = type(thing).objects.get(pk=thing.pk).get_latest_revision_as_object()
    return draft.get_workflow().start(draft, author)


def act(state, person, action="approve", **kwargs) -> None:
    current = WorkflowState.objects.get(pk=state.pk).current_task_state
    current.task.specific.on_action(current, person, action, **kwargs)


def changed(small, slug="small-one") -> LessonPage:
    lesson = small.lesson(slug)
    lesson.body[0].value = "Another opening."
    return lesson


def opening(small, slug="small-one") -> str:
    return small.lesson(slug).body[0].value


def may(state) -> dict[str, bool]:
    current = WorkflowState.objects.get(pk=state.pk).current_task_state
    thing = current.workflow_state.content_object
    return lambda *people: [
        current.task.specific.may_decide(thing, one) for one in people
    ]


def told(template) -> list[tuple[str, str]]:
    rows = OutgoingMail.objects.filter(template=f"courses/mail/{template}")
    return sorted((row.to[0], row.language) for row in rows)


# --- Assigned by itself ---------------------------------------------------------------


def test_every_course_fact_and_case_is_under_review_by_itself(small, beekstad):
    assert ensure_review() == 0

    case = make_vignette(beekstad, is_fictional=True)
    lesson, fact = small.lesson("small-one", "nl"), english_fact(beekstad)
    workflow = lesson.get_workflow()
    assert [task.specific.step for task in workflow.tasks] == ["content", "release"]
    assert fact.get_workflow() == case.get_workflow() == workflow
    for model in (Question, Symbol, Statement):
        assert model.get_default_workflow() == workflow
    assert Workflow.objects.filter(name="Review").count() == 1


def test_a_new_catalogue_is_found(small):
    root = Page.objects.get(depth=1)
    root.add_child(instance=CatalogueIndexPage(title="More", slug="more"))

    assert ensure_review() == 1
    assert ensure_review() == 0


def test_what_an_administrator_decided_stays(small):
    other = Workflow.objects.create(name="Ours")
    WorkflowContentType.objects.filter(content_type__model="fact").update(
        workflow=other
    )
    assert ensure_review() == 0
    assert Fact.get_default_workflow() == other

    ReviewTask.objects.first().workflows.get().deactivate()
    assert ensure_review() == 0
    catalogues = CatalogueIndexPage.objects.values("pk")
    assert not WorkflowPage.objects.filter(page__in=catalogues).exists()
    assert Vignette.get_default_workflow() is None


# --- Who takes which step -------------------------------------------------------------


def test_a_core_lesson_is_read_by_any_reviewer_then_by_the_programme_owner(
    small, author, police, teacher, owner, stranger
):
    state = submit(changed(small), author)
    people = (author, police, teacher, owner, stranger)

    assert may(state)(*people) == [False, True, True, False, False]
    act(state, teacher)
    assert opening(small) == "Lead one en"
    assert may(state)(*people) == [False, False, False, True, False]
    act(state, owner)
    assert opening(small) == "Another opening."


def test_a_module_of_a_sector_is_read_by_a_reviewer_of_that_sector(
    small, author, police, teacher
):
    state = submit(changed(small, "small-beat"), author)
    assert may(state)(police, teacher) == [True, False]


def test_where_nobody_of_the_sector_reviews_every_reviewer_may(small, author, teacher):
    state = submit(changed(small, "small-beat"), author)
    assert may(state)(teacher) == [True]


def test_a_case_is_of_its_sector_and_a_fact_of_none(beekstad, small):
    fact, case = english_fact(beekstad), make_vignette(beekstad, is_fictional=True)

    assert (owner_of(fact), owner_of(case)) == (beekstad, beekstad)
    assert (sectors_of(fact), sectors_of(case)) == (set(), {"POL"})
    assert sectors_of(small.lesson("small-one")) == set()
    assert owner_of(CatalogueIndexPage.objects.first()) is None


def test_nobody_approves_the_own_change(small, police, owner):
    state = submit(changed(small), police)

    assert may(state)(police) == [False]
    with pytest.raises(NotPublishableError, match="somebody else approves"):
        act(state, police)


def test_who_changes_it_on_the_way_is_an_author_too(small, author, police, teacher):
    state = submit(changed(small), author)
    lesson = small.lesson("small-one").get_latest_revision_as_object()
    lesson.title = "Shorter"
    lesson.save_revision(user=police)

    assert may(state)(police, teacher) == [False, True]


def test_an_administrator_may_but_not_the_own(small, author):
    admin = UserFactory(is_superuser=True)
    assert may(submit(changed(small), author))(admin) == [True]
    assert may(submit(changed(small, "small-two"), admin))(admin) == [False]


def test_a_stranger_takes_no_step(small, author, stranger):
    state = submit(changed(small), author)

    for action in ("approve", "reject"):
        with pytest.raises(PermissionDenied):
            act(state, stranger, action)
    assert opening(small) == "Lead one en"


def test_the_desk_of_each_holds_what_waits_for_them(
    small, author, police, teacher, owner
):
    submit(changed(small, "small-beat"), author)

    waiting = [
        TaskState.objects.reviewable_by(person).count()
        for person in (author, police, teacher, owner)
    ]
    assert waiting == [0, 1, 0, 0]


def test_what_is_under_review_is_locked_for_others(small, author, police):
    submit(changed(small), author)
    lesson = small.lesson("small-one")
    task = lesson.current_workflow_task.specific

    assert task.locked_for_user(lesson, author)
    assert not task.locked_for_user(lesson, police)
    assert task.user_can_access_editor(lesson, police)
    assert task.get_actions(lesson, author) == []
    assert [action for action, _label, _form in task.get_actions(lesson, police)] == [
        "reject",
        "approve",
        "approve",
    ]
    assert "owns" in ReviewTask.get_description()


def test_whoever_wrote_some_of_it_since_it_was_live_is_an_author(
    small, author, police, teacher
):
    lesson = changed(small)
    lesson.save_revision(user=police)
    state = submit(small.lesson("small-one").get_latest_revision_as_object(), author)

    assert may(state)(police, teacher) == [False, True]


def test_an_author_of_what_is_live_may_review_the_next_change(
    small, author, police, teacher, owner
):
    state = submit(changed(small), police)
    act(state, teacher)
    act(state, owner)
    lesson = small.lesson("small-one")
    lesson.body[0].value = "A third opening."

    assert may(submit(lesson, author))(police) == [True]


def test_what_the_owner_changed_after_the_reviewer_read_it_goes_back(
    small, author, teacher, owner, stranger, beekstad, now
):
    state = submit(changed(small), author)
    act(state, teacher)
    lesson = small.lesson("small-one").get_latest_revision_as_object()
    lesson.body[0].value = "Words nobody has read."
    lesson.save_revision(user=author)
    draft = small.lesson("small-one")
    current = WorkflowState.objects.get(pk=state.pk).current_task_state
    TaskState.objects.filter(pk=current.pk).update(revision=draft.latest_revision)

    with pytest.raises(NotPublishableError, match="No reviewer of the sector"):
        act(state, owner)
    assert opening(small) == "Lead one en"
    act(state, owner, "reject", comment="Have it read again.")


# --- Through the checklist ------------------------------------------------------------


def test_what_breaks_a_rule_is_approved_on_no_step(small, author, police, owner):
    lesson = small.lesson("small-one")
    lesson.save_revision(user=author)
    state = submit(lesson, author)
    update(lesson.body[1].value, source_title="")

    with pytest.raises(NotPublishableError, match="Source: This field cannot be blank"):
        act(state, police)
    state.refresh_from_db()
    assert state.current_task_state.task.specific.step == ReviewStep.CONTENT
    # Saying what to change is always possible.
    act(state, police, "reject", comment="The fact has no source.")


# --- Letters --------------------------------------------------------------------------


def test_reviewers_are_asked_and_the_author_is_told_each_in_their_language(
    small, author, police, teacher, owner, stranger, django_capture_on_commit_callbacks
):
    state = submit(changed(small), author)
    assert told("review_asked") == sorted([(police.email, "en"), (teacher.email, "nl")])

    act(state, police)
    assert (owner.email, "de") in told("review_asked")
    assert told("review_answered") == []
    act(state, owner)
    assert told("review_answered") == [(author.email, "fr")]
    assert {letter.to[0] for letter in mail.outbox} == {
        police.email,
        teacher.email,
        owner.email,
        author.email,
    }


def test_a_comment_reaches_the_author(small, author, teacher):
    state = submit(changed(small), author)

    act(state, teacher, "reject", comment="Shorter, please.")

    letter = mail.outbox[-1]
    assert letter.to == [author.email]
    assert "Shorter, please." in letter.body
    assert reverse("wagtailadmin_pages:edit", args=[small.lesson("small-one").pk]) in (
        letter.body
    )


def test_nobody_is_told_what_they_did_themselves(small, author):
    from courses.domain.reviewing.telling import tell_outcome

    state = submit(changed(small), author)
    assert not tell_outcome(state, by=author, now=state.created_at)


def test_other_workflows_are_left_to_wagtail(small, author, now):
    from wagtail.models import GroupApprovalTask

    from courses.domain.reviewing.telling import ask_for_review

    state = submit(changed(small), author).current_task_state
    task = GroupApprovalTask.objects.create(name="Other")
    state.task = task.task_ptr
    assert ask_for_review(state, now=now) == 0


# --- In the content admin -------------------------------------------------------------


@pytest.mark.parametrize(
    ("pressed", "waits"),
    [({"action-submit": "1"}, True), ({"action-publish": "1"}, False)],
)
def test_an_author_asks_for_the_review_of_a_case_and_does_not_publish_it(
    client, small, beekstad, author, pressed, waits
):
    case = make_vignette(beekstad, is_fictional=True, live=False)
    client.force_login(author)
    where = reverse("wagtailsnippets_courses_vignette:edit", args=[case.pk])
    data = {"key": "asked", "owner": beekstad.pk, "form": case.form, "sector": "POL"}
    for name in ("story", "see", "explanations", "job", "consult", "trap"):
        data[name] = rich_text("<p>Words.</p>")

    data |= {"title": "Asked", "is_fictional": "on"}
    client.post(where, data | pressed)

    case.refresh_from_db()
    assert not case.live
    assert bool(case.current_workflow_state) is waits


def test_a_fact_goes_from_its_author_to_its_readers(
    client, small, beekstad, author, police, owner
):
    fact = english_fact(beekstad, live=False)
    submit(fact, author)
    for person in (police, owner):
        client.force_login(person)
        state = Fact.objects.get(pk=fact.pk).current_workflow_task_state
        address = reverse(
            "wagtailsnippets_courses_fact:workflow_action",
            args=[fact.pk, "approve", state.pk],
        )
        assert client.post(address, {"comment": ""}).status_code in (200, 302)

    fact.refresh_from_db()
    assert fact.live


def in_the_editor(client, thing, person, state, **changes):
    """What the editor sends when somebody approves in it: the whole form."""
    where = reverse("wagtailsnippets_courses_vignette:edit", args=[thing.pk])
    fields = ("story", "see", "explanations", "job", "consult", "trap")
    data = {name: getattr(thing, name) for name in ("key", "title", "form")}
    data |= {name: rich_text(getattr(thing, name)) for name in fields}
    data |= {"owner": thing.owner_id, "sector": thing.sector_id, "is_fictional": "on"}
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    client.force_login(person)
    return client.post(where, data | changes)


def test_who_approves_in_the_editor_wrote_nothing(
    client, small, beekstad, author, police, owner
):
    case = make_vignette(beekstad, is_fictional=True, live=False)
    state = submit(case, author)
    for person in (police, owner):
        assert in_the_editor(client, case, person, state).status_code == 302

    case.refresh_from_db()
    assert case.live


def test_who_changes_it_on_the_way_leaves_it_to_another(
    client, small, beekstad, author, police, now
):
    colleague = writer(beekstad, Role.REVIEWER, sector=police.sector, now=now)
    case = make_vignette(beekstad, is_fictional=True, live=False)
    state = submit(case, author)
    told = in_the_editor(client, case, police, state, title="My own title")

    case = Vignette.objects.get(pk=case.pk)
    step = case.current_workflow_task_state.task.specific
    assert step.step == "content"
    assert case.get_latest_revision_as_object().title == "My own title"
    assert not step.may_decide(case, police)
    assert step.may_decide(case, colleague)
    where = told.headers["Location"]
    assert "somebody else approves it" in client.get(where).text


def test_what_was_published_is_nobody_s_any_more(small, author, police):
    lesson = changed(small)
    reviewed(lesson).save_revision(user=police).publish()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert writers_of(lesson) == []
    lesson.title = "Shorter"
    lesson.save_revision(user=author)
    # The mark of a paragraph is the editor's; an edition of nothing new is nobody's.
    lesson.save_revision(user=police)
    assert writers_of(LessonPage.objects.get(pk=lesson.pk)) == [author.pk]


def test_an_owner_approves_what_an_author_made_of_the_own_draft(
    small, author, police, owner
):
    lesson = changed(small)
    lesson.save_revision(user=owner)
    lesson = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    lesson.title = "More of it"
    state = submit(lesson, author)
    act(state, police)

    assert may(state)(owner) == [True]
    lesson = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    lesson.title = "The owner's last word"
    lesson.save_revision(user=owner)
    assert may(state)(owner) == [False]
