#include "schema_maker.h"

#include <algorithm>
#include <set>

#include "words.h"

namespace rune::diff {
namespace {

class Maker {
 public:
  explicit Maker(Random& random) : random_(random) {}

  SchemaModel Make() {
    MakeSpaces();
    const int entities = random_.Between(2, 6);
    for (int i = 0; i < entities; ++i) NameEntity();
    const int commons = random_.Between(0, 3);
    for (int i = 0; i < commons; ++i) MakeCommon();
    for (std::size_t i = 0; i < schema_.entities.size(); ++i) FillEntity(i);
    const int actions = random_.Between(1, 6);
    for (int i = 0; i < actions; ++i) MakeAction();
    return std::move(schema_);
  }

 private:
  void MakeSpaces() {
    schema_.spaces.emplace_back();
    std::set<std::string> taken;
    const int spaces = random_.Chance(0.45) ? 0 : random_.Between(1, 2);
    for (int i = 0; i < spaces; ++i) {
      const std::string space = SpaceName(random_);
      if (taken.insert(space).second) schema_.spaces.push_back(space);
    }
  }

  const std::string& Space() { return random_.Pick(schema_.spaces); }

  // Whether nothing (or, in a namespace, nothing of the empty one) has this name already.
  bool Free(const std::string& space, const std::string& name) const {
    const auto clash = [&](const std::string& s, const std::string& n) {
      return n == name && (s == space || s.empty() || space.empty());
    };
    return std::ranges::none_of(schema_.entities,
                                [&](const EntityModel& e) { return clash(e.space, e.name); }) &&
           std::ranges::none_of(schema_.commons,
                                [&](const CommonModel& c) { return clash(c.space, c.name); });
  }

  void NameEntity() {
    EntityModel entity;
    entity.space = Space();
    entity.name = EntityName(random_);
    if (!Free(entity.space, entity.name) && !random_.Chance(0.002)) return;
    schema_.entities.push_back(std::move(entity));
  }

  void FillEntity(std::size_t at) {
    EntityModel& entity = schema_.entities[at];
    if (random_.Chance(0.12)) {
      const int choices = random_.Between(1, 3);
      for (int i = 0; i < choices; ++i) {
        const std::string id = EntityId(random_);
        if (std::ranges::find(entity.choices, id) == entity.choices.end()) {
          entity.choices.push_back(id);
        }
      }
      return;
    }
    for (std::size_t i = 0; i < schema_.entities.size(); ++i) {
      const bool enumerated = !schema_.entities[i].choices.empty();
      if (!enumerated && random_.Chance(i == at ? 0.15 : 0.3)) entity.parents.push_back(i);
    }
    if (random_.Chance(0.3)) entity.tags = MakeType(1);
    for (const CommonModel& common : schema_.commons) {
      if (common.type->kind == Kind::kRecord && random_.Chance(0.2)) {
        entity.common = common.Full();
        entity.fields = common.type->fields;
        return;
      }
    }
    entity.fields = MakeFields(4, 2);
  }

  void MakeCommon() {
    CommonModel common;
    common.space = Space();
    common.name = CommonName(random_);
    if (!Free(common.space, common.name)) return;
    Type type = *MakeType(2);
    type.common = common.Full();
    common.type = std::make_shared<const Type>(std::move(type));
    schema_.commons.push_back(std::move(common));
  }

  void MakeAction() {
    ActionModel action;
    action.space = Space();
    action.id = ActionId(random_);
    for (const ActionModel& other : schema_.actions) {
      if (other.space == action.space && other.id == action.id) return;
    }
    for (std::size_t i = 0; i < schema_.actions.size(); ++i) {
      if (random_.Chance(0.3)) action.groups.push_back(i);
    }
    action.applies = schema_.actions.empty() || random_.Chance(0.85);
    if (action.applies) {
      action.principals = SomeEntities();
      action.resources = SomeEntities();
      FillContext(action);
    }
    schema_.actions.push_back(std::move(action));
  }

  void FillContext(ActionModel& action) {
    for (const CommonModel& common : schema_.commons) {
      if (common.type->kind == Kind::kRecord && random_.Chance(0.3)) {
        action.common = common.Full();
        action.context = common.type->fields;
        return;
      }
    }
    if (random_.Chance(0.8)) action.context = MakeFields(4, 2);
  }

  std::vector<std::size_t> SomeEntities() {
    std::set<std::size_t> some{random_.Below(schema_.entities.size())};
    while (random_.Chance(0.4)) some.insert(random_.Below(schema_.entities.size()));
    return {some.begin(), some.end()};
  }

  std::vector<Field> MakeFields(int most, int depth) {
    std::vector<Field> fields;
    const int count = random_.Between(0, most);
    for (int i = 0; i < count; ++i) {
      Field field{AttributeName(random_), nullptr, random_.Chance(0.65)};
      const bool taken =
          std::ranges::any_of(fields, [&](const Field& f) { return f.name == field.name; });
      if (taken || field.name == "__cedar") continue;
      field.type = MakeType(depth);
      fields.push_back(std::move(field));
    }
    return fields;
  }

  TypeRef MakeType(int depth) {
    if (!schema_.commons.empty() && random_.Chance(0.15)) return random_.Pick(schema_.commons).type;
    Type type;
    const int roll = random_.Between(0, depth > 0 ? 99 : 64);
    if (roll < 12) {
      type.kind = Kind::kBool;
    } else if (roll < 26) {
      type.kind = Kind::kLong;
    } else if (roll < 38) {
      type.kind = Kind::kString;
    } else if (roll < 52) {
      type.kind = Kind::kEntity;
      type.name = random_.Pick(schema_.entities).Full();
    } else if (roll < 65) {
      static const std::vector<std::string> names = {"decimal", "ipaddr", "datetime", "duration"};
      type.kind = Kind::kExtension;
      type.name = random_.Pick(names);
    } else if (roll < 83) {
      type.kind = Kind::kSet;
      type.element = MakeType(depth - 1);
    } else {
      type.kind = Kind::kRecord;
      type.fields = MakeFields(3, depth - 1);
    }
    return std::make_shared<const Type>(std::move(type));
  }

  Random& random_;
  SchemaModel schema_;
};

// How a part of a schema says something.
enum class Saying { kDefined, kExternal, kNotAtAll };

class Writer {
 public:
  Writer(const SchemaModel& schema, Random& random) : schema_(schema), random_(random) {}

  // By the places of entity types and actions in the model; what they do not reach is defined.
  std::vector<Saying> entities;
  std::vector<Saying> actions;

  std::string Write() {
    for (const std::string& space : schema_.spaces) {
      space_ = space;
      if (!space.empty()) out_ += "namespace " + space + " {\n";
      for (const CommonModel& common : schema_.commons) {
        if (common.space == space) WriteCommon(common);
      }
      for (std::size_t i = 0; i < schema_.entities.size(); ++i) {
        if (schema_.entities[i].space == space) Say(schema_.entities[i], entities, i);
      }
      for (std::size_t i = 0; i < schema_.actions.size(); ++i) {
        if (schema_.actions[i].space == space) Say(schema_.actions[i], actions, i);
      }
      if (!space.empty()) out_ += "}\n";
    }
    return std::move(out_);
  }

 private:
  void WriteCommon(const CommonModel& common) {
    Type type = *common.type;
    type.common.clear();
    out_ += "type " + common.name + " = " + TypeText(type) + ";\n";
  }

  template <typename Model>
  void Say(const Model& model, const std::vector<Saying>& sayings, std::size_t at) {
    const Saying saying = at < sayings.size() ? sayings[at] : Saying::kDefined;
    if (saying == Saying::kDefined) WriteDefinition(model);
    if (saying == Saying::kExternal) WriteExternal(model);
  }

  void WriteExternal(const EntityModel& entity) {
    out_ += "external entity " + entity.name;
    if (!entity.parents.empty() && random_.Chance(0.6)) out_ += " in " + EntityList(entity.parents);
    out_ += ";\n";
  }

  void WriteExternal(const ActionModel& action) {
    out_ += "external action " + NameText(action.id);
    if (!random_.Chance(0.05)) WriteGroups(action);
    out_ += ";\n";
  }

  void WriteDefinition(const EntityModel& entity) {
    if (random_.Chance(0.05)) out_ += "@doc(\"an entity\")\n";
    out_ += "entity " + entity.name;
    if (!entity.choices.empty()) {
      std::string list;
      for (const std::string& id : entity.choices) {
        list += (list.empty() ? "" : ", ") + Quoted(id, random_);
      }
      out_ += " enum [" + list + "];\n";
      return;
    }
    if (!entity.parents.empty()) out_ += " in " + EntityList(entity.parents);
    if (!entity.common.empty()) {
      out_ += " = " + Name(entity.common);
    } else if (!entity.fields.empty() || random_.Chance(0.3)) {
      out_ += (random_.Chance(0.5) ? " = " : " ") + FieldsText(entity.fields);
    }
    if (entity.tags) out_ += " tags " + TypeText(*entity.tags);
    out_ += ";\n";
  }

  void WriteGroups(const ActionModel& action) {
    if (action.groups.empty()) return;
    std::string list;
    for (const std::size_t group : action.groups) {
      const ActionModel& parent = schema_.actions[group];
      const bool here = parent.space == action.space;
      list += (list.empty() ? "" : ", ") +
              (here ? NameText(parent.id) : UidText(parent.Uid(), random_));
    }
    out_ += " in [" + list + "]";
  }

  void WriteDefinition(const ActionModel& action) {
    out_ += "action " + NameText(action.id);
    WriteGroups(action);
    if (action.applies) {
      out_ += " appliesTo { principal: " + EntityList(action.principals) +
              ", resource: " + EntityList(action.resources);
      if (!action.common.empty()) {
        out_ += ", context: " + Name(action.common);
      } else if (!action.context.empty() || random_.Chance(0.3)) {
        out_ += ", context: " + FieldsText(action.context);
      }
      out_ += " }";
    }
    out_ += ";\n";
  }

  std::string EntityList(const std::vector<std::size_t>& list) {
    if (list.size() == 1 && random_.Chance(0.5)) return Name(schema_.entities[list[0]].Full());
    std::string out = "[";
    for (std::size_t i = 0; i < list.size(); ++i) {
      out += (i == 0 ? "" : ", ") + Name(schema_.entities[list[i]].Full());
    }
    return out + "]";
  }

  // In full, or without the namespace that we are in.
  std::string Name(const std::string& full) {
    const std::size_t last = full.rfind("::");
    const bool here = last != std::string::npos && full.substr(0, last) == space_;
    return here && random_.Chance(0.5) ? full.substr(last + 2) : full;
  }

  std::string NameText(const std::string& name) {
    return IsIdentifier(name) && random_.Chance(0.7) ? name : Quoted(name, random_);
  }

  std::string FieldsText(const std::vector<Field>& fields) {
    std::string out = "{";
    for (const Field& field : fields) {
      if (out.size() > 1) out += ", ";
      out += NameText(field.name) + (field.required ? ": " : "?: ") + TypeText(*field.type);
    }
    return out + "}";
  }

  std::string TypeText(const Type& type) {
    if (!type.common.empty()) return Name(type.common);
    switch (type.kind) {
      case Kind::kBool: return Builtin("Bool");
      case Kind::kLong: return Builtin("Long");
      case Kind::kString: return Builtin("String");
      case Kind::kEntity: return type.name;
      case Kind::kExtension: return Builtin(type.name);
      case Kind::kSet: return "Set<" + TypeText(*type.element) + ">";
      case Kind::kRecord: return FieldsText(type.fields);
    }
    return {};
  }

  // A builtin type by its short name, unless something in the schema is called so.
  std::string Builtin(const std::string& name) {
    const auto named = [&](const auto& thing) { return thing.name == name; };
    const bool hidden =
        std::ranges::any_of(schema_.entities, named) || std::ranges::any_of(schema_.commons, named);
    return hidden || random_.Chance(0.03) ? "__cedar::" + name : name;
  }

  const SchemaModel& schema_;
  Random& random_;
  std::string space_;
  std::string out_;
};

}  // namespace

SchemaModel MakeSchema(Random& random) { return Maker(random).Make(); }

std::string WriteSchema(const SchemaModel& schema, Random& random) {
  return Writer(schema, random).Write();
}

std::vector<std::string> WriteParts(const SchemaModel& schema, Random& random) {
  Writer first(schema, random);
  Writer second(schema, random);
  const auto share = [&](std::size_t count, auto sayings) {
    for (std::size_t i = 0; i < count; ++i) {
      const bool swap = random.Chance(0.5);
      Saying other = random.Chance(0.02) ? Saying::kNotAtAll : Saying::kExternal;
      Saying owner = Saying::kDefined;
      if (random.Chance(0.02)) owner = Saying::kExternal;
      if (random.Chance(0.01)) other = Saying::kDefined;
      (first.*sayings).push_back(swap ? other : owner);
      (second.*sayings).push_back(swap ? owner : other);
    }
  };
  share(schema.entities.size(), &Writer::entities);
  share(schema.actions.size(), &Writer::actions);
  std::string one = first.Write();
  return {std::move(one), second.Write()};
}

namespace {

std::string BreakOnce(std::string text, Random& random) {
  static const std::vector<std::string> pieces = {
      "User", "Long", ";",  "{", "}",  "?",  "Group", "in",     "tags",     "::",  "Set<",
      ",",    ":",    "[]", "]", "->", "==", "\"a\"", "action", "external", "@x ", "context"};
  std::vector<std::pair<std::size_t, std::size_t>> words;
  for (std::size_t i = 0; i < text.size();) {
    const auto wordly = [&](std::size_t at) {
      return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0);
    };
    std::size_t end = i + 1;
    while (wordly(i) && wordly(end)) ++end;
    if (text[i] != ' ' && text[i] != '\n' && static_cast<unsigned char>(text[i]) < 0x80) {
      words.emplace_back(i, end);
    }
    i = end;
  }
  if (words.empty()) return text;
  const auto [start, end] = words[random.Below(words.size())];
  const std::string word = text.substr(start, end - start);
  switch (random.Below(3)) {
    case 0: return text.erase(start, end - start);
    case 1: return text.insert(start, word + " ");
    default: return text.replace(start, end - start, random.Pick(pieces));
  }
}

}  // namespace

std::string BreakText(std::string text, Random& random) {
  do {
    text = BreakOnce(std::move(text), random);
  } while (random.Chance(0.3));
  return text;
}

}  // namespace rune::diff
