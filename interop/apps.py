"""The app's start: its personal data, its periodic work, its page of an organisation."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def _address(user, organisation) -> str | None:
    """The page of its keys, for who may make one."""
    # Inside: the rule needs the models, which are loaded only later.
    from interop.rules import can_give_access  # noqa: PLC0415

    if not can_give_access(user, organisation):
        return None
    return reverse("interop:tokens", args=[organisation.code])


class InteropConfig(AppConfig):
    name = "interop"
    verbose_name = _("Other programs")

    def ready(self) -> None:
        # Inside: these modules need the models, which are loaded only now.
        from interop import merge_rules, personal, sweeps  # noqa: PLC0415
        from organisations.registries import (  # noqa: PLC0415
            OrganisationPage,
            organisation_pages,
        )

        merge_rules.declare()
        personal.declare()
        sweeps.schedule()
        page = OrganisationPage(_("Other programs"), _address)
        if page not in organisation_pages:
            organisation_pages.append(page)
