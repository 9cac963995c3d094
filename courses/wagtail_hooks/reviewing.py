"""The review: whose letters go out, what is published without one, and to whom
publishing is offered."""

from django.apps import apps
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from courses.domain.checklist.things import own_thing
from courses.domain.reviewing.offering import (
    offers_publishing,
    offers_publishing_new,
    offers_publishing_new_page,
)
from courses.domain.reviewing.without import LOG_ACTION
from courses.forms import ReviewCommentForm
from courses.models import ReviewTask
from courses.views import reviewing
from lms import content_admin

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

ReviewTask.comment_form = ReviewCommentForm
content_admin.register_address("publish_without_review", thing=own_thing)


@hooks.register("register_admin_urls")
def register_review_urls():
    return [
        path(
            "review/<str:thing>/without/",
            reviewing.without_review,
            name="publish_without_review",
        ),
    ]


@hooks.register("register_log_actions")
def register_published_without_review(actions):
    @actions.register_action(LOG_ACTION)
    class WithoutReview(LogFormatter):
        label = _("Publish without review")

        def format_message(self, entry):
            return gettext("Published without review, because: %(reason)s") % {
                "reason": entry.data.get("reason", "")
            }


PUBLISH = "action-publish"


@hooks.register("construct_page_action_menu")
def publish_pages_that_may_go_live(menu_items, request, context):
    """Only these: the checklist beside the editor says what comes first."""
    if not any(item.name == PUBLISH for item in menu_items):
        return
    if context["view"] == "create":
        asked = request.resolver_match.kwargs
        model = apps.get_model(
            asked["content_type_app_name"], asked["content_type_model_name"]
        )
        is_offered = offers_publishing_new_page(model, context["parent_page"])
    else:
        is_offered = offers_publishing(request.user, context["page"])
    _keep_publish(menu_items, is_offered)


@hooks.register("construct_snippet_action_menu")
def publish_snippets_that_may_go_live(menu_items, request, context):
    """As above, and only where the person's role is for the body it belongs to."""
    if not any(item.name == PUBLISH for item in menu_items):
        return
    thing = context.get("instance")
    is_offered = (
        offers_publishing(request.user, thing)
        if thing is not None
        else offers_publishing_new(request.user, context["model"])
    )
    _keep_publish(menu_items, is_offered)


def _keep_publish(menu_items, is_offered: bool) -> None:
    menu_items[:] = [item for item in menu_items if is_offered or item.name != PUBLISH]


# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", reviewing.PublishMany, order=10)
