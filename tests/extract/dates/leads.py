"""What a sentence that opens with its date is to be read as."""

from monitor.extract.dates.lines import dated_lead

Day = tuple[int | None, int, int]
"""Year, if it is said, month, day."""


def read_lead(text: str) -> tuple[Day, str]:
    """The day that a sentence opens with, and what it then says."""
    lead = dated_lead(text)
    assert lead is not None, "it opens with no date"
    return (lead.said.year, lead.said.month, lead.said.day), text[lead.news :]
