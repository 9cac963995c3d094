"""The app's start: its personal data, its periodic work, its place in the shell."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.users.apps import WagtailUsersAppConfig

MEMBERSHIP_FIELDS = ["organisation__name", "role", "function", "starts_on", "ends_on"]
INVITATION_FIELDS = ["organisation__name", "email", "printed_name", "created_at"]
USER_FIELDS = [
    "email",
    "printed_name",
    "name_checked_at",
    "language",
    "sector_id",
    "organisation_wish",
    "date_joined",
    "last_login",
]


class OrganisationsConfig(AppConfig):
    default = True
    name = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        # Inside: these modules need the models, which are loaded only now.
        from lms import personal_data  # noqa: PLC0415
        from lms.background import periodic  # noqa: PLC0415
        from lms.publishing import register_check  # noqa: PLC0415
        from organisations import receivers  # noqa: F401, PLC0415
        from organisations.domain.contacts.checks import (  # noqa: PLC0415
            contact_findings,
        )
        from organisations.domain.groups import sync_all_groups  # noqa: PLC0415
        from organisations.domain.invitations import (  # noqa: PLC0415
            forget_invitations,
        )
        from organisations.models import Contact  # noqa: PLC0415
        from organisations.registries import (  # noqa: PLC0415
            Destination,
            group_permissions,
            navigation,
        )

        register_check(Contact, contact_findings)
        for group in ("Authors", "Trainers", "Reviewers", "Programme owners"):
            group_permissions.grant(
                group,
                "organisations.add_contact",
                "organisations.change_contact",
                "organisations.publish_contact",
            )

        personal_data.register(
            "organisations.User",
            "self",
            erasure="anonymise",
            describe=gettext_noop("Your account."),
            export=personal_data.fields("organisations.User", "self", USER_FIELDS),
        )
        personal_data.register(
            "organisations.Membership",
            "user",
            erasure="anonymise",
            describe=gettext_noop(
                "Where you work or worked, in which role, from when to when."
            ),
            export=personal_data.fields(
                "organisations.Membership", "user", MEMBERSHIP_FIELDS
            ),
        )
        personal_data.register(
            "organisations.Invitation",
            "accepted_by",
            erasure="anonymise",
            describe=gettext_noop(
                "Invitations you accepted; others are forgotten after six months."
            ),
            export=personal_data.fields(
                "organisations.Invitation", "accepted_by", INVITATION_FIELDS
            ),
        )
        personal_data.register(
            "organisations.Contact",
            "verified_by",
            erasure="keep:editorial accountability, GDPR art. 6(1)(f)",
            describe=gettext_noop("Contacts of services that you verified."),
            export=personal_data.fields(
                "organisations.Contact", "verified_by", ["key", "verified_on"]
            ),
        )
        periodic.register(
            "organisations.sync_all_groups", sync_all_groups, every=timedelta(hours=1)
        )
        periodic.register(
            "organisations.forget_invitations",
            forget_invitations,
            every=timedelta(days=1),
        )
        navigation.register(
            Destination(
                label=_("Invitations"),
                url_name="organisations:invitations",
                icon="mail",
                position=60,
                shown=lambda shell: shell.is_coordinator,
                url_kwargs=lambda shell: {
                    "code": shell.coordinated_organisations[0].code
                },
            )
        )
        navigation.register(
            Destination(
                label=_("Set up"),
                url_name="organisations:set_up",
                icon="settings",
                position=90,
                shown=lambda shell: shell.is_administrator,
            )
        )


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management, for our people; stands in INSTALLED_APPS for it."""

    default = False
    user_viewset = "organisations.viewsets.UserViewSet"
