"""Wilson's interval by statsmodels: reads [[won, closed], ...], writes [[low, high], ...]."""

import json
import sys

from statsmodels.stats.proportion import proportion_confint

print(
    json.dumps(
        [
            [float(end) for end in proportion_confint(won, closed, alpha=0.05, method="wilson")]
            for won, closed in json.load(sys.stdin)
        ]
    )
)
