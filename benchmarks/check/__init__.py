"""What a draft would be in conflict with, asked of opportune and of SQL databases."""
