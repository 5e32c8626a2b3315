//! What a line says about policies, schema and entities, read at most once.
use std::cell::OnceCell;
use std::collections::HashMap;
use std::str::FromStr;

use cedar_policy::{
    Entities, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, Schema,
    SchemaFragment, SlotId, Template,
};
use serde_json::{json, Value};

use crate::kinds::{describe, parse_errors, schema_text_errors};

/// `{"stage", "errors"}`.
pub type Failure = Value;

pub fn failure(stage: &str, errors: Value) -> Failure {
    json!({"stage": stage, "errors": errors})
}

pub fn malformed(message: impl Into<String>) -> Failure {
    failure("line", json!([{"kind": "Malformed", "message": message.into()}]))
}

pub struct LoadedSchema {
    pub fragment: SchemaFragment,
    pub schema: Schema,
    pub warnings: Value,
}

pub struct Setup {
    pub line: Value,
    policies: OnceCell<Result<PolicySet, Failure>>,
    schema: OnceCell<Result<Option<LoadedSchema>, Failure>>,
    typed: OnceCell<Result<Entities, Failure>>,
    untyped: OnceCell<Result<Entities, Failure>>,
}

impl Setup {
    pub fn new(line: Value) -> Self {
        Self {
            line,
            policies: OnceCell::new(),
            schema: OnceCell::new(),
            typed: OnceCell::new(),
            untyped: OnceCell::new(),
        }
    }

    pub fn policies(&self) -> Result<&PolicySet, Failure> {
        self.policies
            .get_or_init(|| read_policies(&self.line["policies"]))
            .as_ref()
            .map_err(Clone::clone)
    }

    pub fn schema(&self) -> Result<Option<&LoadedSchema>, Failure> {
        match self.schema.get_or_init(|| match &self.line["schema"] {
            Value::Null => Ok(None),
            given => read_schema(given).map(Some),
        }) {
            Ok(schema) => Ok(schema.as_ref()),
            Err(e) => Err(e.clone()),
        }
    }

    pub fn needed_schema(&self) -> Result<&LoadedSchema, Failure> {
        self.schema()?.ok_or_else(|| malformed("this operation needs a schema"))
    }

    /// The schema with which an operation reads data: none where it, or the line, says
    /// `"typed": false`.
    pub fn data_schema(&self, op: &Value) -> Result<Option<&Schema>, Failure> {
        let typed = op.get("typed").or_else(|| self.line.get("typed"));
        if typed == Some(&Value::Bool(false)) {
            return Ok(None);
        }
        Ok(self.schema()?.map(|s| &s.schema))
    }

    pub fn entities(&self, op: &Value) -> Result<&Entities, Failure> {
        let schema = self.data_schema(op)?;
        let cell = if schema.is_some() { &self.typed } else { &self.untyped };
        cell.get_or_init(|| read_entities(&self.line["entities"], schema))
            .as_ref()
            .map_err(Clone::clone)
    }
}

fn text_of<'a>(value: &'a Value, what: &str) -> Result<&'a str, Failure> {
    value.as_str().ok_or_else(|| malformed(format!("{what} is no text")))
}

/// A text, or an object with `text` or `json` or `json_text`, or `policies` and `templates` (texts
/// by id); beside each of them `links`.
fn read_policies(given: &Value) -> Result<PolicySet, Failure> {
    if given.is_null() {
        return Ok(PolicySet::new());
    }
    if let Some(text) = given.as_str() {
        return PolicySet::from_str(text).map_err(|e| failure("policies", parse_errors(&e)));
    }
    let set_error = |e| failure("policies", json!([describe(&e)]));
    let mut set = if let Some(text) = given.get("text") {
        read_policies(&json!(text_of(text, "policies.text")?))?
    } else if let Some(json) = given.get("json") {
        PolicySet::from_json_value(json.clone()).map_err(set_error)?
    } else if let Some(text) = given.get("json_text") {
        PolicySet::from_json_str(text_of(text, "policies.json_text")?).map_err(set_error)?
    } else {
        by_id(given)?
    };
    for link in given.get("links").and_then(Value::as_array).into_iter().flatten() {
        let template = PolicyId::new(text_of(&link["template_id"], "template_id")?);
        let id = PolicyId::new(text_of(&link["new_id"], "new_id")?);
        let mut values = HashMap::new();
        for (slot, uid) in link["values"].as_object().into_iter().flatten() {
            let slot = match slot.as_str() {
                "?principal" => SlotId::principal(),
                "?resource" => SlotId::resource(),
                other => return Err(malformed(format!("no slot {other}"))),
            };
            values.insert(slot, read_uid(uid)?);
        }
        set.link(template, id, values)
            .map_err(|e| failure("links", json!([describe(&e)])))?;
    }
    Ok(set)
}

fn by_id(given: &Value) -> Result<PolicySet, Failure> {
    let mut set = PolicySet::new();
    let syntax = |e| failure("policies", parse_errors(&e));
    let taken = |e| failure("policies", json!([describe(&e)]));
    for (id, text) in given["policies"].as_object().into_iter().flatten() {
        let policy = Policy::parse(Some(PolicyId::new(id)), text_of(text, "a policy")?);
        set.add(policy.map_err(syntax)?).map_err(taken)?;
    }
    for (id, text) in given["templates"].as_object().into_iter().flatten() {
        let template = Template::parse(Some(PolicyId::new(id)), text_of(text, "a template")?);
        set.add_template(template.map_err(syntax)?).map_err(taken)?;
    }
    Ok(set)
}

/// A Cedar text, or an object with `cedar`, `json` or `json_text`.
pub fn read_schema(given: &Value) -> Result<LoadedSchema, Failure> {
    let wrong = |e| failure("schema", json!([describe(&e)]));
    let cedar = given.as_str().or_else(|| given["cedar"].as_str());
    let (fragment, warnings) = if let Some(text) = cedar {
        let (fragment, warnings) = SchemaFragment::from_cedarschema_str(text)
            .map_err(|e| failure("schema", schema_text_errors(&e)))?;
        let warnings: Vec<Value> = warnings.map(|w| describe(&w)).collect();
        (fragment, warnings)
    } else if let Some(json) = given.get("json") {
        (SchemaFragment::from_json_value(json.clone()).map_err(wrong)?, vec![])
    } else if let Some(text) = given["json_text"].as_str() {
        (SchemaFragment::from_json_str(text).map_err(wrong)?, vec![])
    } else {
        return Err(malformed("a schema is a text, or {cedar | json | json_text}"));
    };
    let schema: Schema = fragment.clone().try_into().map_err(wrong)?;
    Ok(LoadedSchema { fragment, schema, warnings: warnings.into() })
}

/// A list, or `{"text"}`.
fn read_entities(given: &Value, schema: Option<&Schema>) -> Result<Entities, Failure> {
    let read = match given {
        Value::Null => match schema {
            Some(_) => Entities::from_json_str("[]", schema),
            None => return Ok(Entities::empty()),
        },
        Value::Object(object) if object.contains_key("text") => {
            Entities::from_json_str(text_of(&object["text"], "entities.text")?, schema)
        }
        list => Entities::from_json_value(list.clone(), schema),
    };
    read.map_err(|e| failure("entities", json!([describe(&e)])))
}

thread_local! {
    static TYPES: std::cell::RefCell<HashMap<String, EntityTypeName>> = Default::default();
}

pub fn read_type(text: &str) -> Result<EntityTypeName, Failure> {
    TYPES.with(|types| {
        let mut types = types.borrow_mut();
        if let Some(known) = types.get(text) {
            return Ok(known.clone());
        }
        let read = EntityTypeName::from_str(text)
            .map_err(|e| failure("request", parse_errors(&e)))?;
        if types.len() > 10_000 {
            types.clear();
        }
        types.insert(text.to_string(), read.clone());
        Ok(read)
    })
}

/// `T::"id"` or `{"type", "id"}`.
pub fn read_uid(given: &Value) -> Result<EntityUid, Failure> {
    if let Some(text) = given.as_str() {
        return EntityUid::from_str(text).map_err(|e| failure("request", parse_errors(&e)));
    }
    let kind = read_type(text_of(&given["type"], "type")?)?;
    let id = EntityId::new(text_of(&given["id"], "id")?);
    Ok(EntityUid::from_type_name_and_id(kind, id))
}
