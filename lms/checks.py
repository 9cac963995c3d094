"""What is checked before a database is brought up to date."""

from collections.abc import Iterable

from django.core.checks import Error
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

EARLIER = "relay.E010"


def earlier_steps(
    app_configs: object = None, databases: Iterable[str] | None = None, **kwargs
) -> list[Error]:
    """What stands in the middle of steps that were put together: an error for each of
    them and each database (its alias); None of them are looked at by default.

    It would be brought up to date wrongly: steps that replace others count as done when
    all of those are, and otherwise are not done at all. `migrate` asks, as it asks every
    check about databases, and `make run`. `app_configs` is Django's, and says nothing
    here.
    """
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    errors = []
    for alias in databases or ():
        applied = MigrationRecorder(connections[alias]).applied_migrations()
        for _key, migration in sorted(loader.disk_migrations.items()):
            missing = [step for step in migration.replaces if step not in applied]
            if missing and len(missing) < len(migration.replaces):
                errors.append(_in_the_middle(alias, migration, missing[0]))
    return errors


def _in_the_middle(alias: str, migration, missing: tuple[str, str]) -> Error:
    return Error(
        f"The database {alias!r} stands in the middle of what "
        f"{migration.app_label}/{migration.name} puts together: "
        f"{missing[1]} is not applied.",
        hint="Bring it up to date with the version of Relay that came before the steps "
        "were put together, and then with this one. A demo world can be removed "
        "instead: delete var/ and start.",
        id=EARLIER,
    )
