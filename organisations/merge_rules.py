"""What becomes of this app's tables when two accounts are one person's."""

from django.utils.translation import gettext_lazy as _

from lms import merging
from lms.merging import Fate
from organisations.domain import merged_addresses as addresses
from organisations.domain import merged_places as places
from organisations.domain.merged_letters import move_letters
from organisations.domain.merged_managers import move_leading, move_led
from organisations.models import User


def declare() -> None:
    """Declare it, once the models are there. Again without effect."""
    groups = User.groups.through._meta.label
    permissions = User.user_permissions.through._meta.label
    merging.register("account.EmailAddress", user=addresses.move_addresses)
    merging.register("organisations.Membership", user=places.join_memberships)
    merging.register(groups, user=places.move_groups)
    merging.register(permissions, user=places.move_permissions)
    merging.register(
        "organisations.Invitation", accepted_by=Fate.MOVE, invited_by=Fate.MOVE
    )
    merging.register("organisations.LetterRun", asked_by=Fate.MOVE)
    merging.register("organisations.Letter", user=move_letters)
    merging.register("organisations.LineManager", person=move_led, manager=move_leading)
    merging.register("organisations.Contact", verified_by=Fate.MOVE)
    merging.register(
        "organisations.Announcement", made_by=Fate.MOVE, withdrawn_by=Fate.MOVE
    )
    merging.register("organisations.Flag", made_by=Fate.MOVE)
    # An account that was merged before leads to the one that is kept now.
    merging.register(
        "organisations.AccountMerge",
        kept=Fate.MOVE,
        merged=Fate.STAY,
        made_by=Fate.MOVE,
    )
    merging.lock_first("organisations.Invitation", "invited_by", "accepted_by")
    merging.lock_first("organisations.Announcement", "made_by", "withdrawn_by")
    merging.lock_first("organisations.Flag", "made_by")
    merging.compare_by(_("E-mail addresses"), addresses.addresses_in_words)
    merging.compare_by(_("Memberships"), places.memberships_in_words)
    merging.say_before(addresses.words_on_addresses)
    merging.say_before(places.words_on_badges)
