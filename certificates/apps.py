"""The app's start: what follows from completing, its personal data, its place."""

from django.apps import AppConfig
from django.core import checks
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _


def _reward(enrolment) -> tuple[str, str] | None:
    # Inside: these modules need the models, which are loaded after this one.
    from certificates.domain.queries import newest_of_enrolment  # noqa: PLC0415
    from lms.texts import said  # noqa: PLC0415

    certificate = newest_of_enrolment(enrolment)
    if certificate is None:
        return _name_to_check(enrolment)
    return (
        said(certificate.words["names"], get_language(), certificate.language),
        reverse("certificates:detail", args=[certificate.uuid]),
    )


def _name_to_check(enrolment) -> tuple[str, str] | None:
    # Inside: as above.
    from certificates.domain.drafts import waits_for_name  # noqa: PLC0415

    if not waits_for_name(enrolment):
        return None
    return gettext("Check your name"), reverse("certificates:check_name")


def _runs_out(enrolment) -> bool:
    # Inside: as above.
    from certificates.domain.queries import is_run_out  # noqa: PLC0415

    return is_run_out(enrolment, day=timezone.localdate())


def _edition_asks(enrolment) -> bool:
    # Inside: as above.
    from certificates.domain.editions.asking import asks_to_do_again  # noqa: PLC0415

    return asks_to_do_again(enrolment, now=timezone.now())


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        # Inside: these need the models, which are loaded only now.
        from certificates import (  # noqa: PLC0415
            merge_rules,
            personal,
            receivers,  # noqa: F401
            sweeps,
        )
        from certificates.checks import badge_keys, seal_key_lasts  # noqa: PLC0415
        from certificates.domain.designs.checks import (  # noqa: PLC0415
            design_findings,
        )
        from certificates.domain.queries import (  # noqa: PLC0415
            certified_in,
            certified_on,
            giving_certificates,
        )
        from certificates.domain.sealing.keeping import load_seals  # noqa: PLC0415
        from certificates.models import Design  # noqa: PLC0415
        from certificates.registries import design_previews  # noqa: PLC0415
        from certificates.views.designs.preview import show  # noqa: PLC0415
        from courses.registries import (  # noqa: PLC0415
            ReleaseEffect,
            certificate_grounds,
            certifying,
            completion_rewards,
            release_effects,
            renewal_grounds,
        )
        from lms import warm_up  # noqa: PLC0415
        from lms.publishing import register_check  # noqa: PLC0415
        from organisations.enums import Role  # noqa: PLC0415
        from organisations.registries import (  # noqa: PLC0415
            Destination,
            group_permissions,
            navigation,
        )

        checks.register(badge_keys)
        checks.register(seal_key_lasts, deploy=True)
        if giving_certificates not in certifying:
            certifying.append(giving_certificates)
        if _reward not in completion_rewards:
            completion_rewards.append(_reward)
        if certified_on not in certificate_grounds:
            certificate_grounds.append(certified_on)
        if _runs_out not in renewal_grounds:
            renewal_grounds.append(_runs_out)
        if _edition_asks not in renewal_grounds:
            renewal_grounds.append(_edition_asks)
        effect = ReleaseEffect(
            "certified", _("Hold a valid certificate"), 30, certified_in
        )
        release_effects[effect.name] = effect
        personal.declare()
        merge_rules.declare()
        sweeps.schedule()
        register_check(Design, design_findings)
        warm_up.register(load_seals)
        if show not in design_previews:
            design_previews.append(show)
        for group in ("Authors", "Reviewers", "Programme owners"):
            group_permissions.grant(
                group,
                "certificates.view_design",
                "certificates.add_design",
                "certificates.change_design",
            )
        for group in ("Reviewers", "Programme owners"):
            group_permissions.grant(group, "certificates.publish_design")
        group_permissions.grant(
            "Programme owners",
            "certificates.delete_design",
            "certificates.add_certificaterule",
            "certificates.change_certificaterule",
            "certificates.view_certificaterule",
        )
        navigation.register(
            Destination(
                label=_("Old completions"),
                url_name="certificates:old_queue",
                icon="clock",
                position=66,
                shown=lambda shell: any(
                    one.role == Role.PROGRAMME_OWNER for one in shell.memberships
                ),
            )
        )
        navigation.register(
            Destination(
                label=_("Certificates"),
                url_name="certificates:list",
                icon="award",
                position=40,
                prefixes=("/certificates/",),
            )
        )
