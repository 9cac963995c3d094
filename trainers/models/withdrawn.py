"""Blocks of training sessions that are no more, but still stand in calendars."""

from django.db import models

from trainers.models.sessions import TrainingSession


class WithdrawnBlock(models.Model):
    """A block that was taken out of a session after people had it in their calendars.

    `uuid` is that of the block: calendars know it by this, and are told that it is off.
    """

    session = models.ForeignKey(
        TrainingSession, on_delete=models.CASCADE, related_name="withdrawn_blocks"
    )
    uuid = models.UUIDField(unique=True, editable=False)
    title = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.session_id} {self.starts_at:%Y-%m-%d %H:%M}"
