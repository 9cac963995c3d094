from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.domain.badges.keys import (
    Algorithm,
    folder,
    make_key,
    signing_key,
)


class Command(BaseCommand):
    help = "Make a new key in RELAY_BADGE_KEYS; it signs digital badges from now on."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-none", action="store_true", help="only where no key signs yet"
        )
        parser.add_argument(
            "--algorithm",
            choices=[one.value for one in Algorithm],
            default=Algorithm.EDDSA.value,
            help="EdDSA (Ed25519) signs files, pictures and tokens; ES256 (P-256) "
            "tokens alone, for wallets that read nothing else.",
        )

    def handle(self, *, if_none: bool, algorithm: str, verbosity: int, **options):
        where = folder()
        if where is None:
            raise CommandError("RELAY_BADGE_KEYS names no folder.")
        if if_none and signing_key():
            return
        path = where / f"{timezone.now():%Y-%m-%dT%H%M%SZ}.pem"
        try:
            make_key(path, algorithm=Algorithm(algorithm))
        except OSError as problem:
            raise CommandError(f"No key was made: {problem}") from problem
        if verbosity:
            self.stdout.write(
                f"{path} signs digital badges now. Copy it to every web server, and "
                "keep the older files: what they signed is checked with them."
            )
