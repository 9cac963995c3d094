"""Whether publishing is offered, so that nobody presses a button to be refused.

What is refused is decided by the gate, whatever is offered (courses.domain.reviewing.
gate).
"""

from django.db import models
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.permissions import get_permission_name

from courses.domain.reviewing.gate import needs_review, reviewed_snippets
from courses.models import ActivityPage, Course, CoursePage, ModulePage
from lms.publishing import gate_findings
from organisations.models import Organisation
from organisations.policies import organisations_where, roles_granting

REVIEWED_PAGES = (CoursePage, ModulePage, ActivityPage)


def may_go_live(draft: models.Model) -> bool:
    """Whether everybody who has to has read a draft, as it stands in memory."""
    return not gate_findings(draft)


def offers_publishing(user, draft: models.Model) -> bool:
    """Whether somebody with a right to publish may publish this draft now."""
    if not isinstance(draft, Page):
        policy = policy_registry.get(draft)
        if not policy.user_has_permission_for_instance(user, "publish", draft):
            return False
    return may_go_live(draft)


def offers_publishing_new_page(model: type[Page], parent: Page) -> bool:
    """Whether a page that is written below another may be published as it is made."""
    if not issubclass(model, REVIEWED_PAGES):
        return True
    page = model(locale=parent.locale)
    page.parent_to_be = parent
    return not needs_review(page)


def offers_publishing_new(user, model: type[models.Model]) -> bool:
    """Whether a snippet may be published as it is made. Whose it will be is not known
    yet: not where one of the bodies it may be for has courses of its own."""
    if model not in reviewed_snippets:
        return True
    bodies = (
        Organisation.objects.all()
        if user.is_superuser
        else organisations_where(
            user, roles_granting(get_permission_name("publish", model))
        )
    )
    return not Course.objects.filter(owner__in=bodies).exists()
