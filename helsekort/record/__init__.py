"""The card itself, pure: entries, how they correct one another, and what a card says on a given day."""
