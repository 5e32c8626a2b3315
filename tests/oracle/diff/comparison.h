// What is compared: each comparison asks the oracle one operation and judges its result against
// our own answer.
//
// To add one: write compare_<name>.cc with two functions and name them in comparisons.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model.h"
#include "ours.h"

namespace rune::diff {

struct Difference {
  std::string what;                    // `authorize.reasons`
  std::optional<std::size_t> request;  // which one, where it is about one
  std::string ours;
  std::string theirs;
};

// How much was compared.
struct Counts {
  std::uint64_t setups = 0;
  std::uint64_t pairs = 0;     // (set-up, request)
  std::uint64_t allowed = 0;   // of these
  std::uint64_t errors = 0;    // erring policies
  std::uint64_t rejected = 0;  // set-ups that both sides refuse to read
  std::uint64_t invalid = 0;   // set-ups whose policies both sides find invalid
  std::uint64_t other = 0;     // further answers compared
};

struct Comparison {
  std::string_view name;
  // The operation, as JSON; empty: not for this set-up.
  std::string (*ask)(const Setup& setup);
  // `result` is the oracle's answer to it.
  std::optional<Difference> (*judge)(const Setup& setup, const Ours& ours,
                                     const value::Json& result, Counts& counts);
};

std::span<const Comparison> AllComparisons();

// Empty when nothing is missing under `path`.
std::string TextAt(const value::Json& json, std::initializer_list<std::string_view> path);
// In order, with blanks between them; nothing for null.
std::string InOrder(std::vector<std::string> texts);
std::string InOrder(const value::Json* list);
// A failure the oracle reports before it gets to the operation: its stage; else empty.
std::string Stage(const value::Json& result);

}  // namespace rune::diff
