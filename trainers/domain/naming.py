"""What trainer programmes are called."""

from django.utils.translation import get_language

from lms.texts import said
from trainers.models import TrainerProgramme


def programme_name(programme: TrainerProgramme, language: str = "") -> str:
    """The name of a programme in a language; "": the active one. Its code where it has no
    name in any."""
    return said(programme.names, language or get_language()) or programme.code
