"""Cases in a database: append-only acts, their keys, who works on them, who looked, and the lists made from them."""
