"""The life of a record: who may act, what an act changes, what the clock does."""
