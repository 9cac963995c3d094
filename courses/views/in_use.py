"""Confirming that pages go, or move: with how many people learn with them, and what
these keep. Wagtail has hooks for some of its confirmations; the others are here."""

from django.contrib import messages
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.admin.views.pages.unpublish import UnpublishView

from courses.domain.editions.affected import learners_on
from lms.small_numbers import shown


def warn_of_learners(request, pages, *, goes: bool) -> None:
    """Say it for all of these pages together; nothing where nobody learns with them.
    `goes` is False for pages that only get another place."""
    count = learners_on(pages)
    if not count:
        return
    number = shown(count)
    said = (
        _("A few people are learning with this.")
        if number is None
        else _("%(count)s people are learning with this.") % {"count": number}
    )
    kept = (
        _(
            "They keep it, with what they did in it: their edition is frozen. The next "
            "edition will be without it, for new learners and for who moves over."
        )
        if goes
        else _(
            "For them it stays where it is: their edition is frozen. In the next edition "
            "it stands in its new place."
        )
    )
    messages.warning(request, f"{said} {kept}")


class SayingUnpublishView(UnpublishView):
    """Wagtail's hook is heard only once it was confirmed."""

    def get(self, request, *args, **kwargs):
        warn_of_learners(request, [self.object], goes=True)
        return super().get(request, *args, **kwargs)


class _SayingMixin:
    """For Wagtail's actions on several pages. Wagtail hears hooks when it acts."""

    goes = True

    def get(self, request, *args, **kwargs):
        pages, _without_access = self.get_actionable_objects()
        warn_of_learners(request, pages, goes=self.goes)
        return super().get(request, *args, **kwargs)


class SayingDeleteBulkAction(_SayingMixin, DeleteBulkAction):
    pass


class SayingUnpublishBulkAction(_SayingMixin, UnpublishBulkAction):
    pass


class SayingMoveBulkAction(_SayingMixin, MoveBulkAction):
    goes = False
