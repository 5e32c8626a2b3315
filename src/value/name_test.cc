#include "value/name.h"

#include <gtest/gtest.h>

#include "value/print.h"

namespace rune::value {
namespace {

std::string Uid(std::string_view text) {
  const auto uid = ParseEntityUid(text);
  return uid ? uid->type + "|" + uid->id : "-";
}

std::string Reference(std::string_view text) {
  const auto uid = ParseEntityReference(text);
  return uid ? uid->type + "|" + uid->id : "-";
}

TEST(Name, Identifiers) {
  for (const char* good : {"a", "_", "_9", "Agent2", "in"}) EXPECT_TRUE(IsIdentifier(good)) << good;
  for (const char* bad : {"", "9a", "a-b", "a b", "a.b", "\xc3\xa9", "a\n"}) {
    EXPECT_FALSE(IsIdentifier(bad)) << bad;
  }
}

TEST(Name, ReservedWords) {
  for (const char* word :
       {"true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar"}) {
    EXPECT_TRUE(IsReserved(word)) << word;
  }
  for (const char* word : {"", "True", "permit", "principal", "when", "__cedar2"}) {
    EXPECT_FALSE(IsReserved(word)) << word;
  }
}

TEST(Name, TypeNames) {
  for (const char* good : {"Agent", "Tools::Action", "a::b::c", "permit", "datetime"}) {
    EXPECT_TRUE(IsTypeName(good)) << good;
  }
  for (const char* bad : {"", "::A", "A::", "A:::B", "A:B", "A :: B", "in", "A::if", "__cedar::A",
                          "A\"", "A::\"x\""}) {
    EXPECT_FALSE(IsTypeName(bad)) << bad;
  }
}

TEST(Name, EntityUids) {
  EXPECT_EQ(Uid(R"(Agent::"a")"), "Agent|a");
  EXPECT_EQ(Uid(R"(A::B::"")"), "A::B|");
  EXPECT_EQ(Uid(R"(A::"x::\"y\" \u{41}")"), "A|x::\"y\" A");
  EXPECT_EQ(Uid(R"(A::"\\")"), "A|\\");
}

TEST(Name, WhatIsNoEntityUid) {
  for (const char* bad : {"", "A", "A::x", R"("x")", R"(::"x")", R"(A"x")", R"(A:"x")", R"(A::"x)",
                          R"(A::"x"y)", R"(A::"x\")", R"(A::"\q")", R"(A::"x""y")", R"(in::"x")",
                          R"(A::")", R"(A:: "x")", R"( A::"x")", R"(A::"x" )", "A::\"a\r\""}) {
    EXPECT_EQ(Uid(bad), "-") << bad;
  }
}

TEST(Name, ReferencesSplitAtTheLastSeparator) {
  EXPECT_EQ(Reference("Group::agents"), "Group|agents");
  EXPECT_EQ(Reference("A::B::code-gen"), "A::B|code-gen");
  EXPECT_EQ(Reference("File::/tmp/a b.txt"), "File|/tmp/a b.txt");
  EXPECT_EQ(Reference(R"(T::\n)"), R"(T|\n)") << "taken as it stands";
  EXPECT_EQ(Reference(R"(T::"a::b")"), "T|a::b");
}

TEST(Name, ReferencesThatAreNone) {
  for (const char* bad :
       {"", "agents", "::x", "Group::", "in::x", R"(T::"x)", R"(T::a::"x)", "a b::c"}) {
    EXPECT_EQ(Reference(bad), "-") << bad;
  }
}

TEST(Name, PrintedUidsReadBack) {
  for (const std::string id : {"", "a", "\"", "\\", "\n\r", "::", "\xe2\x80\xae"}) {
    const EntityUid uid{"A::B", id};
    EXPECT_EQ(ParseEntityUid(ToText(uid)), uid);
    EXPECT_EQ(ParseEntityReference(ToText(uid)), uid);
  }
}

}  // namespace
}  // namespace rune::value
