"""Every rule of the checklist on every way to go live: none gets through.

A *rule* makes a thing break it; a *way* tries to make that thing public. Whatever the
way says, what readers would get is afterwards what it was before.
"""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import polib
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import GroupApprovalTask as ApprovalTask
from wagtail.models import Page, Task, Workflow, WorkflowState, WorkflowTask
from wagtail_localize.models import (
    MissingRelatedObjectError,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from courses.domain.editions.releasing import release_edition
from courses.domain.reviewing.assigning import ensure_review
from courses.enums import Vouching
from courses.models import Course, CoursePage, Fact, LessonPage, Vignette
from courses.models.review import owner_of
from courses.seeding import write_terms
from courses.seeding.saving import Saver
from lms.background.maintenance import publish_scheduled
from lms.errors import DomainError
from lms.publishing import NotPublishableError, findings_of
from organisations.enums import Role
from tests.courses.domain.checklist.test_reading import HARD
from tests.factories.cases import make_vignette
from tests.factories.courses import (
    afresh,
    approve_translations,
    locale,
    make_course,
    standing,
)
from tests.factories.facts import make_fact, small_fact, update, writer
from tests.factories.media import make_image
from tests.factories.organisations import beekstad as make_beekstad
from tests.factories.reviewing import reviewed

# Wagtail leaves the file a picture was made from to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

WORDS = {"en": "This street is a hotbed.", "nl": "Deze straat is een broeinest."}
HARD_IN = {
    "en": HARD,
    "nl": "Interdisciplinaire samenwerkingsovereenkomsten veronderstellen "
    "voorafgaandelijke administratieve verantwoordelijkheden. " * 20,
}
REFUSALS = (ValidationError, DomainError, MissingRelatedObjectError)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with standing(_build, django_db_blocker) as small:
        yield small


def _build():
    write_terms()
    return make_course(make_beekstad(), bank_size=2, draw=2)


@pytest.fixture
def small(built, db):
    return afresh(built)


@pytest.fixture
def owner(small):
    """Somebody who may do everything with the content of the course."""
    return writer(
        small.course.owner, Role.PROGRAMME_OWNER, Role.AUTHOR, now=timezone.now()
    )


def pairs(rules, ways) -> list:
    """Every rule with every way. What refuses is the same on either database, so that
    PostgreSQL tries each rule and each way once, and SQLite every pair."""
    return [
        pytest.param(
            rule,
            way,
            id=f"{rule.__name__}-{way.__name__}",
            marks=[]
            if number % len(ways) == place or place % len(rules) == number
            else [pytest.mark.only_on("sqlite")],
        )
        for number, rule in enumerate(rules)
        for place, way in enumerate(ways)
    ]


# --- Rules: each spoils a lesson in memory, and what it shows in the database ----------


def words(lesson):
    lesson.body[0].value = WORDS[lesson.locale.language_code]


def reading(lesson):
    lesson.body[0].value = HARD_IN[lesson.locale.language_code]


def an_incomplete_exercise(lesson):
    lesson.body[2].value["options"][0]["correct"] = False


def an_empty_block(lesson):
    lesson.body[0].value = ""


def an_unpublished_fact(lesson):
    for code in ("en", "nl"):
        update(small_fact(code), live=False)
    lesson.body[1].value.live = False


def a_replaced_fact(lesson):
    newer = make_fact(lesson.body[1].value.owner)
    for code in ("en", "nl"):
        update(small_fact(code), superseded_by=newer[code])
    lesson.body[1].value.superseded_by = newer["en"]


def a_fact_never_reviewed(lesson):
    long_ago = timezone.localdate() - timedelta(days=500)
    for code in ("en", "nl"):
        update(small_fact(code), review_by=long_ago)
    lesson.body[1].value.review_by = long_ago


def a_fact_without_source(lesson):
    for code in ("en", "nl"):
        update(small_fact(code), source_title="")
    lesson.body[1].value.source_title = ""


def a_fact_in_another_language(lesson):
    here = lesson.locale.language_code
    other = {"en": "nl", "nl": "en"}[here]
    alone = make_fact(lesson.body[1].value.owner, key="alone", languages=(other,))
    lesson.body[1].value = alone[other]


def an_image_without_rights(lesson):
    lesson.body.append(("image", make_image()))


def a_case_without_explanation(lesson):
    case = make_vignette(
        lesson.body[1].value.owner, is_fictional=True, locale=lesson.locale
    )
    update(case, explanations="<p></p>")
    lesson.body.append(("vignette", case))


def a_case_that_is_real(lesson):
    case = make_vignette(
        lesson.body[1].value.owner, is_fictional=True, locale=lesson.locale
    )
    update(case, is_fictional=False)
    lesson.body.append(("vignette", case))


def no_minutes(lesson):
    lesson.minutes = 0


LESSON_RULES = [
    words,
    reading,
    an_incomplete_exercise,
    an_empty_block,
    an_unpublished_fact,
    a_replaced_fact,
    a_fact_never_reviewed,
    a_fact_without_source,
    a_fact_in_another_language,
    an_image_without_rights,
    a_case_without_explanation,
    a_case_that_is_real,
    no_minutes,
]


# --- Ways that begin with a draft -----------------------------------------------------


@dataclass
class Attempt:
    """Somebody who tries, with what is at hand. `spoilt` is the thing in memory."""

    spoilt: object
    user: object
    client: object

    @property
    def kind(self) -> type:
        return type(self.spoilt)

    def revision(self):
        return self.spoilt.save_revision(user=self.user, clean=False)


def program_saves(attempt):
    attempt.spoilt.save()


def revision_is_published(attempt):
    attempt.revision().publish(user=attempt.user)


def older_revision_comes_back(attempt):
    early = attempt.revision()
    stored = attempt.kind.objects.get(pk=attempt.spoilt.pk)
    stored.save_revision(user=attempt.user)
    early.publish(user=attempt.user, previous_revision=stored.latest_revision)


def schedule_publishes(attempt):
    revision = attempt.revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save(update_fields=["approved_go_live_at"])
    publish_scheduled(timezone.now())


def workflow_approves(attempt):
    workflow = Workflow.objects.create(name="Somebody's own")
    task = ApprovalTask.objects.create(name="Anybody")
    task.groups.set(attempt.user.groups.all())
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk))
    attempt.revision()
    draft = attempt.kind.objects.get(pk=attempt.spoilt.pk)
    state = workflow.start(draft.get_latest_revision_as_object(), attempt.user)
    state.current_task_state.approve(user=attempt.user)


def review_approves(attempt):
    """The review that every course, fact and case is under by itself."""
    ensure_review()
    attempt.revision()
    draft = attempt.kind.objects.get(pk=attempt.spoilt.pk)
    state = draft.get_workflow().start(
        draft.get_latest_revision_as_object(), attempt.user
    )
    for role in (Role.REVIEWER, Role.PROGRAMME_OWNER):
        person = writer(owner_of(draft), role, now=timezone.now())
        current = WorkflowState.objects.get(pk=state.pk).current_task_state
        current.task.specific.on_action(current, person, "approve")


def bulk_action_publishes(attempt):
    attempt.revision()
    attempt.client.force_login(attempt.user)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    attempt.client.post(f"{address}?id={attempt.spoilt.pk}")


def editor_publishes(attempt):
    attempt.client.force_login(attempt.user)
    response = attempt.client.post(
        _edit_address(attempt.spoilt),
        form_data(attempt.spoilt) | {"action-publish": "action-publish"},
    )
    # Shown again, with everything that was typed and why.
    assert response.status_code == 200
    form = response.context["form"]
    assert form.errors or form.formsets


def starter_files_load(attempt):
    """The page was loaded from files, and the files say something else now."""
    stored = attempt.kind.objects.get(pk=attempt.spoilt.pk)
    names = [name for name in LOADED if hasattr(stored, name)]
    saver = Saver()
    saver._publish(stored)
    saver._save(
        attempt.kind,
        stored.translation_key,
        stored.locale,
        {name: _plain(attempt.spoilt, name) for name in names},
        create=None,
    )


LOADED = ("title", "minutes", "body", "summary", "text", "source_title", "explanations")
LOADED += ("is_fictional", "trap")


def _plain(thing, name):
    value = getattr(thing, name)
    if isinstance(value, blocks.StreamValue):
        return value.get_prep_value()
    return value


def _edit_address(thing) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


PAGE_WAYS = [
    program_saves,
    revision_is_published,
    older_revision_comes_back,
    schedule_publishes,
    workflow_approves,
    review_approves,
    bulk_action_publishes,
    editor_publishes,
    starter_files_load,
]
SNIPPET_WAYS = [way for way in PAGE_WAYS if way is not bulk_action_publishes]


def form_data(thing) -> dict:
    """What the editor posts for a thing: its form, filled with what is in memory."""
    if isinstance(thing, Page):
        form_class = type(thing).get_edit_handler().get_form_class()
    else:
        form_class = thing.snippet_viewset.get_form_class(for_update=True)
    data = {
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    for name in form_class.base_fields:
        if name == "comment_notifications":
            continue
        value = getattr(thing, name)
        field = form_class.base_fields[name]
        if isinstance(value, blocks.StreamValue):
            data |= block_data(value.stream_block, value, name)
        elif hasattr(value, "all"):
            data[name] = [one.pk for one in value.all()]
        else:
            shown = field.widget.format_value(getattr(value, "pk", value))
            if isinstance(value, bool):
                shown = "on" if value else None
            data |= {} if shown is None else {name: shown}
    return data


def block_data(block, value, prefix: str) -> dict:
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        is_stream = isinstance(block, blocks.StreamBlock)
        children = list(value) if is_stream else list(value.bound_blocks)
        data = {f"{prefix}-count": len(children)}
        for number, child in enumerate(children):
            at = f"{prefix}-{number}"
            data |= {f"{at}-id": child.id or "", f"{at}-order": number}
            data |= {f"{at}-deleted": ""}
            if is_stream:
                data[f"{at}-type"] = child.block_type
            data |= block_data(child.block, child.value, f"{at}-value")
        return data
    if isinstance(block, ImageBlock):
        return {f"{prefix}-image": value.pk, f"{prefix}-alt_text": ""}
    if isinstance(block, blocks.StructBlock):
        data = {}
        for name, inner in value.items():
            data |= block_data(block.child_blocks[name], inner, f"{prefix}-{name}")
        return data
    if isinstance(block, blocks.BooleanBlock):
        return {prefix: "on"} if value else {}
    return {} if value is None else {prefix: getattr(value, "pk", value)}


def public(thing) -> dict:
    """What readers would get of a thing."""
    stored = type(thing).objects.get(pk=thing.pk)
    held = {name: _plain(stored, name) for name in LOADED if hasattr(stored, name)}
    return held | {"live": stored.live, "keys": _published(type(thing))}


def _published(model) -> list:
    return sorted(model.objects.filter(live=True).values_list("pk", flat=True))


@pytest.mark.parametrize(("rule", "way"), pairs(LESSON_RULES, PAGE_WAYS))
def test_a_lesson_that_breaks_a_rule_goes_live_on_no_way(
    rule, way, small, owner, client
):
    lesson = small.lesson("small-one")
    assert findings_of(lesson) == []
    before = public(lesson)
    rule(lesson)
    reviewed(lesson)

    with suppress(*REFUSALS):
        way(Attempt(lesson, owner, client))

    assert public(lesson) == before


@pytest.mark.parametrize("way", PAGE_WAYS, ids=lambda way: way.__name__)
def test_a_lesson_that_breaks_no_rule_goes_live_on_each(way, small, owner, client):
    """Otherwise the others would prove nothing."""
    lesson = small.lesson("small-one")
    lesson.body[0].value = "Another opening."
    attempt = Attempt(reviewed(lesson), owner, client)

    if way is editor_publishes:
        with pytest.raises(AssertionError):
            way(attempt)
    else:
        way(attempt)

    assert public(lesson)["body"][0]["value"] == "Another opening."


# --- The course page: balance ---------------------------------------------------------


@pytest.mark.parametrize("way", PAGE_WAYS, ids=lambda way: way.__name__)
def test_a_course_page_out_of_balance_goes_live_on_no_way(way, small, owner, client):
    lesson = small.lesson("small-two")
    for number in range(2):
        case = make_vignette(
            small.course.owner,
            key=f"case-{number}",
            form="jihadist",
            is_fictional=True,
        )
        lesson.body.append(("vignette", case))
    lesson.save()
    Course.objects.update(is_focused=False)
    page = CoursePage.objects.get(pk=small.pages["en"].pk)
    before = public(page)
    page.summary = "Another summary."
    reviewed(page)

    with suppress(*REFUSALS):
        way(Attempt(page, owner, client))

    assert public(page) == before


# --- Facts and cases themselves -------------------------------------------------------


def no_source(thing):
    thing.source_title = " "


def a_stigmatising_fact(thing):
    thing.text = WORDS["en"]


def a_hard_fact(thing):
    thing.text = HARD


def no_explanation(thing):
    thing.explanations = "<p></p>"


def not_invented(thing):
    thing.is_fictional = False


def a_stigmatising_case(thing):
    thing.trap = f"<p>{WORDS['en']}</p>"


@pytest.mark.parametrize("way", SNIPPET_WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (make_fact, no_source),
        (make_fact, a_stigmatising_fact),
        (make_fact, a_hard_fact),
        (make_vignette, no_explanation),
        (make_vignette, not_invented),
        (make_vignette, a_stigmatising_case),
    ],
    ids=lambda one: one.__name__,
)
def test_a_fact_or_case_that_breaks_a_rule_goes_live_on_no_way(
    make, rule, way, small, owner, client
):
    if make is make_fact:
        thing = make_fact(small.course.owner, key="tried")["en"]
    else:
        thing = make_vignette(small.course.owner, key="tried", is_fictional=True)
    assert findings_of(thing) == []
    before = public(thing)
    rule(thing)
    reviewed(thing)

    with suppress(*REFUSALS):
        way(Attempt(thing, owner, client))

    assert public(thing) == before


# --- Ways that begin with a row spoilt behind everybody's back ------------------------


def copy_goes_live(small, lesson, user):
    lesson.copy(update_attrs={"slug": "copied", "title": "Copied"}, keep_live=True)


def copy_without_history_goes_live(small, lesson, user):
    lesson.copy(
        update_attrs={"slug": "copied", "title": "Copied"},
        keep_live=True,
        copy_revisions=False,
    )


def alias_goes_live(small, lesson, user):
    lesson.create_alias(update_slug="alias")


ROW_WAYS = [copy_goes_live, copy_without_history_goes_live, alias_goes_live]


def spoil_row(rule, lesson) -> LessonPage:
    """The lesson read again, as if somebody had written into the database."""
    rule(lesson)
    update(lesson, body=lesson.body, minutes=lesson.minutes)
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.mark.parametrize(("rule", "way"), pairs(LESSON_RULES, ROW_WAYS))
def test_what_breaks_a_rule_is_not_made_live_a_second_time(rule, way, small, owner):
    lesson = spoil_row(rule, small.lesson("small-one"))
    before = _published(LessonPage)

    with pytest.raises(NotPublishableError):
        way(small, lesson, owner)

    assert _published(LessonPage) == before


@pytest.mark.parametrize("rule", LESSON_RULES, ids=lambda rule: rule.__name__)
def test_an_alias_does_not_become_a_live_page_of_its_own(rule, small, owner, client):
    lesson = small.lesson("small-one")
    alias = lesson.create_alias(update_slug="alias")
    spoil_row(rule, LessonPage.objects.get(pk=alias.pk))
    before = public(alias)
    client.force_login(owner)

    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))

    after = LessonPage.objects.get(pk=alias.pk)
    assert public(alias) == before
    # Either it was refused, or what it is now is a draft that the next rule will meet.
    if after.alias_of_id is None:
        with pytest.raises(ValidationError):
            after.get_latest_revision().publish()


@pytest.mark.parametrize("rule", LESSON_RULES, ids=lambda rule: rule.__name__)
def test_what_breaks_a_rule_is_in_no_edition(rule, small):
    spoil_row(rule, small.lesson("small-one"))

    with pytest.raises(DomainError):
        small.release()
    small.course.refresh_from_db()
    assert small.course.current_edition is None


# What these spoil is the same row, or its twin, in every language.
TOGETHER = [
    an_unpublished_fact,
    a_replaced_fact,
    a_fact_never_reviewed,
    a_fact_without_source,
]


@pytest.mark.parametrize(
    "rule",
    [rule for rule in LESSON_RULES if rule not in TOGETHER],
    ids=lambda rule: rule.__name__,
)
def test_a_language_that_breaks_a_rule_joins_no_edition(rule, small):
    spoil_row(rule, small.lesson("small-one", "nl"))

    assert small.release().languages == ["en"]


# --- Translation ----------------------------------------------------------------------


def translation_of(lesson) -> Translation:
    """The Dutch translation of an English lesson, as the translation editor has it."""
    source, _created = TranslationSource.update_or_create_from_instance(lesson)
    translation, _created = Translation.objects.get_or_create(
        source=source, target_locale=locale("nl")
    )
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": _in_dutch(segment.string.data)},
        )
    return translation


def _in_dutch(text: str) -> str:
    """A translator keeps what is wrong with a text."""
    for spoilt in (WORDS, HARD_IN):
        if text.strip() == spoilt["en"].strip():
            return spoilt["nl"]
    return text


def editor_publishes_translation(translation):
    translation.save_target(publish=True)


def po_file_is_imported(translation):
    po = polib.POFile(wrapwidth=200)
    po.metadata = {"X-WagtailLocalize-TranslationID": str(translation.uuid)}
    StringTranslation.objects.filter(locale=translation.target_locale).delete()
    for segment in StringSegment.objects.filter(source=translation.source):
        po.append(
            polib.POEntry(
                msgid=segment.string.data,
                msgctxt=segment.context.path,
                msgstr=_in_dutch(segment.string.data),
            )
        )
    translation.import_po(po)
    translation.save_target(publish=True)


def source_is_synchronised(translation):
    translation.source.update_from_db()
    for one in translation.source.translations.filter(enabled=True):
        one.save_target(publish=True)


TRANSLATION_WAYS = [
    editor_publishes_translation,
    po_file_is_imported,
    source_is_synchronised,
]


def a_fact_without_translation(lesson):
    alone = make_fact(lesson.body[1].value.owner, key="alone", languages=("en",))
    lesson.body[1].value = alone["en"]


@pytest.mark.parametrize("way", TRANSLATION_WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(
    "rule",
    [
        a_fact_without_translation if one is a_fact_in_another_language else one
        for one in LESSON_RULES
    ],
    ids=lambda rule: rule.__name__,
)
def test_a_translation_that_breaks_a_rule_goes_live_on_no_way(rule, way, small):
    dutch = small.lesson("small-one", "nl")
    before = public(dutch)
    source = spoil_row(rule, small.lesson("small-one"))
    translation = translation_of(source)

    with suppress(*REFUSALS):
        way(translation)

    assert public(dutch) == before


@pytest.mark.parametrize("way", TRANSLATION_WAYS, ids=lambda way: way.__name__)
def test_a_translation_that_breaks_no_rule_goes_live_on_each(way, small):
    lesson = small.lesson("small-one")
    lesson.body[0].value = "Another opening."
    lesson.save()

    way(translation_of(lesson))

    dutch = small.lesson("small-one", "nl")
    assert dutch.body[0].value == "Another opening."


# --- The review: others have read these very words ------------------------------------


def nobody_read_it(thing):
    pass


def only_the_reviewer_read_it(thing):
    reviewed(thing, steps=[Vouching.REVIEWED])


def only_the_owner_approved_it(thing):
    reviewed(thing, steps=[Vouching.APPROVED])


def it_was_read_before_it_changed(thing):
    said = public_words(thing)
    change(thing, "An earlier wording.")
    reviewed(thing)
    change(thing, said)


def its_translation_was_read(thing):
    there = type(thing)(
        translation_key=thing.translation_key,
        locale=locale("nl"),
        **{name: getattr(thing, name) for name in LOADED if hasattr(thing, name)},
    )
    reviewed(there)


def another_was_read(thing):
    twin = type(thing).objects.get(pk=thing.pk)
    twin.translation_key = uuid.uuid4()
    change(twin, public_words(thing))
    reviewed(twin)


UNREVIEWED = [
    nobody_read_it,
    only_the_reviewer_read_it,
    only_the_owner_approved_it,
    it_was_read_before_it_changed,
    its_translation_was_read,
    another_was_read,
]
# A program that writes the row is met at the release, and the files vouch for what they
# bring; the review itself is the way through.
PAST_THE_REVIEW = [
    way
    for way in PAGE_WAYS
    if way not in (program_saves, starter_files_load, review_approves)
]


def change(thing, words: str) -> None:
    if isinstance(thing, LessonPage):
        thing.body[0].value = words
    else:
        thing.text = words


def public_words(thing) -> str:
    return thing.body[0].value if isinstance(thing, LessonPage) else thing.text


@pytest.mark.parametrize("way", PAST_THE_REVIEW, ids=lambda way: way.__name__)
@pytest.mark.parametrize("lack", UNREVIEWED, ids=lambda lack: lack.__name__)
def test_what_was_not_reviewed_goes_live_on_no_way(lack, way, small, owner, client):
    lesson = small.lesson("small-one")
    before = public(lesson)
    change(lesson, "Another opening.")
    lack(lesson)

    with suppress(*REFUSALS):
        way(Attempt(lesson, owner, client))

    assert public(lesson) == before


@pytest.mark.parametrize("way", PAST_THE_REVIEW, ids=lambda way: way.__name__)
def test_a_new_lesson_goes_live_on_no_way_without_review(way, small, owner, client):
    parent = small.lesson("small-one").get_parent()
    lesson = LessonPage(title="New", slug="new", minutes=5, live=False)
    lesson.body = [("lead", "New words.")]
    parent.add_child(instance=lesson)
    before = public(lesson)
    assert not before["live"]

    with suppress(*REFUSALS):
        way(Attempt(lesson, owner, client))
    assert public(lesson) == before

    reviewed(lesson).save_revision(user=owner).publish(user=owner)
    assert LessonPage.objects.get(pk=lesson.pk).live


@pytest.mark.parametrize(
    "way",
    [way for way in PAST_THE_REVIEW if way is not bulk_action_publishes],
    ids=lambda way: way.__name__,
)
@pytest.mark.parametrize("lack", UNREVIEWED, ids=lambda lack: lack.__name__)
def test_a_fact_that_was_not_reviewed_goes_live_on_no_way(
    lack, way, small, owner, client
):
    fact = make_fact(small.course.owner, key="tried")["en"]
    before = public(fact)
    change(fact, "Another statement.")
    lack(fact)

    with suppress(*REFUSALS):
        way(Attempt(fact, owner, client))

    assert public(fact) == before


def test_the_source_of_a_fact_is_part_of_what_is_read(small, owner):
    fact = make_fact(small.course.owner, key="tried")["en"]
    fact.source_date -= timedelta(days=400)

    with pytest.raises(NotPublishableError, match="No reviewer"):
        fact.save_revision(user=owner).publish(user=owner)


@pytest.mark.parametrize("way", PAST_THE_REVIEW, ids=lambda way: way.__name__)
def test_what_says_nothing_new_needs_no_review(way, small, owner, client):
    """Minutes, a fact in the place of another: the words are those that were read."""
    lesson = small.lesson("small-one")
    lesson.minutes = 7

    with suppress(AssertionError):
        way(Attempt(lesson, owner, client))

    assert public(lesson)["minutes"] == 7


def test_what_a_program_changed_past_the_review_is_in_no_edition(small, owner):
    lesson = small.lesson("small-one")
    change(lesson, "Another opening.")
    reviewed(lesson).save_revision(user=owner).publish(user=owner)
    small.release()
    lesson = small.lesson("small-one")
    change(lesson, "Past the review.")
    program_saves(Attempt(lesson, owner, None))

    with pytest.raises(DomainError, match="“Lesson one en” was changed without"):
        small.release()


def test_a_case_of_a_body_without_courses_is_published_and_in_no_course(
    small, valmont, owner
):
    trainer = writer(valmont, Role.TRAINER, now=timezone.now())
    case = make_vignette(valmont, key="local", is_fictional=True)
    case.trap = "<p>Another trap.</p>"
    case.save_revision(user=trainer).publish(user=trainer)
    lesson = small.lesson("small-one")
    lesson.body.append(("vignette", case))
    reviewed(lesson).save_revision(user=owner).publish(user=owner)

    with pytest.raises(DomainError, match="is a local text that nobody reviewed"):
        small.release()
    reviewed(case)
    assert small.release().number == 1


@pytest.mark.parametrize("way", TRANSLATION_WAYS, ids=lambda way: way.__name__)
def test_a_translation_goes_live_and_joins_no_edition_before_its_own_review(
    way, small, owner
):
    approve_translations(small.course)
    lesson = small.lesson("small-one")
    change(lesson, "Another opening.")
    reviewed(lesson).save_revision(user=owner).publish(user=owner)
    way(translation_of(small.lesson("small-one")))
    assert public_words(small.lesson("small-one", "nl")) == "Another opening."

    edition = release_edition(
        small.course,
        significance="minor",
        notes={},
        actor=owner,
        now=timezone.now(),
    )

    assert edition.languages == ["en"]


# --- What there is no way through -----------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/api/v2/pages/", "/api/v3-preview/pages/", "/cms/api/main/pages/"]
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_api_of_wagtail_writes(path, method, client, owner, small):
    client.force_login(owner)
    lesson = small.lesson("small-one")
    before = public(lesson)

    for address in (path, f"{path}{lesson.pk}/"):
        response = getattr(client, method)(
            address, {"title": "Written"}, content_type="application/json"
        )
        assert response.status_code in (403, 404, 405)
    assert public(lesson) == before


def test_every_model_that_goes_live_is_asked():
    """A page or snippet with drafts that never meets the checklist would be a way."""
    from django.apps import apps
    from wagtail.models import DraftStateMixin

    from lms.publishing import CheckedWhenLiveMixin, ChecklistMixin

    ours = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin)
        and model._meta.app_label in ("courses", "quizzes", "media")
    ]
    assert {Fact, Vignette, LessonPage, CoursePage} <= set(ours)
    for model in ours:
        assert issubclass(model, ChecklistMixin)
        assert issubclass(model, Page | CheckedWhenLiveMixin)
