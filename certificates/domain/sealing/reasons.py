"""Why nothing can be sealed now."""

from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError

NO_KEY, BROKEN, TOO_EARLY, OVER, OTHER = "none", "broken", "early", "over", "other"
STORE, PIN = "store", "pin"
REASONS = {
    NO_KEY: _("No key is configured: set RELAY_SEAL_FILE."),
    BROKEN: _("The file of RELAY_SEAL_FILE holds no key and certificate we can read."),
    TOO_EARLY: _("The certificate of the sealing key is not valid yet."),
    OVER: _("The certificate of the sealing key has expired."),
    OTHER: _("The certificate in RELAY_SEAL_FILE belongs to another key."),
    STORE: _(
        "The key store of RELAY_SEAL_PKCS11_MODULE does not answer, or holds no such "
        "token or key."
    ),
    PIN: _("The key store does not take the PIN in RELAY_SEAL_PKCS11_PIN."),
}


class SealUnavailable(DomainError):  # noqa: N818 -- a state of the platform, not a fault
    """Nothing can be sealed now. `code` is one of the reasons above, or `timestamp`."""


def unavailable(code: str) -> SealUnavailable:
    """The exception for one of the reasons above."""
    return SealUnavailable(REASONS[code], code=code)
