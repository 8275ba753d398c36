"""Relaas: a child-centred protection system. Law is data, a case is a history of acts, everything else is computed."""
