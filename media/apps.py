from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        # Inside: these need the models, which are loaded only now.
        from lms import merging, personal_data  # noqa: PLC0415
        from lms.background import periodic  # noqa: PLC0415
        from lms.publishing import register_check  # noqa: PLC0415
        from media import receivers  # noqa: F401, PLC0415
        from media.domain import testimonies, transcoding  # noqa: PLC0415
        from media.domain.recordings import recording_findings  # noqa: PLC0415
        from media.models import Recording, Testimony  # noqa: PLC0415
        from organisations.registries import group_permissions  # noqa: PLC0415

        for label in ("media.MediaImage", "media.MediaDocument"):
            merging.register(label, uploaded_by_user=merging.Fate.MOVE)
        merging.register(
            "media.TestimonyConsent",
            recorded_by=merging.Fate.MOVE,
            withdrawn_by=merging.Fate.MOVE,
        )
        register_check(Recording, recording_findings)
        register_check(Testimony, testimonies.testimony_findings)
        # A withdrawal has to be done within a day, whatever happened on the way.
        periodic.register(
            "media.consents", testimonies.sweep, every=timedelta(minutes=15)
        )
        periodic.register(
            "media.smaller_files", transcoding.sweep, every=timedelta(minutes=30)
        )
        for label, describe in (
            ("media.MediaImage", gettext_noop("Images you uploaded.")),
            ("media.MediaDocument", gettext_noop("Documents you uploaded.")),
        ):
            personal_data.register(
                label,
                "uploaded_by_user",
                erasure="anonymise",
                describe=describe,
                export=personal_data.fields(
                    label, "uploaded_by_user", ["title", "created_at"]
                ),
            )
        personal_data.register(
            "media.TestimonyConsent",
            "recorded_by",
            erasure="keep:proof of consent, GDPR art. 7(1)",
            describe=gettext_noop(
                "Consents to testimonies you recorded or saw withdrawn. The person who "
                "testifies has no account; their document is kept apart."
            ),
            export=personal_data.fields(
                "media.TestimonyConsent",
                "recorded_by",
                ["testimony_key", "given_on", "ends_on", "recorded_at"],
            ),
        )
        for group in ("Authors", "Programme owners"):
            group_permissions.grant(
                group,
                "media.add_recording",
                "media.change_recording",
                "media.add_testimony",
                "media.change_testimony",
            )
        for group in ("Reviewers", "Programme owners"):
            group_permissions.grant(
                group,
                "media.change_recording",
                "media.publish_recording",
                "media.change_testimony",
                "media.publish_testimony",
            )
