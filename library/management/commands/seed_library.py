import logging
import tomllib
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Locale, Page, Site

from library.models import HomePage


class Command(BaseCommand):
    help = "Make the home page in every language. Again without effect."

    def handle(self, **options):
        logger = logging.getLogger("wagtail")
        level = logger.level
        logger.setLevel(logging.WARNING)
        try:
            written = self._load()
        finally:
            logger.setLevel(level)
        self.stdout.write(
            f"Home pages: written in {', '.join(written) or 'no language'}."
        )

    @transaction.atomic
    def _load(self) -> list[str]:
        """Codes of the languages whose home page was made or brought up to date."""
        path = Path(apps.get_app_config("library").path, "seed", "home.toml")
        texts = tomllib.loads(path.read_text("utf-8"))
        written = []
        source = None
        for code, text in texts.items():
            locale, _created = Locale.objects.get_or_create(language_code=code)
            home = HomePage.objects.filter(locale=locale).first()
            if home is None:
                home = (
                    source.copy_for_translation(locale)
                    if source
                    else self._source_home(text, locale)
                )
            elif not self._needs_update(home, text):
                source = source or home
                continue
            for field, value in text.items():
                setattr(home, field, value)
            home.save_revision().publish()
            source = source or home
            written.append(code)
        self._make_root(source)
        return written

    def _needs_update(self, home: HomePage, text: dict[str, str]) -> bool:
        if all(getattr(home, field) == value for field, value in text.items()):
            return False
        # A revision with a user is an editor's work, which stays.
        revision = home.latest_revision
        return revision is None or revision.user_id is None

    def _source_home(self, text: dict[str, str], locale: Locale) -> HomePage:
        root = Page.get_first_root_node()
        # The welcome page that Wagtail's own migrations put there gives way. Not by
        # save(), which would queue the indexing of a page that is about to go.
        root.get_children().filter(slug="home").update(slug="welcome-to-wagtail")
        return root.add_child(instance=HomePage(slug="home", locale=locale, **text))

    def _make_root(self, home: HomePage) -> None:
        site = Site.objects.filter(is_default_site=True).first() or Site(
            hostname="localhost", is_default_site=True
        )
        if HomePage.objects.filter(pk=site.root_page_id).exists():
            return
        site.root_page = home
        site.site_name = site.site_name or "Relay"
        site.save()
        welcome = Page.objects.filter(slug="welcome-to-wagtail", depth=2).first()
        if welcome and welcome.specific_class is Page and not welcome.numchild:
            welcome.delete()
