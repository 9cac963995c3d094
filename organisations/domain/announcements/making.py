"""Somebody announces something, or takes it back.

Nothing is changed once it is published: people have read it. It is withdrawn, and
written anew.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lms import audit
from lms.detector import MentionsPeople, Seen, confirmation_of, unconfirmed
from lms.errors import DomainError
from lms.texts import in_a_sentence
from organisations.enums import AnnouncementState
from organisations.models import Announcement, Organisation, User
from organisations.registries import word_rules
from organisations.rules import can_announce

MOST = 500
MOST_DAYS = 90


@dataclass(frozen=True)
class Draft:
    """What somebody wants to announce: {language: text}, the first day and the last, and
    a link or ""."""

    texts: Mapping[str, str]
    starts_on: date
    ends_on: date
    link: str = ""

    @property
    def confirmation(self) -> str:
        """What a form sends back to say that this very draft was looked at."""
        return confirmation_of(
            json.dumps(asdict(self), cls=DjangoJSONEncoder, sort_keys=True)
        )

    @property
    def seen(self) -> list[Seen]:
        """What in its words may point to a person."""
        return unconfirmed("\n".join(self.texts.values()), confirmation="")


def checked(draft: Draft, *, today: date) -> Draft:
    """A draft as it would be kept, empty texts left out.

    Raises DomainError `empty`, `language`, `long` for a text, `words` for a term that can
    stigmatise (ETHICS N1), `link`, `past`, `order`,
    `lasting` for more than MOST_DAYS.
    """
    draft = replace(draft, texts=_tidied(draft.texts), link=draft.link.strip())
    _refuse_words(draft.texts)
    _refuse_link(draft.link)
    if draft.ends_on < draft.starts_on:
        raise DomainError(
            _("The last day is before the first. Choose a later one."), code="order"
        )
    if draft.starts_on < today:
        raise DomainError(
            _("The first day is over already. Let it begin today or later."),
            code="past",
        )
    if draft.ends_on - draft.starts_on >= timedelta(days=MOST_DAYS):
        raise DomainError(
            _(
                "An announcement stands for %(most)s days at most: nobody reads one "
                "longer. Choose an earlier last day, and announce it again then."
            )
            % {"most": MOST_DAYS},
            code="lasting",
        )
    return draft


def refuse_to_announce(user: User, organisation: Organisation | None) -> None:
    """Raise DomainError `closed` or `not_allowed` where somebody may announce nothing."""
    if organisation is not None and not organisation.is_active:
        raise DomainError(
            _("%(organisation)s is closed. Nothing can be announced there any more.")
            % {"organisation": organisation},
            code="closed",
        )
    if not can_announce(user, organisation):
        raise DomainError(
            _("Only those who coordinate an organisation announce something there."),
            code="not_allowed",
        )


@transaction.atomic
def announce(
    draft: Draft,
    *,
    organisation: Organisation | None,
    confirmation: str = "",
    actor: User,
    now: datetime,
) -> Announcement:
    """Publish a draft, to everybody on Relay where there is no organisation. The same
    draft of the same person again, as by a double click, is the same announcement.

    Raises what `refuse_to_announce` and `checked` raise, and MentionsPeople unless
    `confirmation` is that of this very draft.
    """
    if organisation is not None:
        organisation = Organisation.objects.select_for_update(no_key=True).get(
            pk=organisation.pk
        )
    refuse_to_announce(actor, organisation)
    draft = checked(draft, today=localdate(now))
    if draft.seen and confirmation != draft.confirmation:
        raise MentionsPeople(
            _(
                "This may point to a person, and everybody would read it. Nothing is "
                "published yet: change it, or publish it if it may be said."
            ),
            draft.seen,
        )
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    made = _same(draft, organisation, actor)
    if made is not None:
        return made
    made = Announcement.objects.create(
        organisation=organisation,
        texts=draft.texts,
        link=draft.link,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        made_by=actor,
        made_at=now,
    )
    _record(
        "organisations.announced",
        made,
        actor,
        now,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        languages=list(draft.texts),
    )
    return made


@transaction.atomic
def withdraw(announcement: Announcement, *, actor: User, now: datetime) -> None:
    """Show it to nobody any more. Twice is once.

    Raises DomainError `not_allowed`, and `over` where its last day has passed.
    """
    made = Announcement.objects.select_for_update(no_key=True).get(pk=announcement.pk)
    if not Announcement.objects.visible_to(actor).filter(pk=made.pk).exists():
        raise DomainError(
            _("Only those who coordinate the organisation can withdraw it."),
            code="not_allowed",
        )
    state = made.state_on(localdate(now))
    if state == AnnouncementState.OVER:
        raise DomainError(
            _("Its last day has passed: nobody sees it any more."), code="over"
        )
    if state == AnnouncementState.WITHDRAWN:
        return
    made.withdrawn_at, made.withdrawn_by = now, actor
    made.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("organisations.announcement_withdrawn", made, actor, now)


def _tidied(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts as they are kept, in the order of the platform's languages."""
    tidy = {code: text.replace("\r\n", "\n").strip() for code, text in texts.items()}
    known = [code for code, _name in settings.LANGUAGES]
    order = sorted(tidy, key=lambda code: known.index(code) if code in known else 99)
    return {code: tidy[code] for code in order if tidy[code]}


def _refuse_words(texts: Mapping[str, str]) -> None:
    if not texts:
        raise DomainError(
            _("Write what you want to tell, in one language at least."), code="empty"
        )
    if unknown := texts.keys() - dict(settings.LANGUAGES).keys():
        raise DomainError(
            _("Relay does not speak this language: %(language)s.")
            % {"language": ", ".join(sorted(unknown))},
            code="language",
        )
    for language, text in texts.items():
        if len(text) > MOST:
            raise DomainError(
                _(
                    "The text in %(language)s has %(length)s characters, %(most)s at "
                    "most are read. Nothing is lost: shorten it, or link to a page."
                )
                % {
                    "language": in_a_sentence(language),
                    "length": len(text),
                    "most": MOST,
                },
                code="long",
            )
        if broken := word_rules.broken(text, language):
            raise DomainError(" ".join(broken), code="words")


def _refuse_link(link: str) -> None:
    if not link:
        return
    try:
        URLValidator(schemes=["https"])(link)
        Announcement._meta.get_field("link").run_validators(link)
    except ValidationError as error:
        raise DomainError(
            _("This is no address that a browser opens safely. It begins https://."),
            code="link",
        ) from error


def _same(
    draft: Draft, organisation: Organisation | None, actor: User
) -> Announcement | None:
    rows = Announcement.objects.filter(
        organisation=organisation,
        made_by=actor,
        link=draft.link,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        withdrawn_at=None,
    )
    return next((one for one in rows if one.texts == draft.texts), None)


def _record(
    action: str, made: Announcement, actor: User, now: datetime, **data
) -> None:
    audit.record(
        action,
        actor=actor,
        subject=made,
        organisation=made.organisation_id,
        data=data,
        now=now,
    )
