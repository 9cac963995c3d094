from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button, ListingButton
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from courses.rules import can_author
from lms import content_admin
from lms.content_admin.objects import EDIT, has, own_page
from organisations.policies import OwnedPermissionPolicy
from quizzes.bank_pages import BANK_PAGES
from quizzes.domain.contesting.reading import own_contests
from quizzes.models import Bank, Question, QuizPage
from quizzes.rules import can_see_gains
from quizzes.views import (
    cohorts,
    contest_queue,
    draws,
    duplicates,
    interchange,
    regrades,
    scales,
    trying_out,
    versions,
)
from quizzes.views.analysis import bank as bank_analysis
from quizzes.views.analysis import question as question_analysis
from quizzes.views.tagging import TagBulkAction
from quizzes.viewsets import QuizGroup

# Before the screens below: they would make policies of their own.
register_permission_policy(Bank, OwnedPermissionPolicy(Bank, owner="course__owner"))
register_permission_policy(
    Question, OwnedPermissionPolicy(Question, owner="bank__course__owner")
)
register_snippet(QuizGroup)


def own_bank(user, pk) -> bool:
    """Whether a person writes or reviews for the body that owns a bank's course."""
    bank = Bank.objects.select_related("course").filter(pk=pk).first()
    return bank is not None and can_author(user, bank.course)


def bank_of_those_who_teach(user, pk) -> bool:
    """The same, and whether they teach for it."""
    bank = Bank.objects.select_related("course").filter(pk=pk).first()
    return bank is not None and can_see_gains(user, bank.course)


def within(user, value) -> bool:
    """Of what belongs to the bank of the address: the view answers 404 to any other."""
    return True


content_admin.register_address("bank_interchange", pk=own_bank)
content_admin.register_address("bank_draws", pk=own_bank)
content_admin.register_address("bank_scales", pk=own_bank)
content_admin.register_address("bank_versions", pk=own_bank)
content_admin.register_address("bank_duplicates", pk=own_bank)
for name in ("question_duplicates", "question_duplicates_decide", "question_asides"):
    content_admin.register_address(name)
content_admin.register_address("bank_gains", pk=bank_of_those_who_teach)
content_admin.register_address("bank_import_undo", pk=own_bank, run=within)
for name in ("bank_analysis", "bank_analysis_start", "bank_analysis_progress"):
    content_admin.register_address(name, pk=own_bank)
for name in ("bank_question_analysis", "bank_question_retire"):
    content_admin.register_address(name, pk=own_bank, key=within)
content_admin.register_address(
    "question_try", pk=lambda user, pk: has(user, Question, pk, actions=EDIT)
)
content_admin.register_address("quiz_try", pk=own_page)
for name in ("bank_export", "bank_export_file", "bank_template"):
    content_admin.register_address(name, pk=own_bank, form=within)
content_admin.register_address("bank_regrades", pk=own_bank)
content_admin.register_address("bank_regrade_new", pk=own_bank, version=within)
for name in ("bank_regrade", "bank_regrade_progress"):
    content_admin.register_address(name, pk=own_bank, regrade=within)
content_admin.register_address("quiz_contests")
content_admin.register_address(
    "quiz_contest",
    contest=lambda user, contest: own_contests(user).filter(uuid=contest).exists(),
)


@hooks.register("register_admin_urls")
def register_contest_urls():
    return [
        path("contests/", contest_queue.queue, name="quiz_contests"),
        path("contests/<uuid:contest>/", contest_queue.answer, name="quiz_contest"),
    ]


@hooks.register("register_admin_menu_item")
def register_contests_menu_item():
    return MenuItem(
        _("Contested results"), reverse("quiz_contests"), icon_name="warning", order=168
    )


@hooks.register("register_admin_urls")
def register_regrade_urls():
    all_of_bank = "banks/<int:pk>/regrades/"
    one = f"{all_of_bank}<int:regrade>/"
    return [
        path(all_of_bank, regrades.regrades, name="bank_regrades"),
        path(f"{all_of_bank}new/<int:version>/", regrades.new, name="bank_regrade_new"),
        path(one, regrades.regrade, name="bank_regrade"),
        path(f"{one}progress/", regrades.progress, name="bank_regrade_progress"),
    ]


@hooks.register("register_admin_urls")
def register_duplicate_urls():
    here = "questions/duplicates/"
    return [
        path("banks/<int:pk>/duplicates/", duplicates.of_bank, name="bank_duplicates"),
        path(here, duplicates.duplicates, name="question_duplicates"),
        path(f"{here}decide/", duplicates.decide, name="question_duplicates_decide"),
        path(f"{here}put-aside/", duplicates.put_asides, name="question_asides"),
    ]


@hooks.register("register_admin_urls")
def register_interchange_urls():
    bank = "banks/<int:pk>/"
    return [
        path(f"{bank}before-and-after/", cohorts.gains, name="bank_gains"),
        path(f"{bank}versions/", versions.versions, name="bank_versions"),
        path(f"{bank}draws/", draws.draws, name="bank_draws"),
        path(f"{bank}scales/", scales.scales, name="bank_scales"),
        path(f"{bank}files/", interchange.interchange, name="bank_interchange"),
        path(f"{bank}files/<int:run>/undo/", interchange.undo, name="bank_import_undo"),
        path(f"{bank}export/<slug:form>/", interchange.export, name="bank_export"),
        path(
            f"{bank}export/<slug:form>/file/",
            interchange.export_file,
            name="bank_export_file",
        ),
        path(
            f"{bank}template/<slug:form>/", interchange.template, name="bank_template"
        ),
    ]


@hooks.register("register_admin_urls")
def register_analysis_urls():
    here = "banks/<int:pk>/analysis/"
    return [
        path(here, bank_analysis.analysis, name="bank_analysis"),
        path(f"{here}count/", bank_analysis.start, name="bank_analysis_start"),
        path(f"{here}how-far/", bank_analysis.progress, name="bank_analysis_progress"),
        path(
            f"{here}<uuid:key>/",
            question_analysis.question,
            name="bank_question_analysis",
        ),
        path(
            f"{here}<uuid:key>/retire/",
            question_analysis.retire,
            name="bank_question_retire",
        ),
    ]


@hooks.register("register_snippet_listing_buttons")
def buttons_of_bank(snippet, user, next_url=None):
    """What leads on from a bank, beside each: the list holds what the person's own
    organisations have, and nothing else."""
    if isinstance(snippet, Bank):
        for priority, page in enumerate(BANK_PAGES, start=20):
            yield ListingButton(
                page.label,
                reverse(page.address, args=[snippet.pk]),
                icon_name=page.icon,
                priority=priority,
            )


@hooks.register("register_snippet_listing_buttons")
def button_of_question(snippet, user, next_url=None):
    """How a question does, and what asks nearly the same."""
    if isinstance(snippet, Question):
        address = reverse(
            "bank_question_analysis", args=[snippet.bank_id, snippet.translation_key]
        )
        yield Button(_("How it does"), address, icon_name="view", priority=60)
        like = f"{reverse('question_duplicates')}?question={snippet.pk}"
        yield Button(_("Near-duplicates"), like, icon_name="copy", priority=70)


@hooks.register("insert_editor_js")
def what_rules_of_a_draw_come_to():
    return format_html('<script src="{}"></script>', static("quizzes/draws.js"))


hooks.register("register_bulk_action", TagBulkAction)


@hooks.register("register_log_actions")
def register_log_of_tags(actions):
    actions.register_action("quizzes.tag", _("Tag"), _("Tags changed"))


@hooks.register("register_admin_urls")
def register_try_out_urls():
    return [
        path("questions/<int:pk>/try/", trying_out.question, name="question_try"),
        path("quizzes/<int:pk>/try/", trying_out.quiz, name="quiz_try"),
    ]


@hooks.register("register_snippet_listing_buttons")
def try_out_button(snippet, user, next_url=None):
    if isinstance(snippet, Question):
        address = reverse("question_try", args=[snippet.pk])
        yield Button(_("Try out"), address, icon_name="play", priority=50)


@hooks.register("register_page_header_buttons")
def try_out_quiz_button(page, user, view_name, next_url=None):
    """Beside the quiz in its editor."""
    if isinstance(page, QuizPage) and page.pk and can_author(user, page.bank.course):
        address = reverse("quiz_try", args=[page.pk])
        yield Button(_("Try out"), address, icon_name="play", priority=15)
