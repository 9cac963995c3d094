"""Words of trainers in templates."""

from collections.abc import Mapping

from django import template
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from lms.texts import said
from trainers.domain import naming
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


def _register_kinds(name: str, kinds: Mapping[str, str]) -> None:
    """A filter that says which kind of chip a word gets; "neutral" where none is said."""
    register.filter(name, lambda word: kinds.get(word, "neutral"))


_register_kinds("group_kind", GROUP_KINDS)
_register_kinds("state_kind", STATE_KINDS)
_register_kinds("session_kind", SESSION_KINDS)
_register_kinds("registration_kind", REGISTRATION_KINDS)
_register_kinds("presence_kind", PRESENCE_KINDS)
_register_kinds("request_kind", REQUEST_KINDS)
_register_kinds("delivered_kind", DELIVERED_KINDS)


@register.filter
def programme_name(accreditation) -> str:
    """The name of the programme of an accreditation or a claim."""
    return naming.programme_name(accreditation.programme)


@register.filter
def own_name(programme) -> str:
    """The name of a trainer programme in the active language."""
    return naming.programme_name(programme)


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
def registration_label(state: str) -> str:
    return RegistrationState(state).label


@register.filter
def ages(group) -> str:
    """The ages of a delivered group, in words."""
    return ages_of(group)


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
