//! The reference implementation of Cedar, as a side of a benchmark: one command a line on stdin, one
//! answer a line on stdout (bench/README.md).
use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::str::FromStr;
use std::time::Duration;

use cedar_policy::{Entities, PolicySet, Schema, SchemaFragment, ValidationMode, Validator};

type Failure = Box<dyn std::error::Error>;

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

const CLOCK_PROCESS_CPUTIME_ID: i32 = 2;

extern "C" {
    fn malloc_trim(pad: usize) -> i32;
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
}

/// Time on the processor, which does not count what other programs get meanwhile.
fn processor_time() -> Duration {
    let mut time = Timespec {
        seconds: 0,
        nanoseconds: 0,
    };
    // SAFETY: it writes to `time` alone.
    unsafe { clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    Duration::new(time.seconds as u64, time.nanoseconds as u32)
}

enum Job {
    PolicyText(String),
    EntityJson(String),
    Validate(Validator, PolicySet),
    SchemaJson(String),
    SchemaCedar(String),
}

fn read(folder: &str, name: &str) -> Result<String, Failure> {
    Ok(fs::read_to_string(format!("{folder}/{name}"))?)
}

fn policies(text: &str) -> Result<PolicySet, Failure> {
    Ok(PolicySet::from_str(text)?)
}

fn policy_count(set: &PolicySet) -> usize {
    set.policies().count() + set.templates().count()
}

fn schema_facts(schema: &Schema) -> String {
    let types = schema.entity_types().count();
    format!("types={} actions={}", types, schema.actions().count())
}

/// The policies of a set that the validator finds an error in.
fn wrong(validator: &Validator, set: &PolicySet) -> String {
    let result = validator.validate(set, ValidationMode::Strict);
    let ids: BTreeSet<String> = result
        .validation_errors()
        .map(|error| error.policy_id().to_string())
        .collect();
    ids.into_iter().collect::<Vec<_>>().join(",")
}

/// Reads the inputs of a benchmark. Returns what to do, and facts that all sides must agree on.
fn load(benchmark: &str, folder: &str) -> Result<(Job, String), Failure> {
    match benchmark {
        "policy-text" => {
            let text = read(folder, "policies.cedar")?;
            let facts = format!("policies={}", policy_count(&policies(&text)?));
            Ok((Job::PolicyText(text), facts))
        }
        "entity-json" => {
            let text = read(folder, "entities.json")?;
            let entities = Entities::from_json_str(&text, None)?;
            let facts = format!("entities={}", entities.iter().count());
            Ok((Job::EntityJson(text), facts))
        }
        "validate" => {
            let (fragment, _) = SchemaFragment::from_cedarschema_str(&read(folder, "schema.cedarschema")?)?;
            let validator = Validator::new(Schema::from_schema_fragments([fragment])?);
            let set = policies(&read(folder, "policies.cedar")?)?;
            let faulty = policies(&read(folder, "faulty.cedar")?)?;
            let facts = format!(
                "policies={} wrong={} faulty={}",
                policy_count(&set),
                wrong(&validator, &set),
                wrong(&validator, &faulty)
            );
            Ok((Job::Validate(validator, set), facts))
        }
        "schema-json" => {
            let text = read(folder, "schema.json")?;
            let facts = schema_facts(&Schema::from_json_str(&text)?);
            Ok((Job::SchemaJson(text), facts))
        }
        "schema-cedar" => {
            let text = read(folder, "schema.cedarschema")?;
            let facts = schema_facts(&Schema::from_cedarschema_str(&text)?.0);
            Ok((Job::SchemaCedar(text), facts))
        }
        _ => Err(format!("unknown benchmark {benchmark}").into()),
    }
}

/// The time of `work`; what it made is dropped behind the clock.
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = processor_time();
    let made = black_box(work());
    let time = processor_time() - start;
    drop(made);
    time
}

fn once(job: &Job) -> Duration {
    match job {
        Job::PolicyText(text) => timed(|| PolicySet::from_str(black_box(text))),
        Job::EntityJson(text) => timed(|| Entities::from_json_str(black_box(text), None)),
        Job::Validate(validator, set) => {
            timed(|| validator.validate(black_box(set), ValidationMode::Strict))
        }
        Job::SchemaJson(text) => timed(|| Schema::from_json_str(black_box(text))),
        Job::SchemaCedar(text) => timed(|| Schema::from_cedarschema_str(black_box(text))),
    }
}

/// Bytes of this process in memory, after what is free was given back.
fn resident() -> Result<u64, Failure> {
    // SAFETY: malloc_trim only gives free pages back.
    unsafe { malloc_trim(0) };
    let statm = fs::read_to_string("/proc/self/statm")?;
    let pages = statm.split(' ').nth(1).ok_or("no resident size")?;
    Ok(pages.parse::<u64>()? * 4096)
}

fn memory(what: &str, folder: &str) -> Result<String, Failure> {
    let before;
    let after;
    let count;
    if what == "policies" {
        let text = read(folder, "policies.cedar")?;
        before = resident()?;
        let set = policies(&text)?;
        after = resident()?;
        count = policy_count(&set);
    } else {
        let text = read(folder, "entities.json")?;
        before = resident()?;
        let entities = Entities::from_json_str(&text, None)?;
        after = resident()?;
        count = entities.iter().count();
    }
    Ok(format!("bytes {} count {}", after.saturating_sub(before), count))
}

fn answer(line: &str, job: &mut Option<Job>) -> Result<String, Failure> {
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        ["load", benchmark, folder] => {
            *job = None;
            let (loaded, facts) = load(benchmark, folder)?;
            *job = Some(loaded);
            Ok(facts)
        }
        ["run", count] => {
            let job = job.as_ref().ok_or("nothing was loaded")?;
            let total: Duration = (0..count.parse::<u32>()?).map(|_| once(job)).sum();
            Ok(total.as_nanos().to_string())
        }
        ["memory", what, folder] => memory(what, folder),
        ["version"] => Ok(format!("cedar-policy {}", cedar_policy::get_sdk_version())),
        _ => Err(format!("not understood: {line}").into()),
    }
}

fn main() -> Result<(), Failure> {
    let mut job = None;
    let mut out = io::stdout();
    for line in io::stdin().lock().lines() {
        match answer(&line?, &mut job) {
            Ok(text) => writeln!(out, "ok {text}")?,
            Err(failure) => writeln!(out, "error {}", failure.to_string().replace('\n', " "))?,
        }
        out.flush()?;
    }
    Ok(())
}
