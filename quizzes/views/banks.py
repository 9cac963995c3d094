"""What the screens of a bank share: whose it is."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.rules import can_author
from quizzes.models import Bank


def bank_of_author(request, pk) -> Bank:
    """A bank for those who write or review for the body that owns its course; it does
    not exist for anybody else."""
    bank = get_object_or_404(Bank.objects.select_related("course__owner"), pk=pk)
    if not can_author(request.user, bank.course):
        raise Http404
    return bank
