#include "store/postgres/connection.hpp"

#include <charconv>
#include <utility>

#include "opportune/core/error.hpp"

namespace opportune::postgres {
namespace {

std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

/// As libpq takes parameters.
struct Pointers {
  explicit Pointers(const Values& values) {
    for (const auto& value : values) {
      list.push_back(value ? value->c_str() : nullptr);
    }
  }
  std::vector<const char*> list;
};

}  // namespace

std::int64_t Result::integer(int row, int column) const {
  std::int64_t out = 0;
  const std::string_view digits = text(row, column);
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

Connection::Connection(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  const auto known = [](const char* text) { return std::string(text == nullptr ? "" : text); };
  place_ = "database '" + known(PQdb(connection_.get())) + "' of server '" +
           known(PQhost(connection_.get())) + "'";
  if (!is_connected()) {
    fail("cannot be opened", PQerrorMessage(connection_.get()));
  }
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
}

void Connection::fail(const std::string& what, const std::string& reason) const {
  throw StoreError(place_ + ": " + what + ": " + without_line_end(reason));
}

void Connection::check(const Result& result) const {
  if (!result) {
    fail("does not answer", PQerrorMessage(connection_.get()));
  }
  switch (result.status()) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_PIPELINE_SYNC:
      return;
    default:
      fail("refuses", result.error().empty() ? PQerrorMessage(connection_.get()) : result.error());
  }
}

Result Connection::run(const std::string& sql, const Values& values) {
  const Pointers pointers(values);
  Result result(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()),
                             nullptr, pointers.list.data(), nullptr, nullptr, 0));
  check(result);
  return result;
}

Result Connection::run_all(const std::string& sql) {
  Result result(PQexec(connection_.get(), sql.c_str()));
  check(result);
  return result;
}

void Connection::each_row(const std::string& sql, const Values& values,
                          const std::function<bool(const Result&)>& take) {
  const Pointers pointers(values);
  if (PQsendQueryParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                        pointers.list.data(), nullptr, nullptr, 0) == 0) {
    fail("does not answer", PQerrorMessage(connection_.get()));
  }
  PQsetSingleRowMode(connection_.get());
  try {
    while (Result result{PQgetResult(connection_.get())}) {
      check(result);
      if (result.rows() > 0 && !take(result)) {
        break;
      }
    }
  } catch (...) {
    drain();
    throw;
  }
  drain();
}

/// Gives up what is still to come of an answer.
void Connection::drain() noexcept {
  if (PQtransactionStatus(connection_.get()) == PQTRANS_ACTIVE) {
    if (PGcancel* cancel = PQgetCancel(connection_.get())) {
      char ignored[256];
      PQcancel(cancel, ignored, sizeof ignored);
      PQfreeCancel(cancel);
    }
  }
  while (Result rest{PQgetResult(connection_.get())}) {
  }
}

void Connection::begin_batch() {
  if (PQenterPipelineMode(connection_.get()) == 0) {
    fail("does not answer", PQerrorMessage(connection_.get()));
  }
  is_in_batch_ = true;
  unsynced_ = awaited_ = 0;
  last_ = Result();
  failure_.clear();
  refusal_.clear();
  newly_prepared_.clear();
}

void Connection::add(const std::string& sql, const Values& values) {
  // So many are sent before the answers to as many before them are read: neither side waits for the
  // other to read, and the server has something to do meanwhile.
  constexpr int most = 64;
  if (unsynced_ == most) {
    send_sync();
    if (awaited_ > 1) {
      await_sync();
    }
    if (!failure_.empty()) {
      static_cast<void>(finish_batch());
    }
  }
  const auto sent = [&](int result) {
    if (result == 0) {
      fail("does not answer", PQerrorMessage(connection_.get()));
    }
  };
  auto& name = prepared_[sql];
  if (name.empty()) {
    name = "s" + std::to_string(++names_);
    newly_prepared_.push_back(sql);
    sent(PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
  }
  const Pointers pointers(values);
  sent(PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                           pointers.list.data(), nullptr, nullptr, 0));
  ++unsynced_;
}

void Connection::send_sync() {
  if (PQpipelineSync(connection_.get()) == 0) {
    fail("does not answer", PQerrorMessage(connection_.get()));
  }
  unsynced_ = 0;
  ++awaited_;
}

/// Reads the answers up to the next such point.
void Connection::await_sync() {
  constexpr int most = 2;  // a statement's answer ends with one
  int nothings = 0;
  for (bool done = false; !done;) {
    Result result(PQgetResult(connection_.get()));
    if (!result) {
      if (!is_connected() || ++nothings > most) {  // or nothing more comes, though it should
        is_lost_ = true;
        fail("does not answer", PQerrorMessage(connection_.get()));
      }
      continue;
    }
    nothings = 0;
    done = result.status() == PGRES_PIPELINE_SYNC;
    if (result.status() == PGRES_FATAL_ERROR && failure_.empty()) {
      failure_ = result.error();
      refusal_ = result.code();
    }
    if (!done) {
      last_ = std::move(result);
    }
  }
  --awaited_;
}

void Connection::end_batch() {
  is_in_batch_ = false;
  is_lost_ = is_lost_ || PQexitPipelineMode(connection_.get()) == 0;
  if (!failure_.empty()) {
    for (const std::string& sql : newly_prepared_) {  // it may have come after the failure
      prepared_.erase(sql);
    }
  }
}

Result Connection::finish_batch() {
  send_sync();
  while (awaited_ > 0) {
    await_sync();
  }
  end_batch();
  if (!failure_.empty()) {
    fail("refuses", failure_);
  }
  return std::move(last_);
}

void Connection::abandon_batch() noexcept {
  if (is_in_batch_ && is_connected()) {
    try {
      static_cast<void>(finish_batch());
    } catch (const StoreError&) {  // refused, or lost
    }
  }
  is_lost_ = is_lost_ || is_in_batch_;  // whoever is in the middle of one is of no use
  is_in_batch_ = false;
}

void Connection::reconnect() {
  is_in_batch_ = is_lost_ = false;
  prepared_.clear();
  PQreset(connection_.get());
  if (!is_connected()) {
    fail("cannot be reached", PQerrorMessage(connection_.get()));
  }
}

void rollback(Connection& connection) noexcept {
  connection.abandon_batch();
  try {
    if (connection.is_connected() && connection.in_transaction()) {
      connection.run("ROLLBACK");
    }
  } catch (const StoreError&) {  // then it is lost
  }
}

}  // namespace opportune::postgres
