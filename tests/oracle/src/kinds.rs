//! Errors as JSON: `{"kind", "message", "help"?, "span"?}`.
//!
//! A kind is the path of enum variants down to the first struct, read off the error's Debug text:
//! `InvalidEntity(TypeMismatch(TypeMismatch { .. }))` is `InvalidEntity/TypeMismatch`. The names of
//! structs are left out, as they often repeat the variant's.
use std::fmt::{Debug, Write};

use cedar_policy::{CedarSchemaError, ParseErrors};
use cedar_policy_core::validator::cedar_schema::parser::CedarSchemaParseErrors;
use miette::Diagnostic;
use serde_json::{json, Map, Value};

/// Takes the first bytes of what is printed and then stops the printing.
struct Head {
    text: String,
}

impl Write for Head {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        self.text.push_str(s);
        if self.text.len() > 160 {
            Err(std::fmt::Error)
        } else {
            Ok(())
        }
    }
}

fn head(error: &(impl Debug + ?Sized)) -> String {
    let mut head = Head { text: String::new() };
    let _ = write!(head, "{error:?}");
    head.text
}

pub fn kind(error: &(impl Debug + ?Sized)) -> String {
    path(&head(error))
}

fn path(text: &str) -> String {
    let mut path = String::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        let is_variant = c == '(' && word.starts_with(|f: char| f.is_ascii_uppercase());
        if !is_variant && !path.is_empty() {
            return path;
        }
        let repeated = path.rsplit('/').next() == Some(word.as_str());
        if !repeated {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(&word);
        }
        word.clear();
        if !is_variant {
            return path;
        }
    }
    if path.is_empty() {
        return word;
    }
    path
}

/// The kind of an error whose type is no diagnostic.
pub fn describe_plain(error: &(impl Debug + std::fmt::Display)) -> Value {
    json!({"kind": kind(error), "message": error.to_string()})
}

/// `ParseError { inner: ToAST(ToASTError { kind: K.. }) }` is K, one of the grammar `ToCST`.
fn parse_kind(error: &impl Debug) -> String {
    let text = head(error);
    match text.split_once("kind: ") {
        Some((before, kind)) if before.contains("ToAST") => path(kind),
        _ => "ToCST".to_string(),
    }
}

fn filled(kind: String, error: &dyn Diagnostic) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("kind".into(), kind.into());
    object.insert("message".into(), error.to_string().into());
    if let Some(help) = error.help() {
        object.insert("help".into(), help.to_string().into());
    }
    if let Some(labels) = error.labels() {
        let spans: Vec<Value> = labels.map(|l| json!([l.offset(), l.len()])).collect();
        if !spans.is_empty() {
            object.insert("spans".into(), spans.into());
        }
    }
    object
}

pub fn describe<E: Diagnostic>(error: &E) -> Value {
    filled(kind(error), error).into()
}

pub fn describe_with(kind: String, error: &dyn Diagnostic) -> Map<String, Value> {
    filled(kind, error)
}

/// One entry for each error of a policy text.
pub fn parse_errors(errors: &ParseErrors) -> Value {
    let list: Vec<Value> = errors
        .iter()
        .map(|error| filled(parse_kind(error), error).into())
        .collect();
    list.into()
}

/// One entry for each error of a schema text.
pub fn schema_text_errors(error: &CedarSchemaError) -> Value {
    if let CedarSchemaError::Parse(e) = error {
        let list: Vec<Value> = match e.errors() {
            CedarSchemaParseErrors::SyntaxError(all) => all
                .iter()
                .map(|e| filled("Parse/SyntaxError".into(), e).into())
                .collect(),
            CedarSchemaParseErrors::JsonError(all) => all
                .iter()
                .map(|e| filled(format!("Parse/{}", kind(e)), e).into())
                .collect(),
            other => vec![filled(format!("Parse/{}", kind(other)), other).into()],
        };
        return list.into();
    }
    json!([describe(error)])
}
