"""The domain once more: slow, obvious, and sharing nothing with the engine.

`records` holds the tables as plain rows, `history` says what was true when. `kinds` has every kind
of conflict, pair by pair, one file each, and joins pairs into conflicts with severity, decisions
and recommendation; `admission` says what saving a record changes. `pairs` (DuckDB SQL) and
`conflicts` relate the members of three kinds a third time. `measure` has every measure, one file
each; `measures_sql` takes some of them a third time, on exports.

`generator` makes small organisations full of nasty cases, `crowded` such in which every kind
occurs, `decisions` and `policies` what people decided and want there; `ablation` leaves clauses
out, to show that those organisations decide each. `crowded_measures` adds to them what measures
ask for (`crowded_kpis` the KPIs), and faults in histories; `measure_questions` draws questions.
`small` has worlds of a few rows for cases by hand. `comparison` and `measure_comparison` put the
engine beside the reference.

Each follows domain.md sentence by sentence.
"""
