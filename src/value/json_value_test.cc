#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "value/extension.h"
#include "value/json.h"
#include "value/print.h"

namespace rune::value {
namespace {

// What came of reading `text`: the value as text, or the codes and spans of the findings.
std::string Read(std::string text, Escapes escapes = Escapes::kInterpret,
                 Arrays arrays = Arrays::kSets) {
  text::SourceMap sources;
  sources.Add("j.json", std::move(text));
  text::Diagnostics diagnostics(sources);
  const auto json = ParseJson(sources.Whole(0), {}, diagnostics);
  EXPECT_TRUE(json.has_value());
  const auto value = ToValue(*json, escapes, arrays, diagnostics);
  EXPECT_EQ(value.has_value(), !diagnostics.has_errors());
  if (value) return ToText(*value);
  std::string out;
  for (const Diagnostic& d : diagnostics.all()) {
    out += (out.empty() ? "" : " ") + d.code.substr(5) + "@" + std::to_string(d.place.offset);
  }
  return out;
}

std::string Context(std::string text) {
  text::SourceMap sources;
  sources.Add("j.json", std::move(text));
  text::Diagnostics diagnostics(sources);
  const auto json = ParseJson(sources.Whole(0), {}, diagnostics);
  EXPECT_TRUE(json.has_value());
  const auto fields = ToContext(*json, diagnostics);
  EXPECT_EQ(fields.has_value(), !diagnostics.has_errors());
  return fields ? ToText(Value::Record(*fields)) : diagnostics.all()[0].code;
}

TEST(JsonValue, PlainKinds) {
  EXPECT_EQ(Read(R"({"b":[3,1,1],"a":{"x":true,"y":"z"}})"),
            R"({"a": {"x": true, "y": "z"}, "b": [1, 3]})");
  EXPECT_EQ(Read("[3,1,1]", Escapes::kInterpret, Arrays::kLists), "[3, 1, 1]");
}

TEST(JsonValue, EntitiesAndExtensionValues) {
  EXPECT_EQ(Read(R"({"__entity":{"type":"A::B","id":"x"}})"), R"(A::B::"x")");
  EXPECT_EQ(Read(R"({"__entity":{"id":"","type":"A"}})"), R"(A::"")");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"decimal","arg":"1.50"}})"), R"(decimal("1.5"))");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"ip","args":["::1"]}})"), R"(ip("::1/128"))");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"datetime","arg":"1970-01-02"}})"),
            R"(datetime("1970-01-02T00:00:00.000Z"))");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"duration","arg":"1m"}})"), R"(duration("60000ms"))");
  EXPECT_EQ(Read(R"([{"a":{"__entity":{"type":"A","id":"x"}}}])"), R"([{"a": A::"x"}])");
}

TEST(JsonValue, OffsetMovesADatetime) {
  const std::string call =
      R"({"__extn":{"fn":"offset","args":[{"__extn":{"fn":"datetime","arg":"1970-01-01"}},)"
      R"({"__extn":{"fn":"duration","arg":"-9223372036854775808ms"}}]}})";
  EXPECT_EQ(Read(call), R"(datetime("1970-01-01").offset(duration("-9223372036854775808ms")))");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"offset","args":[1,2]}})"), "E0008@33");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"offset","args":[null,2]}})"), "E0004@33");
}

std::string CallJson(const std::string& fn, const std::string& arguments) {
  return R"({"__extn":{"fn":")" + fn + R"(","args":[)" + arguments + "]}}";
}

TEST(JsonValue, AnyExtensionFunctionIsEvaluated) {
  const std::string ip = CallJson("ip", R"("10.0.0.1")");
  const std::string net = CallJson("ip", R"("10.0.0.0/8")");
  const std::string time = CallJson("datetime", R"("1970-01-02T03:00:00Z")");
  const std::string day = CallJson("datetime", R"("1970-01-01")");
  const std::string span = CallJson("duration", R"("-1d2h3m4s5ms")");
  const std::string least = CallJson("decimal", R"("1.5")");
  const std::string most = CallJson("decimal", R"("1.6")");
  EXPECT_EQ(Read(CallJson("lessThan", least + "," + most)), "true");
  EXPECT_EQ(Read(CallJson("lessThanOrEqual", most + "," + least)), "false");
  EXPECT_EQ(Read(CallJson("greaterThan", least + "," + most)), "false");
  EXPECT_EQ(Read(CallJson("greaterThanOrEqual", least + "," + least)), "true");
  EXPECT_EQ(Read(CallJson("isIpv4", ip)), "true");
  EXPECT_EQ(Read(CallJson("isIpv6", ip)), "false");
  EXPECT_EQ(Read(CallJson("isLoopback", ip)), "false");
  EXPECT_EQ(Read(CallJson("isMulticast", ip)), "false");
  EXPECT_EQ(Read(CallJson("isInRange", ip + "," + net)), "true");
  EXPECT_EQ(Read(CallJson("durationSince", time + "," + day)), R"(duration("97200000ms"))");
  EXPECT_EQ(Read(CallJson("toDate", time)), R"(datetime("1970-01-02T00:00:00.000Z"))");
  EXPECT_EQ(Read(CallJson("toTime", time)), R"(duration("10800000ms"))");
  EXPECT_EQ(Read(CallJson("toMilliseconds", span)), "-93784005");
  EXPECT_EQ(Read(CallJson("toSeconds", span)), "-93784");
  EXPECT_EQ(Read(CallJson("toMinutes", span)), "-1563");
  EXPECT_EQ(Read(CallJson("toHours", span)), "-26");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"toDays","arg":)" + span + "}}"), "-1");
  // A call in a call.
  EXPECT_EQ(Read(CallJson("toHours", CallJson("toTime", time))), "3");
}

TEST(JsonValue, CallsThatGiveNoValue) {
  const std::string ip = CallJson("ip", R"("::1")");
  EXPECT_EQ(Read(CallJson("nope", R"("x")")), "E0008@0");
  EXPECT_EQ(Read(CallJson("unknown", R"("x")")), "E0008@0");
  EXPECT_EQ(Read(CallJson("isIpv4", "")), "E0008@0");
  EXPECT_EQ(Read(CallJson("isIpv4", ip + "," + ip)), "E0008@0");
  EXPECT_EQ(Read(CallJson("isInRange", ip)), "E0008@0");
  EXPECT_EQ(Read(CallJson("isInRange", ip + ",1")), "E0008@74");
  EXPECT_EQ(Read(CallJson("toDays", ip)), "E0008@33");
  EXPECT_EQ(Read(CallJson("toDays", "null")), "E0004@33");
  EXPECT_EQ(Read(CallJson("ip", "[]")), "E0008@29");
}

TEST(JsonValue, OffsetOutOfRangeIsAnError) {
  const std::string least = R"({"__extn":{"fn":"duration","arg":"-9223372036854775808ms"}})";
  EXPECT_EQ(
      Read(R"({"__extn":{"fn":"offset","args":[{"__extn":{"fn":"datetime","arg":"1969-12-31"}},)" +
           least + "]}}"),
      "E0008@0");
}

TEST(JsonValue, MalformedEscapesAreRecords) {
  EXPECT_EQ(Read(R"({"__entity":"x"})"), R"({"__entity": "x"})");
  EXPECT_EQ(Read(R"({"__entity":{"type":"A"}})"), R"({"__entity": {"type": "A"}})");
  EXPECT_EQ(Read(R"({"__entity":{"type":1,"id":"x"}})"), R"({"__entity": {"id": "x", "type": 1}})");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"ip"}})"), R"({"__extn": {"fn": "ip"}})");
  EXPECT_EQ(Read(R"({"__extn":{"fn":1,"arg":"x"}})"), R"({"__extn": {"arg": "x", "fn": 1}})");
  EXPECT_EQ(Read(R"({"__expr":1})"), R"({"__expr": 1})");
  EXPECT_EQ(Read(R"({"type":"A","id":"x"})"), R"({"id": "x", "type": "A"})");
  EXPECT_EQ(Read(R"({"fn":"ip","arg":"::1"})"), R"({"arg": "::1", "fn": "ip"})");
}

TEST(JsonValue, EscapesOfTheRightFormThatNameNothing) {
  EXPECT_EQ(Read(R"({"__entity":{"type":"not a name","id":"x"}})"), "E0008@20");
  EXPECT_EQ(Read(R"({"__entity":{"type":"A :: B","id":"x"}})"), "E0008@20");
  EXPECT_EQ(Read(R"({"__entity":{"type":"__cedar::A","id":"x"}})"), "E0008@20");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"ip","arg":"1.2.3"}})"), "E0008@27");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"ip","arg":1}})"), "E0008@27");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"isIpv4","arg":"::1"}})"), "E0008@31");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"ip","args":[]}})"), "E0008@0");
  EXPECT_EQ(Read(R"({"a":{"__expr":"1 + 1"}})"), "E0008@5");
}

TEST(JsonValue, AnEscapeStandsAlone) {
  EXPECT_EQ(Read(R"({"__entity":{"type":"A","id":"x","z":null}})"), R"(A::"x")");
  EXPECT_EQ(Read(R"({"__entity":{"type":"A","id":"x"},"y":1})"),
            R"({"__entity": {"id": "x", "type": "A"}, "y": 1})");
  EXPECT_EQ(Read(R"({"__extn":{"fn":"ip","arg":"::1"},"y":1})"),
            R"({"__extn": {"arg": "::1", "fn": "ip"}, "y": 1})");
  EXPECT_EQ(Read(R"({"__expr":"1","y":1})"), R"({"__expr": "1", "y": 1})");
}

TEST(JsonValue, NullIsAnErrorEverywhereAndAllAreTold) {
  EXPECT_EQ(Read("null"), "E0004@0");
  EXPECT_EQ(Read(R"({"a":null,"b":[1,null],"c":{"d":null}})"), "E0004@5 E0004@17 E0004@32");
  EXPECT_EQ(Read("[null]", Escapes::kPlain), "E0004@1");
}

TEST(JsonValue, PlainReadingInterpretsNothing) {
  EXPECT_EQ(Read(R"({"__entity":{"type":"A","id":"x"}})", Escapes::kPlain),
            R"({"__entity": {"id": "x", "type": "A"}})");
  EXPECT_EQ(Read(R"([{"__extn":{"fn":"ip","arg":"bad"}}])", Escapes::kPlain),
            R"([{"__extn": {"arg": "bad", "fn": "ip"}}])");
  EXPECT_EQ(Read(R"({"__expr":"x"})", Escapes::kPlain), R"({"__expr": "x"})");
}

TEST(JsonContext, WhatAModelWroteStaysPlain) {
  EXPECT_EQ(Context(R"({"args":{"a":{"__entity":{"type":"A","id":"x"}}},)"
                    R"("who":{"__entity":{"type":"A","id":"x"}}})"),
            R"({"args": {"a": {"__entity": {"id": "x", "type": "A"}}}, "who": A::"x"})");
  EXPECT_EQ(Context(R"({"args":{"__entity":{"type":"A","id":"x"}}})"),
            R"({"args": {"__entity": {"id": "x", "type": "A"}}})");
  EXPECT_EQ(Context(R"({"args":{"__expr":"x"}})"), R"({"args": {"__expr": "x"}})");
  EXPECT_EQ(Context(R"({"x":{"args":{"__entity":{"type":"A","id":"x"}}}})"),
            R"({"x": {"args": A::"x"}})")
      << "only at the top";
}

TEST(JsonContext, MustBeARecord) {
  for (const char* bad :
       {"[]", "1", "\"x\"", "true", "null", R"({"__entity":{"type":"A","id":"x"}})",
        R"({"__extn":{"fn":"ip","arg":"::1"}})", R"({"__expr":"1"})"}) {
    EXPECT_EQ(Context(bad), "RUNE-E0007") << bad;
  }
  EXPECT_EQ(Context("{}"), "{}");
  EXPECT_EQ(Context(R"({"a":[2,1,2]})"), R"({"a": [1, 2]})") << "arrays are sets";
  EXPECT_EQ(Context(R"({"a":null})"), "RUNE-E0004");
}

TEST(JsonValue, MakeExtensionKnowsTheFourConstructors) {
  EXPECT_EQ(MakeExtension("decimal", "1.0"), Value(Decimal{1'000'000'000}));
  EXPECT_EQ(MakeExtension("duration", "1s"), Value(Duration{1000}));
  EXPECT_EQ(MakeExtension("datetime", "1970-01-01"), Value(Datetime{0}));
  EXPECT_EQ(MakeExtension("ip", "::1"), Value(*ParseIp("::1")));
  EXPECT_FALSE(MakeExtension("decimal", "1").has_value());
  EXPECT_FALSE(MakeExtension("offset", "1s").has_value());
  EXPECT_FALSE(MakeExtension("", "").has_value());
}

Value AnyValue(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 10 : 7)) {
    case 0: return Value(*rc::gen::arbitrary<bool>());
    case 1: return Value(*rc::gen::arbitrary<std::int64_t>());
    case 2:
      return Value(
          *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a\"\\\n\x1b/ "))));
    case 3:
      return Value(EntityUid{
          "A::B", *rc::gen::container<std::string>(rc::gen::elementOf(std::string("x\"\\ ")))});
    case 4: return Value(Datetime{*rc::gen::arbitrary<std::int64_t>()});
    case 5: return Value(Duration{*rc::gen::arbitrary<std::int64_t>()});
    case 6: return Value(Decimal{Int128{*rc::gen::arbitrary<std::int64_t>()} * 100'000});
    case 7:
    case 8: {
      Value::Elements elements;
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) elements.push_back(AnyValue(depth - 1));
      return Value::Set(std::move(elements));
    }
    default: {
      Value::Fields fields;
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) {
        fields.emplace(*rc::gen::container<std::string>(rc::gen::elementOf(std::string("k_\"\n"))),
                       AnyValue(depth - 1));
      }
      return Value::Record(std::move(fields));
    }
  }
}

TEST(JsonValue, WhatIsWrittenReadsBack) {
  EXPECT_TRUE(rc::check("ToValue(ParseJson(ToJson(v))) == v", [] {
    const Value value = AnyValue(3);
    text::SourceMap sources;
    sources.Add("j", ToJson(value));
    text::Diagnostics diagnostics(sources);
    const auto json = ParseJson(sources.Whole(0), {}, diagnostics);
    RC_ASSERT(json.has_value());
    RC_ASSERT(ToValue(*json, Escapes::kInterpret, Arrays::kSets, diagnostics) == value);
  }));
}

}  // namespace
}  // namespace rune::value
