"""What courses ask of a kind of activity, answered for a part taught in a session."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trainers.enums import SESSION_ACTIVITY


def declare() -> None:
    """Declare it, once the models are there. Again without effect."""
    # Inside: these need the models.
    from courses import registries  # noqa: PLC0415
    from courses.domain import checklist  # noqa: PLC0415
    from trainers.domain.attendance.following import vouch  # noqa: PLC0415
    from trainers.domain.in_course.content import (  # noqa: PLC0415
        RULE,
        read_through,
        session_data,
        session_rules,
        warn_of_no_programme,
        warn_of_silence,
    )
    from trainers.models import SessionPage  # noqa: PLC0415

    registries.players[SESSION_ACTIVITY] = _player
    registries.manifest_sources[SESSION_ACTIVITY] = registries.ManifestSource(
        session_data, session_rules
    )
    registries.read_throughs[SESSION_ACTIVITY] = read_through
    if vouch not in registries.enrolment_grounds:
        registries.enrolment_grounds.append(vouch)
    checklist.register_warning(SessionPage, warn_of_silence)
    checklist.register_warning(SessionPage, warn_of_no_programme)
    checklist.name_rule(RULE, _("Taught in sessions"), SessionPage)


def _player(course_code: str, activity_key: str) -> str:
    return reverse("trainers:session_activity", args=[course_code, activity_key])
