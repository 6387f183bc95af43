"""Web pages, e-books and the documents of word processors: their blocks, as a reader sees them."""
