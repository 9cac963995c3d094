from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.rules import can_author
from quizzes.bank_pages import BANK_PAGES
from quizzes.models import Bank

register = template.Library()
LISTS = "wagtailsnippets_quizzes_{}:list"


@register.inclusion_tag("quizzes/admin/_bank_pages.html", takes_context=True)
def bank_pages(context, bank: Bank) -> dict:
    """The way from one screen of a bank to its others, and back to all banks; nothing
    for who may see this one alone. `current` is "page" for the screen itself and "true"
    for the one that it lies below."""
    request = context["request"]
    if not can_author(request.user, bank.course):
        return {"pages": []}
    here = request.resolver_match.url_name
    pages = [
        {
            "label": page.label,
            "url": reverse(page.address, args=[bank.pk]),
            "current": "page"
            if here == page.address
            else "true"
            if here in page.within
            else "",
        }
        for page in BANK_PAGES
    ]
    questions = f"{reverse(LISTS.format('question'))}?bank={bank.pk}"
    return {
        "banks": reverse(LISTS.format("bank")),
        "pages": [{"label": _("Questions"), "url": questions, "current": ""}, *pages],
    }
