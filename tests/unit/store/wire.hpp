// A wire between a client and a server's socket that can be cut at the client's end: what was sent
// before still comes to the server.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"

namespace opportune {

class Wire {
 public:
  /// From a socket in `folder` to that of the server in `server`, of the same name.
  Wire(const std::filesystem::path& folder, const std::filesystem::path& server)
      : server_(address_of(socket_in(server))), listener_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    const sockaddr_un address = address_of(folder / socket_in(server).filename());
    REQUIRE(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    acceptor_ = std::thread([this] { accept(); });
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() {
    is_over_ = true;
    acceptor_.join();
    for (std::thread& pump : pumps_) {
      pump.join();
    }
    ::close(listener_);
  }
  /// Cuts what is connected now. A new connection is whole.
  void cut() { ++cuts_; }

 private:
  static constexpr int patience = 10;  // milliseconds

  static std::filesystem::path socket_in(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.is_socket()) {
        return entry.path();
      }
    }
    FAIL("there is no socket in " << folder);
    return {};
  }
  static sockaddr_un address_of(const std::filesystem::path& path) {
    sockaddr_un out{};
    out.sun_family = AF_UNIX;
    REQUIRE(path.string().size() < sizeof out.sun_path);
    std::strncpy(out.sun_path, path.c_str(), sizeof out.sun_path - 1);
    return out;
  }
  static bool is_readable(int socket) {
    pollfd wanted{socket, POLLIN, 0};
    return ::poll(&wanted, 1, patience) > 0;
  }
  void accept() {
    while (!is_over_) {
      if (is_readable(listener_)) {
        const int client = ::accept(listener_, nullptr, nullptr);
        const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
        if (::connect(server, reinterpret_cast<const sockaddr*>(&server_), sizeof server_) == 0) {
          pumps_.emplace_back([this, client, server] { pump(client, server); });
        } else {
          ::close(client);
          ::close(server);
        }
      }
    }
  }
  /// Passes what there is on; false: its sender has ended.
  static bool pass(int from, int to) {
    std::array<char, 65'536> bytes{};
    const ssize_t count = ::read(from, bytes.data(), bytes.size());
    for (ssize_t sent = 0; sent < count;) {
      const ssize_t now =
          ::send(to, bytes.data() + sent, static_cast<std::size_t>(count - sent), MSG_NOSIGNAL);
      if (now <= 0) {
        break;  // nobody listens any more
      }
      sent += now;
    }
    return count > 0;
  }
  void pump(int client, int server) {
    const int cuts = cuts_;
    while (!is_over_ && cuts == cuts_) {
      std::array<pollfd, 2> ends{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
      ::poll(ends.data(), ends.size(), patience);
      if ((ends[0].revents != 0 && !pass(client, server)) ||
          (ends[1].revents != 0 && !pass(server, client))) {
        break;
      }
    }
    ::close(client);
    ::shutdown(server, SHUT_WR);
    while (!is_over_ && (!is_readable(server) || pass(server, -1))) {
    }
    ::close(server);
  }

  sockaddr_un server_;
  int listener_;
  std::atomic<bool> is_over_{false};
  std::atomic<int> cuts_{0};
  std::thread acceptor_;
  std::vector<std::thread> pumps_;
};

}  // namespace opportune
