// Messages as text and as JSON.
#include "conflict/reported.hpp"
#include "io/json_text.hpp"
#include "opportune/conflict/text.hpp"
#include "opportune/workspace.hpp"

namespace opportune {
namespace {

void append_json(std::string& out, const Message& message);

void append_json(std::string& out, const MessageList& list) {
  out += '[';
  for (const Message& message : list) {
    out += &message == list.data() ? "" : ",";
    append_json(out, message);
  }
  out += ']';
}

void append_json(std::string& out, const Message& message) {
  out += "{\"id\":";
  append_json_string(out, message.id);
  out += ",\"arguments\":{";
  for (const Message::Argument& argument : message.arguments) {
    out += &argument == message.arguments.data() ? "" : ",";
    append_json_string(out, argument.name);
    out += ':';
    if (const auto* text = std::get_if<std::string>(&argument.value)) {
      append_json_string(out, *text);
    } else if (const auto* number = std::get_if<std::int64_t>(&argument.value)) {
      out += std::to_string(*number);
    } else {
      append_json(out, std::get<MessageList>(argument.value));
    }
  }
  out += "}}";
}

template <class Said>
std::string json_text(const Said& said) {
  std::string out;
  append_json(out, said);
  return out;
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
    out += out.empty() ? "" : " ";
    detail::render(out, sentence, catalogue);
  }
  return out;
}

std::string json_of(const Message& message) { return json_text(message); }
std::string json_of(const MessageList& sentences) { return json_text(sentences); }

}  // namespace opportune
