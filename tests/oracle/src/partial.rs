//! Type-aware partial evaluation, the queries built on it, batched loading, and the older untyped
//! partial evaluation.
use cedar_policy::{
    ActionQueryRequest, Authorizer, Context, EntityId, PartialEntities, PartialEntityUid,
    PartialRequest, Policy, PolicyId, PrincipalQueryRequest, Request, RequestBuilder,
    ResourceQueryRequest, Schema, TestEntityLoader, TpeResponse,
};
use serde_json::{json, Map, Value};

use crate::authorize::{decision_name, read_context, read_request, response};
use crate::kinds::{describe, describe_plain};
use crate::setup::{failure, malformed, read_type, read_uid, Failure, Setup};

/// `T::"id"`, `{"type", "id"}`, or `{"type"}` alone.
fn read_partial_uid(given: &Value) -> Result<PartialEntityUid, Failure> {
    match (given["type"].as_str(), given.get("id")) {
        (Some(name), None | Some(Value::Null)) => {
            Ok(PartialEntityUid::new(read_type(name)?, None::<EntityId>))
        }
        _ => Ok(PartialEntityUid::from_concrete(read_uid(given)?)),
    }
}

/// The context, unless it is absent or null: unknown.
fn maybe_context(request: &Value, schema: &Schema) -> Result<Option<Context>, Failure> {
    if request["context"].is_null() {
        return Ok(None);
    }
    let action = read_uid(&request["action"])?;
    read_context(request, Some(schema), &action).map(Some)
}

fn partial_request(request: &Value, schema: &Schema) -> Result<PartialRequest, Failure> {
    PartialRequest::new(
        read_partial_uid(&request["principal"])?,
        read_uid(&request["action"])?,
        read_partial_uid(&request["resource"])?,
        maybe_context(request, schema)?,
        schema,
    )
    .map_err(|e| failure("request", json!([describe(&e)])))
}

/// `partial_entities` (each of attrs, parents, tags may be missing) of the operation, else of the
/// line, else its `entities` as they are.
fn partial_entities(setup: &Setup, op: &Value, schema: &Schema) -> Result<PartialEntities, Failure> {
    let given = op.get("partial_entities").or_else(|| setup.line.get("partial_entities"));
    match given {
        Some(list) => PartialEntities::from_json_value(list.clone(), schema),
        None => PartialEntities::from_concrete(setup.entities(op)?.clone(), schema),
    }
    .map_err(|e| failure("partial_entities", json!([describe(&e)])))
}

fn ids<'a>(list: impl Iterator<Item = &'a PolicyId>) -> Value {
    let mut ids: Vec<&str> = list.map(AsRef::as_ref).collect();
    ids.sort_unstable();
    json!(ids)
}

fn residuals(policies: impl Iterator<Item = Policy>) -> Value {
    let mut shown = Map::new();
    for policy in policies {
        let json = match policy.to_json() {
            Ok(json) => json,
            Err(e) => json!({"error": describe(&e)}),
        };
        shown.insert(
            policy.id().to_string(),
            json!({"json": json, "text": policy.as_ref().to_string()}),
        );
    }
    shown.into()
}

fn show(answer: &TpeResponse<'_>) -> Value {
    json!({
        "decision": answer.decision().map(decision_name),
        "reasons": answer.reason().map(|r| ids(r)),
        "permits": {
            "true": ids(answer.true_permits()),
            "false": ids(answer.false_permits()),
            "error": ids(answer.error_permits()),
            "residual": ids(answer.residual_permits()),
        },
        "forbids": {
            "true": ids(answer.true_forbids()),
            "false": ids(answer.false_forbids()),
            "error": ids(answer.error_forbids()),
            "residual": ids(answer.residual_forbids()),
        },
        "residuals": residuals(answer.residual_policies()),
    })
}

/// Each of `partial_requests`; one with `then` (a request) and the line's entities is also decided
/// again from its residuals.
pub fn tpe(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let policies = setup.policies()?;
    let schema = &setup.needed_schema()?.schema;
    let entities = partial_entities(setup, op, schema)?;
    let one = |given: &Value| -> Result<Value, Failure> {
        let request = partial_request(given, schema)?;
        let answer = policies
            .tpe(&request, &entities, schema)
            .map_err(|e| failure("tpe", json!([describe(&e)])))?;
        let mut shown = show(&answer);
        if let Some(then) = given.get("then") {
            shown["then"] = match read_request(then, Some(schema)) {
                Err(failure) => json!({"error": failure}),
                Ok(concrete) => match answer.reauthorize(&concrete, setup.entities(op)?) {
                    Ok(again) => response(&again, false),
                    Err(e) => json!({"error": failure("reauthorize", json!([describe_plain(&e)]))}),
                },
            };
        }
        Ok(shown)
    };
    let requests = op["requests"].as_array().or_else(|| setup.line["partial_requests"].as_array());
    let answers: Vec<Value> = requests
        .into_iter()
        .flatten()
        .map(|given| one(given).unwrap_or_else(|failure| json!({"error": failure})))
        .collect();
    Ok(json!({"answers": answers}))
}

fn each_request(
    setup: &Setup,
    op: &Value,
    one: impl Fn(&Value) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let requests = op["requests"].as_array().or_else(|| setup.line["requests"].as_array());
    let answers: Vec<Value> = requests
        .into_iter()
        .flatten()
        .map(|given| one(given).unwrap_or_else(|failure| json!({"error": failure})))
        .collect();
    Ok(json!({"answers": answers}))
}

fn sorted_uids(list: impl Iterator<Item = cedar_policy::EntityUid>) -> Value {
    let mut uids: Vec<(String, String)> = list
        .map(|uid| (uid.type_name().to_string(), uid.id().unescaped().to_string()))
        .collect();
    uids.sort_unstable();
    json!({"uids": uids})
}

/// The context of a query; an absent one is empty.
fn query_context(given: &Value, schema: &Schema) -> Result<Context, Failure> {
    let action = read_uid(&given["action"])?;
    read_context(given, Some(schema), &action)
}

/// Each of `requests`: `principal` is `{"type"}`.
pub fn query_principal(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let policies = setup.policies()?;
    let schema = &setup.needed_schema()?.schema;
    let entities = setup.entities(op)?;
    each_request(setup, op, |given| {
        let name = given["principal"]["type"].as_str();
        let request = PrincipalQueryRequest::new(
            read_type(name.ok_or_else(|| malformed("no type of principal"))?)?,
            read_uid(&given["action"])?,
            read_uid(&given["resource"])?,
            query_context(given, schema)?,
            schema,
        )
        .map_err(|e| failure("request", json!([describe(&e)])))?;
        let found = policies
            .query_principal(&request, entities, schema)
            .map_err(|e| failure("query", json!([describe_plain(&e)])))?;
        Ok(sorted_uids(found))
    })
}

/// Each of `requests`: `resource` is `{"type"}`.
pub fn query_resource(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let policies = setup.policies()?;
    let schema = &setup.needed_schema()?.schema;
    let entities = setup.entities(op)?;
    each_request(setup, op, |given| {
        let name = given["resource"]["type"].as_str();
        let request = ResourceQueryRequest::new(
            read_uid(&given["principal"])?,
            read_uid(&given["action"])?,
            read_type(name.ok_or_else(|| malformed("no type of resource"))?)?,
            query_context(given, schema)?,
            schema,
        )
        .map_err(|e| failure("request", json!([describe(&e)])))?;
        let found = policies
            .query_resource(&request, entities, schema)
            .map_err(|e| failure("query", json!([describe_plain(&e)])))?;
        Ok(sorted_uids(found))
    })
}

/// Each of `requests`: `principal`, `resource` (either may be `{"type"}`) and perhaps a context,
/// read without a schema since there is no action.
pub fn query_action(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let policies = setup.policies()?;
    let schema = &setup.needed_schema()?.schema;
    let entities = partial_entities(setup, op, schema)?;
    each_request(setup, op, |given| {
        let context = match &given["context"] {
            Value::Null => None,
            json => Some(
                Context::from_json_value(json.clone(), None)
                    .map_err(|e| failure("context", json!([describe(&e)])))?,
            ),
        };
        let request = ActionQueryRequest::new(
            read_partial_uid(&given["principal"])?,
            read_partial_uid(&given["resource"])?,
            context,
            schema.clone(),
        )
        .map_err(|e| failure("request", json!([describe(&e)])))?;
        let found = policies
            .query_action(&request, &entities)
            .map_err(|e| failure("query", json!([describe_plain(&e)])))?;
        let mut actions: Vec<(String, String, Option<&str>)> = found
            .map(|(uid, decision)| {
                let name = uid.type_name().to_string();
                (name, uid.id().unescaped().to_string(), decision.map(decision_name))
            })
            .collect();
        actions.sort_unstable();
        Ok(json!({"actions": actions}))
    })
}

/// Each of `requests`, entities loaded as they are asked for; `iterations` is 8 by default.
pub fn batched(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let policies = setup.policies()?;
    let schema = &setup.needed_schema()?.schema;
    let entities = setup.entities(op)?;
    let most = op["iterations"].as_u64().unwrap_or(8) as u32;
    each_request(setup, op, |given| {
        let request = read_request(given, Some(schema))?;
        let mut loader = TestEntityLoader::new(entities);
        let decision = policies
            .is_authorized_batched(&request, schema, &mut loader, most)
            .map_err(|e| failure("batched", json!([describe_plain(&e)])))?;
        Ok(json!({"decision": decision_name(decision)}))
    })
}

fn untyped_request(given: &Value) -> Result<Request, Failure> {
    let mut builder: RequestBuilder<_> = Request::builder();
    if !given["principal"].is_null() {
        builder = builder.principal(read_uid(&given["principal"])?);
    }
    if !given["action"].is_null() {
        builder = builder.action(read_uid(&given["action"])?);
    }
    if !given["resource"].is_null() {
        builder = builder.resource(read_uid(&given["resource"])?);
    }
    if !given["context"].is_null() {
        let context = Context::from_json_value(given["context"].clone(), None)
            .map_err(|e| failure("context", json!([describe(&e)])))?;
        builder = builder.context(context);
    }
    Ok(builder.build())
}

/// The untyped partial evaluation: any part of each of `requests` may be missing.
pub fn untyped(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let policies = setup.policies()?;
    let entities = setup.entities(op)?;
    let authorizer = Authorizer::new();
    each_request(setup, op, |given| {
        let request = untyped_request(given)?;
        let answer = authorizer.is_authorized_partial(&request, policies, entities);
        let names = |policies: &mut dyn Iterator<Item = Policy>| -> Value {
            let mut ids: Vec<String> = policies.map(|p| p.id().to_string()).collect();
            ids.sort_unstable();
            json!(ids)
        };
        Ok(json!({
            "decision": answer.decision().map(decision_name),
            "satisfied": names(&mut answer.definitely_satisfied()),
            "errored": ids(answer.definitely_errored()),
            "may": names(&mut answer.may_be_determining()),
            "must": names(&mut answer.must_be_determining()),
            "residuals": residuals(answer.nontrivial_residuals()),
        }))
    })
}
