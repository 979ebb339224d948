"""Other engines, asked the same questions."""
