"""What goes through the review: called once, when the app is ready."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.domain import checklist
from courses.domain.reviewing.gate import RULE, review_findings, reviewed_snippets
from courses.models import (
    ActivityPage,
    CoursePage,
    Fact,
    ModulePage,
    Statement,
    Symbol,
    Vignette,
)
from lms.publishing import register_gate


def register() -> None:
    for model in (CoursePage, ModulePage, ActivityPage):
        _put_behind_the_gate(model)
    for model in (Fact, Vignette, Symbol, Statement):
        put_under_review(model)


def put_under_review(model: type[models.Model]) -> None:
    """Have a kind of snippet reviewed; it has an `owner` and Wagtail's WorkflowMixin."""
    reviewed_snippets.add(model)
    _put_behind_the_gate(model)


def _put_behind_the_gate(model: type[models.Model]) -> None:
    register_gate(model, review_findings)
    # In the checklist it only tells: sending for review must not wait for the review.
    checklist.register_warning(model, review_findings)
    checklist.name_rule(RULE, _("Read by others before it goes live"), model)
