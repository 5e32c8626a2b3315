// A type as schemas write it, with every name resolved: what an attribute, a tag, an element or a
// context may hold.
//
// Immutable and shared: a type may be read from many threads, and copying a reference is cheap.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace rune::cedar {

enum class TypeKind : std::uint8_t { kBool, kLong, kString, kSet, kRecord, kEntity, kExtension };

struct Type;
using TypeRef = std::shared_ptr<const Type>;

struct Attribute {
  TypeRef type;
  bool required = true;
};
using Attributes = std::map<std::string, Attribute>;

struct Type {
  TypeKind kind = TypeKind::kBool;
  TypeRef element;        // kSet
  Attributes attributes;  // kRecord: closed, nothing but these
  std::string name;       // kEntity: the full name, `A::B`; kExtension: `ipaddr`, `decimal`,
                          // `datetime`, `duration`
};

}  // namespace rune::cedar
