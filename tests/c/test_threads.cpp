// Many threads on the same handles: asking, changing, and closing beneath them.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "fixture.h"
#include "support/catch.hpp"

namespace {

opp_str in(const std::string& text) { return {text.data(), text.size()}; }

bool fine(opp_status status) { return status == OPP_OK || status == OPP_INVALID_HANDLE; }

std::string draft(int number) {
  return R"({"table": "opportunity", "record": {"id": "t)" + std::to_string(number) +
         R"(", "account": "acme-dk", "owner": "bo", "stage": "qualified", "products": ["crm"],)"
         R"( "amount": 1, "opened": "2026-02-01"}})";
}

bool check_once(opp_workspace* workspace, int number) {
  const std::string text = draft(number);
  opp_check check = OPP_CHECK_INIT;
  check.draft = in(text);
  check.as_of = opp_str_of("2026-03-01");
  opp_decision* decision = nullptr;
  opp_error* error = nullptr;
  const opp_status status = opp_workspace_check(workspace, &check, &decision, &error);
  opp_decision_info info = OPP_DECISION_INFO_INIT;
  const bool warned = status != OPP_OK || (opp_decision_get(decision, &info, nullptr) == OPP_OK &&
                                           info.verdict != OPP_ALLOW);
  const bool freed = opp_decision_free(decision) == OPP_OK && opp_error_free(error) == OPP_OK;
  return fine(status) && warned && freed;
}

bool apply_once(opp_workspace* workspace, int number) {
  const std::string text = draft(number);
  return fine(opp_workspace_apply(workspace, in(text), nullptr, nullptr));
}

bool ask_once(opp_workspace* workspace) {
  opp_conflict_query query = OPP_CONFLICT_QUERY_INIT;
  query.as_of = opp_str_of("2026-03-01");
  query.threads = 1;
  ArrowArrayStream conflicts{};
  const opp_status status =
      opp_workspace_conflicts(workspace, &query, &conflicts, nullptr, nullptr, nullptr);
  if (status == OPP_OK) {
    conflicts.release(&conflicts);
  }
  return fine(status);
}

}  // namespace

TEST_CASE("readers and writers share a workspace") {
  opp_workspace* workspace = fixture_open();
  constexpr int writes = 40;
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 2; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < writes; ++i) {
        wrong += apply_once(workspace, writer * writes + i) ? 0 : 1;
      }
    });
  }
  for (int reader = 0; reader < 3; ++reader) {
    threads.emplace_back([&] {
      for (int i = 0; i < writes; ++i) {
        wrong += check_once(workspace, 100000 + i) && ask_once(workspace) ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(wrong == 0);
  uint64_t count = 0;
  CHECK(opp_workspace_count(workspace, opp_str_of("opportunity"), &count, nullptr) == OPP_OK);
  CHECK(count == 1 + 2 * writes);
  CHECK(opp_workspace_close(workspace) == OPP_OK);
  CHECK(harness_failed == 0);
}

TEST_CASE("a workspace is closed while others use it") {
  for (int round = 0; round < 20; ++round) {
    opp_workspace* workspace = fixture_open();
    std::atomic<int> wrong{0};
    std::atomic<int> closed{0};
    std::vector<std::thread> threads;
    for (int user = 0; user < 3; ++user) {
      threads.emplace_back([&, user] {
        for (int i = 0; i < 30; ++i) {
          const bool right = user == 0   ? apply_once(workspace, i)
                             : user == 1 ? check_once(workspace, 100000 + i)
                                         : ask_once(workspace);
          wrong += right ? 0 : 1;
        }
      });
    }
    for (int closer = 0; closer < 2; ++closer) {
      threads.emplace_back([&] {
        std::this_thread::yield();
        closed += opp_workspace_close(workspace) == OPP_OK ? 1 : 0;
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    CHECK(wrong == 0);
    CHECK(closed == 1);
  }
  CHECK(harness_failed == 0);
}
