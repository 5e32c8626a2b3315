// The one world in which every `.expr` case is evaluated.
//
//   principal  User::"alice"     in Group::"staff" and Group::"dangling" (which does not exist)
//     attributes  name "alice", age 30, verified true, balance decimal("12.5"), manager
//     User::"bob",
//                 ghost User::"ghost" (which does not exist), capabilities ["read", "list"],
//                 friends [User::"bob"], address {city: "Paris", zip: 75001, "street name": "Rue"}
//     tags        team "red", level 3, "" ""
//   action     Action::"read"    in Action::"any"
//   resource   File::"/tmp/a/b.txt"  in Folder::"tmp"
//   others     User::"bob" in Group::"admins" in Group::"staff" in Group::"all"; Folder::"tmp";
//              Doc::"named" with attributes id "own", type "User"; Doc::"plain"
//   context    n 7, ok true, min and max (the bounds of a long), s "héllo", key "team", "weird key"
//   1,
//              "if" "reserved", set [1, 2, 3], nested {a: {b: {c: 1}}}, groups [Group::"all"],
//              pattern File::"/tmp/*", addr ip("10.1.2.3"), when datetime("2024-06-15T12:00:00Z")
//   relations  trusted(alice), knows(alice, bob); `broken` is always in error
//
// `path_types` is File in extended files.
#pragma once

#include <memory>

#include "cedar/evaluate/evaluate.h"
#include "expr/predicate.h"
#include "store/entities.h"

namespace rune::cases {

class World {
 public:
  World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Requires: the world and the meter outlive the environment.
  cedar::Environment Environment(WorkMeter& meter) const;

 private:
  store::Entities entities_;
  std::unique_ptr<store::EntityView> view_;
  Value context_;
  std::unique_ptr<expr::PredicateSource> predicates_;
};

}  // namespace rune::cases
