"""The domain once more: slow, obvious, and sharing nothing with the engine.

`records` holds the tables as plain rows, `history` says what was true when, `pairs` (DuckDB SQL)
relates members, `conflicts` joins pairs into conflicts, `measures` computes pipeline and funnel.
`generator` makes small organisations full of nasty cases. Each follows domain.md sentence by
sentence.
"""
