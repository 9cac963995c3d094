"""Addresses and menu items of awards by hand, in the content admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from certificates.domain.bulk.reading import runs_of
from certificates.domain.recognition.reading import recognitions_for
from certificates.rules import owning_at
from certificates.views import bulk, recognition_queue
from lms import content_admin


def own_run(user, run) -> bool:
    """Whether a bulk award is of a body for which the person awards."""
    return runs_of(user).filter(pk=run).exists()


def own_recognition(user, pk) -> bool:
    """Whether a training is for a body of the person's to recognise."""
    return recognitions_for(user).filter(pk=pk).exists()


# Lists: of one's own bodies only.
content_admin.register_address("recognition_queue")
content_admin.register_address("recognition_begin")
for name in ("recognition", "recognition_proof"):
    content_admin.register_address(name, pk=own_recognition)
content_admin.register_address("award_runs")
content_admin.register_address("award_run_new")
for name in (
    "award_run",
    "award_run_progress",
    "award_run_report",
    "award_run_mails",
):
    content_admin.register_address(name, run=own_run)


class AwardersMenuItem(MenuItem):
    """Shown to programme owners and administrators."""

    def is_shown(self, request):
        bodies = owning_at(request.user)
        return bodies is None or bool(bodies)


@hooks.register("register_admin_urls")
def register_bulk_award_urls():
    one = "awards/<int:run>/"
    return [
        path("awards/", bulk.runs, name="award_runs"),
        path("awards/new/", bulk.new, name="award_run_new"),
        path(one, bulk.run, name="award_run"),
        path(f"{one}progress/", bulk.progress, name="award_run_progress"),
        path(f"{one}lines.csv", bulk.report, name="award_run_report"),
        path(f"{one}mails/", bulk.mails, name="award_run_mails"),
    ]


@hooks.register("register_admin_urls")
def register_recognition_urls():
    here = "recognitions/"
    one = f"{here}<int:pk>/"
    return [
        path(here, recognition_queue.queue, name="recognition_queue"),
        path(f"{here}new/", recognition_queue.begin, name="recognition_begin"),
        path(one, recognition_queue.recognition, name="recognition"),
        path(f"{one}proof/", recognition_queue.proof, name="recognition_proof"),
    ]


@hooks.register("register_admin_menu_item")
def register_recognitions_menu_item():
    return AwardersMenuItem(
        _("Trainings elsewhere"),
        reverse("recognition_queue"),
        icon_name="clipboard-list",
        order=182,
    )


@hooks.register("register_admin_menu_item")
def register_bulk_awards_menu_item():
    return AwardersMenuItem(
        _("Bulk awards"), reverse("award_runs"), icon_name="group", order=181
    )
