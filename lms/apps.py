"""The kernel's start: its personal data and its periodic work."""

from datetime import timedelta

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class LmsConfig(AppConfig):
    """The kernel. It knows no other app of the project."""

    name = "lms"
    label = "lms"
    verbose_name = _("Kernel")

    def ready(self) -> None:
        """Declare what the kernel and the packages keep about people; plan the tick."""
        # Inside: these modules need the models, which are loaded only now.
        from lms import (  # noqa: PLC0415
            audit,
            bounces,
            checks,
            mail,
            merging,
            personal_data,
            translating,
        )
        from lms.background import leases, maintenance, periodic  # noqa: PLC0415

        register(checks.earlier_steps, Tags.database)
        personal_data.declare_kernel()
        personal_data.declare_packages()
        merging.declare_packages()
        translating.install()

        minute = timedelta(minutes=1)
        day = timedelta(days=1)
        periodic.register(
            "lms.requeue_lost_tasks", leases.requeue_lost_tasks, every=minute
        )
        periodic.register("lms.seal_audit", audit.seal_audit, every=5 * minute)
        periodic.register("lms.forget_sent_mail", mail.forget_sent_mail, every=day)
        periodic.register("lms.read_bounces", bounces.read_new, every=5 * minute)
        periodic.register("lms.forget_bounces", bounces.forget_old, every=day)
        personal_data.register(
            "lms.UndeliverableAddress",
            "pseudonym",
            erasure="delete",
            describe=gettext_noop("That mail to your address came back."),
            export=bounces.exported,
        )
        periodic.register(
            "lms.forget_finished_tasks", leases.forget_finished_tasks, every=day
        )
        periodic.register(
            "wagtail.publish_scheduled", maintenance.publish_scheduled, every=minute
        )
