"""The bank of an address of the content admin."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.rules import can_author
from quizzes.models import Bank


def bank_to_author(request, pk) -> Bank:
    """For whoever writes or reviews for the body that owns its course; else 404."""
    bank = get_object_or_404(Bank.objects.select_related("course__owner"), pk=pk)
    if not can_author(request.user, bank.course):
        raise Http404
    return bank
