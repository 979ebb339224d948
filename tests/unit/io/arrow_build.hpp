// Arrow arrays made by hand, with a count of those that were not released yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "opportune/io/arrow_abi.hpp"

namespace arrow_build {

/// Exported roots (schemas, arrays, streams) that are still alive; a second release makes it wrong.
inline int& alive() {
  static int count = 0;
  return count;
}

using Bytes = std::vector<char>;

template <class Value>
Bytes bytes_of(const std::vector<Value>& values) {
  Bytes out(values.size() * sizeof(Value));
  if (!out.empty()) {
    std::memcpy(out.data(), values.data(), out.size());
  }
  return out;
}

inline Bytes text_bytes(const std::string& text) { return {text.begin(), text.end()}; }

/// An array with its schema. Buffers are copied in; nullptr makes a NULL buffer.
struct Array {
  std::string format;
  std::string name;
  std::int64_t length = 0;
  std::int64_t offset = 0;
  std::int64_t null_count = 0;
  std::vector<std::unique_ptr<Bytes>> buffers{};
  std::vector<Array> children{};
  std::vector<Array> dictionary{};
  bool released = false;  ///< export it with release == NULL

  Array(std::string format_, std::int64_t length_) : format(std::move(format_)), length(length_) {}

  Array&& named(std::string value) && {
    name = std::move(value);
    return std::move(*this);
  }
  Array&& at_offset(std::int64_t value) && {
    offset = value;
    return std::move(*this);
  }
  Array&& with_nulls(std::int64_t count) && {
    null_count = count;
    return std::move(*this);
  }
  Array&& buffer(std::nullptr_t) && {
    buffers.push_back(nullptr);
    return std::move(*this);
  }
  Array&& buffer(Bytes bytes) && {
    buffers.push_back(std::make_unique<Bytes>(std::move(bytes)));
    return std::move(*this);
  }
  template <class Value>
  Array&& values(const std::vector<Value>& given) && {
    return std::move(*this).buffer(bytes_of(given));
  }
  Array&& child(Array&& given) && {
    children.push_back(std::move(given));
    return std::move(*this);
  }
  Array&& encoded_by(Array&& given) && {
    dictionary.push_back(std::move(given));
    return std::move(*this);
  }
};

template <class Struct>
struct Exported {
  std::shared_ptr<Array> source;  // names, formats, buffers
  std::vector<std::unique_ptr<Struct>> children;
  std::vector<Struct*> child_pointers;
  std::vector<const void*> buffer_pointers;
  std::unique_ptr<Struct> dictionary;
  bool root = false;
};

template <class Struct>
void release(Struct* released) {
  auto* exported = static_cast<Exported<Struct>*>(released->private_data);
  for (auto& child : exported->children) {
    if (child->release != nullptr) {
      child->release(child.get());
    }
  }
  if (exported->dictionary != nullptr && exported->dictionary->release != nullptr) {
    exported->dictionary->release(exported->dictionary.get());
  }
  alive() -= exported->root ? 1 : 0;
  released->release = nullptr;
  delete exported;
}

template <class Struct>
void fill(Struct* out, const std::shared_ptr<Array>& root, Array& array) {
  auto* exported = new Exported<Struct>;
  exported->source = root;
  exported->root = root.get() == &array;
  alive() += exported->root ? 1 : 0;
  *out = Struct{};
  for (Array& child : array.children) {
    exported->children.push_back(std::make_unique<Struct>());
    exported->child_pointers.push_back(exported->children.back().get());
    fill(exported->child_pointers.back(), root, child);
  }
  if (!array.dictionary.empty()) {
    exported->dictionary = std::make_unique<Struct>();
    fill(exported->dictionary.get(), root, array.dictionary.front());
  }
  for (const auto& buffer : array.buffers) {
    exported->buffer_pointers.push_back(buffer == nullptr ? nullptr : buffer->data());
  }
  out->n_children = static_cast<std::int64_t>(exported->children.size());
  out->children = exported->child_pointers.data();
  out->dictionary = exported->dictionary.get();
  out->release = &release<Struct>;
  out->private_data = exported;
  if constexpr (requires { out->format; }) {
    out->format = array.format.c_str();
    out->name = array.name.c_str();
    out->flags = ARROW_FLAG_NULLABLE;
  } else {
    out->length = array.length;
    out->offset = array.offset;
    out->null_count = array.null_count;
    out->n_buffers = static_cast<std::int64_t>(exported->buffer_pointers.size());
    out->buffers = exported->buffer_pointers.data();
    if (array.released) {  // freed, but with the fields still there
      Struct copy = *out;
      out->release = nullptr;
      copy.release(&copy);
      *out = Struct{};
      out->length = array.length;
    }
  }
}

/// A record batch of one column "c".
inline Array batch_of(Array&& column) {
  const std::int64_t rows = column.length;
  return Array("+s", rows).buffer(nullptr).child(std::move(column).named("c"));
}

struct Stream {
  std::shared_ptr<Array> schema;
  std::vector<std::shared_ptr<Array>> batches;
  std::size_t next = 0;
  std::size_t fails_at = SIZE_MAX;  ///< batch; SIZE_MAX - 1: the schema

  static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    auto* self = static_cast<Stream*>(stream->private_data);
    if (self->fails_at == SIZE_MAX - 1) {
      return 5;
    }
    fill(out, self->schema, *self->schema);
    return 0;
  }
  static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    auto* self = static_cast<Stream*>(stream->private_data);
    if (self->next == self->fails_at) {
      return 5;
    }
    if (self->next == self->batches.size()) {
      *out = ArrowArray{};
    } else {
      const auto& batch = self->batches[self->next++];
      fill(out, batch, *batch);
    }
    return 0;
  }
  static const char* get_last_error(ArrowArrayStream*) { return "the disk is on fire"; }
  static void release_stream(ArrowArrayStream* stream) {
    delete static_cast<Stream*>(stream->private_data);
    stream->release = nullptr;
    --alive();
  }
};

/// The first batch is the schema too.
inline ArrowArrayStream stream_of(std::vector<Array> batches, std::size_t fails_at = SIZE_MAX) {
  auto* stream = new Stream;
  for (Array& batch : batches) {
    stream->batches.push_back(std::make_shared<Array>(std::move(batch)));
  }
  stream->schema = stream->batches.front();
  stream->fails_at = fails_at;
  ++alive();
  return {&Stream::get_schema, &Stream::get_next, &Stream::get_last_error, &Stream::release_stream,
          stream};
}

}  // namespace arrow_build
