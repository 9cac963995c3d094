"""The personal data of showing certificates to others."""

from django.utils.translation import gettext_noop

from lms import personal_data

REGISTER = "keep:register of certificates, GDPR art. 6(1)(e)"


def register_sharing() -> None:
    """Declare it; called once, when the app is ready."""
    personal_data.register(
        "certificates.NameChoice",
        "certificate__holder",
        # With the certificate: without it somebody who chose "nothing" would show more.
        erasure=REGISTER,
        describe=gettext_noop(
            "What somebody who checks your certificates sees of your name."
        ),
        export=personal_data.fields(
            "certificates.NameChoice",
            "certificate__holder",
            ["certificate__number", "choice", "chosen_at"],
        ),
    )
    personal_data.register(
        "certificates.ShareLink",
        "certificate__holder",
        erasure="delete",
        describe=gettext_noop("Links by which you show your certificates to others."),
        export=personal_data.fields(
            "certificates.ShareLink",
            "certificate__holder",
            [
                "certificate__number",
                "label",
                "created_at",
                "last_day",
                "withdrawn_at",
            ],
        ),
    )
    personal_data.register(
        "certificates.ShownTo",
        "certificate__holder",
        erasure="delete",
        describe=gettext_noop("To which of your employers you show your certificates."),
        export=personal_data.fields(
            "certificates.ShownTo",
            "certificate__holder",
            [
                "certificate__number",
                "organisation__name",
                "shown_at",
                "withdrawn_at",
            ],
        ),
    )
