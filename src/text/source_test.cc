#include "text/source.h"

#include <gtest/gtest.h>

namespace rune::text {
namespace {

struct At {
  std::uint32_t line, column, end_line, end_column;
  friend bool operator==(const At&, const At&) = default;
};

At Where(const SourceMap& sources, std::uint32_t begin, std::uint32_t end) {
  const Place p = sources.Resolve(Span{0, begin, end});
  return {p.line, p.column, p.end_line, p.end_column};
}

TEST(SourceMap, CountsFromOneInCodePoints) {
  SourceMap sources;
  sources.Add("a.rune", "ab\n\xc3\xa9\xf0\x9f\x98\x80z\tq");
  EXPECT_EQ(Where(sources, 0, 1), (At{1, 1, 1, 2}));
  EXPECT_EQ(Where(sources, 3, 5), (At{2, 1, 2, 2})) << "two bytes are one column";
  EXPECT_EQ(Where(sources, 9, 10), (At{2, 3, 2, 4})) << "behind a character of four bytes";
  EXPECT_EQ(Where(sources, 11, 12), (At{2, 5, 2, 6})) << "a tab is one column";
}

TEST(SourceMap, KeepsOffsetsInBytesAndTheName) {
  SourceMap sources;
  sources.Add("a.rune", "\xc3\xa9x");
  const Place place = sources.Resolve(Span{0, 2, 3});
  EXPECT_EQ(place.file, "a.rune");
  EXPECT_EQ(place.offset, 2u);
  EXPECT_EQ(place.length, 1u);
}

TEST(SourceMap, TheNewlineBelongsToItsLine) {
  SourceMap sources;
  sources.Add("a", "ab\ncd\n");
  EXPECT_EQ(Where(sources, 2, 3), (At{1, 3, 2, 1}));
  EXPECT_EQ(Where(sources, 6, 6), (At{3, 1, 3, 1})) << "the end of the file";
}

TEST(SourceMap, SpansBeyondTheEndAreCut) {
  SourceMap sources;
  sources.Add("a", "ab");
  EXPECT_EQ(Where(sources, 90, 99), (At{1, 3, 1, 3}));
  EXPECT_EQ(Where(sources, 1, 0), (At{1, 2, 1, 2})) << "a span that runs backwards is empty";
  EXPECT_EQ(sources.Text(Span{0, 1, 99}), "b");
  EXPECT_EQ(sources.Text(Span{0, 7, 9}), "");
}

TEST(SourceMap, AnEmptyFileHasOneLine) {
  SourceMap sources;
  sources.Add("a", "");
  EXPECT_EQ(Where(sources, 0, 0), (At{1, 1, 1, 1}));
  EXPECT_EQ(sources.Line(0, 1), "");
  EXPECT_EQ(sources.Line(0, 2), "");
  EXPECT_EQ(sources.Line(0, 0), "");
}

TEST(SourceMap, LinesEndWithLfOrCrLfAndNotWithCr) {
  SourceMap sources;
  sources.Add("a", "one\r\ntwo\rstill\nlast\r");
  EXPECT_EQ(sources.Line(0, 1), "one");
  EXPECT_EQ(sources.Line(0, 2), "two\rstill");
  EXPECT_EQ(sources.Line(0, 3), "last\r");
  EXPECT_EQ(Where(sources, 9, 10).line, 2u);
}

TEST(SourceMap, ViewsStayValidWhenFilesAreAdded) {
  SourceMap sources;
  sources.Add("short", "tiny");
  const std::string_view before = sources.content(0);
  for (int i = 0; i < 100; ++i) sources.Add("x", "y");
  EXPECT_EQ(before, "tiny");
  EXPECT_EQ(before.data(), sources.content(0).data());
}

TEST(SourceMap, ASliceGivesSpansOfTheWholeFile) {
  SourceMap sources;
  const auto file = sources.Add("a", "head\nbody\n");
  const Slice slice{file, 5, sources.content(file).substr(5)};
  EXPECT_EQ(sources.Text(slice.At(0, 4)), "body");
  EXPECT_EQ(sources.Resolve(slice.At(1, 2)).line, 2u);
  EXPECT_EQ(sources.Resolve(slice.At(1, 2)).column, 2u);
}

// Columns far into a line are counted from blocks; here each offset is compared with a plain count.
TEST(SourceMap, ColumnsInLongLinesAreExact) {
  std::string text = "first\n";
  for (int i = 0; i < 9000; ++i) text += i % 3 == 0 ? "\xe2\x82\xac" : "x";
  SourceMap sources;
  sources.Add("a", text);
  std::uint32_t column = 1;
  for (std::uint32_t at = 6; at < text.size();) {
    ASSERT_EQ(sources.Resolve(Span{0, at, at}).column, column) << "at byte " << at;
    at += text[at] == 'x' ? 1 : 3;
    ++column;
  }
}

TEST(SourceMap, FindsFilesByName) {
  SourceMap sources;
  sources.Add("a", "");
  sources.Add("b", "");
  EXPECT_EQ(sources.FindFile("b"), 1u);
  EXPECT_FALSE(sources.FindFile("c").has_value());
}

}  // namespace
}  // namespace rune::text
