"""The app's start: its personal data, its periodic work, its place in the shell."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class OrganisationsConfig(AppConfig):
    default = True
    name = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        # Inside: these modules need the models, which are loaded only now.
        from lms.background import periodic  # noqa: PLC0415
        from lms.publishing import register_check  # noqa: PLC0415
        from organisations import (  # noqa: PLC0415
            merge_rules,
            personal,
            receivers,  # noqa: F401
        )
        from organisations.domain.contacts.checks import (  # noqa: PLC0415
            contact_findings,
        )
        from organisations.domain.groups import sync_all_groups  # noqa: PLC0415
        from organisations.domain.invitations.many import (  # noqa: PLC0415
            forget_invitations,
        )
        from organisations.domain.letters import keeping as letters  # noqa: PLC0415
        from organisations.domain.merging import sweep as sweep_merges  # noqa: PLC0415
        from organisations.models import Contact  # noqa: PLC0415
        from organisations.registries import (  # noqa: PLC0415
            Destination,
            group_permissions,
            navigation,
        )

        register_check(Contact, contact_findings)
        merge_rules.declare()
        for group in ("Authors", "Trainers", "Reviewers", "Programme owners"):
            group_permissions.grant(
                group,
                "organisations.add_contact",
                "organisations.change_contact",
                "organisations.publish_contact",
            )

        personal.declare()
        periodic.register(
            "organisations.merges", sweep_merges, every=timedelta(minutes=15)
        )
        periodic.register(
            "organisations.sync_all_groups", sync_all_groups, every=timedelta(hours=1)
        )
        periodic.register(
            "organisations.forget_invitations",
            forget_invitations,
            every=timedelta(days=1),
        )
        periodic.register(
            "organisations.letters", letters.sweep, every=timedelta(minutes=5)
        )
        periodic.register(
            "organisations.forget_letters",
            letters.forget_letters,
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
                label=_("People"),
                url_name="organisations:people",
                icon="users",
                position=58,
                shown=lambda shell: shell.is_coordinator,
                url_kwargs=lambda shell: {
                    "code": shell.coordinated_organisations[0].code
                },
            )
        )
        navigation.register(
            Destination(
                label=_("Merge accounts"),
                url_name="organisations:merge",
                icon="users",
                position=92,
                shown=lambda shell: shell.is_administrator,
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
