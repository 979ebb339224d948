"""What the peers know beside the tables, as the engine does: milestones, currencies' digits, the
stages in the definitions of the processes. Small tables, made once."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyarrow as pa

MILESTONES = ["qualified", "discovery", "proposal", "negotiation", "won", "lost", "abandoned"]
WON = MILESTONES.index("won")  # those before it are open

# ISO 4217: digits of the minor unit where they are not two. A currency of four is not in the data.
MINOR_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}

# An amount in minor units times a rate's numerator, over this, is in minor units of the reporting
# currency (two digits). Rates have twelve decimals; the thirteenth is for currencies of three.
REPORTING = "EUR"
DENOMINATOR = 10**13
PPM = 1_000_000  # what probabilities are in


def rate_table(tables: Mapping[str, pa.Table]) -> pa.Table:
    """date, currency, numerator; by currency and date."""
    rates = tables["fx_rates"].sort_by([("currency", "ascending"), ("date", "ascending")])
    pairs = zip(rates["currency"].to_pylist(), rates["rate"].to_pylist(), strict=True)
    numerators = [_numerator(currency, rate) for currency, rate in pairs]
    return rates.select(["date", "currency"]).append_column(
        "numerator", pa.array(numerators, pa.int64())
    )


def _numerator(currency: str, rate: float) -> int:
    """Of a double that is taken as the decimal of twelve places that it is."""
    if currency == REPORTING:
        return DENOMINATOR
    scale: int = 10 ** (3 - MINOR_DIGITS.get(currency, 2))
    return round(rate * 10**12) * scale


def stage_table(tables: Mapping[str, pa.Table]) -> pa.Table:
    """process, id, milestone (its place), ppm (the probability); those of a process together."""
    stages = [
        {
            "process": process["id"],
            "id": stage["id"],
            "milestone": MILESTONES.index(stage["milestone"]),
            "ppm": round(stage["probability"] * PPM),
        }
        for process in tables["process"].to_pylist()
        for stage in json.loads(process["definition"])["stages"]
    ]
    types = {"process": pa.string(), "id": pa.string(), "milestone": pa.int8(), "ppm": pa.int32()}
    return pa.Table.from_pylist(stages, pa.schema(types.items()))
