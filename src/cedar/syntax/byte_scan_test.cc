#include "cedar/syntax/byte_scan.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rune::cedar {
namespace {

void ExpectAgreement(const std::string& text) {
  const ByteKinds fast = Scan(text.data());
  const ByteKinds plain = PlainScan(text.data());
  ASSERT_EQ(fast.word, plain.word) << text;
  ASSERT_EQ(fast.blank, plain.blank) << text;
  ASSERT_EQ(fast.stop, plain.stop) << text;
}

TEST(ByteScanTest, EveryByteCountsAlikeAtEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < kScanned; ++at) {
      std::string text(kScanned, 'w');
      text[at] = static_cast<char>(byte);
      ExpectAgreement(text);
    }
  }
}

TEST(ByteScanTest, AgreesOnRandomTexts) {
  std::mt19937 random(7);
  const std::string some = "aZ09__mM@[`{/:\x80\xFF \t\r\n\b\x0E\x1F!\"\\";
  for (int round = 0; round < 20'000; ++round) {
    std::string text(kScanned, 'q');
    for (char& c : text) {
      if (random() % 4 == 0) c = some[random() % some.size()];
    }
    ExpectAgreement(text);
  }
}

TEST(ByteScanTest, KindsAreWhatTheirNamesSay) {
  const ByteKinds kinds = Scan((R"(a_9 "\)" + std::string(kScanned, '\r')).data());
  EXPECT_EQ(kinds.word, 0b111u);
  EXPECT_EQ(kinds.blank, ~std::uint64_t{0b110111});
  EXPECT_EQ(kinds.stop, ~std::uint64_t{0b001111});
}

}  // namespace
}  // namespace rune::cedar
