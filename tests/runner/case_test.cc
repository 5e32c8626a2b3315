// Every file below tests/cases, in every mode, against its golden.
//
//   <name>.rune       a configuration; its golden holds the findings and what each of its [tests]
//   decides <name>.folder/    a folder configuration <name>.cmd        command lines; the golden
//   holds what they print
// A name that begins with fail_ must not load. RUNE_UPDATE_GOLDENS=1 writes the goldens of the
// plain mode instead of comparing.
#include <gtest/gtest.h>

#include <algorithm>
