"""The package as a data scientist and a CRM's developer use it."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import opportune as opp

AS_OF = dt.date(2026, 3, 31)


# --- records in and out -----------------------------------------------------------------------


def test_a_load_reports_its_rows(tables: dict[str, Any]) -> None:
    ws = opp.memory(reporting_currency="EUR")
    report = ws.load(**tables)
    assert report.rows["opportunity"] == 4
    assert report.total == sum(len(next(iter(t.values()))) for t in tables.values())
    assert report.quarantine is None
    assert "opportunity" in repr(report)
    assert ws.tables()["account"] == 3
    assert "account 3" in repr(ws)


def test_columns_records_tables_and_files_say_the_same(
    tables: dict[str, Any], ws: opp.Workspace, tmp_path: Path
) -> None:
    as_records = {
        name: [dict(zip(t, row, strict=True)) for row in zip(*t.values(), strict=True)]
        for name, t in tables.items()
    }
    by_records = opp.memory()
    by_records.load(as_records)
    exported = {name: ws.table(name) for name in tables}
    by_tables = opp.memory()
    by_tables.load(**exported)
    for name, table in exported.items():
        table.to_csv(tmp_path / f"{name}.csv")
    by_files = opp.memory()
    by_files.load_csv(tmp_path)
    one_by_one = opp.memory()
    one_by_one.load({name: tmp_path / f"{name}.csv" for name in tables})
    for other in (by_records, by_tables, by_files, one_by_one):
        for name, table in exported.items():
            assert other.table(name).to_pylist() == table.to_pylist(), name


def test_what_was_loaded_comes_back_typed(ws: opp.Workspace) -> None:
    first = ws.table("opportunity").head(1)[0]
    assert first["id"] == "o1"
    assert first["amount_minor"] == 100_050
    assert first["currency"] == "SEK"
    assert first["products"] == ["P1"]
    assert first["opened"] == dt.date(2026, 1, 10)
    change = ws.table("stage_change").to_pylist()[1]
    assert change["at"] == dt.datetime(2026, 2, 20, 9, 0, 0, 250_000, tzinfo=dt.timezone.utc)


def test_bad_rows_can_be_put_aside(tables: dict[str, Any]) -> None:
    tables["account"]["market"][2] = "nowhere"
    ws = opp.memory()
    report = ws.load(tables, on_error="quarantine")
    assert report.quarantine is not None
    bad = report.quarantine.to_pylist()
    assert (bad[0]["table"], bad[0]["row"], bad[0]["field"]) == ("account", 2, "market")
    assert {row["table"] for row in bad} == {"account", "opportunity"}
    assert ws.tables()["account"] == 2
    assert "quarantined: 2" in repr(report)


def test_python_values_of_every_kind() -> None:
    ws = opp.memory()
    ws.load(
        market={"id": ["SE"], "currency": ["SEK"]},
        account={"id": ["a", "b"], "market": ["SE", "SE"], "global": [True, None]},
        product={"id": ["p", "q"], "unit_price": [1.5, 12], "currency": ["SEK", "SEK"]},
        opportunity={
            "id": ("x", "y"),
            "account": iter(["a", "b"]),
            "stage": ["qualified"] * 2,
            "opened": [dt.datetime(2026, 1, 1, 1, tzinfo=_zone(2)), "2026-01-02"],
            "amount": ["1234.50", float("nan")],
            "products": [{"q", "p"}, ("p",)],
            "attributes": [{"tier": 1}, None],
        },
    )
    one, two = ws.table("opportunity").to_pylist()
    assert one["opened"] == dt.date(2025, 12, 31)
    assert (one["amount_minor"], two["amount_minor"]) == (123_450, None)
    assert (sorted(one["products"]), two["products"]) == (["p", "q"], ["p"])
    assert one["attributes"].replace(" ", "") == '{"tier":1}'
    assert ws.table("product")["unit_price_minor"] == [150, 1200]
    assert ws.table("account")["global"] == [True, None]


def _zone(hours: int) -> dt.timezone:
    return dt.timezone(dt.timedelta(hours=hours))


def test_progress_is_told_and_can_end_a_load(tables: dict[str, Any]) -> None:
    seen: list[tuple[str, int, int]] = []
    opp.memory().load(tables, progress=lambda *step: seen.append(step))
    assert seen
    assert all(0 <= done <= total for _, done, total in seen)

    class EnoughError(Exception):
        pass

    def stop(*_: object) -> None:
        raise EnoughError

    ws = opp.memory()
    with pytest.raises(EnoughError):
        ws.load(tables, progress=stop)
    assert not any(ws.tables().values())
    ws.load(tables, progress=True)  # no terminal: no bar, and no noise


# --- changes ------------------------------------------------------------------------------------


def test_changes_are_applied(ws: opp.Workspace) -> None:
    effects = ws.apply(
        [
            {
                "table": "opportunity",
                "record": {
                    "id": "o4",
                    "account": "birch",
                    "stage": "discovery",
                    "amount": Decimal("10.50"),
                    "opened": dt.date(2026, 3, 2),
                },
                "at": dt.datetime(2026, 3, 20, 12),
                "by": "anna",
            }
        ]
    )
    assert effects == opp.Effects(1, ("birch",))
    assert ws.table("opportunity").to_pylist()[3]["amount_minor"] == 1050
    latest = ws.table("stage_change").to_pylist()[-1]
    assert (latest["opportunity"], latest["from"], latest["to"]) == ("o4", "qualified", "discovery")
    assert latest["at"] == dt.datetime(2026, 3, 20, 12, tzinfo=dt.timezone.utc)


def test_put_is_one_change(ws: opp.Workspace) -> None:
    ws.put("person", id="dora", market="DE")
    ws.put("account_parent", account="birch", parent="acme", from_=dt.date(2026, 2, 1))
    assert ws.tables()["person"] == 4
    assert ws.groups(AS_OF)["group"] == ["acme", "acme", "acme"]
    assert ws.groups("2026-01-31")["group"] == ["acme", "acme", "birch"]


# --- questions ----------------------------------------------------------------------------------


def test_conflicts_with_members_and_pairs(ws: opp.Workspace) -> None:
    conflicts = ws.conflicts(as_of=AS_OF)
    assert set(conflicts["kind"]) == {
        "duplicate_pursuit",
        "cross_market_pursuit",
        "lead_collision",
    }
    members: dict[str, set[str]] = {}
    for row in conflicts.members:
        members.setdefault(row["conflict"].split(":")[0], set()).add(row["id"])
    assert members["duplicate_pursuit"] == {"o1", "o2"}
    assert members["cross_market_pursuit"] == {"o1", "o2", "o3"}
    assert members["lead_collision"] == {"l1", "o1"}
    assert len(conflicts.pairs) == sum(conflicts["pairs"]) == 4
    assert all(conflicts.pairs["evidence"])
    assert conflicts.pairs.to_pylist() == ws.conflicts(as_of=AS_OF, pairs=True).pairs.to_pylist()


def test_an_as_of_may_be_given_in_many_ways(ws: opp.Workspace) -> None:
    last = dt.datetime(2026, 3, 31, 23, 59, 59, 999_999)
    same = [
        AS_OF,
        "2026-03-31",
        last,
        last.replace(tzinfo=dt.timezone.utc),
        last.replace(tzinfo=dt.timezone.utc).astimezone(_zone(5)),
        "2026-03-31T23:59:59.999999Z",
    ]
    answers = [ws.conflicts(as_of=as_of).to_pylist() for as_of in same]
    assert all(answer == answers[0] for answer in answers)
    assert len(ws.conflicts(as_of="2026-01-15")) == 0
    assert len(ws.conflicts()) >= 1


def test_conflicts_of_some_kinds_groups_and_policies(ws: opp.Workspace) -> None:
    assert ws.conflicts(as_of=AS_OF, kinds="lead_collision")["kind"] == ["lead_collision"]
    assert len(ws.conflicts(as_of=AS_OF, groups=["birch"])) == 0
    assert len(ws.conflicts(as_of=AS_OF, groups=["acme-de"])) == 3
    assert len(ws.conflicts(as_of=AS_OF, pairs=True, pair_limit=1).pairs) == 3
    one = ws.conflicts(as_of=AS_OF, threads=1).to_pylist()
    assert one == ws.conflicts(as_of=AS_OF, threads=2).to_pylist()


def test_pairs_of_a_workspace_that_has_changed_are_stale(ws: opp.Workspace) -> None:
    conflicts = ws.conflicts(as_of=AS_OF)
    ws.put("opportunity", id="o5", account="acme", stage="qualified", opened="2026-03-01")
    with pytest.raises(opp.StaleError, match="pairs=True"):
        _ = conflicts.pairs


def test_a_check_says_what_saving_would_bring(ws: opp.Workspace) -> None:
    decision = ws.check(
        opportunity={
            "account": "birch",
            "market": "DE",
            "owner": "carla",
            "stage": "qualified",
            "products": ["valves"],
            "opened": dt.date(2026, 3, 30),
        },
        as_of=AS_OF,
    )
    assert decision.verdict in ("warn", "block")
    assert decision.group == "birch"
    assert not decision.allowed
    assert [m.id for m in decision.conflicts[0].related] == ["o4"]
    assert decision.conflicts[0].opens
    assert decision.conflicts[0].explanation
    assert decision.to_dict()["verdict"] == decision.verdict
    assert decision.verdict in repr(decision)
    assert "o4" in repr(decision)
    assert len(ws.table("opportunity")) == 4


def test_a_check_of_a_lead_and_of_what_is_harmless(ws: opp.Workspace) -> None:
    lead = {"account": "birch", "status": "new", "created": "2026-03-30", "product": "P1"}
    decision = ws.check(lead=lead, as_of=AS_OF)
    assert decision.allowed
    assert not decision.warned
    assert not decision.blocked
    assert decision.conflicts == ()
    assert decision == ws.check(lead=lead, as_of=AS_OF)


def test_the_pipeline_balances(ws: opp.Workspace) -> None:
    total = ws.pipeline(as_of=AS_OF)
    assert len(total) == 1
    assert total["count"] == [4]
    by_market = ws.pipeline(by=["market"], as_of=AS_OF)
    assert dict(zip(by_market["market"], by_market["count"], strict=True)) == {"DE": 1, "SE": 3}
    assert sum(by_market["amount_minor"]) == total["amount_minor"][0]
    only = ws.pipeline(by="market", as_of=AS_OF, where={"market": "SE"})
    assert only["market"] == ["SE"]
    assert ws.query("pipeline", by=["market"], as_of=AS_OF).to_dict() == by_market.to_dict()


def test_the_funnel_of_a_cohort(ws: opp.Workspace) -> None:
    funnel = ws.funnel(from_="2026-01-01", to=dt.date(2026, 2, 28), as_of=AS_OF)
    assert len(funnel) >= 1
    assert (
        funnel.to_pylist()
        == ws.funnel(from_=dt.date(2026, 1, 1), to="2026-02-28", as_of=AS_OF).to_pylist()
    )


def test_names() -> None:
    assert {"pipeline", "funnel"} <= set(opp.measures())
    assert {"market", "region", "milestone"} <= set(opp.dimensions())
    assert "duplicate_pursuit" in opp.conflict_kinds()
    assert opp.table_names()[:2]
    assert opp.__version__


def test_memory_use_names_tables(ws: opp.Workspace) -> None:
    use = ws.memory_use()
    assert use.columns == ["table", "rows", "bytes"]
    assert sum(use["bytes"]) > 0


# --- tables -------------------------------------------------------------------------------------


def test_a_table_is_a_sequence_of_rows(ws: opp.Workspace) -> None:
    table = ws.table("opportunity")
    assert len(table) == table.num_rows == 4
    assert table
    assert "id" in table
    assert list(table) == table.to_pylist()
    assert table.head(2) == table.to_pylist()[:2]
    assert table.to_dict()["id"] == table["id"] == ["o1", "o2", "o3", "o4"]
    assert table.types["opened"] == "date"
    with pytest.raises(opp.NotFoundError, match="nothing"):
        table["nothing"]
    with pytest.raises(TypeError):
        table[0]  # type: ignore[index]


def test_a_table_prints_well(ws: opp.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (20, 40, 80, 300):
        monkeypatch.setenv("COLUMNS", str(columns))
        text = repr(ws.conflicts(as_of=AS_OF))
        assert all(len(line) <= max(columns, 20) for line in text.splitlines()[:-1])
    assert "1,000.50" in repr(ws.table("opportunity"))
    assert "(4 rows)" in repr(ws.table("opportunity"))
    assert "0 rows" in repr(ws.table("claim"))


def test_a_table_in_jupyter_is_escaped(ws: opp.Workspace) -> None:
    ws.put("account", id="<script>", name="a\nb", market="SE")
    page = ws.table("account")._repr_html_()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "Birch &amp; Söhne" in page


def test_a_table_in_rich(ws: opp.Workspace) -> None:
    console = pytest.importorskip("rich.console").Console(width=200, record=True, file=_Null())
    console.print(ws.table("account"))
    assert "Acme Deutschland" in console.export_text()


class _Null:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


def test_capsules_that_nobody_takes_are_released(ws: opp.Workspace) -> None:
    for _ in range(100):
        ws.table("account").__arrow_c_stream__()
        ws.table("account").__arrow_c_schema__()
    gc.collect()


# --- the generated organisation -----------------------------------------------------------------


def test_the_generated_organisation_is_a_mapping_of_tables() -> None:
    organisation = opp.synth.organisation(seed=3, opportunities=300)
    assert len(organisation["opportunity"]) == 300
    assert set(organisation) == set(organisation.tables) <= set(opp.table_names())
    assert organisation.planted.columns == ["kind", "as_of", "group", "members", "note"]
    assert organisation.until == dt.date(2026, 6, 30)
    assert "opportunity 300" in repr(organisation)
    again = opp.synth.organisation(seed=3, opportunities=300)
    assert again["opportunity"].to_pylist() == organisation["opportunity"].to_pylist()
    ws = opp.memory()
    ws.load(**organisation)
    found = {frozenset(m) for m in _members(ws.conflicts(as_of=organisation.until)).values()}
    for planted in organisation.planted:
        if planted["kind"] == "duplicate_pursuit" and planted["as_of"] == organisation.until:
            assert any(set(planted["members"]) <= members for members in found)


def _members(conflicts: opp.Conflicts) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for row in conflicts.members:
        members.setdefault(row["conflict"], set()).add(f"{row['type']}:{row['id']}")
    return members


# --- threads, errors ----------------------------------------------------------------------------


def test_readers_and_a_writer_at_once() -> None:
    organisation = opp.synth.organisation(seed=2, opportunities=2_000)
    ws = opp.memory()
    ws.load(**organisation)
    expected = ws.conflicts(as_of=organisation.until).to_pylist()
    wrong: list[object] = []

    def read() -> None:
        for _ in range(5):
            if ws.conflicts(as_of=organisation.until).to_pylist() != expected:
                wrong.append("conflicts")

    def write() -> None:
        for i in range(50):
            ws.put("campaign", id=f"new{i}")

    threads = [threading.Thread(target=read) for _ in range(3)]
    threads.append(threading.Thread(target=write))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert ws.tables()["campaign"] == len(organisation["campaign"]) + 50


def test_the_engine_lets_go_of_the_gil() -> None:
    """While one thread generates and loads, another goes on counting."""
    ticks = 0
    done = threading.Event()

    def work() -> None:
        opp.synth.organisation(seed=1, opportunities=50_000)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.wait(0.001):
        ticks += 1
    thread.join()
    assert ticks > 5


def test_errors_can_be_pickled() -> None:
    with pytest.raises(opp.InputError) as caught:
        opp.memory().load(account={"id": ["a", "a"]})
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.issues == caught.value.issues
    assert (copy.code, copy.total, str(copy)) == (
        caught.value.code,
        caught.value.total,
        str(caught.value),
    )


def test_the_package_needs_no_other_library() -> None:
    program = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'numpy','pandas','polars','pyarrow','duckdb','rich'}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "import opportune as opp\n"
        "import opportune.cli\n"
        "ws = opp.memory()\n"
        "ws.load(market={'id': ['SE']}, account={'id': ['a'], 'market': ['SE']})\n"
        "repr(ws.table('account'))\n"
        "try:\n"
        "    ws.table('account').to_pandas()\n"
        "except ImportError as error:\n"
        "    assert 'opportune[pandas]' in str(error), error\n"
        "else:\n"
        "    raise SystemExit('no error')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
