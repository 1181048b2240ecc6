"""The whole way with a real provider: its keys by its own metadata, its tokens, and what becomes of us without it."""
