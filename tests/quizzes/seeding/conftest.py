import pytest
from django.core.management import call_command

from organisations.enums import LanguageRegime, Level
from organisations.models import Organisation
from tests.courses.seeding.files import SeedFiles


@pytest.fixture
def files(tmp_path) -> SeedFiles:
    return SeedFiles(tmp_path)


@pytest.fixture
def relay(db) -> Organisation:
    """The owner of the starter courses; the home pages are there too."""
    call_command("seed_library", verbosity=0)
    return Organisation.objects.create(
        name="Relay",
        code="relay",
        level=Level.OTHER,
        language_regime=LanguageRegime.FEDERAL,
    )
