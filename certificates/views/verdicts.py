"""What is to be thought of a file, in plain words for whoever was shown it."""

from django.utils.translation import gettext_lazy as _

from certificates.enums import Verdict

# Kind and icon of its notice, its title, and what to do.
ON_FILES = {
    Verdict.GENUINE: (
        "ok",
        "badge-check",
        _("This file is genuine"),
        _(
            "It is the file we sealed, and not a letter of it was changed: what it says, "
            "the name too, is what was awarded. Below is what it is worth today."
        ),
    ),
    Verdict.UNSEALED: (
        "warn",
        "badge-check",
        _("What this file says is genuine"),
        _(
            "It has no seal, or the seal was cut off. What it says, the name too, is "
            "still what was awarded. Below is what it is worth today."
        ),
    ),
    Verdict.ADDED_TO: (
        "error",
        "ban",
        _("Something was added to this file"),
        _(
            "It begins with a certificate that we sealed, and somebody added to it "
            "afterwards: what you see need not be what we wrote. Ask for the file as it "
            "was downloaded."
        ),
    ),
    Verdict.CHANGED: (
        "error",
        "ban",
        _("This file was changed"),
        _(
            "It is not as we made it. Do not rely on what it says. Ask for the file as it "
            "was downloaded."
        ),
    ),
    Verdict.OTHER_SEAL: (
        "error",
        "ban",
        _("Somebody else sealed this file"),
        _("The seal on it is not ours. Do not rely on what it says."),
    ),
    Verdict.UNKNOWN: (
        "error",
        "circle-help",
        _("This file is no certificate of ours"),
        _(
            "It has no seal of ours and names no certificate of our register. A scan or "
            "a photograph cannot be checked this way: type the number that stands on it."
        ),
    ),
    Verdict.NO_PDF: (
        "error",
        "circle-help",
        _("This file is no PDF"),
        _(
            "Choose the PDF as it was downloaded. Of a photograph or a scan, type the "
            "number that stands on it."
        ),
    ),
}
OURS = (Verdict.GENUINE, Verdict.UNSEALED)


def verdict_on_file(verdict: Verdict) -> dict:
    kind, icon, title, text = ON_FILES[verdict]
    return {
        "kind": kind,
        "icon": icon,
        "title": title,
        "text": text,
        "label": verdict.label,
        "is_ours": verdict in OURS,
    }
