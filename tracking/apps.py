"""The app's start: what it answers to the floors below, and its place in the shell."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from organisations.enums import COORDINATING_ROLES, Role

WATCHING_ROLES = (*COORDINATING_ROLES, Role.AUDITOR)


def _asked_of(user, course_ids) -> set[int]:
    # Inside: this module needs the models, which are loaded after this one.
    from tracking.domain.queries import required_among  # noqa: PLC0415

    return required_among(user, course_ids, timezone.localdate())


def _asked_again(enrolment) -> bool:
    # Inside: as above.
    from tracking.domain.queries import is_asked_again  # noqa: PLC0415

    return is_asked_again(enrolment, timezone.localdate())


def _first_step(user) -> str | None:
    # Inside: as above.
    from tracking.domain.queries import first_required_url  # noqa: PLC0415

    return first_required_url(user, timezone.localdate())


def _watched(shell) -> list[str]:
    """Codes of the organisations whose coverage a person follows."""
    return [
        one.organisation.code for one in shell.memberships if one.role in WATCHING_ROLES
    ]


class TrackingConfig(AppConfig):
    name = "tracking"
    verbose_name = _("Tracking")

    def ready(self) -> None:
        # Inside: these modules need the models, which are loaded only now.
        from courses.registries import (  # noqa: PLC0415
            ReleaseEffect,
            enrolment_grounds,
            release_effects,
            renewal_grounds,
        )
        from lms import personal_data  # noqa: PLC0415
        from lms.background import periodic  # noqa: PLC0415
        from organisations.registries import (  # noqa: PLC0415
            Destination,
            after_welcome,
            navigation,
        )
        from tracking import receivers  # noqa: F401, PLC0415
        from tracking.domain.obligations import sweep  # noqa: PLC0415
        from tracking.domain.queries import asked_of  # noqa: PLC0415

        periodic.register("tracking.sweep", sweep, every=timedelta(hours=1))
        if _asked_of not in enrolment_grounds:
            enrolment_grounds.append(_asked_of)
        if _asked_again not in renewal_grounds:
            renewal_grounds.append(_asked_again)
        effect = ReleaseEffect("required", _("It is asked of them"), 40, asked_of)
        release_effects[effect.name] = effect
        after_welcome.register(_first_step)
        personal_data.register(
            "tracking.Obligation",
            "user",
            erasure="anonymise",
            describe=gettext_noop(
                "Courses your organisation asked of you, and by when."
            ),
            export=personal_data.fields(
                "tracking.Obligation",
                "user",
                [
                    "requirement__organisation__name",
                    "requirement__course__code",
                    "cycle",
                    "starts_on",
                    "due_on",
                    "closed_on",
                ],
            ),
        )
        navigation.register(
            Destination(
                label=_("Today"),
                url_name="tracking:home",
                icon="sun",
                position=10,
                tab=True,
            )
        )
        navigation.register(
            Destination(
                label=_("Coverage"),
                url_name="tracking:coverage",
                icon="users",
                position=50,
                shown=lambda shell: bool(_watched(shell)),
                url_kwargs=lambda shell: {"code": _watched(shell)[0]},
            )
        )
