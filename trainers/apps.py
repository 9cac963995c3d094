"""The app's start: what defends its history, its part in courses, its personal data, its
sweeps."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrainersConfig(AppConfig):
    name = "trainers"
    verbose_name = _("Trainers")

    def ready(self) -> None:
        # Inside: these need the models, which are loaded only now.
        from lms import leaving  # noqa: PLC0415
        from organisations.registries import (  # noqa: PLC0415
            AccountPage,
            Destination,
            account_pages,
            navigation,
        )
        from trainers import (  # noqa: PLC0415
            append_only,
            in_course,
            merge_rules,
            personal,
            scheduled,
        )

        post_migrate.connect(
            append_only.defend, sender=self, dispatch_uid="trainers.append_only"
        )
        in_course.declare()
        personal.declare()
        merge_rules.declare()
        scheduled.schedule()
        leaving.register(
            leaving.Keeper(
                name="relay-attendance",
                scripts=(
                    "trainers/attendance/store.js",
                    "trainers/attendance/leaving.js",
                ),
            )
        )
        navigation.register(
            Destination(
                label=_("Trainers"),
                url_name="trainers:desk",
                icon="users",
                position=68,
                prefixes=("/trainers/", "/here/"),
                shown=lambda shell: bool(shell.memberships),
            )
        )
        claiming = AccountPage(
            _("I attended a training session without an account"),
            "trainers:attendance_claim",
        )
        if claiming not in account_pages:
            account_pages.append(claiming)
