"""The package as a whole: the generated organisation, threads, errors, what it needs."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
import threading

import pytest

import opportune as opp


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
