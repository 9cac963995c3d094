from django.contrib import messages
from django.db.models import Q
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import TranslatableMixin, WorkflowState
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted
from wagtail.snippets.models import register_snippet

from courses.domain.checklist.subjects import course_of_page
from courses.domain.checklist.things import own_thing
from courses.domain.editions.affected import learners_on
from courses.domain.facts.saving import own_facts
from courses.domain.feedback.reading import texts_of, visible_feedback
from courses.domain.overlays.placing import own_organisations, own_overlays
from courses.domain.trying import courses_to_try
from courses.models import (
    ActivityPage,
    Course,
    CoursePage,
    EquivalenceGroup,
    Fact,
    LearningPath,
    LocalLesson,
    ModulePage,
    Placement,
    Programme,
    Provider,
    SectorTitle,
    Statement,
    Symbol,
    Vignette,
)
from courses.rules import can_author, can_duplicate, can_release_edition
from courses.side_panels import panel_for
from courses.views import (
    checklist,
    desk,
    differences,
    duplicate,
    facts,
    feedback,
    languages,
    po,
    release,
    translating,
)
from courses.views.overlays import OVERLAY_URLS
from courses.viewsets import (
    CourseViewSet,
    LearningPageViewSet,
    LocalLessonViewSet,
    ProgrammesGroup,
    TeachingGroup,
)
from lms import content_admin
from lms.content_admin.objects import own_translation
from lms.small_numbers import shown
from organisations.content_admin import side_panels
from organisations.domain.groups import GROUP_OF_ROLE
from organisations.policies import OwnedPermissionPolicy, organisations_where

# Wagtail's own letters about reviews know neither our languages nor our outbox; those of
# courses.domain.reviewing.telling come instead.
for signal, letter in (
    (workflow_submitted, "submitted"),
    (workflow_approved, "approved"),
    (workflow_rejected, "rejected"),
):
    signal.disconnect(
        sender=WorkflowState,
        dispatch_uid=f"workflow_state_{letter}_email_notification",
    )

# Before the screens below: they would make policies of their own.
PUBLISHED = Q(live=True)
register_permission_policy(Course, OwnedPermissionPolicy(Course))
for owned in (EquivalenceGroup, LearningPath, Programme):
    register_permission_policy(owned, OwnedPermissionPolicy(owned))
# Bodies below name them on courses of their own.
register_permission_policy(
    Provider, OwnedPermissionPolicy(Provider, is_shared=Q(pk__isnull=False))
)
register_permission_policy(
    SectorTitle, OwnedPermissionPolicy(SectorTitle, owner="course__owner")
)
register_permission_policy(Fact, OwnedPermissionPolicy(Fact, is_shared=PUBLISHED))
register_permission_policy(
    Vignette, OwnedPermissionPolicy(Vignette, is_shared=PUBLISHED)
)
register_permission_policy(Symbol, OwnedPermissionPolicy(Symbol, is_shared=PUBLISHED))
register_permission_policy(
    Statement, OwnedPermissionPolicy(Statement, is_shared=PUBLISHED)
)
register_snippet(TeachingGroup)
content_admin.register_model("courses_course", Course)
for name, owned in (
    ("courses_programmes", Programme),
    ("courses_paths", LearningPath),
    ("courses_equivalents", EquivalenceGroup),
    ("courses_providers", Provider),
    ("courses_titles", SectorTitle),
):
    content_admin.register_model(name, owned)


def releasable(user, pk) -> bool:
    return can_release_edition(user, Course.objects.filter(pk=pk).first())


for name in ("course_release", "course_prepare", "course_preparation"):
    content_admin.register_address(name, pk=releasable)


def authored(user, pk) -> bool:
    course = Course.objects.filter(pk=pk).first()
    return course is not None and can_author(user, course)


content_admin.register_address("course_difference", pk=authored)
# The view looks the activity up among those of the course.
content_admin.register_address(
    "course_difference_words", pk=authored, key=lambda user, key: True
)


def own_fact(user, pk) -> bool:
    """Whether a fact is one that the person may change."""
    return own_facts(user).filter(pk=pk).exists()


def writes_for(user, pk) -> bool:
    """Whether a person has a content role at an organisation."""
    return organisations_where(user, GROUP_OF_ROLE).filter(pk=pk).exists()


# Lists: of one's own facts only.
content_admin.register_address("fact_review")
content_admin.register_address("fact_report")
for name in ("fact_uses", "fact_confirm", "fact_replace"):
    content_admin.register_address(name, pk=own_fact)


content_admin.register_address("checklist_lines", thing=own_thing)
content_admin.register_address(
    "wording_reason",
    thing=own_thing,
    # Words of the list, and the view finds out whether they are on it.
    rule=lambda user, rule: True,
    subject=lambda user, subject: True,
)
side_panels.append(panel_for)


@hooks.register("register_admin_urls")
def register_checklist_urls():
    return [
        path("checklist/<str:thing>/", checklist.lines, name="checklist_lines"),
        path(
            "checklist/<str:thing>/<slug:rule>/<slug:subject>/",
            checklist.reason,
            name="wording_reason",
        ),
    ]


@hooks.register("register_admin_viewset")
def register_course_viewset():
    return CourseViewSet("courses_course")


# After that of the floor below, whose place it takes.
@hooks.register("register_admin_viewset", order=10)
def register_pages():
    return LearningPageViewSet()


@hooks.register("register_admin_viewset")
def register_programmes():
    return ProgrammesGroup()


@hooks.register("register_admin_urls")
def register_release_urls():
    return [
        path("courses/<int:pk>/release/", release.release, name="course_release"),
        path(
            "courses/<int:pk>/release/prepare/", release.prepare, name="course_prepare"
        ),
        path(
            "courses/<int:pk>/release/progress/",
            release.progress,
            name="course_preparation",
        ),
        path(
            "courses/<int:pk>/difference/",
            differences.difference,
            name="course_difference",
        ),
        path(
            "courses/<int:pk>/difference/<uuid:key>/",
            differences.words,
            name="course_difference_words",
        ),
    ]


def own_course(user, pk) -> bool:
    """Whether a person writes or reviews for the body that owns a course."""
    course = Course.objects.filter(pk=pk).first()
    return course is not None and can_author(user, course)


def any_word(user, value) -> bool:
    """Of a word that selects what is shown: the view answers 404 to any other."""
    return True


content_admin.register_address("translations_to_do")
content_admin.register_address("course_translate", pk=own_course, language=any_word)
content_admin.register_address("course_po", pk=own_course, language=any_word)
content_admin.register_address("course_po_import", pk=own_course, language=any_word)
content_admin.register_address("translation_status", pk=own_translation)
content_admin.register_address("course_languages", pk=own_course)
content_admin.register_address("course_languages_report", pk=own_course)
content_admin.register_address(
    "course_languages_act", pk=own_course, language=any_word, step=any_word
)
content_admin.register_address(
    "course_language_exception",
    pk=lambda user, pk: can_release_edition(user, Course.objects.filter(pk=pk).first()),
)


@hooks.register("register_admin_urls")
def register_language_urls():
    course = "courses/<int:pk>/languages/"
    return [
        path("translations/", languages.to_do, name="translations_to_do"),
        path(course, languages.board, name="course_languages"),
        path(f"{course}report.csv", languages.report, name="course_languages_report"),
        path(
            f"{course}exception/",
            languages.exception,
            name="course_language_exception",
        ),
        path(
            f"{course}<slug:language>/translate/",
            translating.submit,
            name="course_translate",
        ),
        path("translations/<int:pk>/", translating.status, name="translation_status"),
        path(f"{course}<slug:language>/file.po", po.export, name="course_po"),
        path(f"{course}<slug:language>/file/", po.take, name="course_po_import"),
        path(
            f"{course}<slug:language>/<slug:step>/",
            languages.act,
            name="course_languages_act",
        ),
    ]


# Before the hooks of wagtail-localize, which show its editor.
@hooks.register("before_edit_page", order=-10)
@hooks.register("before_edit_snippet", order=-10)
def translations_are_published_complete(request, instance):
    if isinstance(instance, TranslatableMixin):
        return translating.before_editing(request, instance)
    return None


@hooks.register("register_admin_menu_item")
def register_translations_menu_item():
    return FactReviewMenuItem(
        _("Translations to do"),
        reverse("translations_to_do"),
        icon_name="globe",
        order=167,
    )


@hooks.register("register_admin_urls")
def register_fact_urls():
    return [
        path("facts/", facts.queue, name="fact_review"),
        path("facts/report.csv", facts.report, name="fact_report"),
        path("facts/<int:pk>/uses/", facts.uses, name="fact_uses"),
        path("facts/<int:pk>/confirm/", facts.confirm, name="fact_confirm"),
        path("facts/<int:pk>/replace/", facts.replace, name="fact_replace"),
    ]


# Lists: of one's own courses only; the views ask for each text whose it is.
content_admin.register_address("feedback_overview")
content_admin.register_address("feedback_report")
content_admin.register_address(
    "feedback_lesson",
    key=lambda user, key: visible_feedback(user).filter(activity=key).exists(),
)
content_admin.register_address(
    "feedback_act", pk=lambda user, pk: texts_of(user).filter(pk=pk).exists()
)


@hooks.register("register_admin_urls")
def register_feedback_urls():
    return [
        path("feedback/", feedback.overview, name="feedback_overview"),
        path("feedback/report.csv", feedback.report, name="feedback_report"),
        path("feedback/<uuid:key>/", feedback.lesson, name="feedback_lesson"),
        path("feedback/text/<uuid:pk>/", feedback.act, name="feedback_act"),
    ]


@hooks.register("register_admin_menu_item")
def register_feedback_menu_item():
    return MenuItem(
        _("Feedback on lessons"),
        reverse("feedback_overview"),
        icon_name="comment",
        order=166,
    )


content_admin.register_address("desk_drafts")
content_admin.register_address("practice_courses")
content_admin.register_address("practice_start", pk=writes_for)
content_admin.register_address(
    "course_duplicate",
    pk=lambda user, pk: can_duplicate(user, Course.objects.filter(pk=pk).first()),
)


@hooks.register("register_admin_urls")
def register_desk_urls():
    return [
        path("drafts/", desk.drafts, name="desk_drafts"),
        path("practice/", duplicate.practice, name="practice_courses"),
        path("practice/<int:pk>/", duplicate.start_practice, name="practice_start"),
        path(
            "courses/<int:pk>/duplicate/",
            duplicate.duplicate,
            name="course_duplicate",
        ),
    ]


@hooks.register("register_admin_menu_item")
def register_practice_menu_item():
    return MenuItem(
        _("Practice courses"),
        reverse("practice_courses"),
        icon_name="edit",
        order=155,
    )


@hooks.register("construct_homepage_panels")
def put_the_desk_first(request, panels):
    panels.append(desk.DeskPanel())


@hooks.register("register_admin_menu_item")
def register_drafts_menu_item():
    return MenuItem(_("Drafts"), reverse("desk_drafts"), icon_name="draft", order=140)


@hooks.register("register_admin_menu_item")
def register_review_menu_item():
    """Beside the facts themselves."""
    return FactReviewMenuItem(
        _("Facts to review"), reverse("fact_review"), icon_name="history", order=165
    )


class FactReviewMenuItem(MenuItem):
    def is_shown(self, request):
        return policy_registry.get_by_type(Fact).user_has_permission(
            request.user, "change"
        )


@hooks.register("before_delete_page")
def say_who_learns_on(request, page):
    """Before a page goes: that nobody loses it, and how many people it is about."""
    if request.method == "GET":
        warn_of_learners(request, page)


@hooks.register("before_move_page")
def say_who_learns_on_what_moves(request, page, destination):
    """As above; the place changes with the next edition only."""
    if request.method == "GET":
        warn_of_learners(request, page)


def warn_of_learners(request, page) -> None:
    count = learners_on(page)
    if not count:
        return
    number = shown(count)
    said = (
        _("A few people are learning with this page.")
        if number is None
        else _("%(count)s people are learning with this page.") % {"count": number}
    )
    kept = _("Editions keep it as it was for them; the next edition will differ.")
    messages.warning(request, f"{said} {kept}")


@hooks.register("register_page_header_buttons")
def course_buttons(page, user, view_name, next_url=None):
    """ "Languages" and "Release edition" on the page that shows the course."""
    if not isinstance(page.specific, CoursePage):
        return
    course = Course.objects.filter(page_key=page.translation_key).first()
    if course and can_author(user, course):
        yield Button(
            _("Languages"),
            reverse("course_languages", args=[course.pk]),
            icon_name="globe",
            priority=25,
        )
    if course and can_release_edition(user, course):
        yield Button(
            _("Release edition"),
            reverse("course_release", args=[course.pk]),
            icon_name="upload",
            priority=30,
        )


register_permission_policy(LocalLesson, OwnedPermissionPolicy(LocalLesson))
register_snippet(LocalLessonViewSet)


def own_overlay(user, pk) -> bool:
    return own_overlays(user).filter(pk=pk).exists()


def own_placement(user, pk) -> bool:
    return Placement.objects.filter(overlay__in=own_overlays(user), pk=pk).exists()


def within(user, value) -> bool:
    """A word that means something within an overlay only, which is checked itself."""
    return True


content_admin.register_address("overlays")
content_admin.register_address("overlay_begin")
for name in ("overlay", "overlay_place", "overlay_publish"):
    content_admin.register_address(name, pk=own_overlay)
content_admin.register_address(
    "overlay_take_out", pk=own_overlay, placement=own_placement
)
content_admin.register_address("overlay_switch", pk=own_overlay, module=within)
content_admin.register_address(
    "overlay_decide", pk=own_overlay, thing=within, number=within
)


@hooks.register("register_admin_urls")
def register_overlay_urls():
    return OVERLAY_URLS


@hooks.register("register_admin_menu_item")
def register_overlay_menu_item():
    return OverlayMenuItem(
        _("Local additions"), reverse("overlays"), icon_name="site", order=155
    )


class OverlayMenuItem(MenuItem):
    def is_shown(self, request):
        return own_organisations(request.user).exists()


@hooks.register("register_page_header_buttons")
def try_button(page, user, view_name, next_url=None):
    """ "Try as a learner" on every page of a course."""
    page = page.specific
    if not isinstance(page, CoursePage | ModulePage | ActivityPage):
        return
    course = course_of_page(page)
    if course and courses_to_try(user).filter(pk=course.pk).exists():
        one = isinstance(page, ActivityPage)
        name = "courses:try_lesson" if one else "courses:try"
        args = [course.code, page.translation_key] if one else [course.code]
        yield Button(
            _("Try as a learner"),
            reverse(name, args=args, query={"language": page.locale.language_code}),
            icon_name="view",
            priority=40,
        )
