"""Addresses and menu items of facts."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.domain.facts.saving import own_facts
from courses.views import facts
from courses.wagtail_hooks.shared import WritersMenuItem
from lms import content_admin


def own_fact(user, pk) -> bool:
    """Whether a fact is one that the person may change."""
    return own_facts(user).filter(pk=pk).exists()


# Lists: of one's own facts only.
content_admin.register_address("fact_review")
content_admin.register_address("fact_report")
for name in ("fact_uses", "fact_confirm", "fact_replace"):
    content_admin.register_address(name, pk=own_fact)


@hooks.register("register_admin_urls")
def register_fact_urls():
    return [
        path("facts/", facts.queue, name="fact_review"),
        path("facts/report.csv", facts.report, name="fact_report"),
        path("facts/<int:pk>/uses/", facts.uses, name="fact_uses"),
        path("facts/<int:pk>/confirm/", facts.confirm, name="fact_confirm"),
        path("facts/<int:pk>/replace/", facts.replace, name="fact_replace"),
    ]


@hooks.register("register_admin_menu_item")
def register_review_menu_item():
    """Beside the facts themselves."""
    return WritersMenuItem(
        _("Facts to review"), reverse("fact_review"), icon_name="history", order=165
    )
