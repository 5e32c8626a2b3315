#include "cedar/syntax/word_scan.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rune::cedar {
namespace {

TEST(WordScanTest, EveryByteCountsAlikeAtEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < 40; ++at) {
      std::string text(40, 'w');
      text[at] = static_cast<char>(byte);
      const char* const begin = text.data();
      const char* const end = begin + text.size();
      EXPECT_EQ(WordEnd(begin, end), PlainWordEnd(begin, end)) << byte << " at " << at;
    }
  }
}

TEST(WordScanTest, AgreesOnRandomTexts) {
  std::mt19937 random(7);
  const std::string some = "aZ09__mM@[`{/:\x80\xFF ";
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 50, 'q');
    for (char& c : text) {
      if (random() % 4 == 0) c = some[random() % some.size()];
    }
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    ASSERT_EQ(WordEnd(begin, end), PlainWordEnd(begin, end)) << text;
  }
}

}  // namespace
}  // namespace rune::cedar
