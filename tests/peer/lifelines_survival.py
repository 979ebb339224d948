"""Survival by lifelines: reads {"days": [...], "ways": [...]} (way 0: censored), writes
{"days": [...], "staying": [...], "incidence": {way: [...]}} at those days, ascending."""

import json
import sys
import warnings

import numpy as np
from lifelines import AalenJohansenFitter, KaplanMeierFitter

asked = json.load(sys.stdin)
days, ways = np.array(asked["days"], dtype=float), np.array(asked["ways"])
timeline = np.unique(days)
staying = KaplanMeierFitter().fit(days, ways > 0).survival_function_at_times(timeline)
incidence = {}
for way in sorted(set(ways.tolist()) - {0}):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells that it moves tied events apart
        fitter = AalenJohansenFitter(jitter_level=1e-6, seed=1, calculate_variance=False)
        fitter.fit(days, ways, event_of_interest=way)
    curve = fitter.cumulative_density_.iloc[:, 0]
    places = np.searchsorted(curve.index.to_numpy(), timeline + 0.5, side="right") - 1
    incidence[way] = [float(curve.iloc[place]) for place in places]
print(
    json.dumps(
        {
            "days": timeline.tolist(),
            "staying": [float(share) for share in staying],
            "incidence": incidence,
        }
    )
)
