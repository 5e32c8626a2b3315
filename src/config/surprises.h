// What loads and hardly means what was meant: warnings about texts that are taken by the letter.
//
// Each names what the text does as it stands and how to write what it looks like. Nothing here
// changes a decision.
#pragma once

#include "cedar/policy_set.h"
#include "config/configuration.h"
#include "config/mentions.h"

namespace rune::config {

// Relations that are named like a vote (`denyall`), are derived by rules and are read by nothing:
// no rule, policy or query of a test case.
// Requires: the rules were checked; `mentions` are of the same rules.
void WarnLookalikes(const Configuration& configuration, const Mentions& mentions,
                    text::Diagnostics& diagnostics);

// Templates that forbid and have no link.
void WarnUnlinked(const cedar::PolicySet& policies, text::Diagnostics& diagnostics);

// `*` in ids of path-like types where patterns do not exist: strict policies and links.
void WarnPlainStars(const cedar::PolicySet& policies, const Options& options,
                    text::Diagnostics& diagnostics);

}  // namespace rune::config
