"""Background work over django-tasks-db: leases, retries, dead letters, periodic runs.

Apps write `@task()` functions in `<app>/tasks.py` and call `.enqueue(ids)` inside
the transaction of the cause. `lms.background.leases.retrying` changes how often a
task is tried, `lms.background.periodic.register` adds work to the tick.
"""
