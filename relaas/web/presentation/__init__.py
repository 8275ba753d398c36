"""From the answers of the application to what a template shows: words, dates, links. No rule of law is here."""
