#include "store/postgres/session.hpp"

#include <cstdint>
#include <random>

#include "opportune/core/error.hpp"

namespace opportune::postgres {
namespace {

std::string random_number() {
  std::random_device device;
  const std::uint64_t high = device(), low = device();
  return std::to_string(static_cast<std::int64_t>(high << 32U ^ low));
}

}  // namespace

Session::Session(const std::string& url) : connection_(url) { prepare(); }

void Session::prepare() {
  const std::string lock = random_number();
  try {
    connection_.run("SET search_path TO opportune");
    connection_.run("SET timezone TO 'UTC'");
    connection_.run("SET synchronous_commit TO on");
    connection_.run("SELECT pg_advisory_lock($1)", {lock});
  } catch (const StoreError&) {
    connection_.give_up();
    throw;
  }
  lock_ = lock;
}

void Session::ensure() {
  if (!connection_.is_connected()) {
    connection_.reconnect();
    prepare();
  }
}

void Session::await_end_of(const std::string& lock) {
  ensure();
  try {
    connection_.run("BEGIN");
    connection_.run("SET LOCAL lock_timeout TO '10s'");
    connection_.run("SELECT pg_advisory_xact_lock($1)", {lock});
    connection_.run("COMMIT");
  } catch (const StoreError&) {
    rollback(connection_);
    throw;
  }
}

}  // namespace opportune::postgres
