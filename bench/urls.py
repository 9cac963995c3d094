"""Relay's addresses, and the floor of every signed-in page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

from lms.urls import *  # noqa: F403
from lms.urls import urlpatterns as of_relay


@login_required
def empty(request):
    """Session, user, the whole middleware, and nothing else."""
    return HttpResponse("<!doctype html><title>empty</title>")


urlpatterns = [path("bench/empty/", empty), *of_relay]
