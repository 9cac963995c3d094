from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organisations.enums import (
    COORDINATING_ROLES,
    OVERSEEING_ROLES,
    LanguageRegime,
    Level,
)


class OrganisationQuerySet(models.QuerySet):
    def within(self, organisation: "Organisation"):
        """The organisation itself and everything below it in the tree."""
        return self.filter(path__startswith=organisation.path)

    def visible_to(self, user):
        """Organisations whose staff `user` may see: those they coordinate, with their
        departments; all of them for a superuser; none for a stranger."""
        return self._held(user, OVERSEEING_ROLES)

    def employing_for(self, user):
        """Of those the ones whose people's names `user` reads: what they oversee and the
        departments of it, not the other employers below (see
        `organisations.domain.employers`). All of them for a superuser."""
        return self._employing(user, OVERSEEING_ROLES)

    def coordinating_for(self, user):
        """Of what they coordinate the same: a body and its departments, not the other
        employers below it, who speak for themselves."""
        return self._employing(user, COORDINATING_ROLES)

    def _employing(self, user, roles):
        if user.is_authenticated and user.is_superuser:
            return self
        found = Q(pk__in=[])
        path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        for pk, above in self._places(user, roles):
            others = Organisation.objects.annotate(whole=path).filter(
                path__startswith=above, whole__startswith=F("path")
            )
            others = others.exclude(pk=pk).exclude(level=Level.DEPARTMENT)
            found |= Q(~Exists(others), path__startswith=above)
        return self.filter(found)

    def coordinated_by(self, user):
        """Organisations for which `user` may invite and assign today."""
        return self._held(user, COORDINATING_ROLES)

    def _held(self, user, roles):
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        places = self._places(user, roles)
        if not places:
            return self.none()
        below = Q()
        for _pk, path in places:
            below |= Q(path__startswith=path)
        return self.filter(below)

    @staticmethod
    def _places(user, roles) -> list[tuple[int, str]]:
        """(id, path) of where somebody has one of these roles today."""
        if not user.is_authenticated:
            return []
        held = user.memberships.current().filter(role__in=roles)
        return list(held.values_list("organisation", "organisation__path"))


class Organisation(models.Model):
    """An employer or a body above employers, in one tree.

    `path` is the chain of ids from the root, such as "/1/7/": a subtree is a prefix.
    It is written by organisations.domain.organisations only.
    """

    name = models.CharField(_("name"), max_length=160)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    path = models.CharField(max_length=255, db_index=True, editable=False, default="")
    level = models.CharField(_("level"), max_length=3, choices=Level.choices)
    territory = models.CharField(_("territory"), max_length=80, blank=True)
    language_regime = models.CharField(
        _("language regime"), max_length=8, choices=LanguageRegime.choices
    )
    # Such as the municipalities of a police zone: it stands in the tree beside them, and
    # is there for those who work in them. It sees none of their staff by that.
    serves = models.ManyToManyField(
        "self",
        verbose_name=_("covers these municipalities"),
        symmetrical=False,
        blank=True,
        related_name="served_by",
    )
    is_active = models.BooleanField(_("active"), default=True)
    # Its own look, and the one that its people see: its own, or the next one's above.
    # Written by organisations.domain.looks only.
    accent = models.CharField(_("accent colour"), max_length=7, blank=True)
    logo = models.JSONField(default=dict, editable=False)
    look = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")),
                name="organisation_not_its_own_parent",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def languages(self) -> tuple[str, ...]:
        return LanguageRegime(self.language_regime).languages

    @property
    def notice_languages(self) -> tuple[str, ...]:
        """All of these what it tells the public is in, in this order (ETHICS L4); empty
        where the law leaves it to the reader."""
        regime = LanguageRegime(self.language_regime)
        return regime.languages if regime.has_facilities else ()
