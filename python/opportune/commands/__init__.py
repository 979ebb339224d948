"""The commands of `opportune`, one module each: `configure(parser)` and `run(arguments)`."""
