#include "config/request_text.h"

#include "gtest/gtest.h"
#include "value/print.h"

namespace rune::config {
namespace {

std::string Uid(std::string_view text) {
  const auto uid = ReadUid(text, "File", Options{});
  return uid ? value::ToText(*uid) : std::string(FaultCodeName(uid.error().code));
}

TEST(RequestTextTest, NamesOfEntities) {
  EXPECT_EQ(Uid("/a/../b/"), R"(File::"/b")");
  EXPECT_EQ(Uid(R"(Agent::"a b")"), R"(Agent::"a b")");
  EXPECT_EQ(Uid(R"(N::T::"x\n")"), R"(N::T::"x\n")");
  EXPECT_EQ(Uid("a::b"), R"(File::"a::b")");
  EXPECT_EQ(Uid(""), R"(File::"")");
  EXPECT_EQ(Uid(R"(Agent::"a)"), "invalid_request");
  EXPECT_EQ(Uid(R"(1x::"a")"), "invalid_request");
  EXPECT_EQ(Uid("/a\nb"), "invalid_request");
  EXPECT_EQ(Uid("\xff"), "invalid_request");
  EXPECT_EQ(Uid(std::string_view("/a\0b", 4)), "invalid_request");
}

std::string Assigned(std::string_view text) {
  const auto a = ReadAssignment(text);
  return a ? a->first + "=" + value::ToText(a->second) : std::string(FaultCodeName(a.error().code));
}

TEST(RequestTextTest, AssignmentsAreJsonOrText) {
  EXPECT_EQ(Assigned("a=1"), "a=1");
  EXPECT_EQ(Assigned("a=true"), "a=true");
  EXPECT_EQ(Assigned("a=rm -rf /tmp"), "a=\"rm -rf /tmp\"");
  EXPECT_EQ(Assigned("a="), "a=\"\"");
  EXPECT_EQ(Assigned("a=b=c"), "a=\"b=c\"");
  EXPECT_EQ(Assigned("a=10.0.0.1"), "a=\"10.0.0.1\"");
  EXPECT_EQ(Assigned("a=\"1\""), "a=\"1\"");
  EXPECT_EQ(Assigned("a=[2, 1, 2]"), "a=[1, 2]");
  EXPECT_EQ(Assigned(R"(a={"__entity": {"type": "T", "id": "x"}})"), R"(a=T::"x")");
  EXPECT_EQ(Assigned("=1"), "invalid_request");
  EXPECT_EQ(Assigned("a"), "invalid_request");
  // JSON that says what no value can be is not turned into a text.
  EXPECT_EQ(Assigned("a=99999999999999999999"), "invalid_request");
  EXPECT_EQ(Assigned("a=1.5"), "invalid_request");
  EXPECT_EQ(Assigned("a=null"), "invalid_request");
  EXPECT_EQ(Assigned(R"(a={"b": 1, "b": 2})"), "invalid_request");
}

TEST(RequestTextTest, WhatAModelWroteStaysPlain) {
  EXPECT_EQ(Assigned(R"(args={"p": {"__entity": {"type": "T", "id": "x"}}})"),
            R"(args={"p": {"__entity": {"id": "x", "type": "T"}}})");
  const auto context = ReadContext(R"({"args": {"__entity": {"type": "T", "id": "x"}}, )"
                                   R"("e": {"__entity": {"type": "File", "id": "/a//b"}}})",
                                   Bounds{});
  ASSERT_TRUE(context);
  Request request{{"A", "a"}, {"Action", "r"}, {"File", "/x/./y"}, *context, {}, {}, {}};
  const auto normal = Normalize(request, Options{});
  ASSERT_TRUE(normal);
  EXPECT_EQ(normal->resource.id, "/x/y");
  EXPECT_EQ(value::ToText(normal->context.at("e")), R"(File::"/a/b")");
  EXPECT_TRUE(normal->context.at("args").is(ValueKind::kRecord));
}

TEST(RequestTextTest, RequestsCannotStateWhatFollows) {
  Request request{{"A", "a"}, {"Action", "r"}, {"File", "/x"}, {}, {}, {}, {}};
  AddAttribute(request, request.resource, "size", Value(3));
  AddParent(request, request.principal, {"Group", "g"});
  EXPECT_TRUE(Normalize(request, Options{}));
  for (const char* name : {"path", "directory", "name", "extension"}) {
    Request bad = request;
    AddAttribute(bad, bad.resource, name, Value("/etc"));
    EXPECT_FALSE(Normalize(bad, Options{})) << name;
  }
  Request other = request;
  AddAttribute(other, other.principal, "path", Value("/etc"));
  EXPECT_TRUE(Normalize(other, Options{}));
  Request bad = request;
  bad.context.emplace("datalog", Value(1));
  EXPECT_EQ(Normalize(bad, Options{}).error().code, FaultCode::kInvalidRequest);
  bad = request;
  bad.resource.id = "/x\x01";
  EXPECT_FALSE(Normalize(bad, Options{}));
}

TEST(RequestTextTest, EntitiesAreReadAndNormalised) {
  const auto entities = ReadEntitiesText(R"([{"uid": {"type": "File", "id": "/a/"}, "attrs": {}, )"
                                         R"("parents": [{"type": "File", "id": "/b/."}]}])",
                                         Options{});
  ASSERT_TRUE(entities);
  EXPECT_EQ((*entities)[0].uid.id, "/a");
  EXPECT_EQ((*entities)[0].parents.begin()->id, "/b");
  EXPECT_FALSE(ReadEntitiesText("{}", Options{}));
  const auto broken = ReadEntitiesText("[", Options{});
  ASSERT_FALSE(broken);
  EXPECT_FALSE(broken.error().diagnostics.empty());
}

}  // namespace
}  // namespace rune::config
