"""A step of the review, as a task of Wagtail's workflow engine.

Whoever may take the step follows from the thing, not from a list that somebody has to
keep: the body that owns it, its roles, and the sectors it is for.
"""

from typing import ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from courses.enums import ReviewStep
from courses.models.authorship import writers_of
from courses.models.courses import Course
from courses.models.pages import ModulePage
from courses.signals import review_step_taken
from lms.publishing import NotPublishableError
from organisations.enums import Role
from organisations.models import Membership, Organisation, User

ROLE_OF_STEP = {
    ReviewStep.CONTENT: Role.REVIEWER,
    ReviewStep.RELEASE: Role.PROGRAMME_OWNER,
}

OWN_WORDS = _(
    "You changed it yourself, so somebody else approves it. What you changed is kept."
)


def owner_of(thing) -> Organisation | None:
    """The body a page, fact or case belongs to; None for a page outside any course."""
    if not isinstance(thing, Page):
        return thing.owner
    above = Page.objects.ancestor_of(thing, inclusive=True).values("translation_key")
    course = Course.objects.filter(page_key__in=above).select_related("owner").first()
    return course and course.owner


def sectors_of(thing) -> set[str]:
    """The sectors a thing is written for; empty for what is for all."""
    if isinstance(thing, Page):
        modules = ModulePage.objects.ancestor_of(thing, inclusive=True)
        return set(
            modules.exclude(sectors=None).values_list("sectors", flat=True).order_by()
        )
    if hasattr(thing, "sectors_of_review"):
        return thing.sectors_of_review()
    if hasattr(thing, "sectors"):
        return {sector.pk for sector in thing.sectors.all()}
    sector = getattr(thing, "sector_id", None)
    return {sector} if sector else set()


class ReviewTask(Task):
    """A step that people of the owning body take, never for a change of their own."""

    step = models.CharField(
        _("step"), max_length=8, choices=ReviewStep.choices, unique=True
    )

    # The content admin's: models know no forms.
    comment_form: ClassVar[type | None] = None

    admin_form_fields = [*Task.admin_form_fields, "step"]
    admin_form_readonly_on_edit_fields = [
        *Task.admin_form_readonly_on_edit_fields,
        "step",
    ]

    class Meta:
        verbose_name = _("review by the owning organisation")
        verbose_name_plural = _("reviews by the owning organisation")

    def people(self, thing) -> models.QuerySet[User]:
        """Who may take the step. Where nobody of the sector reviews, every reviewer."""
        holders = Membership.objects.current().filter(
            organisation=owner_of(thing), role=ROLE_OF_STEP[ReviewStep(self.step)]
        )
        people = User.objects.filter(pk__in=holders.values("user"), is_active=True)
        sectors = sectors_of(thing) if self.step == ReviewStep.CONTENT else set()
        of_sector = people.filter(sector__in=sectors)
        return of_sector if sectors and of_sector.exists() else people

    def may_decide(self, thing, user) -> bool:
        """Nobody approves what they asked to have approved, or wrote.

        A reviewer wrote none of it. So what a programme owner wrote before the review
        was read by somebody else, and only who wrote the last of it is kept out: the
        owner who opened a course may approve what an author made of it.
        """
        state = thing.current_workflow_state
        writers = writers_of(thing)
        if self.step == ReviewStep.RELEASE:
            writers = writers[-1:]
        if user.pk in {*writers, state and state.requested_by_id}:
            return False
        return user.is_superuser or self.people(thing).filter(pk=user.pk).exists()

    def user_can_access_editor(self, obj, user) -> bool:
        return self.may_decide(obj, user)

    def locked_for_user(self, obj, user) -> bool:
        """What is being looked at stays as it is; who asked may take it back."""
        return not self.may_decide(obj, user)

    def get_actions(self, obj, user):
        if not self.may_decide(obj, user):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_form_for_action(self, action):
        return self.comment_form or super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Raises PermissionDenied, or NotPublishableError for what is not ready."""
        thing = task_state.workflow_state.content_object
        if not self.may_decide(thing, user):
            if self.people(thing).filter(pk=user.pk).exists():
                raise NotPublishableError(thing, ValidationError(OWN_WORDS))
            raise PermissionDenied
        if action_name == "approve":
            draft = task_state.revision.as_object()
            _refuse_what_is_not_ready(draft)
            # Before Wagtail goes on: after the last step it publishes at once.
            review_step_taken.send(ReviewTask, thing=draft, step=self.step, by=user)
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS
        ).select_related("workflow_state")
        mine = [
            state.pk
            for state in waiting
            if self.may_decide(state.workflow_state.content_object, user)
        ]
        return TaskState.objects.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        return _(
            "Reviewers of the sector, or programme owners, of the body that owns it"
        )


def _refuse_what_is_not_ready(thing) -> None:
    thing.is_deferred_validation = False
    try:
        thing.full_clean()
    except ValidationError as problem:
        raise NotPublishableError(thing, problem) from problem
