// Compares our answers with upstream's.
#pragma once

#include <string>
#include <vector>

#include "reading.h"

namespace rune::corpus {

// Policies of a text in strict Cedar, named `policy<N>` by position whatever their `@id` says.
// Throws std::runtime_error when the text is rejected.
std::vector<cedar::Policy> ReadPolicies(Source& source);

// Empty when each policy, printed and read again, is the same tree.
std::string CheckPrinting(const std::vector<cedar::Policy>& policies);

// Empty when our answer is the expected one, else both sides.
std::string Judge(const std::vector<cedar::Instance>& instances, const store::Entities& entities,
                  const Question& question);

}  // namespace rune::corpus
