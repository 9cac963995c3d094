"""Words of trainers in templates."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from lms.texts import said
from trainers.domain.delivery.totals import ages_of
from trainers.domain.evidence import PARTS
from trainers.domain.offers import Offer
from trainers.enums import (
    EvidenceKind,
    GroupState,
    Presence,
    RegistrationState,
    RequestState,
    SessionState,
    Signer,
    State,
)

register = template.Library()

GROUP_LABELS = {
    "accredited": pgettext_lazy("trainer", "Accredited"),
    "expiring": gettext_lazy("Ends within six months"),
    "provisional": pgettext_lazy("trainer", "Provisional"),
    "suspended": gettext_lazy("May not train"),
    "lapsed": gettext_lazy("Lapsed"),
    "candidates": gettext_lazy("On the way"),
}
GROUP_KINDS = {"accredited": "ok", "expiring": "warn", "suspended": "warn"}
SESSION_KINDS = {SessionState.PUBLISHED: "ok", SessionState.BLOCKED: "warn"}
REGISTRATION_KINDS = {RegistrationState.COMING: "ok", RegistrationState.WAITING: "info"}
PRESENCE_KINDS = {Presence.HERE: "ok", Presence.PART: "info"}
STATE_KINDS = {
    State.ACCREDITED: "ok",
    State.RENEWAL_DUE: "warn",
    State.SUSPENDED: "warn",
    State.LAPSED: "warn",
}
DELIVERED_KINDS = {GroupState.FINISHED: "ok", GroupState.RUNNING: "info"}
REQUEST_KINDS = {
    RequestState.ASKED: "warn",
    RequestState.TAKEN_UP: "info",
    RequestState.PLANNED: "ok",
}


@register.filter
def programme_name(accreditation) -> str:
    """The name of the programme of an accreditation or a claim."""
    return own_name(accreditation.programme)


@register.filter
def own_name(programme) -> str:
    """The name of a trainer programme in the active language."""
    return said(programme.names, get_language()) or programme.code


@register.filter
def text_in(texts: dict) -> str:
    """Texts per language, in the active one."""
    return said(texts, get_language())


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the active one."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def group_label(group: str) -> str:
    return GROUP_LABELS[group]


@register.filter
def group_kind(group: str) -> str:
    return GROUP_KINDS.get(group, "neutral")


@register.filter
def state_kind(state: str) -> str:
    return STATE_KINDS.get(state, "neutral")


@register.filter
def session_kind(state: str) -> str:
    return SESSION_KINDS.get(state, "neutral")


@register.filter
def registration_label(state: str) -> str:
    return RegistrationState(state).label


@register.filter
def registration_kind(state: str) -> str:
    return REGISTRATION_KINDS.get(state, "neutral")


@register.filter
def presence_kind(presence: str) -> str:
    return PRESENCE_KINDS.get(presence, "neutral")


@register.filter
def request_kind(state: str) -> str:
    return REQUEST_KINDS.get(state, "neutral")


@register.filter
def delivered_kind(state: str) -> str:
    return DELIVERED_KINDS.get(state, "neutral")


@register.filter
def ages(group) -> str:
    """The ages of a delivered group, in words."""
    return ages_of(group)


@register.simple_tag
def share_bar(number: int, total: int) -> SafeString:
    """A bar for a number out of a total; the number stands beside it in words."""
    width = round(number / total * 1000) if total else 0
    return format_html(
        '<svg class="coverage" viewBox="0 0 1000 18" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false"><rect class="coverage__valid" '
        'width="{}" height="18"/></svg>',
        width,
    )


@register.filter
def months_after_training(months: int) -> str:
    """When it is asked how it goes, in words."""
    words = ngettext(
        "%(months)s month after the training",
        "%(months)s months after the training",
        months,
    )
    return words % {"months": months}


@register.filter
def at_most(number: int, most: int) -> int:
    return min(number, most)


@register.filter
def part_label(part: str) -> str:
    """In which part somebody signed."""
    return Signer(part).label


@register.filter
def is_signed(kind: str) -> bool:
    """Whether somebody signs a kind of evidence."""
    return bool(PARTS[EvidenceKind(kind)])


@register.filter
def offer_label(offer: Offer) -> str:
    """What somebody can do, in words."""
    if offer.what == "coordinator":
        return _("Sign for the employer")
    if offer.what == "step":
        return offer.act.label
    texts = {
        "sign": _("Sign: %(what)s"),
        "rubric": _("Fill the rubric: %(what)s"),
        "write": _("Write down: %(what)s"),
        "plan": _("Write down: %(what)s"),
        "apply": _("Apply: %(what)s"),
    }
    return texts[offer.what] % {"what": offer.kind.label if offer.kind else ""}
