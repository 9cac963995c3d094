"""Whether line managers can be again as they were before some lines of a staff list."""

from collections.abc import Sequence
from datetime import datetime

from organisations.domain.employers import employer_of
from organisations.domain.many_managers import leading_at, take_back_many
from organisations.models import LineManager, User
from tracking.models import StaffImport, StaffImportLead, StaffImportRow
from tracking.models.staff_leads import ACTED_LEADS


class LeadsBefore:
    """The line managers that some lines named, as they are now. The caller holds the
    locks on the employer and on the people."""

    def __init__(self, run: StaffImport, rows: Sequence[StaffImportRow]) -> None:
        self._employer = employer_of(run.organisation)
        self._leads = {
            one.row_id: one
            for one in StaffImportLead.objects.filter(
                row__in=rows, is_done=True, state__in=ACTED_LEADS
            )
        }
        dids = [one.did for one in self._leads.values()]
        pks = [pk for did in dids for pk in did.values() if pk is not None]
        self._said = LineManager.objects.select_related("person", "manager").in_bulk(
            pks
        )
        self._above = leading_at(self._employer) if self._leads else {}
        self._made: list[LineManager] = []
        self._ended: list[LineManager] = []

    def can_be_again(self, row: StaffImportRow) -> bool:
        """Whether what a line named still stands as it left it, and nobody would lead
        themselves by what was before; so for a line that named nobody."""
        lead = self._leads.get(row.pk)
        if lead is None or not lead.did:
            return True
        made, ended = self._of(lead)
        if lead.did["made"] and (made is None or made.until is not None):
            return False
        if self._above.get(row.user_id) != (made.manager_id if made else None):
            return False
        return ended is None or not self._leads_to(ended.manager_id, row.user_id)

    def restore(self, row: StaffImportRow) -> None:
        """Let it be again as it was, with what is written at the end."""
        lead = self._leads.get(row.pk)
        if lead is None or not lead.did:
            return
        made, ended = self._of(lead)
        self._above.pop(row.user_id, None)
        if made is not None:
            self._made.append(made)
        if ended is not None:
            self._ended.append(ended)
            self._above[row.user_id] = ended.manager_id

    def write(self, *, actor: User | None, now: datetime) -> None:
        take_back_many(
            self._employer, made=self._made, ended=self._ended, actor=actor, now=now
        )

    def _of(
        self, lead: StaffImportLead
    ) -> tuple[LineManager | None, LineManager | None]:
        """(what was made, what ended) by a line."""
        return self._said.get(lead.did["made"]), self._said.get(lead.did["ended"])

    def _leads_to(self, step: int | None, person: int) -> bool:
        """Whether somebody is led by a person, directly or through others."""
        seen: set[int | None] = {None}
        while step not in seen:
            if step == person:
                return True
            seen.add(step)
            step = self._above.get(step)
        return False
