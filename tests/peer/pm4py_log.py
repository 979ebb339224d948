"""A log read by pm4py: from XES files named as arguments, the directly-follows graph of each, its
number of cases and events, and the variants' counts."""

import json
import sys

import pm4py

out = []
for path in sys.argv[1:]:
    log = pm4py.read_xes(path, show_progress_bar=False)
    edges, starts, ends = pm4py.discover_dfg(log)
    variants = pm4py.get_variants(log)
    out.append(
        {
            "cases": int(log["case:concept:name"].nunique()),
            "events": len(log),
            "edges": [[a, b, int(count)] for (a, b), count in sorted(edges.items())],
            "variants": sorted(
                [list(way), int(count if isinstance(count, int) else len(count))]
                for way, count in variants.items()
            ),
            "starts": {stage: int(count) for stage, count in starts.items()},
            "ends": {stage: int(count) for stage, count in ends.items()},
        }
    )
print(json.dumps(out))
