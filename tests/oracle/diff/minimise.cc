#include "minimise.h"

#include <algorithm>

namespace rune::diff {
namespace {

class Minimiser {
 public:
  Minimiser(Setup setup, const Shows& shows, int tries)
      : setup_(std::move(setup)), shows_(shows), tries_(tries) {}

  Setup Run() {
    bool smaller = true;
    while (smaller && tries_ > 0) {
      smaller = false;
      smaller |= DropSome(&Setup::requests);
      smaller |= DropPolicies();
      smaller |= DropSome(&Setup::links);
      smaller |= DropSome(&Setup::entities);
      smaller |= SimplifyPolicies();
      smaller |= SimplifySchema();
      smaller |= ShortenBroken();
      smaller |= SimplifyEntities();
    }
    return std::move(setup_);
  }

 private:
  bool Try(const Setup& candidate) {
    if (tries_-- <= 0 || !shows_(candidate)) return false;
    setup_ = candidate;
    return true;
  }

  // Halves first, then single ones.
  template <typename T>
  bool DropSome(std::vector<T> Setup::* list) {
    bool smaller = false;
    for (std::size_t chunk = (setup_.*list).size(); chunk > 0; chunk /= 2) {
      for (std::size_t at = 0; at < (setup_.*list).size();) {
        Setup candidate = setup_;
        auto& items = candidate.*list;
        const std::size_t end = std::min(at + chunk, items.size());
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(at),
                    items.begin() + static_cast<std::ptrdiff_t>(end));
        if (Try(candidate)) {
          smaller = true;
        } else {
          at += chunk;
        }
      }
    }
    return smaller;
  }

  bool DropPolicies() {
    bool smaller = false;
    for (std::size_t at = setup_.policies.size(); at-- > 0;) {
      Setup candidate = setup_;
      candidate.policies.erase(candidate.policies.begin() + static_cast<std::ptrdiff_t>(at));
      std::erase_if(candidate.links, [&](const LinkModel& link) { return link.policy == at; });
      for (LinkModel& link : candidate.links) {
        if (link.policy > at) --link.policy;
      }
      smaller |= Try(candidate);
    }
    return smaller;
  }

  bool SimplifyPolicies() {
    bool smaller = false;
    for (std::size_t at = 0; at < setup_.policies.size(); ++at) {
      smaller |= Clear(at, &PolicyModel::annotations);
      const bool slots = setup_.policies[at].is_template();
      if (!slots) {
        smaller |= Clear(at, &PolicyModel::principal);
        smaller |= Clear(at, &PolicyModel::resource);
      }
      smaller |= Clear(at, &PolicyModel::action);
      for (std::size_t i = setup_.policies[at].conditions.size(); i-- > 0;) {
        Setup candidate = setup_;
        auto& conditions = candidate.policies[at].conditions;
        conditions.erase(conditions.begin() + static_cast<std::ptrdiff_t>(i));
        if (Try(candidate)) {
          smaller = true;
        } else {
          smaller |= SimplifyTerm(at, i, {});
        }
      }
    }
    return smaller;
  }

  bool Clear(std::size_t at, std::string PolicyModel::* part) {
    if ((setup_.policies[at].*part).empty()) return false;
    Setup candidate = setup_;
    (candidate.policies[at].*part).clear();
    return Try(candidate);
  }

  static Term& TermAt(Setup& setup, std::size_t policy, std::size_t condition,
                      const std::vector<std::size_t>& path) {
    Term* term = &setup.policies[policy].conditions[condition].second;
    for (const std::size_t step : path) term = &term->kids[step];
    return *term;
  }

  // Replaces the term there by something simple or by one of its own parts, then goes on inside.
  bool SimplifyTerm(std::size_t policy, std::size_t condition, std::vector<std::size_t> path) {
    bool smaller = false;
    bool changed = true;
    while (changed) {
      changed = false;
      const Term now = TermAt(setup_, policy, condition, path);
      if (now.kids.empty() && now.parts[0].size() <= 4) return smaller;
      std::vector<Term> instead = {"true", "1"};
      for (const Term& kid : now.kids) instead.push_back(kid);
      for (Term& term : instead) {
        Setup candidate = setup_;
        TermAt(candidate, policy, condition, path) = std::move(term);
        if (!Try(candidate)) continue;
        smaller = changed = true;
        break;
      }
    }
    const std::size_t kids = TermAt(setup_, policy, condition, path).kids.size();
    for (std::size_t i = 0; i < kids; ++i) {
      path.push_back(i);
      smaller |= SimplifyTerm(policy, condition, path);
      path.pop_back();
    }
    return smaller;
  }

  bool SimplifySchema() {
    bool smaller = DropLines([](Setup& setup) -> std::string& { return setup.schema; });
    for (std::size_t i = 0; i < setup_.parts.size(); ++i) {
      smaller |= DropLines([i](Setup& setup) -> std::string& { return setup.parts[i]; });
    }
    return smaller;
  }

  // Line by line: a declaration stands on one.
  template <typename Text>
  bool DropLines(Text text) {
    bool smaller = false;
    for (std::size_t begin = 0; begin < text(setup_).size();) {
      std::size_t end = text(setup_).find('\n', begin);
      end = end == std::string::npos ? text(setup_).size() : end + 1;
      Setup candidate = setup_;
      text(candidate).erase(begin, end - begin);
      if (Try(candidate)) {
        smaller = true;
      } else {
        begin = end;
      }
    }
    return smaller;
  }

  // The broken text of policies without some of its characters.
  bool ShortenBroken() {
    bool smaller = false;
    for (std::size_t chunk = setup_.broken.size(); chunk > 0; chunk /= 2) {
      for (std::size_t at = 0; at < setup_.broken.size();) {
        Setup candidate = setup_;
        candidate.broken.erase(at, chunk);
        if (!candidate.broken.empty() && Try(candidate)) {
          smaller = true;
        } else {
          at += chunk;
        }
      }
    }
    return smaller;
  }

  // `,"attrs":{..}` of an entity becomes `{}` where that is enough.
  bool SimplifyEntities() {
    bool smaller = false;
    for (std::size_t at = 0; at < setup_.entities.size(); ++at) {
      for (const std::string key : {"\"attrs\":", "\"tags\":"}) {
        const std::size_t begin = setup_.entities[at].find(key);
        const std::size_t next =
            setup_.entities[at].find(key[1] == 'a' ? ",\"parents\":" : "}", begin);
        if (begin == std::string::npos || next == std::string::npos) continue;
        Setup candidate = setup_;
        std::string& text = candidate.entities[at];
        const std::size_t end = key[1] == 'a' ? next : text.size() - 1;
        text.replace(begin, end - begin, key + "{}");
        if (text != setup_.entities[at]) smaller |= Try(candidate);
      }
    }
    return smaller;
  }

  Setup setup_;
  const Shows& shows_;
  int tries_;
};

}  // namespace

Setup Minimise(Setup setup, const Shows& shows, int tries) {
  return Minimiser(std::move(setup), shows, tries).Run();
}

}  // namespace rune::diff
