from tracking.forms.days import DaysForm


class AttestationForm(DaysForm):
    """Of which day the council is told, with all that was put right since."""

    known = None
