// libpq's connection and results, and its errors as ours.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opportune::postgres {

/// Values of parameters, as text; nothing: null.
using Values = std::vector<std::optional<std::string>>;

class Result {
 public:
  explicit Result(PGresult* result = nullptr) : result_(result) {}
  [[nodiscard]] ExecStatusType status() const noexcept { return PQresultStatus(result_.get()); }
  [[nodiscard]] int rows() const noexcept { return PQntuples(result_.get()); }
  [[nodiscard]] std::string_view text(int row, int column) const noexcept {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  [[nodiscard]] std::int64_t integer(int row, int column) const;
  [[nodiscard]] std::string error() const { return PQresultErrorMessage(result_.get()); }
  /// The SQLSTATE of an error.
  [[nodiscard]] std::string code() const {
    const char* code = PQresultErrorField(result_.get(), PG_DIAG_SQLSTATE);
    return code == nullptr ? std::string() : code;
  }
  [[nodiscard]] explicit operator bool() const noexcept { return result_ != nullptr; }

 private:
  struct Clear {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

/// Every function throws StoreError where the server does not do what it is asked.
class Connection {
 public:
  /// A postgresql:// URL, or libpq's `key = value` list.
  explicit Connection(const std::string& url);

  Result run(const std::string& sql, const Values& values = {});
  /// Several statements without values, separated by semicolons; the answer of the last.
  Result run_all(const std::string& sql);
  /// Calls take(result) for each row, one at a time, until it returns false.
  void each_row(const std::string& sql, const Values& values,
                const std::function<bool(const Result&)>& take);
  /// Sends statements, which are prepared once, without waiting for the answer of each;
  /// finish_batch() waits for all: the answer of the last. Where the server refuses one, the batch
  /// is over.
  void begin_batch();
  void add(const std::string& sql, const Values& values);
  Result finish_batch();
  /// Gives up what was not finished.
  void abandon_batch() noexcept;
  /// Has the server refused what the last batch asked because a key is there already?
  [[nodiscard]] bool has_refused_key() const noexcept { return refusal_ == "23505"; }

  /// Is the server still there? Otherwise it is asked for again.
  [[nodiscard]] bool is_connected() const noexcept {
    return PQstatus(connection_.get()) == CONNECTION_OK && !is_lost_;
  }
  void reconnect();
  /// What state it is in is not known any more: it counts as lost.
  void give_up() noexcept { is_lost_ = true; }
  [[nodiscard]] bool in_transaction() const noexcept {
    const PGTransactionStatusType status = PQtransactionStatus(connection_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
  }
  /// Server and database, without what is secret.
  [[nodiscard]] const std::string& place() const noexcept { return place_; }
  [[noreturn]] void fail(const std::string& what, const std::string& reason) const;

 private:
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  void check(const Result& result) const;
  void drain() noexcept;
  void send_sync();
  void await_sync();
  void end_batch();

  std::unique_ptr<PGconn, Finish> connection_;
  std::string place_;
  std::map<std::string, std::string> prepared_;  // names, by statement
  int names_ = 0;
  // Of a batch:
  bool is_in_batch_ = false;
  bool is_lost_ = false;  // what it is in the middle of is not known: only reconnect() helps
  int unsynced_ = 0;      // statements after the last point at which the server is to answer
  int awaited_ = 0;       // such points whose answers were not read
  Result last_;
  std::string failure_, refusal_;  // of the first statement that was refused; SQLSTATE
  std::vector<std::string> newly_prepared_;
};

/// Gives up a transaction, where there is one; the server does it by itself for a lost connection.
void rollback(Connection& connection) noexcept;

}  // namespace opportune::postgres
