"""Facts that higher apps may want to know. Sent after commit; a receiver must be
idempotent, and a sweep of its own repairs what a lost event left."""

from django.dispatch import Signal

# kwargs: certificate_id. A certificate was written into the register.
certificate_awarded = Signal()

# kwargs: certificate_id. A certificate was suspended, restored, revoked or superseded.
certificate_changed = Signal()
