"""One child's history: what is so, what is due and for whom, in words; published cases replayed. Knows no database."""
