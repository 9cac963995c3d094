"""What becomes of e-mail addresses when two accounts become one.

Only a proved address opens an account. One that nobody proved may have been typed wrongly
by a colleague: it must not open what another address was proved for, and proving it would
take the place of all others (ACCOUNT_CHANGE_EMAIL). Lists know the person by it all the
same (AccountMerge.address).
"""

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from lms.errors import DomainError
from lms.merging import Merge
from organisations.models import User


def refuse_unproved(kept: User, merged: User) -> None:
    """Raise DomainError `unproved` when nobody has proved the address of the account to
    keep, but one of the other: the first would open what the second was proved for."""
    if kept.email and not _proved(kept).exists() and _proved(merged).exists():
        raise DomainError(
            _(
                "Nobody has proved the address of the account to keep, but the address "
                "of the other one is proved. Keep the other one, or let the person sign "
                "in to this one first."
            ),
            code="unproved",
        )


def move_addresses(merge: Merge) -> int:
    """Proved addresses open the kept account; the one it has goes on being the first.
    What nobody proved goes."""
    kept, moved = merge.kept, 0
    has_primary = _addresses(kept).filter(primary=True).exists()
    for address in _addresses(merge.merged).order_by("-verified", "-primary", "pk"):
        moved += 1
        own = _addresses(kept).filter(email__iexact=address.email).first()
        if own is not None or not address.verified:
            # First: it can be proved for one account only.
            address.delete()
        if own is not None and address.verified:
            own.verified = True
            own.save(update_fields=["verified"])
        elif address.verified:
            address.user = kept
            address.primary = address.primary and not has_primary
            address.save()
            has_primary = has_primary or address.primary
    if moved:
        _settle(merge)
    return moved


def words_on_addresses(kept: User, merged: User) -> list[str]:
    """That an address which nobody proved will open nothing."""
    address = merged.email or ""
    if not address or _proved(merged, kept).filter(email__iexact=address).exists():
        return []
    return [
        _(
            "Nobody has proved %(email)s. Lists know the person by it from now on, but "
            "it does not open the account that is kept."
        )
        % {"email": address}
    ]


def addresses_in_words(user: User) -> list[str]:
    """One line for each address, the first one first."""
    rows = list(_addresses(user).order_by("-primary", "pk"))
    lines = [
        one.email
        if one.verified
        else _("%(email)s (not proved)") % {"email": one.email}
        for one in rows
    ]
    known = {one.email.lower() for one in rows}
    if user.email and user.email.lower() not in known:
        lines.insert(0, _("%(email)s (not proved)") % {"email": user.email})
    return lines


def _settle(merge: Merge) -> None:
    """Who has proved an address is known by one that is proved, and nothing waits beside
    it that would take its place."""
    kept = merge.kept
    proved = list(_proved(kept).order_by("-primary", "pk"))
    if not proved:
        return
    _addresses(kept).filter(verified=False).delete()
    first = proved[0]
    if not first.primary:
        first.primary = True
        first.save(update_fields=["primary"])
    if (kept.email or "").lower() in {one.email.lower() for one in proved}:
        return
    # No two accounts have one.
    User.objects.filter(pk=merge.merged.pk, email__iexact=first.email).update(
        email=None
    )
    kept.email = first.email
    kept.save(update_fields=["email"])


def _addresses(*people: User):
    return EmailAddress.objects.filter(user__in=people)


def _proved(*people: User):
    return _addresses(*people).filter(verified=True)
