"""The kernel's tables, one module per concept."""

from lms.models.audit import AuditEntry, AuditSeal
from lms.models.background import PeriodicRun, TaskLease, WorkerHeartbeat
from lms.models.mail import OutgoingMail, UndeliverableAddress

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "OutgoingMail",
    "PeriodicRun",
    "TaskLease",
    "UndeliverableAddress",
    "WorkerHeartbeat",
]
