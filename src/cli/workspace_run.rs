//! Runs one command on several portals of a workspace: side by side, each with words of its own that are printed in order, then a table of
//! what came of each. One that fails stops no other, and the exit code is the worst of all.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::workspace::{self, Tally, Which};
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, print, say, words};
use crate::pipeline;
use crate::text::number;

/// What came of one portal.
pub struct Outcome {
    pub name: String,
    pub code: u8,
    pub tally: Option<Tally>,
    pub time: Duration,
    pub said: print::Said,
}

/// `command` on the one portal of the folder, or on those that are asked for.
pub fn run(which: &Which, common: &Common, command: &(dyn Fn(&Common) -> u8 + Sync)) -> u8 {
    if !which.workspace && which.portal.is_empty() {
        return command(common);
    }
    let all = match workspace::asked(which, common) {
        Ok(all) => all,
        Err(code) => return code,
    };
    if let [one] = &all[..] {
        return command(one);
    }
    let outcomes = of_all(&all, command, &|outcome| show(outcome, common));
    let code = worst(&outcomes);
    if common.json {
        say(&serde_json::to_string_pretty(&to_json(&outcomes)).unwrap_or_default());
    } else if !common.quiet {
        let language = common.language(None);
        say(table(&outcomes, &language).trim_end());
        if let Some(bad) = outcomes.iter().find(|outcome| outcome.code != CLEAN) {
            let text = words(
                &language,
                "Xem từng cổng: cong check --portal {name}",
                "One portal at a time: cong check --portal {name}",
            );
            say(&text.replace("{name}", &bad.name));
        }
    }
    code
}

pub fn worst(outcomes: &[Outcome]) -> u8 {
    outcomes.iter().map(|outcome| outcome.code).max().unwrap_or(CLEAN)
}

/// Runs the command on each, as many at once as there are cores, and shows what came of them in their order.
pub fn of_all(all: &[Common], command: &(dyn Fn(&Common) -> u8 + Sync), show: &dyn Fn(&Outcome)) -> Vec<Outcome> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let at_once = cores.min(all.len());
    pipeline::share_memory(at_once);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = std::sync::mpsc::channel();
    let work = |sender: std::sync::mpsc::Sender<(usize, Outcome)>| {
        let one = || Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|index| Some((index, all.get(index)?)));
        while let Some((index, common)) = one() {
            // Whoever waits for it is in this scope.
            let _ = sender.send((index, of_one(common, command)));
        }
    };
    let (mut early, mut outcomes) = (BTreeMap::new(), Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            let sender = sender.clone();
            scope.spawn(|| work(sender));
        }
        drop(sender);
        for (index, outcome) in receiver {
            early.insert(index, outcome);
            while let Some(outcome) = early.remove(&outcomes.len()) {
                show(&outcome);
                outcomes.push(outcome);
            }
        }
    });
    pipeline::share_memory(1);
    outcomes
}

fn of_one(common: &Common, command: &(dyn Fn(&Common) -> u8 + Sync)) -> Outcome {
    let started = Instant::now();
    let ((code, tally), said) = print::kept(|| (command(common), workspace::noted()));
    let name = common.portal_name();
    Outcome { name, code, tally, time: started.elapsed(), said }
}

/// What a portal had to say, below its name.
fn show(outcome: &Outcome, common: &Common) {
    let print::Said { out, err } = &outcome.said;
    if common.json {
        return;
    }
    if !err.trim().is_empty() || !out.trim().is_empty() && !common.quiet {
        complain(&format!("── {} ──", outcome.name));
    }
    if !err.trim().is_empty() {
        complain(err.trim_end());
    }
    if !out.trim().is_empty() {
        say(out.trim_end());
    }
}

fn to_json(outcomes: &[Outcome]) -> Value {
    let rows = outcomes.iter().map(|outcome| {
        let result: Value = serde_json::from_str(&outcome.said.out).unwrap_or(Value::Null);
        let Tally { pages, written, errors, warnings } = outcome.tally.unwrap_or_default();
        json!({
            "portal": outcome.name,
            "code": outcome.code,
            "pages": pages,
            "written": written,
            "errors": outcome.tally.map(|_| errors),
            "warnings": outcome.tally.map(|_| warnings),
            "milliseconds": outcome.time.as_millis() as u64,
            "result": result,
        })
    });
    json!({ "code": worst(outcomes), "portals": rows.collect::<Vec<_>>() })
}

/// A line for each portal.
fn table(outcomes: &[Outcome], language: &str) -> String {
    let heads = [
        words(language, "Cổng", "Portal"),
        words(language, "Trang", "Pages"),
        words(language, "Ghi mới", "Written"),
        words(language, "Lỗi", "Errors"),
        words(language, "Cảnh báo", "Warnings"),
        words(language, "Giây", "Seconds"),
    ];
    let width = outcomes.iter().map(|outcome| outcome.name.chars().count()).max().unwrap_or(0).max(8);
    let line = |cells: [String; 6], word: &str| {
        let [name, rest @ ..] = cells;
        let rest: String = rest.iter().map(|cell| format!("{cell:>10}")).collect();
        format!("{name:width$}{rest}  {word}\n").trim_end().to_owned() + "\n"
    };
    let mut out = line(heads.map(str::to_owned), "");
    for Outcome { name, code, tally, time, .. } in outcomes {
        let count =
            |value: Option<usize>| value.map_or_else(|| "–".to_owned(), |value| number::count(value as u64, language));
        let tally = tally.as_ref();
        let seconds = format!("{}.{}", time.as_secs(), time.subsec_millis() / 100);
        let seconds = if language == "vi" { seconds.replace('.', ",") } else { seconds };
        let cells = [
            name.clone(),
            count(tally.and_then(|tally| tally.pages)),
            count(tally.and_then(|tally| tally.written)),
            count(tally.map(|tally| tally.errors)),
            count(tally.map(|tally| tally.warnings)),
            seconds,
        ];
        out.push_str(&line(cells, outcome_word(*code, language)));
    }
    out
}

fn outcome_word(code: u8, language: &str) -> &str {
    match code {
        CLEAN => "",
        FINDINGS => words(language, "cần xem", "look"),
        COULD_NOT_RUN => words(language, "không chạy được", "did not run"),
        _ => "",
    }
}
