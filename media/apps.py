from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        # Inside: these need the models, which are loaded only now.
        from lms import personal_data  # noqa: PLC0415
        from organisations.registries import group_permissions  # noqa: PLC0415

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
        for group in ("Authors", "Programme owners"):
            group_permissions.grant(
                group, "media.add_recording", "media.change_recording"
            )
        for group in ("Reviewers", "Programme owners"):
            group_permissions.grant(
                group, "media.change_recording", "media.publish_recording"
            )
