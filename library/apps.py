from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        # Inside: the registry's module needs the models, which are loaded only now.
        from organisations.registries import Destination, navigation  # noqa: PLC0415

        navigation.register(
            Destination(
                label=_("Help"),
                url_name="library:help",
                icon="life-buoy",
                position=50,
                tab=True,
            )
        )
