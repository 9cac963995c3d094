from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.models import OutgoingMail
from organisations.models import Organisation
from tracking.enums import ReminderKind
from tracking.models.requirements import Obligation


class ReminderSchedule(models.Model):
    """When an organisation's people are reminded; those below it follow it, unless they
    have one of their own. What each field means: tracking.domain.reminders.plans.Plan.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="reminder_schedule"
    )
    before_due = models.JSONField()
    overdue = models.JSONField()
    before_expiry = models.JSONField()
    after_expiry = models.JSONField()
    escalate_after = models.PositiveSmallIntegerField(null=True)
    mails_from = models.TimeField()
    mails_until = models.TimeField()
    on_weekends = models.BooleanField()
    on_holidays = models.BooleanField()
    paused_until = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder schedule")
        verbose_name_plural = _("reminder schedules")
        constraints = [
            models.CheckConstraint(
                condition=Q(mails_until__gt=F("mails_from")),
                name="reminder_schedule_has_hours",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ReminderRun(models.Model):
    """One way through everybody of whom something is asked, on a day.

    `cursor` is the last person who was looked at; a run that broke off goes on behind
    it. `heard_at` is when it last came further. So many `people` got a mail; so many,
    `unreachable`, had a cause and no working address.
    """

    day = models.DateField()
    cursor = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("reminder run")
        verbose_name_plural = _("reminder runs")
        constraints = [
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(finished_at__isnull=True),
                name="reminder_run_one_under_way_per_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.cursor}"


class Reminder(models.Model):
    """That a person was reminded of an obligation for a cause, once.

    The cause is `step`, the kind and its days, such as "due-30", or for one by hand the
    day on which it was asked for, such as "hand-2026-11-24"; together with
    `deadline`, the day that the mail names: with more time all steps come anew. `place`
    is where the person worked. Several of one `mail` stand for one digest. `mail` and
    `sent_at` are None for what is yet to be told: an escalation, or one by hand.
    """

    obligation = models.ForeignKey(
        Obligation, on_delete=models.CASCADE, related_name="reminders"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders"
    )
    place = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ReminderKind.choices)
    step = models.CharField(max_length=24)
    deadline = models.DateField()
    day = models.DateField()
    sent_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(
        OutgoingMail, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["place", "-day"], name="reminder_by_place"),
            models.Index(fields=["user", "-day"], name="reminder_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "step", "deadline"],
                name="reminder_once_per_cause",
            )
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.step}"
