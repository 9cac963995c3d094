"""What the pages of the delivery log share: whose group, and where to go from it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from lms.errors import DomainError
from trainers.domain.delivery.holding import refuse_ended
from trainers.models import DeliveredGroup


def group_kept(request: HttpRequest, uuid) -> DeliveredGroup:
    """One whose log the person keeps; others do not exist here: raises Http404."""
    return group_seen(DeliveredGroup.objects.written_by(request.user), uuid)


def group_seen(rows: QuerySet[DeliveredGroup], uuid) -> DeliveredGroup:
    """One of `rows` with what its page says; raises Http404."""
    shown = rows.select_related("programme__owner", "municipality", "organiser")
    return get_object_or_404(shown, uuid=uuid)


def back_if_ended(request: HttpRequest, group: DeliveredGroup) -> HttpResponse | None:
    """To the page of a group that is over, which says why nothing is written in it; None
    for one that runs."""
    try:
        refuse_ended(group)
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect("trainers:group", group.uuid)
    return None


def back_to_group(request: HttpRequest, group: DeliveredGroup) -> HttpResponse:
    """To the page of a group, or where that is there no more for them, to the list."""
    seen = DeliveredGroup.objects.visible_to(request.user).filter(pk=group.pk)
    if seen.exists():
        return redirect("trainers:group", group.uuid)
    messages.info(request, _("You are no trainer of this group any more."))
    return redirect("trainers:delivery")
