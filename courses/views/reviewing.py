"""Publishing past the review, for a correction that cannot wait; and publishing many
pages, as far as they were reviewed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

from courses.domain.checklist.things import draft_named
from courses.domain.reviewing.offering import may_go_live
from courses.domain.reviewing.without import (
    may_publish_without_review,
    publish_without_review,
)
from courses.forms import WithoutReviewForm
from lms.errors import DomainError
from lms.publishing import NotPublishableError


@require_http_methods(["GET", "POST"])
def without_review(request, thing):
    """Write down why it cannot wait, and publish it."""
    draft = draft_named(request.user, thing)
    if draft is None or not may_publish_without_review(request.user, draft):
        raise Http404
    back = AdminURLFinder(request.user).get_edit_url(draft)
    form = WithoutReviewForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _published(request, draft, form)
    ):
        messages.success(request, _("“%s” is published, with your reason.") % draft)
        return redirect(back)
    return TemplateResponse(
        request,
        "courses/admin/without_review.html",
        {"thing": draft, "form": form, "back": back},
    )


def _published(request, draft, form) -> bool:
    """Whether it went live; else the form says why not."""
    try:
        publish_without_review(
            draft,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as problem:
        form.add_error("reason", problem.message)
    except NotPublishableError as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
    return form.is_valid()


class PublishMany(PublishBulkAction):
    """Wagtail's action, for those of the pages that may go live; of the others it says
    what comes first."""

    template_name = "courses/admin/publish_many.html"

    def check_perm(self, page):
        draft = page.get_latest_revision_as_object()
        return self._may_publish(page) and may_go_live(draft)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        without = context["items_with_no_access"]
        to_review = [one for one in without if self._may_publish(one["item"])]
        return context | {
            "items_to_review": to_review,
            "items_with_no_access": [one for one in without if one not in to_review],
        }

    def _may_publish(self, page) -> bool:
        return super().check_perm(page)
