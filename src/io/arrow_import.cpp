// Record batches, alone or from a stream, as a table.
#include <algorithm>
#include <limits>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <vector>

#include "io/arrow_column.hpp"
#include "io/arrow_owned.hpp"
#include "opportune/io/arrow.hpp"

namespace opportune {

namespace {

using arrow::Column;
using arrow::Owned;
using arrow::Place;
using arrow::Type;

using Batches = std::vector<Owned<ArrowArray>>;

/// A column of the whole table: one chunk per batch.
class ChunkedColumn final : public InputColumn {
 public:
  ChunkedColumn(std::shared_ptr<const Batches> batches, std::size_t expected)
      : batches_(std::move(batches)) {
    chunks_.reserve(expected);
    starts_.reserve(expected + 1);
  }

  void add(Column chunk, std::size_t count) {
    chunks_.push_back(std::move(chunk));
    starts_.push_back(starts_.back() + count);
  }

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), first);
    auto chunk = static_cast<std::size_t>(after - starts_.begin()) - 1;
    while (count > 0 && chunk < chunks_.size()) {
      const std::size_t here = std::min(count, starts_[chunk + 1] - first);
      chunks_[chunk]->read(first - starts_[chunk], here, out);
      out += here;
      first += here;
      count -= here;
      ++chunk;
    }
  }

 private:
  std::shared_ptr<const Batches> batches_;  // first: it outlives the chunks
  std::vector<Column> chunks_;
  std::vector<std::size_t> starts_{0};
};

struct Field {
  Place place;
  Type type;
};

std::vector<Field> parse_fields(const ArrowSchema& schema, const std::string& table_name) {
  const Place table{table_name, {}, 0};
  if (schema.release == nullptr) {
    table.invalid("the schema was released");
  }
  if (schema.format == nullptr) {
    table.invalid("the schema's format is NULL");
  }
  if (std::string_view(schema.format) != "+s" || schema.dictionary != nullptr) {
    table.fail("unsupported_type",
               "a table (an Arrow struct) is expected, not a single column of "
               "format '" +
                   shown_value(schema.format) + "'");
  }
  if (schema.n_children < 0 || (schema.n_children > 0 && schema.children == nullptr)) {
    table.invalid("the schema's columns are missing");
  }
  std::vector<Field> fields;
  std::unordered_set<std::string> names;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const ArrowSchema* child = schema.children[i];
    if (child == nullptr) {
      table.invalid("the schema's column " + std::to_string(i) + " is NULL");
    }
    Place place{table_name, child->name == nullptr ? "" : child->name, 0};
    Type type = arrow::parse_type(*child, place);
    if (!names.insert(place.field).second) {
      place.fail("duplicate_column", "there are two columns of this name");
    }
    fields.push_back({std::move(place), std::move(type)});
  }
  return fields;
}

void check_batch(const ArrowArray& batch, std::size_t columns, const Place& place) {
  arrow::check_array(batch, place);
  if (batch.n_children != static_cast<std::int64_t>(columns)) {
    place.invalid("a batch of " + std::to_string(batch.n_children) + " columns; the schema has " +
                  std::to_string(columns));
  }
  for (std::int64_t i = 0; i < batch.n_children; ++i) {
    if (batch.children == nullptr || batch.children[i] == nullptr) {
      place.invalid("column " + std::to_string(i) + " of a batch is NULL");
    }
  }
}

Column make_chunk(const Field& field, const ArrowArray& batch, std::size_t index) {
  Column column = arrow::make_column(field.type, *batch.children[index], batch.offset, batch.length,
                                     field.place);
  const std::uint8_t* validity = arrow::validity_of(batch, field.place);
  return validity == nullptr ? std::move(column)
                             : arrow::make_masked(std::move(column), validity, batch.offset);
}

InputTable make_table(std::vector<Field> fields, const std::shared_ptr<const Batches>& batches,
                      std::string table_name) {
  Place place{table_name, {}, 0};
  std::vector<std::shared_ptr<ChunkedColumn>> columns;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    columns.push_back(std::make_shared<ChunkedColumn>(batches, batches->size()));
  }
  std::int64_t rows = 0;
  for (const Owned<ArrowArray>& batch : *batches) {
    check_batch(*batch, fields.size(), place);
    if (batch->length > std::numeric_limits<std::int64_t>::max() - rows) {
      place.invalid("more rows than can be counted");
    }
    for (std::size_t i = 0; i < fields.size() && batch->length > 0; ++i) {
      fields[i].place.first_row = rows;
      columns[i]->add(make_chunk(fields[i], *batch, i), static_cast<std::size_t>(batch->length));
    }
    rows += batch->length;
    place.first_row = rows;
  }
  InputTable table;
  table.name = std::move(table_name);
  table.rows = static_cast<std::size_t>(rows);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    table.columns.push_back({std::move(fields[i].place.field), std::move(columns[i])});
  }
  return table;
}

[[noreturn]] void fail_stream(ArrowArrayStream& stream, int status, const std::string& table,
                              const std::string& what) {
  const char* message = stream.get_last_error == nullptr ? nullptr : stream.get_last_error(&stream);
  throw StoreError("table '" + table + "': the Arrow stream failed at " + what + ": " +
                   std::generic_category().message(status) + " (" + std::to_string(status) + ")" +
                   (message == nullptr || *message == '\0' ? "" : ": " + std::string(message)));
}

Batches read_batches(ArrowArrayStream& stream, const std::string& table_name) {
  Batches batches;
  for (;;) {
    Owned<ArrowArray> batch;
    const int status = stream.get_next(&stream, batch.get());
    if (status != 0) {
      batch->release = nullptr;  // not ours: the callback failed
      fail_stream(stream, status, table_name, "batch " + std::to_string(batches.size()));
    }
    if (batch->release == nullptr) {
      return batches;
    }
    batches.push_back(std::move(batch));
  }
}

void check_pointers(bool given, const Place& place) {
  if (!given) {
    place.fail("null_pointer", "the Arrow structure is NULL");
  }
}

}  // namespace

InputTable read_arrow(ArrowArrayStream* stream, std::string table_name) {
  const Place place{table_name, {}, 0};
  check_pointers(stream != nullptr, place);
  if (stream->release == nullptr) {
    place.invalid("the stream was released (a stream can be read only once)");
  }
  Owned<ArrowArrayStream> owned(stream);
  if (owned->get_schema == nullptr || owned->get_next == nullptr) {
    place.invalid("the stream's callbacks are NULL");
  }
  Owned<ArrowSchema> schema;
  if (const int status = owned->get_schema(owned.get(), schema.get()); status != 0) {
    schema->release = nullptr;
    fail_stream(*owned, status, table_name, "the schema");
  }
  std::vector<Field> fields = parse_fields(*schema, table_name);
  auto batches = std::make_shared<const Batches>(read_batches(*owned, table_name));
  return make_table(std::move(fields), batches, std::move(table_name));
}

InputTable read_arrow(ArrowSchema* schema, ArrowArray* array, std::string table_name) {
  const Place place{table_name, {}, 0};
  check_pointers(schema != nullptr && array != nullptr, place);
  const Owned<ArrowSchema> owned_schema(schema);
  Batches batches;
  batches.emplace_back(array);
  std::vector<Field> fields = parse_fields(*owned_schema, table_name);
  if (batches.front()->release == nullptr) {
    place.invalid("the array was released");
  }
  return make_table(std::move(fields), std::make_shared<const Batches>(std::move(batches)),
                    std::move(table_name));
}

}  // namespace opportune
