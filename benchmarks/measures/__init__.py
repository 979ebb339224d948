"""The measures, asked of opportune and of general engines."""
