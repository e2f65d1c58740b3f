"""Go: packages by folder, methods by receiver, embedding, structural interfaces."""
