//! Requests: decisions, values of expressions, conformance to the schema.
use std::str::FromStr;

use cedar_policy::{
    eval_expression, AuthorizationError, Authorizer, Context, Decision, EntityUid, EvalResult,
    Expression, Request, Schema,
};
use serde_json::{json, Value};

use crate::kinds::{describe, kind, parse_errors};
use crate::setup::{failure, read_uid, Failure, Setup};

pub fn decision_name(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow => "allow",
        Decision::Deny => "deny",
    }
}

/// An object or `{"text": ".."}` under `key` (the text shows duplicate keys to the parser).
pub fn read_context(
    request: &Value,
    schema: Option<&Schema>,
    action: &EntityUid,
) -> Result<Context, Failure> {
    let with = schema.map(|s| (s, action));
    let read = match (&request["context"], request["context_text"].as_str()) {
        (_, Some(text)) => Context::from_json_str(text, with),
        (Value::Null, None) => return Ok(Context::empty()),
        (given, None) => Context::from_json_value(given.clone(), with),
    };
    read.map_err(|e| failure("context", json!([describe(&e)])))
}

pub fn read_request(request: &Value, schema: Option<&Schema>) -> Result<Request, Failure> {
    let action = read_uid(&request["action"])?;
    let principal = read_uid(&request["principal"])?;
    let resource = read_uid(&request["resource"])?;
    let context = read_context(request, schema, &action)?;
    Request::new(principal, action, resource, context, schema)
        .map_err(|e| failure("request", json!([describe(&e)])))
}

pub fn response(response: &cedar_policy::Response, messages: bool) -> Value {
    let diagnostics = response.diagnostics();
    let mut reasons: Vec<&str> = diagnostics.reason().map(AsRef::as_ref).collect();
    reasons.sort_unstable();
    let mut errors: Vec<(&str, Value)> = diagnostics
        .errors()
        .map(|AuthorizationError::PolicyEvaluationError(e)| {
            let id: &str = e.policy_id().as_ref();
            let mut shown = json!({"policy": id, "kind": kind(e.inner())});
            if messages {
                shown["message"] = e.inner().to_string().into();
            }
            (id, shown)
        })
        .collect();
    errors.sort_by_key(|(id, _)| *id);
    json!({
        "decision": decision_name(response.decision()),
        "reasons": reasons,
        "errors": errors.into_iter().map(|(_, shown)| shown).collect::<Vec<_>>(),
    })
}

pub fn authorize(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let policies = setup.policies()?;
    let entities = setup.entities(op)?;
    let schema = setup.data_schema(op)?;
    let messages = op["messages"] != Value::Bool(false);
    let requests = op["requests"].as_array().or_else(|| setup.line["requests"].as_array());
    let authorizer = Authorizer::new();
    let answers: Vec<Value> = requests
        .into_iter()
        .flatten()
        .map(|request| match read_request(request, schema) {
            Ok(read) => response(&authorizer.is_authorized(&read, policies, entities), messages),
            Err(failure) => json!({"error": failure}),
        })
        .collect();
    Ok(json!({"answers": answers}))
}

pub fn value_json(value: &EvalResult) -> Value {
    match value {
        EvalResult::Bool(b) => json!(b),
        EvalResult::Long(n) => json!(n),
        EvalResult::String(s) => json!(s),
        EvalResult::EntityUid(uid) => {
            json!({"__entity": {"type": uid.type_name().to_string(), "id": uid.id().unescaped()}})
        }
        EvalResult::Set(set) => set.iter().map(value_json).collect::<Vec<_>>().into(),
        EvalResult::Record(record) => {
            Value::Object(record.iter().map(|(k, v)| (k.clone(), value_json(v))).collect())
        }
        EvalResult::ExtensionValue(text) => json!({"extension": text}),
    }
}

pub fn evaluate(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let entities = setup.entities(op)?;
    let schema = setup.data_schema(op)?;
    let request = match op.get("request").or_else(|| setup.line.get("request")) {
        Some(request) => read_request(request, schema)?,
        None => read_request(
            &json!({"principal": "P::\"p\"", "action": "Action::\"a\"", "resource": "R::\"r\""}),
            None,
        )?,
    };
    let text = op["expr"].as_str().unwrap_or("");
    let expression =
        Expression::from_str(text).map_err(|e| failure("expression", parse_errors(&e)))?;
    match eval_expression(&request, entities, &expression) {
        Ok(value) => Ok(json!({"value": value_json(&value), "text": value.to_string()})),
        Err(e) => Err(failure("evaluation", json!([describe(&e)]))),
    }
}

/// Whether each request fits the schema.
pub fn check_request(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let schema = &setup.needed_schema()?.schema;
    let requests = op["requests"].as_array().or_else(|| setup.line["requests"].as_array());
    let answers: Vec<Value> = requests
        .into_iter()
        .flatten()
        .map(|request| match read_request(request, Some(schema)) {
            Ok(read) => {
                let context = read.context().and_then(|c| c.to_json_value().ok());
                json!({"ok": true, "context": context})
            }
            Err(failure) => json!({"error": failure}),
        })
        .collect();
    Ok(json!({"answers": answers}))
}

pub fn show_entities(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let entities = setup.entities(op)?;
    let json = entities
        .to_json_value()
        .map_err(|e| failure("entities_to_json", json!([describe(&e)])))?;
    Ok(json!({"entities": json}))
}
