"""The floor of a scan: what it must read at least, whatever the layout.

Of each job the columns without which it cannot be answered, in the narrowest types that hold them:
a reference, a date or a stage in 4 bytes, an amount or an instant in 8, a currency in 2, a status
in 1. Each is read once and in full. The bytes are those of as many records as `memory_use()` tells
of; the time is theirs at the bandwidth that `stream` measured. Who keeps what is open apart from
what is closed reads less than this for the present day, so that it is no lower bound for him.
"""

from __future__ import annotations

from .document import OURS, Document

Columns = dict[str, dict[str, float]]

REFERENCE, DATE, STAGE, AMOUNT, INSTANT, CURRENCY, STATUS = 4, 4, 4, 8, 8, 2, 1

_PURSUIT: Columns = {
    "account": {"parent": REFERENCE, "customer_since": DATE},
    "opportunity": {
        **dict.fromkeys(("account", "market", "owner", "agreement", "products"), REFERENCE),
        **{"stage": STAGE, "opened": DATE, "closed": DATE},
    },
}
_STATE = {
    **{"stage": STAGE, "amount": AMOUNT, "currency": CURRENCY},
    **dict.fromkeys(("opened", "closed", "expected_close"), DATE),
}
# Shares of the generated organisation: of the moves that belong to what was opened in the year
# before, and to the most used process.
COHORT, USED_MOST = 0.38, 0.63

COLUMNS: dict[str, Columns] = {
    "scan_two": _PURSUIT,
    "scan_all": {
        **_PURSUIT,
        "opportunity": {
            **_PURSUIT["opportunity"],
            **{"process": REFERENCE, "discount": 4, "shipping_terms": REFERENCE},
        },
        "lead": {
            **dict.fromkeys(("account", "market", "product"), REFERENCE),
            **{"status": STATUS, "created": DATE, "closed": DATE},
        },
        "activity": {
            **dict.fromkeys(("account", "kind", "material"), REFERENCE),
            **{"channel": STATUS, "status": STATUS, "start": DATE, "end": DATE},
        },
        "fulfilment": {"opportunity": REFERENCE, "requirement": REFERENCE, "at": INSTANT},
    },
    "pipeline_now": {"opportunity": {**_STATE, "market": REFERENCE}},
    "pipeline_past": {"opportunity": {**_STATE, "owner": REFERENCE}},
    "snapshots": {
        "opportunity": {**_STATE, "market": REFERENCE},
        "stage_change": {"at": INSTANT, "to": STAGE},
        "amount_change": {"at": INSTANT, "to": AMOUNT},
    },
    "funnel": {
        "opportunity": {
            **{"opened": DATE, "market": REFERENCE, "amount": AMOUNT, "currency": CURRENCY}
        },
        "stage_change": {"at": COHORT * INSTANT, "to": COHORT * STAGE},
    },
    "waterfall": {
        "opportunity": {**_STATE, "market": REFERENCE},
        **{
            f"{what}_change": {"at": INSTANT} for what in ("stage", "amount", "close_date", "owner")
        },
    },
    "velocity": {
        "opportunity": {
            **{"stage": STAGE, "amount": AMOUNT, "currency": CURRENCY, "market": REFERENCE},
            **{"opened": DATE, "closed": DATE},
        },
    },
    "edges": {
        "stage_change": {
            **{"opportunity": USED_MOST * REFERENCE, "at": USED_MOST * INSTANT},
            **{"from": USED_MOST * STAGE, "to": USED_MOST * STAGE},
        },
    },
}
COLUMNS |= {"scan_again_two": COLUMNS["scan_two"], "scan_again_all": COLUMNS["scan_all"]}


def bytes_read(job: str, records: dict[str, int]) -> int:
    """`records`: how many of each table there are."""
    return round(
        sum(records[table] * sum(widths.values()) for table, widths in COLUMNS[job].items())
    )


def add_bytes(document: Document) -> None:
    """To ours of each scan, where the size's records are known."""
    records: dict[int, dict[str, int]] = {}
    for table in document["memory"]:
        records.setdefault(table["opportunities"], {})[table["table"]] = table["records"]
    for measured in document["measurements"]:
        size = measured["opportunities"]
        if measured["engine"] == OURS and measured["job"] in COLUMNS and size in records:
            measured["bytes_read"] = bytes_read(measured["job"], records[size])
