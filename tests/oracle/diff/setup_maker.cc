#include "setup_maker.h"

#include <set>

#include "data_maker.h"
#include "expression_maker.h"
#include "schema_maker.h"
#include "words.h"

namespace rune::diff {
namespace {

class Maker {
 public:
  explicit Maker(std::uint64_t seed)
      : random_(seed), schema_(MakeSchema(random_)), data_(schema_, random_) {
    setup_.seed = seed;
  }

  Setup Make(std::size_t requests) {
    setup_.schema = WriteSchema(schema_, random_);
    if (random_.Chance(0.3)) setup_.parts = WriteParts(schema_, random_);
    if (random_.Chance(0.04)) setup_.schema = BreakText(std::move(setup_.schema), random_);
    data_.set_wrong(random_.Chance(0.4) ? 0.0 : 0.02);
    data_.set_implicit(random_.Chance(0.3) ? 0.15 : 0.0);
    setup_.entities = data_.Entities();
    const double wrong = random_.Chance(0.4) ? 0.0 : 0.03;
    const int policies = random_.Between(1, 6);
    for (int i = 0; i < policies; ++i) MakePolicy(wrong);
    for (std::size_t i = 0; i < setup_.policies.size(); ++i) MakeLinks(i);
    if (random_.Chance(0.06)) setup_.broken = BreakText(setup_.PolicyText(), random_);
    for (std::size_t i = 0; i < requests; ++i) setup_.requests.push_back(data_.Request());
    return std::move(setup_);
  }

 private:
  EnvironmentModel SomeEnvironment() {
    EnvironmentModel env;
    env.action = &random_.Pick(schema_.actions);
    for (int i = 0; i < 4 && !env.action->applies; ++i) env.action = &random_.Pick(schema_.actions);
    const auto some = [&](const std::vector<std::size_t>& list) {
      return list.empty() ? random_.Pick(schema_.entities).Full()
                          : schema_.entities[random_.Pick(list)].Full();
    };
    env.principal = some(env.action->principals);
    env.resource = some(env.action->resources);
    return env;
  }

  void MakePolicy(double wrong) {
    const EnvironmentModel env = SomeEnvironment();
    PolicyModel policy;
    if (random_.Chance(0.15)) policy.annotations = Annotations();
    policy.effect = random_.Chance(0.7) ? "permit" : "forbid";
    const bool slots = random_.Chance(0.2);
    policy.principal = Scope("?principal", env.principal, slots, policy.principal_slot);
    policy.action = ActionScope(env);
    policy.resource = Scope("?resource", env.resource, slots, policy.resource_slot);
    ExpressionMaker maker(schema_, env, data_, random_);
    maker.set_wrong(wrong);
    const int conditions = random_.Chance(0.15) ? 0 : random_.Chance(0.2) ? 2 : 1;
    for (int i = 0; i < conditions; ++i) {
      policy.conditions.emplace_back(random_.Chance(0.85) ? "when" : "unless",
                                     maker.Condition(random_.Between(0, 3)));
    }
    if (random_.Chance(0.15)) Comment(policy);
    setup_.policies.push_back(std::move(policy));
  }

  // Comments and line ends where there were blanks.
  void Comment(PolicyModel& policy) {
    if (random_.Chance(0.5)) policy.annotations = "// before\n" + policy.annotations;
    for (auto& [word, body] : policy.conditions) {
      if (random_.Chance(0.5)) word = "// condition\n  " + word;
      CommentTerm(body);
    }
  }

  void CommentTerm(Term& term) {
    for (std::string& part : term.parts) {
      const std::size_t blank = part.find(' ');
      if (part.contains('"') || blank == std::string::npos || !random_.Chance(0.2)) continue;
      part.replace(blank, 1, random_.Chance(0.5) ? " // why\n" : "\n\n    ");
    }
    for (Term& kid : term.kids) CommentTerm(kid);
  }

  std::string Annotations() {
    static const std::vector<std::string> keys = {"id", "note", "if", "advice", "_x"};
    std::string out;
    std::set<std::string> taken;
    for (int i = random_.Between(1, 2); i > 0; --i) {
      const std::string& key = random_.Pick(keys);
      if (!taken.insert(key).second) continue;
      out += "@" + key;
      if (random_.Chance(0.8)) out += "(" + Quoted(AnyText(random_), random_) + ")";
      out += "\n";
    }
    return out;
  }

  std::string Scope(const std::string& slot, const std::string& type, bool slots, bool& used) {
    const auto entity = [&](const std::string& of) {
      if (slots && random_.Chance(0.7)) {
        used = true;
        return slot;
      }
      return UidText(data_.Uid(of), random_);
    };
    const std::string other = random_.Chance(0.6) ? type : random_.Pick(schema_.entities).Full();
    switch (random_.Below(slots ? 9 : 13)) {
      case 0: return " == " + entity(type);
      case 1:
      case 2: return " in " + entity(other);
      case 3: return " is " + other;
      case 4: return " is " + type + " in " + entity(other);
      default: return slots ? " in " + entity(other) : "";
    }
  }

  std::string ActionScope(const EnvironmentModel& env) {
    const auto uid = [&] {
      return random_.Chance(0.7) ? UidText(env.action->Uid(), random_)
                                 : UidText(random_.Pick(schema_.actions).Uid(), random_);
    };
    switch (random_.Below(5)) {
      case 0:
      case 1: return " == " + uid();
      case 2: return " in " + uid();
      case 3: {
        std::string out = " in [";
        for (int i = random_.Between(random_.Chance(0.1) ? 0 : 1, 3); i > 0; --i) {
          out += uid() + (i > 1 ? ", " : "");
        }
        return out + "]";
      }
      default: return "";
    }
  }

  void MakeLinks(std::size_t at) {
    const PolicyModel& policy = setup_.policies[at];
    if (!policy.is_template()) return;
    for (int i = random_.Between(0, 3); i > 0; --i) {
      LinkModel link;
      link.policy = at;
      link.id = "link" + std::to_string(setup_.links.size());
      if (random_.Chance(0.01)) link.id = PolicyId(0);
      const auto some = [&] { return data_.Uid(random_.Pick(schema_.entities).Full()); };
      if (policy.principal_slot && !random_.Chance(0.002)) link.principal = some();
      if (policy.resource_slot && !random_.Chance(0.002)) link.resource = some();
      setup_.links.push_back(std::move(link));
    }
  }

  Random random_;
  SchemaModel schema_;
  DataMaker data_;
  Setup setup_;
};

}  // namespace

Setup MakeSetup(std::uint64_t seed, std::size_t requests) { return Maker(seed).Make(requests); }

}  // namespace rune::diff
