// A result as Arrow structures. They point into the table, which every array keeps alive on its
// own, so that a consumer may move children out and release them in any order.
#include <array>
#include <cerrno>
#include <cstddef>
#include <new>
#include <utility>
#include <vector>

#include "io/arrow_owned.hpp"
#include "opportune/core/error.hpp"
#include "opportune/io/arrow.hpp"

namespace opportune {

namespace {

// What a buffer of no bytes points to.
alignas(64) constexpr std::array<std::byte, 64> no_bytes{};

const char* format_of(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return "U";
    case ColumnType::integer:
      return "l";
    case ColumnType::real:
      return "g";
    case ColumnType::boolean:
      return "b";
    case ColumnType::date:
      return "tdD";
    case ColumnType::instant:
      return "tsu:UTC";
    case ColumnType::text_list:
      return "+L";
  }
  return "n";
}

/// The children of a structure: the memory of the structs, and the pointers to them.
template <class Struct>
class Children {
 public:
  explicit Children(std::size_t count) : structs_(count), pointers_(count) {
    for (std::size_t i = 0; i < count; ++i) {
      pointers_[i] = &structs_[i];
    }
  }
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;
  ~Children() {
    for (Struct& child : structs_) {
      if (child.release != nullptr) {  // not moved out
        child.release(&child);
      }
    }
  }
  [[nodiscard]] Struct* at(std::size_t index) { return &structs_[index]; }
  [[nodiscard]] Struct** pointers() { return structs_.empty() ? nullptr : pointers_.data(); }
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(structs_.size()); }

 private:
  std::vector<Struct> structs_;
  std::vector<Struct*> pointers_;
};

struct SchemaOwner {
  std::string name;
  Children<ArrowSchema> children;
};

struct ArrayOwner {
  std::shared_ptr<const Table> table;
  std::array<const void*, 3> buffers;
  Children<ArrowArray> children;
};

struct StreamOwner {
  std::shared_ptr<const Table> table;
  bool done = false;
};

template <class Owner, class Struct>
void release(Struct* released) {
  delete static_cast<Owner*>(released->private_data);
  released->release = nullptr;
}

/// A schema without its children's contents; returns the owner, to fill those in.
SchemaOwner& start_schema(ArrowSchema* out, const char* format, std::string name,
                          std::size_t children) {
  auto* owner = new SchemaOwner{std::move(name), Children<ArrowSchema>(children)};
  *out = ArrowSchema{};
  out->format = format;
  out->name = owner->name.c_str();
  out->flags = ARROW_FLAG_NULLABLE;
  out->n_children = owner->children.count();
  out->children = owner->children.pointers();
  out->release = &release<SchemaOwner, ArrowSchema>;
  out->private_data = owner;
  return *owner;
}

ArrayOwner& start_array(ArrowArray* out, std::shared_ptr<const Table> table, std::size_t length,
                        std::int64_t buffers, std::size_t children) {
  auto* owner = new ArrayOwner{std::move(table), {}, Children<ArrowArray>(children)};
  *out = ArrowArray{};
  out->length = static_cast<std::int64_t>(length);
  out->n_buffers = buffers;
  out->buffers = owner->buffers.data();
  out->n_children = owner->children.count();
  out->children = owner->children.pointers();
  out->release = &release<ArrayOwner, ArrowArray>;
  out->private_data = owner;
  return *owner;
}

template <class Value>
const void* buffer_of(const std::vector<Value>& values) {
  return values.empty() ? static_cast<const void*>(no_bytes.data()) : values.data();
}

const void* values_of(const TableColumn& column) {
  switch (column.type()) {
    case ColumnType::text:
      return buffer_of(column.offsets());
    case ColumnType::integer:
    case ColumnType::instant:
      return buffer_of(column.integers());
    case ColumnType::real:
      return buffer_of(column.reals());
    case ColumnType::boolean:
      return buffer_of(column.bits());
    case ColumnType::date:
      return buffer_of(column.days());
    case ColumnType::text_list:
      return buffer_of(column.list_offsets());
  }
  return no_bytes.data();
}

void export_column(const std::shared_ptr<const Table>& table, const TableColumn& column,
                   ArrowArray* out) {
  const bool is_list = column.type() == ColumnType::text_list;
  const bool is_text = column.type() == ColumnType::text;
  ArrayOwner& owner = start_array(out, table, column.size(), is_text ? 3 : 2, is_list ? 1 : 0);
  out->null_count = static_cast<std::int64_t>(column.null_count());
  owner.buffers[0] = column.null_count() == 0 ? nullptr : column.validity().data();
  owner.buffers[1] = values_of(column);
  if (is_text) {
    owner.buffers[2] = buffer_of(column.bytes());
  }
  if (is_list) {
    ArrayOwner& items = start_array(owner.children.at(0), table, column.offsets().size() - 1, 3, 0);
    items.buffers[1] = buffer_of(column.offsets());
    items.buffers[2] = buffer_of(column.bytes());
  }
}

void export_array(std::shared_ptr<const Table> table, ArrowArray* out) {
  ArrowArray whole{};
  const std::vector<TableColumn>& columns = table->columns();
  const std::size_t rows = table->rows();
  ArrayOwner& owner = start_array(&whole, std::move(table), rows, 1, columns.size());
  arrow::Owned<ArrowArray> guard(&whole);  // released where a child throws
  for (std::size_t i = 0; i < columns.size(); ++i) {
    export_column(owner.table, columns[i], owner.children.at(i));
  }
  *out = std::exchange(*guard, ArrowArray{});
}

void export_schema(const Table& table, ArrowSchema* out) {
  ArrowSchema whole{};
  const std::vector<TableColumn>& columns = table.columns();
  SchemaOwner& owner = start_schema(&whole, "+s", table.name(), columns.size());
  arrow::Owned<ArrowSchema> guard(&whole);
  guard->flags = 0;  // a table's rows are never null
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool is_list = columns[i].type() == ColumnType::text_list;
    SchemaOwner& column = start_schema(owner.children.at(i), format_of(columns[i].type()),
                                       columns[i].name(), is_list ? 1 : 0);
    if (is_list) {
      start_schema(column.children.at(0), "U", "item", 0);
    }
  }
  *out = std::exchange(*guard, ArrowSchema{});
}

StreamOwner& owner_of(ArrowArrayStream* stream) {
  return *static_cast<StreamOwner*>(stream->private_data);
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  try {
    export_schema(*owner_of(stream).table, out);
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  StreamOwner& owner = owner_of(stream);
  if (owner.done) {
    *out = ArrowArray{};
    return 0;
  }
  try {
    export_array(owner.table, out);
    owner.done = true;
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
}

const char* get_last_error(ArrowArrayStream* /*stream*/) { return nullptr; }

void check(const Table* table, bool given) {
  if (table == nullptr || !given) {
    throw InputError(Issue{"null_pointer",
                           table == nullptr ? "" : table->name(),
                           Issue::no_row,
                           {},
                           {},
                           "the table or the Arrow structure to fill is NULL"});
  }
  for (const TableColumn& column : table->columns()) {
    if (column.size() != table->rows()) {
      throw InputError(Issue{
          "unequal_columns", table->name(), Issue::no_row, column.name(),
          std::to_string(column.size()),
          "the column's length differs from the first column's, " + std::to_string(table->rows())});
    }
  }
}

}  // namespace

void write_arrow(std::shared_ptr<const Table> table, ArrowArrayStream* out) {
  check(table.get(), out != nullptr);
  auto* owner = new StreamOwner{std::move(table)};
  out->get_schema = &get_schema;
  out->get_next = &get_next;
  out->get_last_error = &get_last_error;
  out->release = &release<StreamOwner, ArrowArrayStream>;
  out->private_data = owner;
}

void write_arrow(std::shared_ptr<const Table> table, ArrowSchema* schema, ArrowArray* array) {
  check(table.get(), schema != nullptr && array != nullptr);
  ArrowSchema exported{};
  export_schema(*table, &exported);
  arrow::Owned<ArrowSchema> guard(&exported);
  export_array(std::move(table), array);
  *schema = std::exchange(*guard, ArrowSchema{});
}

}  // namespace opportune
