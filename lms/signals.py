"""Facts of the kernel, in the past tense, sent after commit."""

from django.dispatch import Signal

# A background task used up its attempts and waits for a person.
# Arguments: task_id (UUID), task_path (dotted path of the task function),
# args (list), kwargs (dict), error (first line of the last exception).
# It may be missed when the process dies right after the commit: whoever depends
# on it repairs from the dead letters, `lms.background.leases.dead_letters()`.
task_died = Signal()
