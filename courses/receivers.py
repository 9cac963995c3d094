"""What follows when courses and their pages are saved, and when people change."""

from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import TranslatableMixin, WorkflowState
from wagtail.signals import (
    published,
    task_submitted,
    workflow_approved,
    workflow_rejected,
)

from courses.domain import duplicating
from courses.domain.authoring import hand_over_pages
from courses.domain.editions.preparing import give_up
from courses.domain.enrolment import follow_sector
from courses.domain.languages.recording import record_published
from courses.domain.order import check_equivalent, check_prerequisites
from courses.domain.overlays.changes import tell_owners
from courses.domain.reviewing.gate import record_step
from courses.domain.reviewing.telling import ask_for_review, tell_outcome
from courses.models import Course, CoursePage, Equivalent
from courses.models.pages import LearningPage
from courses.signals import edition_released, review_step_taken
from courses.tasks import copy_course, prepare_edition
from lms.publishing import CheckedWhenLiveMixin
from lms.signals import task_died
from organisations.models import User
from organisations.signals import profile_changed


@receiver(post_save, sender=Course, dispatch_uid="courses.pages_follow_owner")
def pages_follow_the_owner(sender, instance, raw=False, update_fields=None, **kwargs):
    """A course changes hands: so do its pages."""
    if not raw and (update_fields is None or "owner" in update_fields):
        hand_over_pages(instance)


@receiver(post_save, sender=CoursePage, dispatch_uid="courses.new_page_has_owner")
def new_page_has_an_owner(sender, instance, created=False, raw=False, **kwargs):
    """Also a translation, which somebody without rights to it may have made."""
    course = Course.objects.filter(page_key=instance.translation_key).first()
    if created and not raw and course is not None:
        hand_over_pages(course)


@receiver(published, dispatch_uid="courses.published_is_written_down")
def what_is_published_is_written_down(sender, instance, revision, **kwargs):
    """So that a translation is known to be behind once its source changes."""
    is_ours = isinstance(instance, (LearningPage, CheckedWhenLiveMixin))
    if is_ours and isinstance(instance, TranslatableMixin):
        record_published(instance, actor=revision.user, now=timezone.now())


@receiver(edition_released, dispatch_uid="courses.overlays_touched")
def owners_of_overlays_are_told(sender, edition_id, **kwargs):
    """A course changed underneath what organisations add to it."""
    tell_owners(edition_id, now=timezone.now())


@receiver(profile_changed, dispatch_uid="courses.profile_changed")
def enrolments_follow_sector(sender, user_id, fields, **kwargs):
    """Somebody works in another sector now."""
    if "sector" in fields:
        follow_sector(User.objects.get(pk=user_id))


@receiver(
    m2m_changed,
    sender=Course.prerequisites.through,
    dispatch_uid="courses.prerequisites_in_no_circle",
)
def prerequisites_go_in_no_circle(sender, instance, action, reverse, pk_set, **kwargs):
    """On whatever way they are written."""
    if action != "pre_add":
        return
    links = [(pk, instance.pk) if reverse else (instance.pk, pk) for pk in pk_set]
    check_prerequisites(links, day=timezone.localdate())


@receiver(pre_save, sender=Equivalent, dispatch_uid="courses.equivalents_in_no_circle")
def equivalents_go_in_no_circle(sender, instance, raw=False, **kwargs):
    """As above."""
    if not raw:
        check_equivalent(instance, day=timezone.localdate())


@receiver(task_died, dispatch_uid="courses.preparation_died")
def preparation_is_given_up(sender, task_path, args, **kwargs):
    """Whoever waits for the next edition is told that it does not come."""
    if task_path == prepare_edition.module_path:
        give_up(*args, now=timezone.now())


@receiver(review_step_taken, dispatch_uid="courses.review_step_is_written_down")
def review_step_is_written_down(sender, thing, step, by, **kwargs):
    """Only what was read word for word may go live."""
    record_step(thing, step, by=by, now=timezone.now())


@receiver(task_died, dispatch_uid="courses.duplication_died")
def copy_is_given_up(sender, task_path, args, **kwargs):
    """Whoever waits for the copy of a course is told that it does not come."""
    if task_path == copy_course.module_path:
        duplicating.give_up(*args, now=timezone.now())


@receiver(task_submitted, dispatch_uid="courses.ask_for_review")
def reviewers_are_asked(sender, instance, **kwargs):
    """Wagtail writes to groups; our reviewers are in none of their own."""
    ask_for_review(instance, now=timezone.now())


@receiver([workflow_approved, workflow_rejected], sender=WorkflowState)
def author_is_told(sender, instance, user=None, **kwargs):
    tell_outcome(instance, by=user, now=timezone.now())
