// Does a reader feel it when others write and analyse? One thread checks drafts, alone and while a
// writer commits and a long analysis runs, round by round; one JSON object on standard output.
//
//   readers [opportunities = 1000000] [seconds = 3] [rounds = 3]
//
// The writer puts an opportunity every millisecond, the analysis is one scan after the other with
// one thread. Checks are counted by the clock on the wall and by the reader's own processor time:
// where there are fewer processors than threads, the first tells also that the reader has to wait
// for one, the second only what sharing the state and the caches costs it.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "latency.hpp"

namespace {

using namespace opportune;
using namespace opportune::benchmark;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Of this thread.
double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

struct Rates {
  std::vector<double> waited, processor;
};

/// Checks for so many seconds.
void read(const Workspace& workspace, const std::vector<Opportunity>& drafts, Instant at,
          double seconds, Rates& rates) {
  std::size_t checks = 0;
  const double processor = processor_seconds();
  const Clock::time_point start = Clock::now();
  while (seconds_since(start) < seconds) {
    (void)workspace.check(drafts[checks % drafts.size()], at);
    ++checks;
  }
  const auto done = static_cast<double>(checks);
  rates.waited.push_back(done / seconds_since(start));
  rates.processor.push_back(done / (processor_seconds() - processor));
}

/// Commits an opportunity every millisecond, until told to stop; how long each commit took.
std::vector<double> write(Workspace& workspace, const std::vector<Opportunity>& drafts,
                          std::size_t& next, const std::atomic<bool>& stop) {
  std::vector<double> micros;
  Clock::time_point due = Clock::now();
  while (!stop) {
    Opportunity record = drafts[next % drafts.size()];
    record.id = "NEW-" + std::to_string(next++);
    const Clock::time_point start = Clock::now();
    (void)workspace.apply({{record, {}, ""}});
    micros.push_back(seconds_since(start) * 1e6);
    due += std::chrono::milliseconds(1);
    std::this_thread::sleep_until(due);
  }
  return micros;
}

void tell(const char* name, const Rates& rates) {
  const auto list = [](const std::vector<double>& values) {
    std::string out;
    for (const double value : values) {
      out += (out.empty() ? "" : ", ") + std::to_string(value);
    }
    return "[" + out + "]";
  };
  std::cout << "\"" << name << "\": {\"checks_per_second\": " << list(rates.waited)
            << ", \"checks_per_processor_second\": " << list(rates.processor) << "}, ";
}

/// Of any groups (check/drafts.py says why), as sellers of the account's own market make them.
std::vector<Opportunity> drafts_of(const synth::Organisation& organisation,
                                   const Workspace& workspace, Instant at) {
  const Table& accounts = organisation.table("account");
  const Accounts drawn(accounts, workspace, at);
  Draw draw(7);
  std::vector<Opportunity> drafts(20'000);
  for (Opportunity& draft : drafts) {
    draft = draft_at(accounts, drawn.of_any_group(draw), day_of(at));
  }
  return drafts;
}

/// What the rounds measured.
struct Seen {
  Rates alone, beside;
  std::vector<double> commits;
  std::size_t scans = 0, next = 0;
};

void round(Workspace& workspace, const std::vector<Opportunity>& drafts, double seconds,
           Seen& seen) {
  const Instant at = workspace.clock();
  read(workspace, drafts, at, seconds, seen.alone);
  std::atomic<bool> stop = false;
  std::vector<double> micros;
  std::thread writer([&] { micros = write(workspace, drafts, seen.next, stop); });
  std::thread analysis([&] {
    ConflictQuery query;
    query.as_of = at;
    query.threads = 1;
    query.policy = "{}";  // so that it looks at all groups each time
    for (; !stop; ++seen.scans) {
      (void)workspace.conflicts(query);
    }
  });
  read(workspace, drafts, at, seconds, seen.beside);
  stop = true;
  writer.join();
  analysis.join();
  seen.commits.insert(seen.commits.end(), micros.begin(), micros.end());
}

}  // namespace

int main(int argc, char** argv) {
  synth::Options options;
  options.opportunities = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const double seconds = argc > 2 ? std::strtod(argv[2], nullptr) : 3;
  const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 3;
  const synth::Organisation organisation = synth::organisation(options);
  Config config;
  config.clock = end_of_day(options.until);
  Workspace workspace(config);
  load(organisation, workspace);
  const std::vector<Opportunity> drafts = drafts_of(organisation, workspace, config.clock);
  (void)workspace.check(drafts.front(), config.clock);  // makes what later checks share
  Seen seen;
  for (int i = 0; i < rounds; ++i) {
    round(workspace, drafts, seconds, seen);
  }
  std::vector<double>& commits = seen.commits;
  std::sort(commits.begin(), commits.end());
  const auto quantile = [&](double q) {
    return commits[static_cast<std::size_t>(q * static_cast<double>(commits.size() - 1))];
  };
  std::cout << "{\"opportunities\": " << options.opportunities
            << ", \"processors\": " << std::thread::hardware_concurrency() << ", ";
  tell("alone", seen.alone);
  tell("beside", seen.beside);
  std::cout << "\"scans\": " << seen.scans << ", \"commit\": {\"calls\": " << commits.size()
            << ", \"median_us\": " << quantile(0.5) << ", \"p99_us\": " << quantile(0.99)
            << ", \"max_us\": " << commits.back() << "}}\n";
}
