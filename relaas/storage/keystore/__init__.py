"""The keys of cases, in a database of their own: a case is erased by destroying its key here."""
