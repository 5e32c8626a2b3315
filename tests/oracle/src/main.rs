//! The reference implementation of Cedar, spoken to in lines of JSON. README.md has the manual.
//!
//! The process that is started only guards: a second one does the work and is started anew when a
//! line kills it (a stack overflow cannot be caught inside).
mod authorize;
mod convert;
mod kinds;
mod partial;
mod setup;
mod validate;

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use serde_json::{json, Map, Value};

use setup::{malformed, Failure, Setup};

const STACK: usize = 256 << 20;

fn main() {
    let status = if std::env::args().nth(1).as_deref() == Some("--worker") {
        std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap()
    } else {
        guard()
    };
    if let Err(e) = status {
        if e.kind() != std::io::ErrorKind::BrokenPipe {
            eprintln!("oracle: {e}");
            std::process::exit(1);
        }
    }
}

/// Reads lines and answers each.
fn work() -> std::io::Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let reply = answer(&line?);
        serde_json::to_writer(&mut out, &reply)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(line: &str) -> Value {
    catch_unwind(AssertUnwindSafe(|| answer_line(line))).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("?");
        json!({"crash": format!("panic: {said}")})
    })
}

fn answer_line(line: &str) -> Value {
    let line: Value = match serde_json::from_str(line) {
        Ok(line) => line,
        Err(e) => return json!({"error": malformed(e.to_string())}),
    };
    let id = line.get("id").cloned();
    let setup = Setup::new(line);
    let mut reply = match setup.line.get("ops").and_then(Value::as_array) {
        Some(ops) => {
            let results: Vec<Value> = ops.iter().map(|op| run(&setup, op)).collect();
            json!({"results": results})
        }
        None => run(&setup, &setup.line),
    };
    if let (Some(id), Some(object)) = (id, reply.as_object_mut()) {
        object.insert("id".into(), id);
    }
    reply
}

/// One operation, `repeat` times where it says so; the reply then has the nanoseconds of all.
fn run(setup: &Setup, op: &Value) -> Value {
    let result = match op["repeat"].as_u64() {
        None => dispatch(setup, op),
        Some(times) => repeat(setup, op, times),
    };
    match result {
        Ok(object) => Value::Object(object),
        Err(failure) => json!({"error": failure}),
    }
}

fn repeat(setup: &Setup, op: &Value, times: u64) -> Result<Map<String, Value>, Failure> {
    let start = std::time::Instant::now();
    let mut last = Map::new();
    for _ in 0..times {
        last = dispatch(setup, op)?;
    }
    let elapsed = start.elapsed().as_nanos() as u64;
    last.insert("ns".into(), elapsed.into());
    Ok(last)
}

fn dispatch(setup: &Setup, op: &Value) -> Result<Map<String, Value>, Failure> {
    let name = op["op"].as_str().unwrap_or("");
    let value = match name {
        "authorize" => authorize::authorize(setup, op)?,
        "evaluate" => authorize::evaluate(setup, op)?,
        "request" => authorize::check_request(setup, op)?,
        "entities" => authorize::show_entities(setup, op)?,
        "validate" => validate::validate(setup, op)?,
        "parse_policies" => convert::parse_policies(setup)?,
        "policy_json_to_text" => convert::policies_to_text(setup)?,
        "format" => convert::format(op)?,
        "schema" => convert::schema(setup, op)?,
        "link_schemas" => convert::link_schemas(op)?,
        "tpe" => partial::tpe(setup, op)?,
        "query_principal" => partial::query_principal(setup, op)?,
        "query_resource" => partial::query_resource(setup, op)?,
        "query_action" => partial::query_action(setup, op)?,
        "batched" => partial::batched(setup, op)?,
        "partial_eval" => partial::untyped(setup, op)?,
        "version" => json!({
            "sdk": cedar_policy::get_sdk_version().to_string(),
            "language": cedar_policy::get_lang_version().to_string(),
        }),
        other => return Err(malformed(format!("no operation '{other}'"))),
    };
    match value {
        Value::Object(object) => Ok(object),
        other => Ok(Map::from_iter([("value".to_string(), other)])),
    }
}

struct Worker {
    child: Child,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Worker {
    fn start() -> std::io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("--worker")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = BufWriter::with_capacity(1 << 20, child.stdin.take().unwrap());
        let output = BufReader::with_capacity(1 << 20, child.stdout.take().unwrap());
        Ok(Self { child, input, output })
    }

    /// False when the worker died over the line.
    fn ask(&mut self, line: &[u8], reply: &mut Vec<u8>) -> bool {
        let sent = self.input.write_all(line).and_then(|()| self.input.flush());
        reply.clear();
        sent.is_ok()
            && self.output.read_until(b'\n', reply).is_ok()
            && reply.last() == Some(&b'\n')
    }
}

fn cause(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match status.signal() {
        Some(signal) => format!("signal {signal}"),
        None => format!("exit {}", status.code().unwrap_or(-1)),
    }
}

fn guard() -> std::io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 20, std::io::stdin().lock());
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut worker = Worker::start()?;
    let (mut line, mut reply) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.last() != Some(&b'\n') {
            line.push(b'\n');
        }
        if worker.ask(&line, &mut reply) {
            out.write_all(&reply)?;
        } else {
            let crash = json!({"crash": cause(worker.child.wait()?)});
            writeln!(out, "{crash}")?;
            worker = Worker::start()?;
        }
        out.flush()?;
    }
}
