"""The histories of opportunities as an event log, for process mining."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from opportune.table import Table

if TYPE_CHECKING:
    import pandas

# What process mining calls the columns.
NAMES = {
    "opportunity": "case:concept:name",
    "stage": "concept:name",
    "at": "time:timestamp",
    "by": "org:resource",
}
_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)


class EventLog(Table):
    """A row for each stage that an opportunity came to: opportunity, process, stage, milestone, at,
    by; by opportunity, in order. See docs/measures.md."""

    __slots__ = ()

    def to_pm4py(self) -> pandas.DataFrame:
        """The dataframe that pm4py takes: its names for case, activity, time and resource; process
        and milestone by their own. Needs pandas."""
        return self.to_pandas().rename(columns=NAMES)

    def write_xes(self, path: str | os.PathLike[str]) -> None:
        """Writes the log as XES (IEEE 1849): a trace for each opportunity."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
            file.write('<log xes.version="1849.2016" xes.features="">\n')
            for extension in _EXTENSIONS:
                name, prefix, uri = map(quoteattr, extension)
                file.write(f"  <extension name={name} prefix={prefix} uri={uri}/>\n")
            case: str | None = None
            for row in self:
                if row["opportunity"] != case:
                    file.write("" if case is None else "  </trace>\n")
                    case = row["opportunity"]
                    file.write("  <trace>\n" + _text("concept:name", case, 4))
                file.write("    <event>\n" + _text("concept:name", row["stage"], 6))
                at = quoteattr(row["at"].isoformat(timespec="milliseconds"))
                file.write(f'      <date key="time:timestamp" value={at}/>\n')
                for key, value in (
                    ("org:resource", row["by"]),
                    ("process", row["process"]),
                    ("milestone", row["milestone"]),
                ):
                    file.write("" if value is None else _text(key, value, 6))
                file.write("    </event>\n")
            file.write(("" if case is None else "  </trace>\n") + "</log>\n")


def _text(key: str, value: str, indent: int) -> str:
    return f"{' ' * indent}<string key={quoteattr(key)} value={quoteattr(value)}/>\n"
