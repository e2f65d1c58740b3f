"""Questions: named queries, symbols by what people call them, hybrid search."""
