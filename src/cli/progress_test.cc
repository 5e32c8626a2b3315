#include "cli/progress.h"

#include <gtest/gtest.h>

#include <sstream>

namespace rune::cli {
namespace {

using std::chrono::milliseconds;

// What a piece of work of `length` leaves on stderr.
std::string Shown(bool json, bool terminal, milliseconds interval, milliseconds length) {
  std::ostringstream out;
  std::ostringstream err;
  Output output{out, err, json, false, false, terminal};
  {
    const Progress progress(output, "loading a\x1b.rune", interval);
    std::this_thread::sleep_for(length);
  }
  EXPECT_EQ(out.str(), "");
  return err.str();
}

TEST(Progress, LongWorkShowsOneLineThatGoesAway) {
  const std::string shown = Shown(false, true, milliseconds(5), milliseconds(200));
  EXPECT_TRUE(shown.starts_with("\r\x1b[Kloading a\\u{1b}.rune .. 0 s")) << shown;
  EXPECT_TRUE(shown.ends_with("s\r\x1b[K")) << shown;
  EXPECT_EQ(shown.find('\n'), std::string::npos);
}

TEST(Progress, ShortWorkShowsNothing) {
  EXPECT_EQ(Shown(false, true, std::chrono::seconds(60), milliseconds(1)), "");
}

TEST(Progress, ProgramsSeeNothing) {
  EXPECT_EQ(Shown(true, true, milliseconds(1), milliseconds(50)), "");
  EXPECT_EQ(Shown(false, false, milliseconds(1), milliseconds(50)), "");
}

}  // namespace
}  // namespace rune::cli
