"""The account with no door before it: what a restricted reading is held against. Nothing but a benchmark serves it."""
