"""The use cases: the only door for pages, programs and commands. One call, one transaction, one line in the log."""
