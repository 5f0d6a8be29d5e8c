"""What the desk tells of sources, to the money."""

from dataclasses import replace
from datetime import date

from keepstep.desk.agency import AgencyRows
from keepstep.desk.sales import SalesRows
from keepstep.domain.sales import acquisition, source_figures
from keepstep.domain.sales.acquisition import After, Cohort, Won
from keepstep.domain.sales.source_figures import Cell, Figures


class SourceRows(SalesRows, AgencyRows):
    @property
    def sees_returns(self) -> bool:
        """What the clients of leads have paid is told to whoever sees the money of all of them."""
        return self.sells and self.sees_all

    def source_figures(self, of: Cohort, *, months: list[date]) -> dict[Cell, Figures]:
        """What sources bring and cost, in the agency's currency and by its clock."""
        if not self.sells:
            return {}
        zone, currency = self.working_time.zone, self.agency.currency
        found = source_figures.by_cell(of, zone=zone, months=months, currency=currency)
        if self.sees_returns:
            return found
        return {cell: replace(figures, paying=0, paid={}) for cell, figures in found.items()}

    def won_clients(self, of: Cohort, *, is_paying: bool, after: After | None) -> list[Won]:
        """Who became a client of these leads; where no money is in sight, nobody is known to have paid."""
        if self.sees_returns:
            return acquisition.won(of, is_paying=is_paying, after=after)
        if is_paying or not self.sells:
            return []
        return [replace(one, paid={}) for one in acquisition.won(of, after=after)]
