"""A short practice that is offered some weeks after a course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.domain import boosters
from courses.views.sign_in import sign_in_first
from lms.errors import DomainError


@login_required
@require_safe
def practice(request):
    """What is offered, and whether offers are welcome."""
    return render(
        request,
        "courses/practice.html",
        {
            "practice": boosters.practice_for(
                request.user, now=timezone.now(), language=get_language()
            ),
            "is_refused": boosters.is_refused(request.user),
        },
    )


@require_POST
@sign_in_first("courses:practice")
def take(request):
    """Yes: begin it, or go on."""
    try:
        enrolment = boosters.take(request.user, now=timezone.now())
    except DomainError as problem:
        messages.info(request, problem.message)
        return redirect("courses:practice")
    return redirect("courses:resume", enrolment.course.code)


@require_POST
@sign_in_first("courses:practice")
def decline(request):
    """Not this time."""
    boosters.decline(request.user, now=timezone.now())
    messages.success(request, _("All right, not this time. Nothing changes for you."))
    return redirect("courses:practice")


@require_POST
@sign_in_first("courses:practice")
def offers(request):
    """Whether offers are welcome."""
    if request.POST.get("offers") == "yes":
        boosters.allow(request.user)
        messages.success(request, _("You get offers to practise again."))
    else:
        boosters.refuse(request.user, now=timezone.now())
        messages.success(request, _("You get no more offers to practise."))
    return redirect("courses:practice")
