// The fast reader is held against the slow one, over documents made at random, of which some are
// right, some rare and some wrong, and over the same with a byte changed.
#include "store/entity_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "store/entity_json.h"

namespace rune::store {
namespace {

class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  std::string Document() {
    odds_ = Below(3) == 0 ? 30 : 1'000'000;
    return List(5, [this] { return EntityText(); });
  }

  // `text` with one byte changed, taken out or doubled.
  std::string Spoilt(std::string text) {
    constexpr std::string_view kBytes = "{}[]\",:\\u0-1.e nt_\n\x80\xC3";
    const std::size_t at = Below(text.size());
    switch (Below(3)) {
      case 0: text[at] = kBytes[Below(kBytes.size())]; break;
      case 1: text.erase(at, 1); break;
      default: text.insert(at, 1, text[at]); break;
    }
    return text;
  }

 private:
  std::size_t Below(std::size_t bound) { return random_() % bound; }
  bool Odd() { return Below(odds_) == 0; }

  template <std::size_t N>
  std::string OneOf(const char* const (&texts)[N]) {
    return texts[Below(N)];
  }

  std::string Blank() { return OneOf({"", "", "", " ", "\n", "\t ", "\r\n"}); }

  template <typename Part>
  std::string Joined(char open, std::size_t most, char close, Part part) {
    std::string out = open + Blank();
    for (std::size_t n = Below(most + 1); n > 0; --n) {
      out += part() + Blank() + (n > 1 || Odd() ? "," : "") + Blank();
    }
    return out + close;
  }
  template <typename Element>
  std::string List(std::size_t most, Element element) {
    return Joined('[', most, ']', element);
  }

  std::string Text() {
    if (Odd()) return OneOf({R"("\ud800")", R"("\x")", "\"\n\"", "\"", "\"\xFF\"", "x"});
    return OneOf({R"("")", R"("a")", R"("b")", R"("a\n")", R"("\u0061")", R"("\ud83d\ude00")",
                  "\"\xC3\xBC\x7F\"", R"("a long id that is on the heap")", R"("\"\\\/")"});
  }
  std::string Key() {
    if (Odd()) return OneOf({R"("__entity")", R"("__extn")", R"("__expr")", "a"});
    return '"' + std::to_string(Below(1000)) + '"';
  }
  std::string Type() {
    if (Odd()) return OneOf({R"("")", R"("a b")", R"("in")", R"("A::")", R"("__cedar")", "1"});
    if (Below(20) == 0) return OneOf({R"("Action")", R"("N::Action")"});
    return OneOf({R"("A")", R"("B")", R"("A::B")", R"("\u0041")"});
  }
  std::string Name() {
    const std::string more = Odd() ? R"(, "more": 1)" : "";
    if (Below(2) == 0) return R"({"id": )" + Text() + R"(, "type":)" + Type() + more + "}";
    return R"({"type": )" + Type() + R"(,"id":)" + Text() + more + "}";
  }
  std::string Uid() {
    if (Odd()) return OneOf({R"("A::\"b\"")", "null", "{}", R"({"__entity":{},"type":"A"})"});
    return Below(2) == 0 ? Name() : Entity();
  }
  std::string Entity() { return R"({"__entity": )" + Name() + (Odd() ? R"(,"a":1})" : "}"); }
  std::string Call() {
    if (Odd()) return R"({"__extn": {"fn": "ip", "args": ["::1"]}})";
    return R"({"__extn": {"fn": )" + OneOf({R"("ip")", R"("decimal")"}) + R"(, "arg": )" +
           (Odd() ? Text() : R"("1.0")") + "}}";
  }

  std::string AnyValue(int depth) {
    if (Odd()) return OneOf({"null", "1.5", "-0", "01", "9223372036854775808", "1e1", "tru"});
    switch (Below(depth == 0 ? 5 : 8)) {
      case 0: return OneOf({"true", "false"});
      case 1: return OneOf({"0", "7", "-7", "9223372036854775807", "-9223372036854775808"});
      case 2: return Text();
      case 3: return Entity();
      case 4: return Odd() ? Call() : Text();
      case 5:
      case 6: return List(4, [&] { return AnyValue(depth - 1); });
      default: return Record(depth - 1);
    }
  }
  std::string Record(int depth) {
    return Joined('{', 3, '}', [&] { return Key() + Blank() + ":" + AnyValue(depth); });
  }

  std::string EntityText() {
    if (Odd()) return AnyValue(1);
    std::vector<std::string> fields = {R"("uid": )" + Uid(), R"("attrs":)" + Record(2),
                                       R"("parents" :)" + List(3, [this] { return Uid(); })};
    if (Below(2) == 0) fields.push_back(R"("tags":)" + Record(1));
    if (Odd()) fields.push_back(Key() + ":1");
    if (Odd()) fields.pop_back();
    if (Odd()) fields.push_back(fields[0]);
    std::shuffle(fields.begin(), fields.end(), random_);
    std::string out = "{";
    for (const std::string& field : fields) out += (out.size() > 1 ? "," : "") + field;
    return out + "}";
  }

  std::mt19937 random_;
  std::size_t odds_ = 1;
};

// Whether the fast reader took it, which the slow one confirms.
bool Agree(const std::string& document) {
  text::SourceMap sources;
  const std::uint32_t file = sources.Add("entities.json", document);
  const std::optional<ScannedEntities> scanned = ScanEntities(sources.Whole(file), Bounds());
  if (!scanned) return false;
  text::Diagnostics diagnostics(sources);
  const auto json = value::ParseJson(sources.Whole(file), Bounds(), diagnostics);
  if (!json) {
    ADD_FAILURE() << "read although it is no JSON: " << document;
    return true;
  }
  const std::vector<PlacedEntity> read = ReadEntities(*json, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << document;
  EXPECT_EQ(scanned->entities.size(), read.size()) << document;
  EXPECT_EQ(scanned->uids.size(), read.size()) << document;
  for (std::size_t i = 0; i < std::min(read.size(), scanned->uids.size()); ++i) {
    EXPECT_EQ(scanned->entities[i], read[i].entity) << document;
    EXPECT_EQ(sources.Text(scanned->uids[i]), sources.Text(read[i].span)) << document;
    EXPECT_EQ(scanned->uids[i].begin, read[i].span.begin) << document;
  }
  return true;
}

TEST(EntityScan, AgreesWithTheJudge) {
  Writer writer(1);
  int taken = 0;
  int spoilt_taken = 0;
  constexpr int kDocuments = 2000;
  for (int i = 0; i < kDocuments && !testing::Test::HasFailure(); ++i) {
    const std::string document = writer.Document();
    taken += Agree(document) ? 1 : 0;
    for (int spoilt = 0; spoilt < 3; ++spoilt) {
      spoilt_taken += Agree(writer.Spoilt(document)) ? 1 : 0;
    }
  }
  EXPECT_GT(taken, kDocuments / 3) << "what is right is read fast";
  EXPECT_LT(taken, kDocuments) << "the documents are not all right";
  EXPECT_GT(spoilt_taken, kDocuments / 10);
}

std::size_t Count(const std::string& document, Bounds bounds = {}) {
  text::SourceMap sources;
  sources.Add("entities.json", document);
  const auto scanned = ScanEntities(sources.Whole(0), bounds);
  return scanned ? scanned->entities.size() : 0;
}

constexpr const char* kGood = R"([{"uid": {"type": "A", "id": "x"}, "attrs": {"k": [1]},
                                   "parents": [], "tags": {}}])";

TEST(EntityScan, LeavesToTheJudgeWhatItDoesNotKnow) {
  EXPECT_EQ(Count(kGood), 1u);
  for (const char* document :
       {R"([{"uid": {"type": "A", "id": "x"}, "attrs": {}, "parents": [], "note": 1}])",
        R"([{"uid": {"type": "A", "id": "x"}, "attrs": {}}])",
        R"([{"uid": {"type": "A", "id": "x"}, "attrs": {}, "attrs": {}, "parents": []}])",
        R"([{"uid": {"type": "Action", "id": "x"}, "attrs": {},
             "parents": [{"type": "A", "id": "y"}]}])",
        R"([{"uid": {"type": "A", "id": "x"}, "attrs": {}, "parents": []}] 1)", "{}", ""}) {
    EXPECT_EQ(Count(document), 0u) << document;
  }
}

TEST(EntityScan, KeepsTheBounds) {
  Bounds bounds;
  bounds.json_depth = 4;
  EXPECT_EQ(Count(kGood, bounds), 1u);
  bounds.json_depth = 3;
  EXPECT_EQ(Count(kGood, bounds), 0u);
  bounds = {};
  bounds.bytes = 400;
  EXPECT_EQ(Count(kGood, bounds), 0u);
}

}  // namespace
}  // namespace rune::store
