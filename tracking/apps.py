"""The app's start: what it answers to the floors below, and its place in the shell."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.enums import COORDINATING_ROLES, Level, Role

WATCHING_ROLES = (*COORDINATING_ROLES, Role.AUDITOR)
ABOVE_EMPLOYERS = (Level.FEDERAL, Level.COMMUNITY, Level.REGION, Level.PROVINCE)


def _asked_of(user, course_ids) -> set[int]:
    # Inside: this module needs the models, which are loaded after this one.
    from tracking.domain.queries import required_among  # noqa: PLC0415

    return required_among(user, course_ids, timezone.localdate())


def _suggested_to(user, course_ids) -> set[int]:
    # Inside: as above.
    from tracking.domain.suggestions.reading import suggested_among  # noqa: PLC0415

    return suggested_among(user, course_ids, timezone.localdate())


def _asked_again(enrolment) -> bool:
    # Inside: as above.
    from tracking.domain.queries import is_asked_again  # noqa: PLC0415

    return is_asked_again(enrolment, timezone.localdate())


def _first_step(user) -> str | None:
    # Inside: as above.
    from tracking.domain.queries import first_required_url  # noqa: PLC0415

    return first_required_url(user, timezone.localdate())


def _standing_of(organisation, person) -> str | None:
    """Where it is told what is asked of somebody; None for who is not there today."""
    # Inside: as above.
    from tracking.domain.people import members_of  # noqa: PLC0415

    if not members_of(organisation, timezone.localdate()).filter(pk=person.pk).exists():
        return None
    return reverse("tracking:person", args=[organisation.code, person.uuid])


def _staff_lists(user, organisation) -> str:
    """Whoever invites there also brings lists."""
    return reverse("tracking:staff", args=[organisation.code])


def _watched(shell) -> list[str]:
    """Codes of the organisations whose coverage a person follows."""
    return [
        one.organisation.code for one in shell.memberships if one.role in WATCHING_ROLES
    ]


def _reported(shell) -> list[str]:
    """Codes of the bodies above employers whose figures a person follows."""
    return [
        one.organisation.code
        for one in shell.memberships
        if one.role in WATCHING_ROLES and one.organisation.level in ABOVE_EMPLOYERS
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
        from organisations.registries import (  # noqa: PLC0415
            Destination,
            OrganisationPage,
            PersonPage,
            after_welcome,
            many_invited_pages,
            navigation,
            person_pages,
        )
        from tracking import (  # noqa: PLC0415
            merge_rules,
            personal,
            receivers,  # noqa: F401
            sweeps,
        )
        from tracking.domain.queries import asked_of  # noqa: PLC0415

        merge_rules.declare()
        sweeps.schedule()
        if _asked_of not in enrolment_grounds:
            enrolment_grounds.append(_asked_of)
        if _suggested_to not in enrolment_grounds:
            enrolment_grounds.append(_suggested_to)
        if _asked_again not in renewal_grounds:
            renewal_grounds.append(_asked_again)
        effect = ReleaseEffect("required", _("It is asked of them"), 40, asked_of)
        release_effects[effect.name] = effect
        after_welcome.register(_first_step)
        personal.declare()
        page = PersonPage(_("What is asked, and how it stands"), _standing_of)
        if page not in person_pages:
            person_pages.append(page)
        brought = OrganisationPage(
            _("Paste addresses, or bring a file: you see first who is new"),
            _staff_lists,
        )
        if brought not in many_invited_pages:
            many_invited_pages.append(brought)
        navigation.register(
            Destination(
                label=_("Lists from a folder"),
                url_name="tracking:pickups",
                icon="inbox",
                position=93,
                shown=lambda shell: shell.is_administrator,
            )
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
                label=_("Figures"),
                url_name="tracking:figures",
                icon="list-checks",
                position=51,
                shown=lambda shell: bool(_reported(shell)),
                url_kwargs=lambda shell: {"code": _reported(shell)[0]},
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
