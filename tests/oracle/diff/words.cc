#include "words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace rune::diff {
namespace {

constexpr std::string_view kReserved[] = {"true", "false", "if",   "then", "else",
                                          "in",   "is",    "like", "has",  "__cedar"};

const std::vector<std::string> kTexts = {"",
                                         "a",
                                         "b",
                                         "read",
                                         "alice",
                                         "Alice",
                                         "x y",
                                         "10",
                                         "true",
                                         "*",
                                         "a*b",
                                         "**",
                                         "\n",
                                         "tab\there",
                                         "\"q\"",
                                         "back\\slash",
                                         "é",
                                         "e\xCC\x81",
                                         "日本",
                                         "\xF0\x9F\x91\x8D",
                                         "\xE2\x80\x8B",
                                         "\xD0\xB0lice",
                                         "per%cent",
                                         "'",
                                         "\r",
                                         std::string("nul\0l", 5),
                                         "long long long long long long long long long long text",
                                         "\xE2\x80\xAE"
                                         "rtl",
                                         "/tmp/a",
                                         "a/b/c",
                                         "A",
                                         "z"};

const std::vector<std::string> kIntegers = {"0",
                                            "1",
                                            "2",
                                            "3",
                                            "7",
                                            "10",
                                            "100",
                                            "-1",
                                            "-2",
                                            "-10",
                                            "255",
                                            "4294967296",
                                            "9007199254740993",
                                            "-9007199254740993",
                                            "3037000500",
                                            "4611686018427387904",
                                            "9223372036854775807",
                                            "9223372036854775806",
                                            "-9223372036854775807",
                                            "-9223372036854775808"};

const std::vector<std::string> kDecimals = {"0.0",
                                            "1.0",
                                            "1.00",
                                            "-0.1",
                                            "-0.0",
                                            "12.3456",
                                            "0.0001",
                                            "-0.0001",
                                            "99.9999",
                                            "100.25",
                                            "01.50",
                                            "3.14",
                                            "-3.14",
                                            "1000.0",
                                            "922337203685477.5807",
                                            "-922337203685477.5808"};
const std::vector<std::string> kBadDecimals = {"",
                                               "1",
                                               "1.",
                                               ".5",
                                               "1.23456",
                                               "922337203685477.5808",
                                               "-922337203685477.5809",
                                               "+1.0",
                                               "1e3",
                                               " 1.0",
                                               "1.0 ",
                                               "-",
                                               "--1.0",
                                               "١.٢",
                                               "1,0"};

const std::vector<std::string> kIps = {"127.0.0.1",
                                       "127.0.0.1/8",
                                       "10.0.0.1",
                                       "10.0.0.1/8",
                                       "10.0.0.2/8",
                                       "10.1.2.3/16",
                                       "0.0.0.0/0",
                                       "192.168.0.1",
                                       "192.168.1.0/24",
                                       "224.0.0.1",
                                       "224.0.0.0/4",
                                       "224.0.0.0/3",
                                       "255.255.255.255",
                                       "::1",
                                       "::",
                                       "::1/128",
                                       "::1/127",
                                       "::/0",
                                       "ff00::/8",
                                       "ff02::1",
                                       "ff00::/7",
                                       "::ffff:7f00:1",
                                       "2001:db8::1",
                                       "2001:DB8:0:0:0:0:0:1",
                                       "fe80::1/64",
                                       "1:2:3:4:5:6:7:8",
                                       "1::8/16"};
const std::vector<std::string> kBadIps = {
    "",           "1.2.3",      "1.2.3.4.5",    "256.0.0.1",      "01.2.3.4",
    "1.2.3.4/33", "1.2.3.4/08", "1.2.3.4/",     "::ffff:1.2.3.4", ":::",
    "1::2::3",    "::1/129",    "fe80::1%eth0", " 1.2.3.4",       "g::1",
    "/8"};

const std::vector<std::string> kDatetimes = {"1970-01-01",
                                             "2024-02-29",
                                             "2024-06-15T12:00:00Z",
                                             "1969-12-31T23:59:59.999Z",
                                             "0000-01-01",
                                             "9999-12-31T23:59:59.999Z",
                                             "2024-01-01T00:00:00+0000",
                                             "2024-01-01T00:00:00-2359",
                                             "2024-01-01T00:00:00.123+0530",
                                             "2000-02-29T23:59:59Z",
                                             "1900-03-01",
                                             "2024-06-15T12:00:00.000Z"};
const std::vector<std::string> kBadDatetimes = {"",
                                                "2023-02-29",
                                                "1900-02-29",
                                                "2024-13-01",
                                                "2024-01-01T24:00:00Z",
                                                "2024-1-1",
                                                "20240101",
                                                "2024-01-01T00:00:60Z",
                                                "2024-01-01T00:00:00",
                                                "10000-01-01",
                                                "-001-01-01",
                                                "2024-01-01T00:00:00.1Z",
                                                "2024-01-01T00:00:00+2400",
                                                "2024-01-01T00:00Z",
                                                "2024-04-31",
                                                "2024-01-01t00:00:00z"};

const std::vector<std::string> kDurations = {"0ms",
                                             "1ms",
                                             "-1ms",
                                             "1s",
                                             "1d",
                                             "1h",
                                             "1m",
                                             "1d2h3m4s5ms",
                                             "-1d2h",
                                             "90m",
                                             "36h",
                                             "365d",
                                             "0d",
                                             "007s",
                                             "9223372036854775807ms",
                                             "-9223372036854775808ms",
                                             "106751991167d",
                                             "-106751991167d7h12m55s808ms"};
const std::vector<std::string> kBadDurations = {
    "",    "1",    "d",    "1h1d", "1ms1s", "1.5s", "+1s", "9223372036854775808ms", "106751991168d",
    "1 s", "- 1s", "--1s", "1d1d", "1D"};

bool IsReserved(const std::string& text) {
  return std::ranges::find(kReserved, text) != std::end(kReserved);
}

std::string Hex(char32_t c) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  do {
    out.insert(out.begin(), digits[c & 15]);
    c >>= 4;
  } while (c != 0);
  return out;
}

}  // namespace

std::string Quoted(const std::string& text, Random& random) {
  std::string out = "\"";
  const bool spelled = random.Chance(0.03);
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += random.Chance(0.2) ? "\n" : "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += random.Chance(0.5) ? "\t" : "\\t"; break;
      case '\0': out += "\\0"; break;
      default:
        if (spelled && static_cast<unsigned char>(c) < 0x80) {
          out += "\\u{" + Hex(static_cast<unsigned char>(c)) + "}";
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

bool IsIdentifier(const std::string& text) {
  if (text.empty() || IsReserved(text)) return false;
  const auto letter = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  if (!letter(text[0])) return false;
  return std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string UidText(const EntityUid& uid, Random& random) {
  return uid.type + "::" + Quoted(uid.id, random);
}

std::string EntityName(Random& random) {
  static const std::vector<std::string> names = {"User", "Group", "Doc", "Folder", "Team", "App",
                                                 "Org",  "Role",  "_x9", "entity", "T"};
  static const std::vector<std::string> odd = {"ipaddr", "datetime", "Sett", "principal", "action",
                                               "Long",   "type",     "enum", "String",    "tags"};
  return random.Chance(0.04) ? random.Pick(odd) : random.Pick(names);
}

std::string SpaceName(Random& random) {
  static const std::vector<std::string> names = {"N", "A::B", "N::M", "App", "namespace::in_x"};
  return random.Pick(names);
}

std::string CommonName(Random& random) {
  static const std::vector<std::string> names = {"Info", "Shape", "Ctx", "Level", "Names", "Pair"};
  static const std::vector<std::string> odd = {"decimal", "User", "duration", "Group"};
  return random.Chance(0.04) ? random.Pick(odd) : random.Pick(names);
}

std::string AttributeName(Random& random) {
  static const std::vector<std::string> names = {"a",     "b",    "name",    "owner", "level",
                                                 "info",  "flag", "when",    "addr",  "amount",
                                                 "items", "peer", "contains"};
  static const std::vector<std::string> odd = {"if", "x y", "", "é", "in", "__cedar", "\"", "10"};
  return random.Chance(0.06) ? random.Pick(odd) : random.Pick(names);
}

std::string ActionId(Random& random) {
  static const std::vector<std::string> ids = {
      "read", "write", "view", "edit", "list", "any", "x y", "é", "", "in", "act1", "act2", "act3"};
  return random.Pick(ids);
}

std::string AnyText(Random& random) { return random.Pick(kTexts); }

std::string EntityId(Random& random) {
  static const std::vector<std::string> common = {"a", "b", "c", "alice"};
  return random.Chance(0.75) ? random.Pick(common) : random.Pick(kTexts);
}

std::string Integer(Random& random) {
  if (random.Chance(0.5)) return std::to_string(random.Between(-3, 12));
  return random.Pick(kIntegers);
}

std::string ExtensionText(const std::string& type, bool any, Random& random) {
  const bool bad = any && random.Chance(0.06);
  if (type == "decimal") return random.Pick(bad ? kBadDecimals : kDecimals);
  if (type == "ipaddr") return random.Pick(bad ? kBadIps : kIps);
  if (type == "datetime") return random.Pick(bad ? kBadDatetimes : kDatetimes);
  return random.Pick(bad ? kBadDurations : kDurations);
}

std::string ConstructorOf(const std::string& type) { return type == "ipaddr" ? "ip" : type; }

}  // namespace rune::diff
