// Makes expressions of a wanted type for one request environment (an action with a type of
// principal and of resource), mostly well typed, with guards before optional attributes and tags.
#pragma once

#include <string>
#include <vector>

#include "data_maker.h"
#include "model.h"
#include "random.h"

namespace rune::diff {

struct EnvironmentModel {
  const ActionModel* action = nullptr;
  std::string principal;  // types
  std::string resource;
};

class ExpressionMaker {
 public:
  ExpressionMaker(const SchemaModel& schema, const EnvironmentModel& env, DataMaker& data,
                  Random& random);

  // How often something of another type stands where one is wanted.
  void set_wrong(double p) { wrong_ = p; }

  Term Condition(int depth) { return Bool(depth); }
  // For tests of expressions by themselves.
  Term Make(const Type& type, int depth);

 private:
  // Something that can be read from a variable.
  struct Path {
    Term term;
    TypeRef type;
    std::vector<Term> guards;  // `principal has a`, in order
  };
  using Guards = std::vector<Term>;

  void Explore(const Path& path, int depth);
  void ExploreFields(const Path& path, const std::vector<Field>& fields, int depth);
  Term Access(const Term& object, const std::string& name);
  Term Has(const Term& object, const std::string& name);

  Term Bool(int depth);
  Term Connective(int depth);
  Term Comparison(int depth, Guards& guards);
  Term EntityTest(int depth, Guards& guards);
  Term SetTest(int depth, Guards& guards);
  Term HasTest(Guards& guards);
  Term TagTest(Guards& guards);
  Term ExtensionTest(int depth, Guards& guards);
  Term Guarded(const Guards& guards, Term test);

  Term Of(const Type& type, int depth, Guards& guards);
  Term Compound(const Type& type, int depth, Guards& guards);
  Term LongTerm(int depth, Guards& guards);
  Term ExtensionTerm(const Type& type, int depth, Guards& guards);
  Term Literal(const Type& type, int depth, Guards& guards);
  Term SetLiteral(const Type& element, int depth, Guards& guards);
  Term EntityTerm(const std::string& type);
  Term Pattern();
  TypeRef SomeType();

  const SchemaModel& schema_;
  const EnvironmentModel& env_;
  DataMaker& data_;
  Random& random_;
  double wrong_ = 0.03;
  std::vector<Path> paths_;
};

bool SameType(const Type& a, const Type& b);

}  // namespace rune::diff
