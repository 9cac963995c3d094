"""Translating in the content admin: a whole course in one act, and one text with what it
waits for, what changed in its source, and the way to publish it."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringTranslation, Translation

from courses.domain.languages.by_sentence import bring, plan_bringing
from courses.domain.languages.submitting import plan_submission
from courses.models import Course
from courses.rules import can_author
from courses.tasks import submit_course_translation
from courses.views.languages import edit_url, keys_in, kind_label
from lms.errors import DomainError
from lms.translating import (
    changes_since,
    obstacles,
    publish_translation,
    save_draft,
)

# Somebody who translated a sentence within this time is taken to be at work.
AT_WORK = timedelta(minutes=15)


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, pk, language):
    """Submit a whole course for translation: what it would make, then the task."""
    course = get_object_or_404(Course.objects.select_related("owner"), pk=pk)
    if not can_author(request.user, course):
        raise Http404
    if language not in settings.RELAY_LANGUAGE_NAMES:
        raise Http404
    plan, problem = None, ""
    try:
        plan = plan_submission(course, language, actor=request.user)
    except DomainError as error:
        problem = error.message
    if request.method == "POST" and plan is not None:
        submit_course_translation.enqueue(course.pk, language, request.user.pk)
        messages.success(
            request,
            _("The drafts are being made. They appear here one after the other."),
        )
        return redirect(f"{reverse('course_languages', args=[pk])}?language={language}")
    return TemplateResponse(
        request,
        "courses/admin/languages/submit.html",
        {
            "course": course,
            "language_name": settings.RELAY_LANGUAGE_NAMES[language],
            "language": language,
            "problem": problem,
            "taken": plan and len(plan.taken),
            "groups": plan
            and [
                [
                    {
                        "title": thing.rows[plan.source_language],
                        "kind": kind_label(thing),
                    }
                    for thing in things
                ]
                for things in (plan.fresh, plan.foreign)
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def by_sentence(request, pk, language):
    """Bring texts that were translated by hand into the mode of sentences: what would
    be kept of each, then the act on those that are chosen."""
    course = get_object_or_404(Course.objects.select_related("owner"), pk=pk)
    if not can_author(request.user, course):
        raise Http404
    if language not in settings.RELAY_LANGUAGE_NAMES:
        raise Http404
    bringing, problem = None, ""
    try:
        if request.method == "POST":
            done = bring(
                course,
                language,
                keys_in(request.POST.getlist("text")),
                actor=request.user,
                now=timezone.now(),
            )
            _tell_what_was_brought(request, len(done))
            return redirect("course_by_sentence", pk, language)
        bringing = plan_bringing(course, language, actor=request.user)
    except DomainError as error:
        problem = error.message
    return TemplateResponse(
        request,
        "courses/admin/languages/by_sentence.html",
        {
            "course": course,
            "language": language,
            "language_name": settings.RELAY_LANGUAGE_NAMES[language],
            "problem": problem,
            "later": bringing and bringing.later,
            "source_language": bringing and bringing.plan.source_language,
            "texts": bringing
            and [
                {
                    "carried": one,
                    "title": one.thing.rows[bringing.plan.source_language],
                    "kind": kind_label(one.thing),
                }
                for one in bringing.texts
            ],
        },
    )


def _tell_what_was_brought(request, count: int) -> None:
    told = ngettext(
        "%(count)s text is translated sentence by sentence now. What is published is as "
        "it was.",
        "%(count)s texts are translated sentence by sentence now. What is published is "
        "as it was.",
        count,
    )
    messages.success(request, told % {"count": count})


@require_http_methods(["GET", "HEAD", "POST"])
def status(request, pk):
    """One translation: what it waits for, what its source changed, and what to do."""
    translation = get_object_or_404(
        Translation.objects.select_related("source__locale", "target_locale"), pk=pk
    )
    try:
        source = translation.source.get_source_instance()
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        raise Http404 from None
    if not _may(request.user, target, "change"):
        raise Http404
    if request.method == "POST":
        _do(request, translation, target)
        return redirect("translation_status", pk)
    return TemplateResponse(
        request,
        "courses/admin/languages/status.html",
        {
            "translation": translation,
            "source": source,
            "source_url": edit_url(source),
            "target": target,
            "target_url": edit_url(target),
            "obstacles": [
                {
                    "message": one.message,
                    "url": edit_url(one.thing)
                    if one.thing is not None and _may(request.user, one.thing, "change")
                    else "",
                }
                for one in obstacles(translation)
            ],
            "changes": changes_since(translation),
            "may_publish": _may(request.user, target, "publish"),
            "workflow": _workflow_of(target),
        },
    )


def _do(request, translation, target) -> None:
    what = request.POST.get("what")
    try:
        if what == "take":
            translation.source.update_from_db()
            told = _("The changes of the source stand in the translation editor now.")
        elif what == "draft":
            save_draft(translation, user=request.user)
            told = _("The draft is saved. What is published is as it was.")
        elif what == "send":
            _send(request, translation, target)
            told = _("The draft is sent for review.")
        elif what == "publish":
            if not _may(request.user, target, "publish"):
                raise PermissionDenied
            publish_translation(translation, user=request.user)
            told = _("The translation is published.")
        else:
            raise Http404
    except ValidationError as problem:
        for message in problem.messages:
            messages.error(request, message)
    else:
        messages.success(request, told)


def _send(request, translation, target) -> None:
    workflow = _workflow_of(target)
    missing = [one.message for one in obstacles(translation)]
    if workflow is None:
        missing.append(_("Nobody has said who reviews this. Publish it, or ask."))
    if missing:
        raise ValidationError(missing)
    save_draft(translation, user=request.user)
    target.refresh_from_db()
    if target.workflow_in_progress:
        target.current_workflow_state.cancel(user=request.user)
    workflow.start(target, request.user)


def _workflow_of(target):
    return target.get_workflow() if hasattr(target, "get_workflow") else None


def _may(user, thing, action: str) -> bool:
    if isinstance(thing, Page):
        mine = thing.permissions_for_user(user)
        return mine.can_publish() if action == "publish" else mine.can_edit()
    policy = policy_registry.get_by_type(type(thing))
    return policy.user_has_permission_for_instance(user, action, thing)


def before_editing(request, instance):
    """Before wagtail-localize's editor: its button publishes what is complete and nothing
    else, and whoever opens it knows of others at work and of a source that is gone."""
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key,
            target_locale=instance.locale_id,
            enabled=True,
        )
        .select_related("source", "target_locale")
        .first()
    )
    if translation is None:
        return None
    if not _has_source(translation):
        translation.enabled = False
        translation.save(update_fields=["enabled"])
        messages.warning(
            request,
            _(
                "The text this was translated from is gone. This one is a text of its "
                "own now; nothing of it is lost."
            ),
        )
        return None
    if request.method != "POST":
        _tell_who_is_at_work(request, translation)
        return None
    if request.POST.get("action") != "publish":
        return None
    if not _may(request.user, instance, "publish"):
        raise PermissionDenied
    try:
        publish_translation(translation, user=request.user)
    except ValidationError as problem:
        for message in problem.messages:
            messages.error(request, message)
        address = reverse("translation_status", args=[translation.pk])
        messages.error(
            request,
            format_html(
                '<a href="{}">{}</a>', address, _("What is missing, with links")
            ),
        )
    else:
        messages.success(request, _("The translation is published."))
    return redirect(request.path)


def _has_source(translation: Translation) -> bool:
    try:
        translation.source.get_source_instance()
    except ObjectDoesNotExist:
        return False
    return True


def _tell_who_is_at_work(request, translation: Translation) -> None:
    others = (
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id,
            locale=translation.target_locale,
            updated_at__gte=timezone.now() - AT_WORK,
            last_translated_by__isnull=False,
        )
        .exclude(last_translated_by=request.user)
        .values_list("last_translated_by__printed_name", flat=True)
        .distinct()
    )
    if others:
        messages.warning(
            request,
            _(
                "%(people)s translated here a few minutes ago. Where you both translate "
                "a sentence, you see both texts and choose. Better agree who goes on."
            )
            % {"people": ", ".join(others)},
        )
