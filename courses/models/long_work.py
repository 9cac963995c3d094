"""Work on a course that takes a while, done in the background for somebody."""

from django.conf import settings
from django.db import models


class LongWork(models.Model):
    """Who asked for it and when, and how far it is: `done` of `total` steps.

    `total` is 0 until it is counted; `finished_at` is None while it is under way.
    `heard_at` is when it last came further: a worker takes over what is silent for
    long. Problems are told in `language`; `refusal` says why nothing came of it, "" for
    nothing of the sort.
    """

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    language = models.CharField(max_length=5)
    heard_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True)

    class Meta:
        abstract = True
