from django.utils import timezone
from django_tasks import task

from certificates.domain.sealing.keeping import seal_awarded
from lms.background.leases import retrying


@retrying(max_attempts=3)
@task()
def seal_certificate(certificate_id: int) -> None:
    """Seal the PDF of a certificate that was awarded."""
    seal_awarded(certificate_id, now=timezone.now())


@retrying(max_attempts=5)
@task()
def seal_certificates(certificate_ids: list[int]) -> None:
    """Seal the PDFs of some certificates of a bulk award; those that are stay."""
    for certificate_id in certificate_ids:
        seal_awarded(certificate_id, now=timezone.now())


@retrying(max_attempts=5)
@task()
def carry_run(run_id: int) -> None:
    """Look at a bulk award or carry it out; nothing if neither is its turn."""
    # Inside: this task is enqueued by what it calls.
    from certificates.domain.bulk.carrying import work_on  # noqa: PLC0415

    work_on(run_id, clock=timezone.now)


@retrying(max_attempts=5)
@task()
def mail_run(run_id: int) -> None:
    """Write to the people of a bulk award; those who were written to are passed over."""
    # Inside: this task is enqueued by what it calls.
    from certificates.domain.mailing import send_digests  # noqa: PLC0415

    send_digests(run_id, clock=timezone.now)


@retrying(max_attempts=5)
@task()
def carry_out_change(change_id: int) -> None:
    """Do to many certificates what was decided, as far as it is not done yet."""
    # Inside: this task is enqueued by what it calls.
    from certificates.domain.oversight.bulk import carry_out  # noqa: PLC0415

    carry_out(change_id, clock=timezone.now)


@retrying(max_attempts=5)
@task()
def carry_old_list(run_id: int) -> None:
    """Look at a list of old completions, write down what was recognised, or take back."""
    # Inside: this task is enqueued by what it calls.
    from certificates.domain.old.carrying import work_on  # noqa: PLC0415

    work_on(run_id, clock=timezone.now)
