#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, which is gone afterwards. The command finds
# it in OPPORTUNE_TEST_POSTGRES, a URL to which a database's name is added, and can stop and start it
# by "$OPPORTUNE_TEST_POSTGRES_CONTROL stop|start".
#
#   scripts/with_postgres.sh command argument...
set -euo pipefail

bin=
for candidate in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
  "$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")"; do
  if [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ]; then
    bin=$candidate
    break
  fi
done
if [ -z "$bin" ]; then
  echo "There is no PostgreSQL server here (initdb and postgres were not found)." >&2
  exit 1
fi

folder=$(mktemp -d /tmp/opportune-postgres-XXXXXX)
as_user=()
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
  as_user=(runuser -u postgres --)
  chown postgres "$folder"
fi
cat >"$folder/control" <<CONTROL
#!/usr/bin/env bash
# What a server writes into the database must be on the disk before it says so: fsync stays on.
case "\$1" in
start) exec ${as_user[*]} "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=64" start ;;
stop) exec ${as_user[*]} "$bin/pg_ctl" -D "$folder/data" -w -s -m immediate stop ;;
esac
CONTROL
chmod +x "$folder/control"
stop() {
  "$folder/control" stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

"${as_user[@]}" "$bin/initdb" -D "$folder/data" -U opportune -A trust --no-sync -E UTF8 --locale=C \
  >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
"$folder/control" start >/dev/null
export OPPORTUNE_TEST_POSTGRES="postgresql://opportune@/%s?host=$folder"
export OPPORTUNE_TEST_POSTGRES_CONTROL="$folder/control"
"$@"
