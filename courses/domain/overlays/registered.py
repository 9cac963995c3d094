"""What local additions ask of the kernel and give to roles: called once, when the app is
ready."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from courses.domain.overlays.changes import sweep
from lms import personal_data
from lms.background import periodic
from organisations.registries import group_permissions


def register() -> None:
    periodic.register("courses.overlays", sweep, every=timedelta(hours=1))
    personal_data.register(
        "courses.OverlayEdition",
        "released_by",
        erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
        describe=gettext_noop("Local additions to courses that you published."),
        export=personal_data.fields(
            "courses.OverlayEdition",
            "released_by",
            ["overlay__course__code", "number"],
        ),
    )
    # A municipality answers for what it adds, and has seldom a reviewer of its own:
    # whoever writes it publishes it, held to the same checks.
    for group in ("Authors", "Trainers", "Reviewers", "Programme owners"):
        group_permissions.grant(
            group,
            "courses.add_locallesson",
            "courses.change_locallesson",
            "courses.publish_locallesson",
        )
    group_permissions.grant(
        "Trainers",
        "courses.add_vignette",
        "courses.change_vignette",
        "courses.publish_vignette",
    )
