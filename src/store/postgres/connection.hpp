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
  explicit Result(PGresult* result) : result_(result) {}
  [[nodiscard]] ExecStatusType status() const noexcept { return PQresultStatus(result_.get()); }
  [[nodiscard]] int rows() const noexcept { return PQntuples(result_.get()); }
  [[nodiscard]] std::string_view text(int row, int column) const noexcept {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  [[nodiscard]] std::int64_t integer(int row, int column) const;
  [[nodiscard]] std::string error() const { return PQresultErrorMessage(result_.get()); }
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
  /// finish_batch() waits for all: the answer of the last.
  void begin_batch();
  void add(const std::string& sql, const Values& values);
  Result finish_batch();

  /// Is the server still there? Otherwise it is asked for again.
  [[nodiscard]] bool is_connected() const noexcept {
    return PQstatus(connection_.get()) == CONNECTION_OK;
  }
  void reconnect();
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

  std::unique_ptr<PGconn, Finish> connection_;
  std::string place_;
  int in_batch_ = 0;
  std::map<std::string, std::string> prepared_;  // names, by statement
  int names_ = 0;
};

/// Gives up a transaction, where there is one; the server does it by itself for a lost connection.
void rollback(Connection& connection) noexcept;

}  // namespace opportune::postgres
