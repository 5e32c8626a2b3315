//! Texts to JSON and back, schemas, formatting.
use cedar_policy::Schema;
use cedar_policy_formatter::{policies_str_to_pretty, Config};
use serde_json::{json, Map, Value};

use crate::kinds::{describe, schema_text_errors};
use crate::setup::{failure, malformed, read_schema, Failure, Setup};

/// JSON of each policy and template by id, and of the whole set.
pub fn parse_policies(setup: &Setup) -> Result<Value, Failure> {
    let set = setup.policies()?;
    let wrong = |e| failure("policy_to_json", json!([describe(&e)]));
    let mut policies = Map::new();
    for policy in set.policies() {
        policies.insert(policy.id().to_string(), policy.to_json().map_err(wrong)?);
    }
    let mut templates = Map::new();
    for template in set.templates() {
        templates.insert(template.id().to_string(), template.to_json().map_err(wrong)?);
    }
    let whole = match set.clone().to_json() {
        Ok(json) => json,
        Err(e) => json!({"error": describe(&e)}),
    };
    Ok(json!({"policies": policies, "templates": templates, "set": whole}))
}

/// Each as a text printed from its tree (what was read from text is returned as it stood).
pub fn policies_to_text(setup: &Setup) -> Result<Value, Failure> {
    let set = setup.policies()?;
    let mut policies = Map::new();
    for policy in set.policies() {
        policies.insert(policy.id().to_string(), policy.to_cedar().into());
    }
    let mut templates = Map::new();
    for template in set.templates() {
        templates.insert(template.id().to_string(), template.to_cedar().into());
    }
    let trees: Map<String, Value> = set
        .policies()
        .map(|p| (p.id().to_string(), p.as_ref().to_string().into()))
        .collect();
    Ok(json!({
        "policies": policies,
        "templates": templates,
        "trees": trees,
        "set": set.to_cedar(),
    }))
}

pub fn format(op: &Value) -> Result<Value, Failure> {
    let text = op["text"].as_str().ok_or_else(|| malformed("format needs a text"))?;
    let config = Config {
        line_width: op["width"].as_u64().unwrap_or(80) as usize,
        indent_width: op["indent"].as_i64().unwrap_or(2) as isize,
    };
    match policies_str_to_pretty(text, &config) {
        Ok(text) => Ok(json!({"text": text})),
        Err(e) => Err(failure(
            "format",
            json!([{"kind": e.to_string(), "message": format!("{e:?}")}]),
        )),
    }
}

/// What the schema converts to; `want` (all by default) names parts: json, cedar, resolved, actions.
pub fn schema(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let loaded = setup.needed_schema()?;
    let wants = |part: &str| match op["want"].as_array() {
        None => true,
        Some(parts) => parts.iter().any(|p| p == part),
    };
    let mut shown = Map::new();
    shown.insert("warnings".into(), loaded.warnings.clone());
    shown.insert("complete".into(), loaded.schema.is_complete().into());
    if wants("json") {
        let json = match loaded.fragment.clone().to_json_value() {
            Ok(json) => json,
            Err(e) => json!({"error": describe(&e)}),
        };
        shown.insert("json".into(), json);
    }
    if wants("cedar") {
        let cedar = match loaded.fragment.to_cedarschema() {
            Ok(text) => json!(text),
            Err(e) => json!({"error": describe(&e)}),
        };
        shown.insert("cedar".into(), cedar);
    }
    let given = &setup.line["schema"];
    let text = given.as_str().or_else(|| given["cedar"].as_str());
    if let (true, Some(text)) = (wants("resolved"), text) {
        let resolved = match cedar_policy::schema_str_to_json_with_resolved_types(text) {
            Ok((json, _)) => json,
            Err(e) => json!({"error": schema_text_errors(&e)}),
        };
        shown.insert("resolved".into(), resolved);
    }
    if wants("actions") {
        let actions = loaded
            .schema
            .action_entities()
            .map_err(|e| failure("actions", json!([describe(&e)])))?
            .to_json_value()
            .map_err(|e| failure("actions", json!([describe(&e)])))?;
        shown.insert("actions".into(), actions);
    }
    Ok(shown.into())
}

/// `schemas` is a list of schemas; `complete` asks for a complete result.
pub fn link_schemas(op: &Value) -> Result<Value, Failure> {
    let mut schemas = Vec::new();
    for given in op["schemas"].as_array().into_iter().flatten() {
        schemas.push(read_schema(given)?.schema);
    }
    let linked = match op["complete"] {
        Value::Bool(true) => Schema::schema_link_complete(schemas),
        _ => Schema::schema_link(schemas),
    };
    let schema = linked.map_err(|e| failure("link", json!([describe(&e)])))?;
    let cedar = schema.as_ref().to_cedar_schema().map_err(malformed)?;
    let json = schema
        .as_ref()
        .to_json_schema()
        .map_err(malformed)
        .and_then(|fragment| {
            serde_json::to_value(fragment).map_err(|e| malformed(e.to_string()))
        })?;
    let names = |list: Vec<String>| {
        let mut list = list;
        list.sort();
        list
    };
    Ok(json!({
        "json": json,
        "cedar": cedar,
        "complete": schema.is_complete(),
        "external_entity_types":
            names(schema.external_entity_types().map(ToString::to_string).collect()),
        "external_actions": names(schema.external_actions().map(ToString::to_string).collect()),
    }))
}
