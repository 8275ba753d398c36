"""The pages: one call into the application per view, and an answer in Dutch or English."""
