"""What everything above relies on: durations, terms, dates, outcomes, citations, identifiers. No clock, no chance."""
