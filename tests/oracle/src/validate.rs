//! The validator's findings.
use cedar_policy::{ValidationMode, Validator};
use serde_json::{json, Map, Value};

use crate::kinds::{describe_with, kind};
use crate::setup::{malformed, Failure, Setup};

fn finding(kind: String, policy: &str, error: &dyn miette::Diagnostic) -> Value {
    let mut object: Map<String, Value> = describe_with(kind, error);
    object.insert("policy".into(), policy.into());
    object.into()
}

fn sorted(mut findings: Vec<Value>) -> Value {
    findings.sort_by_cached_key(|f| {
        format!("{}\u{0}{}\u{0}{}\u{0}{}", f["policy"], f["kind"], f["spans"], f["message"])
    });
    findings.into()
}

/// `mode` is `strict` (the default) or `permissive`; `level` is a number.
pub fn validate(setup: &Setup, op: &Value) -> Result<Value, Failure> {
    let policies = setup.policies()?;
    let schema = setup.needed_schema()?.schema.clone();
    let mode = match op["mode"].as_str() {
        None | Some("strict") => ValidationMode::Strict,
        Some("permissive") => ValidationMode::Permissive,
        Some(other) => return Err(malformed(format!("no mode {other}"))),
    };
    let validator = Validator::new(schema);
    let result = match op["level"].as_u64() {
        None => validator.validate(policies, mode),
        Some(level) => validator.validate_with_level(policies, mode, level as u32),
    };
    let errors: Vec<Value> = result
        .validation_errors()
        .map(|e| finding(kind(e), e.policy_id().as_ref(), e))
        .collect();
    let warnings: Vec<Value> = result
        .validation_warnings()
        .map(|w| finding(kind(w), w.policy_id().as_ref(), w))
        .collect();
    Ok(json!({
        "passed": result.validation_passed(),
        "errors": sorted(errors),
        "warnings": sorted(warnings),
    }))
}
