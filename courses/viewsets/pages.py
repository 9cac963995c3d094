"""How authors list pages."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import ModulePage
from courses.views.in_use import SayingUnpublishView
from organisations.content_admin import OwnedPageFilterSet, OwnedPageViewSet
from organisations.models import Sector


class SectorFilter(django_filters.ModelChoiceFilter):
    """Modules that a sector does, and what is in them; a core module is everybody's."""

    def filter(self, qs, value):
        if value is None:
            return qs
        others = ModulePage.objects.exclude(sectors=None).exclude(sectors=value)
        elsewhere = Q()
        for path in others.values_list("path", flat=True):
            elsewhere |= Q(path__startswith=path)
        return qs.exclude(elsewhere) if elsewhere else qs


class LearningPageFilterSet(OwnedPageFilterSet):
    sector = SectorFilter(label=_("Learnt by"), queryset=Sector.objects.all())


class LearningPageViewSet(OwnedPageViewSet):
    """All page screens, with a filter for what a sector learns."""

    filterset_class = LearningPageFilterSet
    unpublish_view_class = SayingUnpublishView
