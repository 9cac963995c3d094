"""An organisation's own logo and accent colour, as its people see them.

What they see is worked out when it is set and kept with every organisation below, so
that no page has to look for it. The stylesheet follows from the colour alone.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from lms import audit
from lms.colours import BLACK, COLOUR, LEAST_CONTRAST, WHITE, contrast, mixed, readable
from lms.errors import DomainError
from organisations.models import Organisation, User
from organisations.rules import can_set_look

# The grounds that text stands on, as lms/styleguide/css/00-tokens.css has them: sand, the
# darkest of the light ones, the lightest of the dark ones, and the ink on what is bright.
SAND, NIGHT, INK = "#ecdec2", "#16262b", "#07151a"
# How high a logo stands in the head of a page, in pixels.
SHOWN_HEIGHT = 32


@dataclass(frozen=True)
class Logo:
    """A picture in the storage of public files, `width` by `height` in pixels; `file` is
    its name there."""

    file: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return default_storage.url(self.file)

    @property
    def shown_width(self) -> int:
        """In pixels of the page, where it is as high as the line it stands in."""
        return round(self.width * SHOWN_HEIGHT / self.height)


@dataclass(frozen=True)
class Look:
    """What people of an organisation see: `accent` is "" and `logo` None where it is as
    Relay's own; `name` is whose logo it is."""

    accent: str = ""
    logo: Logo | None = None
    name: str = ""

    @classmethod
    def of(cls, organisation: Organisation | None) -> "Look":
        """That of an organisation's people; Relay's own for None."""
        return cls.read(organisation.look if organisation else {})

    @classmethod
    def read(cls, kept: dict) -> "Look":
        """As it is kept."""
        logo = kept.get("logo")
        return cls(
            accent=kept.get("accent", ""),
            logo=Logo(**logo) if logo else None,
            name=kept.get("name", ""),
        )

    @property
    def sheet(self) -> str:
        """The name of its stylesheet; "" without one."""
        return self.accent.removeprefix("#")


def check_accent(colour: str) -> None:
    """Raises DomainError for what is no colour ("no_colour"), and for one on which white
    text could not be read ("contrast")."""
    if not COLOUR.fullmatch(colour):
        raise DomainError(
            _("Write a colour as # and six digits or letters a to f, such as #00525c."),
            code="no_colour",
        )
    found = contrast(colour)
    if found < LEAST_CONTRAST:
        raise DomainError(
            _(
                "White text on this colour could not be read: its contrast is "
                "%(contrast)s, and 4.5 is needed. Take a darker one."
            )
            # Rounded down: what fails never reads as what would pass.
            % {"contrast": int(found * 10) / 10},
            code="contrast",
        )


@transaction.atomic
def set_look(
    organisation: Organisation,
    *,
    accent: str,
    logo: Logo | None,
    actor: User,
    now: datetime,
) -> Organisation:
    """Give an organisation its own colour ("": none) and logo (None: none); who belongs
    to it, or to a part of it without one of its own, sees them.

    Raises DomainError `not_allowed`, and what `check_accent` raises.
    """
    if not can_set_look(actor, organisation):
        raise DomainError(
            _("Only who coordinates an organisation changes how it looks."),
            code="not_allowed",
        )
    if accent:
        check_accent(accent)
    organisation = Organisation.objects.select_for_update(no_key=True).get(
        pk=organisation.pk
    )
    wanted = (accent.lower(), asdict(logo) if logo else {})
    if wanted == (organisation.accent, organisation.logo):
        return organisation
    organisation.accent, organisation.logo = wanted
    organisation.save(update_fields=["accent", "logo"])
    refresh_looks(organisation)
    audit.record(
        "organisations.look_set",
        actor=actor,
        subject=organisation,
        organisation=organisation,
        now=now,
        data={"accent": organisation.accent, "logo": bool(logo)},
    )
    organisation.refresh_from_db()
    return organisation


def refresh_looks(organisation: Organisation) -> None:
    """Work out anew what people of an organisation, and of all below it, see."""
    above = {}
    if organisation.parent_id is not None:
        above = Organisation.objects.values_list("look", flat=True).get(
            pk=organisation.parent_id
        )
    looks: dict[int | None, dict] = {organisation.parent_id: above}
    changed = []
    # By their paths: whoever is above comes first.
    below = Organisation.objects.within(organisation)
    for one in sorted(below, key=lambda one: len(one.path)):
        look = dict(looks[one.parent_id])
        if one.accent:
            look["accent"] = one.accent
        if one.logo:
            look |= {"logo": one.logo, "name": one.name}
        looks[one.pk] = look
        if one.look != look:
            one.look = look
            changed.append(one)
    Organisation.objects.bulk_update(changed, ["look"], batch_size=500)


def stylesheet(accent: str) -> str:
    """What a colour makes of the interface: its own tokens, by day and by night, each
    with enough contrast for the text in it or on it. Raises what `check_accent` does."""
    check_accent(accent)
    bright = readable(accent, NIGHT, towards=WHITE, least=6)
    soft, deep = mixed(accent, WHITE, 0.92), mixed(accent, NIGHT, 0.82)
    tokens = {
        "accent": (accent, bright),
        "accent-hover": (mixed(accent, BLACK, 0.2), mixed(bright, WHITE, 0.3)),
        "on-accent": (WHITE, INK),
        "accent-text": (
            readable(accent, SAND, towards=BLACK, least=LEAST_CONTRAST),
            bright,
        ),
        "accent-soft": (soft, deep),
        "on-accent-soft": (
            readable(accent, soft, towards=BLACK, least=7),
            readable(bright, deep, towards=WHITE, least=7),
        ),
        "bar": (accent, bright),
    }
    lines = (
        f"  --{name}: light-dark({day}, {night});"
        for name, (day, night) in tokens.items()
    )
    return ":root {\n" + "\n".join(lines) + "\n}\n"
