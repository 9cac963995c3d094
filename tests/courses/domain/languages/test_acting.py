import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.domain.languages.acting import act_on, plan_act, translators_of
from courses.enums import TranslationState as State
from courses.enums import TranslationStep as Step
from courses.models import TranslationAct
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import Role
from tests.factories.courses import locale, make_course
from tests.factories.reviewing import reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(unapproved, dutch, now):
    def act(step, actor, title="Lesson one en", **changes):
        cells = [dutch(unapproved)[title]] if title else dutch(unapproved).values()
        fields = {"actor": actor, "now": now, "is_native": True} | changes
        return act_on(unapproved.course, cells, step, **fields)

    return act


def reasons(plan):
    return [refused.reason for refused in plan.refused]


def test_a_review_and_then_an_approval(unapproved, dutch, act, reviewer, owner, now):
    act(Step.REVIEWED, reviewer)
    standing = dutch(unapproved)["Lesson one en"].standing
    assert (standing.state, standing.by_id, standing.since, standing.sector) == (
        State.REVIEWED,
        reviewer.pk,
        now,
        reviewer.sector_id,
    )
    act(Step.APPROVED, owner)
    standing = dutch(unapproved)["Lesson one en"].standing
    assert (standing.state, standing.by_id, standing.sector) == (
        State.APPROVED,
        owner.pk,
        "",
    )
    assert dutch(unapproved)["Lesson two en"].state == State.TRANSLATED


def test_many_at_once_is_one_entry_in_the_audit_log(unapproved, act, reviewer):
    plan = act(Step.REVIEWED, reviewer, title=None)
    assert len(plan.done) == TranslationAct.objects.count() == 20
    entry = AuditEntry.objects.get(action="courses.translations_reviewed")
    assert entry.data == {"languages": ["nl"], "texts": 20}


def test_an_approval_follows_a_review(act, owner):
    plan = act(Step.APPROVED, owner)
    assert reasons(plan) == ["Somebody has to review it first."]
    assert not TranslationAct.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="courses.t").exists()


def test_a_review_needs_the_word_of_a_native_speaker(act, reviewer):
    with pytest.raises(DomainError) as caught:
        act(Step.REVIEWED, reviewer, is_native=False)
    assert caught.value.code == "not_native"


def test_a_reviewer_does_not_approve(act, reviewer):
    act(Step.REVIEWED, reviewer)
    assert reasons(act(Step.APPROVED, reviewer)) == [
        "Your role at the body it belongs to does not let you do this."
    ]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_other_roles_do_not_review(act, somebody, role):
    assert act(Step.REVIEWED, somebody(role)).done == []


def test_a_reviewer_of_another_body_does_not_review(act, somebody, valmont):
    assert act(Step.REVIEWED, somebody(Role.REVIEWER, at=valmont)).done == []


def test_somebody_who_was_switched_off_does_not_review(act, reviewer):
    reviewer.is_active = False
    assert act(Step.REVIEWED, reviewer).done == []


def test_an_administrator_of_the_platform_may(act, django_user_model):
    root = django_user_model.objects.create_superuser("root@relay.example")
    assert len(act(Step.REVIEWED, root).done) == 1


def test_what_is_a_draft_cannot_be_reviewed(unapproved, act, reviewer):
    unapproved.lesson("small-one", "nl").unpublish()
    assert reasons(act(Step.REVIEWED, reviewer)) == [
        "Only a published translation that is up to date can be reviewed."
    ]


def test_what_was_done_already_says_so(act, reviewer, owner):
    act(Step.REVIEWED, reviewer)
    assert reasons(act(Step.REVIEWED, reviewer)) == ["It is reviewed already."]
    act(Step.APPROVED, owner)
    assert [reasons(act(step, owner)) for step in (Step.REVIEWED, Step.APPROVED)] == [
        ["It is approved already."],
        ["It is approved already."],
    ]


def test_an_approval_can_be_withdrawn_also_by_who_gave_it(
    unapproved, dutch, act, reviewer, owner
):
    act(Step.REVIEWED, reviewer)
    act(Step.APPROVED, owner)
    act(Step.WITHDRAWN, owner)
    assert dutch(unapproved)["Lesson one en"].state == State.TRANSLATED
    assert reasons(act(Step.WITHDRAWN, owner)) == [
        "It is neither reviewed nor approved."
    ]


def test_nobody_reviews_what_they_wrote_by_hand(unapproved, act, reviewer):
    lesson = unapproved.lesson("small-one", "nl")
    reviewed(lesson).save_revision(user=reviewer).publish()
    assert reasons(act(Step.REVIEWED, reviewer)) == [
        "You translated it yourself: somebody else has to read it."
    ]


def test_nobody_reviews_or_approves_what_they_translated_in_the_editor(
    unapproved, dutch, act, reviewer, owner, somebody
):
    source, _created = TranslationSource.update_or_create_from_instance(
        unapproved.lesson("small-one")
    )
    Translation.objects.create(source=source, target_locale=locale("nl"))
    segment = source.stringsegment_set.first()
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=locale("nl"),
        data="Les",
        last_translated_by=owner,
    )
    # Whoever presses the button that publishes it is not its author.
    unapproved.lesson("small-one", "nl").save_revision(user=reviewer).publish()
    assert translators_of([dutch(unapproved)["Lesson one en"]]) == {
        (source.object_id, "nl"): {owner.pk}
    }
    act(Step.REVIEWED, reviewer)
    assert dutch(unapproved)["Lesson one en"].state == State.REVIEWED
    assert act(Step.APPROVED, owner).done == []
    assert len(act(Step.APPROVED, somebody(Role.PROGRAMME_OWNER)).done) == 1


def test_a_revision_of_something_else_with_the_same_number_is_not_counted(
    unapproved, dutch, reviewer
):
    cells = [dutch(unapproved)[title] for title in ("Lesson one en", "A fact en")]
    fact = cells[1].thing.rows["nl"]
    assert fact.pk != cells[0].thing.rows["nl"].pk
    revision = unapproved.lesson("small-two").save_revision(user=reviewer)
    type(revision).objects.filter(pk=revision.pk).update(object_id=str(fact.pk))
    assert dict(translators_of(cells)) == {}


def test_the_queries_do_not_depend_on_how_many(
    unapproved, dutch, beekstad, reviewer, django_assert_num_queries
):
    one = [dutch(unapproved)["Lesson one en"]]
    large = make_course(beekstad, code="large", bank_size=30, more_lessons=30)
    many = list(dutch(large).values())
    plan_act(many, Step.REVIEWED, actor=reviewer)  # Content types are remembered.
    with django_assert_num_queries(5):
        plan_act(one, Step.REVIEWED, actor=reviewer)
    with django_assert_num_queries(5):
        plan_act(many, Step.REVIEWED, actor=reviewer)
