"""What `opportune demo` does with what the engine found: compare, re-check, show."""
