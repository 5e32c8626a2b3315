#include "cedar/schema/json_tree.h"

#include <string>

#include <gtest/gtest.h>

namespace rune::cedar {
namespace {

// The tree as text: kinds, names, strings and the text of each place.
std::string Shown(const JsonNode& node, const text::SourceMap& sources) {
  std::string out;
  if (node.key.end > node.key.begin) {
    out = std::string(node.name) + "(" + std::string(sources.Text(node.key)) + ")=";
  }
  switch (node.kind) {
    case JsonNode::Kind::kNull: out += "null"; break;
    case JsonNode::Kind::kBool: out += node.boolean ? "true" : "false"; break;
    case JsonNode::Kind::kInteger: out += "integer"; break;
    case JsonNode::Kind::kString: out += "'" + std::string(node.string) + "'"; break;
    case JsonNode::Kind::kArray: out += "array"; break;
    case JsonNode::Kind::kObject: out += "object"; break;
  }
  out += "@" + std::to_string(sources.Text(node.span).size());
  if (node.children.empty()) return out;
  out += "[";
  for (const JsonNode& child : node.children) out += " " + Shown(child, sources);
  return out + " ]";
}

// The tree, or how many errors there are.
std::string Read(const std::string& text, const Bounds& bounds = {}) {
  text::SourceMap sources;
  text::Diagnostics diagnostics(sources);
  const auto tree = JsonTree::Read(sources.Whole(sources.Add("test", text)), bounds, diagnostics);
  if (!tree) return "errors: " + std::to_string(diagnostics.error_count());
  return Shown(tree->root(), sources);
}

TEST(JsonTreeTest, NodesKnowTheirPlaces) {
  EXPECT_EQ(Read(R"( {"a": [1, true, null], "bc": {"d": "e"}} )"),
            "object@40[ a(\"a\")=array@15[ integer@1 true@4 null@4 ] "
            "bc(\"bc\")=object@10[ d(\"d\")='e'@3 ] ]");
  EXPECT_EQ(Read("[]"), "array@2");
}

TEST(JsonTreeTest, WhatTheScannerLeavesLooksTheSame) {
  EXPECT_EQ(Read(R"({"a": ["x"], "b\u0063": {"d": "\n"}})"),
            "object@36[ a(\"a\")=array@5[ 'x'@3 ] bc(\"b\\u0063\")=object@11[ d(\"d\")='\n'@4 ] ]");
  Bounds narrow;
  narrow.bytes = 64 * 1024;  // too little for the scanner to be sure, enough for the judge
  EXPECT_EQ(Read(R"({"a": [1, false]})" + std::string(200, ' '), narrow),
            "object@17[ a(\"a\")=array@10[ integer@1 false@5 ] ]");
}

TEST(JsonTreeTest, ErrorsAreTheJudges) {
  EXPECT_EQ(Read(R"({"a": 1, "a": 2})"), "errors: 1");
  EXPECT_EQ(Read(R"({"a": 1.5})"), "errors: 1");
  EXPECT_EQ(Read(R"({"a": )"), "errors: 1");
  std::string many = "{";
  for (int i = 0; i < 20; ++i) many += "\"k" + std::to_string(i) + "\": 0, ";
  EXPECT_EQ(Read(many + "\"k7\": 1}"), "errors: 1");
  EXPECT_EQ(Read(many + "\"k20\": 1}").substr(0, 6), "object");
}

TEST(JsonTreeTest, DeepTextsAreRead) {
  EXPECT_EQ(Read(std::string(100, '[') + std::string(100, ']')).substr(0, 9), "array@200");
  EXPECT_EQ(Read(std::string(200, '[') + std::string(200, ']')), "errors: 1");
}

}  // namespace
}  // namespace rune::cedar
