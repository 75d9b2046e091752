//! `cong audit --workspace`: holds every portal of a workspace against what it owes, and prints one table for the board: portal ×
//! obligation, when each portal was last kept up to date, and which of them carry a trust badge.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::audit::{self, Arguments};
use super::portal::open_portal;
use super::store::Store;
use super::workspace_run::{self, Outcome};
use super::{COULD_NOT_RUN, Common, audit_page, complain, say, words, workspace};
use crate::pipeline::{self, Options, Silent};
use crate::text::number;
use crate::time::short_date;

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let all = match workspace::asked(&arguments.which, common) {
        Ok(all) => all,
        Err(code) => return code,
    };
    let language = common.language(None);
    let as_json: Vec<Common> = all.iter().map(|common| Common { json: true, ..common.clone() }).collect();
    let outcomes = workspace_run::of_all(&as_json, &|common| audit::run(arguments, common), &|outcome| {
        // What could not be audited says why.
        if !common.quiet && !outcome.said.err.trim().is_empty() {
            complain(&format!("── {} ──\n{}", outcome.name, outcome.said.err.trim_end()));
        }
    });
    let board = Board::of(&outcomes);
    let code = workspace_run::worst(&outcomes);
    let json = board.to_json(&outcomes);
    if let Some(page) = &arguments.page
        && let Err(code) = write_page(&json, page, arguments, &all[0])
    {
        return code;
    }
    if common.json {
        say(&serde_json::to_string_pretty(&json).unwrap_or_default());
    } else if !common.quiet {
        say(board.table(&language).trim_end());
    }
    code
}

/// Where an obligation does not hold for a portal that was audited.
const NOT_OWED: &str = "not_owed";

/// An obligation, and its state on each portal; none where that could not be audited.
struct Line {
    id: String,
    title: String,
    advice: bool,
    states: Vec<Option<String>>,
}

struct Board {
    day: String,
    portals: Vec<(String, Value)>,
    lines: Vec<Line>,
}

impl Board {
    /// In the order of obligations of the main portal, then of what only others owe.
    fn of(outcomes: &[Outcome]) -> Board {
        let mut board = Board { day: String::new(), portals: Vec::new(), lines: Vec::new() };
        for (index, outcome) in outcomes.iter().enumerate() {
            let report: Value = serde_json::from_str(&outcome.said.out).unwrap_or_default();
            let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
            if board.day.is_empty() {
                board.day = text(&report, "day");
            }
            for row in report["rows"].as_array().into_iter().flatten() {
                let id = text(row, "id");
                let known = board.lines.iter().position(|line| line.id == id);
                let at = known.unwrap_or_else(|| {
                    let (title, advice) = (text(row, "title"), row["advice"].as_bool().unwrap_or_default());
                    board.lines.push(Line { id, title, advice, states: vec![None; outcomes.len()] });
                    board.lines.len() - 1
                });
                board.lines[at].states[index] = Some(text(row, "state"));
            }
            board.portals.push((outcome.name.clone(), report["portal"].clone()));
        }
        for line in &mut board.lines {
            for (state, (_, about)) in line.states.iter_mut().zip(&board.portals) {
                if state.is_none() && !about.is_null() {
                    *state = Some(NOT_OWED.to_owned());
                }
            }
        }
        board
    }

    /// How many duties of a portal are in each state.
    fn counts(&self, portal: usize) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::from(["met", "stale", "missing"].map(|state| (state, 0)));
        let states = self.lines.iter().filter(|line| !line.advice).filter_map(|line| line.states[portal].as_deref());
        states.for_each(|state| *counts.entry(state).or_default() += 1);
        counts
    }

    fn to_json(&self, outcomes: &[Outcome]) -> Value {
        let portals = self.portals.iter().zip(outcomes).enumerate().map(|(index, ((name, about), outcome))| {
            json!({
                "portal": name,
                "code": outcome.code,
                "audited": !about.is_null(),
                "title": about["title"],
                "url": about["url"],
                "last": about["last"],
                "trust_badge": about["trust_badge"],
                "counts": (!about.is_null()).then(|| self.counts(index)),
            })
        });
        let lines = self
            .lines
            .iter()
            .map(|line| json!({ "id": line.id, "title": line.title, "advice": line.advice, "states": line.states }));
        json!({
            "day": self.day,
            "portals": portals.collect::<Vec<_>>(),
            "obligations": lines.collect::<Vec<_>>(),
        })
    }

    /// Portals by number, then a line for each obligation with a sign for each portal.
    fn table(&self, language: &str) -> String {
        const TITLE: usize = 58;
        let pick = |vi, en| words(language, vi, en);
        let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| short_date(day, language));
        let head = pick("Đối soát {count} cổng ngày {day}", "Audit of {count} portals, {day}");
        let count = number::count(self.portals.len() as u64, language);
        let mut out = head.replace("{count}", &count).replace("{day}", &day(&self.day)) + "\n\n";
        let width = self.portals.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(10);
        let [met, stale, missing] =
            [("đạt", "met"), ("cũ", "stale"), ("thiếu", "missing")].map(|(vi, en)| pick(vi, en));
        let (last, badge) = (pick("cập nhật cuối", "last update"), pick("tín nhiệm mạng", "trust badge"));
        out.push_str(&format!(
            "    {:width$} {met:>7} {stale:>7} {missing:>7}  {last:<14} {badge}\n",
            pick("Cổng", "Portal")
        ));
        for (index, (name, about)) in self.portals.iter().enumerate() {
            let counts = self.counts(index);
            let of = |state: &str| match (about.is_null(), counts.get(state)) {
                (true, _) => "?".to_owned(),
                (false, count) => count.copied().unwrap_or_default().to_string(),
            };
            let last = about["last"].as_str().map_or_else(|| "–".to_owned(), day);
            let badge = match about["trust_badge"].as_bool() {
                Some(true) => pick("có", "yes"),
                Some(false) => pick("chưa", "no"),
                None => "?",
            };
            let [met, stale, missing] = [of("met"), of("stale"), of("missing")];
            let number = index + 1;
            out.push_str(&format!("{number:>3} {name:width$} {met:>7} {stale:>7} {missing:>7}  {last:<14} {badge}\n"));
        }
        let numbers: String = (1..=self.portals.len()).map(|number| format!("{number:>3}")).collect();
        out.push_str(&format!("\n{:TITLE$}{numbers}\n", ""));
        for line in &self.lines {
            let title: String = match line.title.chars().count() > TITLE {
                true => line.title.chars().take(TITLE - 1).chain(['…']).collect(),
                false => line.title.clone(),
            };
            let signs: String = line.states.iter().map(|state| format!("{:>3}", sign(state.as_deref()))).collect();
            out.push_str(&format!("{title:TITLE$}{signs}\n"));
        }
        let none = pick("không áp dụng, không thuộc nghĩa vụ", "not applicable or not owed");
        let unknown = pick("chưa đối soát được", "not audited");
        out.push_str(&format!("\n✓ {met}   ~ {stale}   ✗ {missing}   – {none}   ? {unknown}\n"));
        out + pick("Chi tiết từng cổng: cong audit --portal TÊN", "One portal in detail: cong audit --portal NAME")
    }
}

fn sign(state: Option<&str>) -> &'static str {
    match state {
        Some("met") => "✓",
        Some("stale") => "~",
        Some("missing") => "✗",
        Some(_) => "–",
        None => "?",
    }
}

/// In the theme of the main portal.
fn write_page(json: &Value, page: &std::path::Path, arguments: &Arguments, main: &Common) -> Result<(), u8> {
    let portal = open_portal(main, arguments.at.as_deref()).ok_or(COULD_NOT_RUN)?;
    let cache = Store::to_read(&main.folder, &portal.files).load(&portal.language, main);
    let options = Options { at: portal.at, show_all: false, preview: true, foreign: false };
    let input = pipeline::Input { files: &portal.files, options, cache: &cache, progress: &Silent };
    let renderer = pipeline::prepare(&input).ok().and_then(|prepared| prepared.renderer).ok_or(COULD_NOT_RUN)?;
    audit_page::write_portals(json, &renderer, page, main)
}
