// Messages as text and as JSON.
#include <nlohmann/json.hpp>

#include "conflict/reported.hpp"
#include "opportune/conflict/text.hpp"
#include "opportune/workspace.hpp"

namespace opportune {
namespace {

using nlohmann::json;

json value_of(const Message& message) {
  json arguments = json::object();
  for (const Message::Argument& argument : message.arguments) {
    json& value = arguments[std::string(argument.name)];
    if (const auto* text = std::get_if<std::string>(&argument.value)) {
      value = *text;
    } else if (const auto* number = std::get_if<std::int64_t>(&argument.value)) {
      value = *number;
    } else {
      value = json::array();
      for (const Message& item : std::get<MessageList>(argument.value)) {
        value.push_back(value_of(item));
      }
    }
  }
  return {{"id", message.id}, {"arguments", std::move(arguments)}};
}

std::string dumped(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::shared_ptr<Table> messages(std::string_view language) {
  auto out = std::make_shared<Table>("message");
  out->columns().reserve(2);
  TableColumn& id = out->column("id", ColumnType::text);
  TableColumn& text = out->column("text", ColumnType::text);
  for (const Catalogue::Entry& entry : catalogue_for(language).entries) {
    id.add_text(entry.id);
    text.add_text(entry.text);
  }
  return out;
}

std::string text_of(const MessageList& sentences, const Catalogue& catalogue) {
  std::string out;
  for (const Message& sentence : sentences) {
    out += (out.empty() ? "" : " ") + render(sentence, catalogue);
  }
  return out;
}

std::string json_of(const Message& message) { return dumped(value_of(message)); }

std::string json_of(const MessageList& sentences) {
  json out = json::array();
  for (const Message& sentence : sentences) {
    out.push_back(value_of(sentence));
  }
  return dumped(out);
}

}  // namespace opportune
