"""Work that takes longer than a page: asked for in a transaction, done in lots, resumed after a kill."""
