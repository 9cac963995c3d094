"""What the commands that read and write files of questions share."""

from django.conf import settings
from django.core.management.base import CommandError

from quizzes.models import Bank


def add_bank_options(parser) -> None:
    parser.add_argument("--bank", help="Code of the bank.")
    parser.add_argument(
        "--language",
        default="en",
        choices=sorted(settings.RELAY_LANGUAGE_NAMES),
        help="Language of the questions.",
    )
    parser.add_argument("--json", action="store_true", help="Answer in JSON.")


def bank_of(code: str | None, *, needed: bool = True) -> Bank | None:
    """The bank with this code; None where none is named and none is needed."""
    if not code:
        if needed:
            raise CommandError("Say which bank: --bank CODE.")
        return None
    bank = Bank.objects.select_related("course").filter(code=code).first()
    if bank is None:
        raise CommandError(f"There is no bank “{code}”.")
    return bank


def told(kinds: dict[str, int], problems: list[dict]) -> str:
    """Counts and problems, a line each."""
    return "\n".join(
        [
            *(f"{kind}: {number}" for kind, number in sorted(kinds.items())),
            *(
                f"{'ERROR' if one['stops'] else 'note'} {one['place']} "
                f"{one['question']}: {one['message']}"
                for one in problems
            ),
        ]
    )
