//! Turns the agencies, topics and fields of a portal that is taken in into those of the one that stays: which id each has from now
//! on, which entries `site.toml` gets, and what a person must decide.
//!
//! An agency that is no more keeps an entry of its own: what it issued stays under its name. Two agencies are only taken for one
//! where the table says so, or all that is said of them is the same.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::decisions::{Decision, Sort};
use super::table::{Table, What, fault, words};
use crate::diag::{Finding, did_you_mean};
use crate::load::config::{Config, Term};
use crate::load::localized::Localized;
use crate::load::taxonomy::Taxonomy;
use crate::pipeline::SITE;
use crate::text::fold::fold;

type Key = (Taxonomy, String);

#[derive(Default, Debug)]
pub struct Terms {
    /// By the id there: the id here under which what was published in its time stands.
    pub kept: BTreeMap<Key, String>,
    /// What took its place, and from which day on.
    pub now: BTreeMap<Key, (String, Option<Date>)>,
    /// Entries that `site.toml` gets, in the order of theirs.
    pub added: Vec<Added>,
    pub decisions: Vec<Decision>,
}

/// An entry of `site.toml`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Added {
    pub taxonomy: Taxonomy,
    pub id: String,
    /// The lines of its table, without the head.
    pub lines: Vec<String>,
}

/// What is asked of.
pub struct Registers<'a> {
    pub own: &'a Config,
    pub theirs: &'a Config,
    pub table: &'a Table,
    /// What ids are told apart by where both portals have them.
    pub suffix: &'a str,
    /// Terms that pages there name.
    pub used: &'a BTreeSet<Key>,
}

/// Which of the rows name what there is not.
pub fn faults(both: &Registers) -> Vec<Finding> {
    let mut found = Vec::new();
    for taxonomy in Taxonomy::ALL {
        let (own, theirs) = (ids(both.own, taxonomy), ids(both.theirs, taxonomy));
        for row in both.table.of(What::Term(taxonomy)) {
            let told = |what, next| fault(&both.table.file, row.line, what, next);
            if find(both.theirs, taxonomy, &row.old).is_none() {
                let what = words(
                    "cổng được nhập vào không có “{a}” trong [[{b}]]",
                    "the portal that is taken in has no “{a}” in [[{b}]]",
                    &[&row.old, taxonomy.table()],
                );
                found.push(told(what, did_you_mean(&row.old, &theirs)));
            }
            if taxonomy != Taxonomy::Agency && row.new.len() != 1 {
                let what = words("“{a}” phải thành đúng một mã", "“{a}” has to become one id", &[&row.old]);
                found.push(told(what, words("Ghi một mã vào cột new.", "Write one id into the column new.", &[])));
            }
            for new in &row.new {
                if find(both.own, taxonomy, new).is_none() && find(both.theirs, taxonomy, new).is_none() {
                    let what = words(
                        "hai cổng đều không có “{a}” trong [[{b}]]",
                        "neither portal has “{a}” in [[{b}]]",
                        &[new, taxonomy.table()],
                    );
                    let near = did_you_mean(new, &own);
                    let next = words(
                        "Thêm cơ quan mới vào site.toml của cổng này trước. {a}",
                        "Add it to site.toml of this portal first. {b}",
                        &[&near.0, &near.1],
                    );
                    found.push(told(what, next));
                }
            }
            if let Some(circle) = circle(both, taxonomy, &row.old) {
                let what =
                    words("bảng đi vòng tròn: {a}", "the table goes round in a circle: {a}", &[&circle.join(" → ")]);
                found.push(told(
                    what,
                    words("Sửa cột new của một trong các dòng này.", "Mend the column new of one of these lines.", &[]),
                ));
            }
        }
    }
    found
}

fn ids(config: &Config, taxonomy: Taxonomy) -> Vec<&str> {
    config.terms(taxonomy).iter().map(|term| term.id.as_str()).collect()
}

/// By its id, or its name in any language.
fn find<'a>(config: &'a Config, taxonomy: Taxonomy, written: &str) -> Option<&'a Term> {
    let all = config.terms(taxonomy);
    let named = |term: &&Term| term.name.all().any(|(_, name)| fold(name) == fold(written));
    all.iter().find(|term| term.id == written).or_else(|| all.iter().find(named))
}

/// What a row says is found here; else it is one of theirs, which may have become another one in turn.
fn target(both: &Registers, taxonomy: Taxonomy, new: &str) -> Result<String, Vec<String>> {
    let (mut at, mut way) = (new.to_owned(), vec![new.to_owned()]);
    loop {
        if let Some(own) = find(both.own, taxonomy, &at) {
            return Ok(own.id.clone());
        }
        let Some(their) = find(both.theirs, taxonomy, &at) else { return Ok(at) };
        let row = both.table.of(What::Term(taxonomy)).find(|row| row.old == their.id || row.old == at);
        match row.map(|row| row.new.as_slice()) {
            Some([next]) if next != &at => {
                let is_known = way.contains(next);
                way.push(next.clone());
                if is_known {
                    return Err(way);
                }
                at.clone_from(next);
            }
            _ => return Ok(their.id.clone()),
        }
    }
}

fn circle(both: &Registers, taxonomy: Taxonomy, old: &str) -> Option<Vec<String>> {
    let row = both.table.of(What::Term(taxonomy)).find(|row| row.old == old)?;
    row.new.iter().filter(|new| *new != old).find_map(|new| target(both, taxonomy, new).err())
}

/// `faults` found none.
pub fn terms(both: &Registers) -> Terms {
    let mut terms = Terms::default();
    for taxonomy in Taxonomy::ALL {
        // What took the place of something that is named is named as well.
        let mut wanted: BTreeSet<String> =
            both.used.iter().filter(|(of, _)| *of == taxonomy).map(|(_, id)| id.clone()).collect();
        for row in both.table.of(What::Term(taxonomy)) {
            let is_named = find(both.theirs, taxonomy, &row.old).is_some_and(|term| wanted.contains(&term.id));
            let new = row.new.iter().filter(|_| is_named).filter_map(|new| target(both, taxonomy, new).ok());
            let of_theirs: Vec<String> = new.filter(|id| find(both.own, taxonomy, id).is_none()).collect();
            wanted.extend(of_theirs);
        }
        for (index, term) in both.theirs.terms(taxonomy).iter().enumerate() {
            terms.take(both, (taxonomy, index), term, wanted.contains(&term.id));
        }
    }
    terms
}

impl Terms {
    fn take(&mut self, both: &Registers, (taxonomy, index): (Taxonomy, usize), term: &Term, is_named: bool) {
        let key = (taxonomy, term.id.clone());
        let row = both
            .table
            .of(What::Term(taxonomy))
            .find(|row| find(both.theirs, taxonomy, &row.old).is_some_and(|found| found.id == term.id));
        let to = row.filter(|row| row.new.len() == 1).and_then(|row| target(both, taxonomy, &row.new[0]).ok());
        // Called otherwise, and nothing else.
        if let (Some(row), Some(to)) = (row, &to)
            && row.from.is_none()
        {
            self.kept.insert(key, to.clone());
            if to == &term.id && is_named && find(both.own, taxonomy, to).is_none() {
                self.add(taxonomy, term, &term.id, None);
            }
            return;
        }
        let own = both.own.terms(taxonomy).iter().find(|own| own.id == term.id);
        let is_agency = taxonomy == Taxonomy::Agency;
        let ended = row.is_some() && is_agency;
        let kept = match own {
            Some(own) if !is_agency => {
                if own.name != term.name {
                    self.decide(
                        both,
                        Sort::Terms,
                        (taxonomy, index),
                        words(
                            "“{a}” ở đây là “{b}”, ở cổng kia là “{c}”: bài của cổng kia dùng tên ở đây",
                            "“{a}” is “{b}” here and “{c}” there: pages from there take the name of here",
                            &[&term.id, own.name.get("vi"), term.name.get("vi")],
                        ),
                    );
                }
                term.id.clone()
            }
            // The same entry, and nobody said that it is another body; or it was brought before.
            Some(own) if is_same(own, term) && (own.is_former() || !ended) => {
                if is_named && !own.is_former() {
                    self.decide(both, Sort::Agencies, (taxonomy, index), words("hai cổng cùng có “{a}” ({b}), được coi là một cơ quan; nếu là hai cơ quan khác nhau, thêm vào bảng dòng agency,{a},{a},NGÀY rồi chạy lại", "both portals have “{a}” ({b}), which is taken for one agency; if they are two, add the row agency,{a},{a},DATE to the table and run again", &[&term.id, term.name.get("vi")]));
                }
                term.id.clone()
            }
            Some(own) => {
                let id = format!("{}-{}", term.id, both.suffix);
                if is_named && !ended {
                    self.decide(both, Sort::Agencies, (taxonomy, index), words("mã “{a}” ở đây là “{b}”: cơ quan “{c}” của cổng kia nhận mã mới có đuôi tên cổng", "the id “{a}” is “{b}” here: “{c}” of the other portal gets an id with the name of that portal", &[&term.id, own.name.get("vi"), term.name.get("vi")]));
                }
                id
            }
            None => {
                let alike =
                    both.own.terms(taxonomy).iter().find(|own| fold(own.name.get("vi")) == fold(term.name.get("vi")));
                match alike {
                    // One topic under two ids.
                    Some(alike) if !is_agency => alike.id.clone(),
                    Some(alike) if is_named && !ended => {
                        self.decide(both, Sort::Agencies, (taxonomy, index), words("“{a}” trùng tên với “{b}” ở đây ({c}): giữ riêng; nếu là một, thêm dòng agency,{a},{b} vào bảng", "“{a}” is called like “{b}” here ({c}): kept apart; if they are one, add the row agency,{a},{b} to the table", &[&term.id, &alike.id, alike.name.get("vi")]));
                        term.id.clone()
                    }
                    _ => term.id.clone(),
                }
            }
        };
        if is_named && find(both.own, taxonomy, &kept).is_none_or(|own| own.id != kept) {
            let end = row.filter(|_| is_agency).map(|row| (row.from, to.as_deref().filter(|to| *to != kept)));
            self.add(taxonomy, term, &kept, end);
        }
        if let (Some(row), Some(to)) = (row, to) {
            self.now.insert(key.clone(), (to, row.from));
        }
        self.kept.insert(key, kept);
    }

    fn decide(&mut self, both: &Registers, sort: Sort, (taxonomy, index): (Taxonomy, usize), what: (String, String)) {
        let finding = both.theirs.at(&crate::diag::catalog::MERGE_ROW, &format!("{}.{index}.id", taxonomy.table()));
        let line = finding.span.map_or(0, |span| span.line);
        self.decisions.push(Decision::theirs(sort, SITE, line, what));
    }

    /// `end`: the first day without it, and what took its place.
    fn add(&mut self, taxonomy: Taxonomy, term: &Term, id: &str, end: Option<(Option<Date>, Option<&str>)>) {
        let mut lines = vec![format!("id = {}", quoted(id))];
        let texts = [("short", &term.short), ("name", &term.name), ("summary", &term.summary)];
        lines.extend(texts.into_iter().filter_map(|(key, text)| Some(format!("{key} = {}", localized(text)?))));
        lines.extend(term.url.as_deref().map(|url| format!("url = {}", quoted(url))));
        let last = end.and_then(|(from, _)| from?.checked_sub(1.day()).ok()).map(|day| day.to_string());
        lines.extend(last.or_else(|| term.until.clone()).map(|day| format!("until = {}", quoted(&day))));
        lines.extend(end.and_then(|(_, to)| to).map(|to| format!("successor = {}", quoted(to))));
        self.added.push(Added { taxonomy, id: id.to_owned(), lines });
    }

    /// The id here of a term that a page there names. `day`: of the page; none for one that is kept up to date.
    pub fn id(&self, taxonomy: Taxonomy, id: &str, day: Option<Date>) -> Option<&str> {
        let key = (taxonomy, id.to_owned());
        match self.now.get(&key) {
            Some((now, from)) if day.is_none_or(|day| from.is_some_and(|from| day >= from)) => Some(now),
            _ => self.kept.get(&key).map(String::as_str),
        }
    }
}

/// Whether all that is said of both is the same.
fn is_same(own: &Term, term: &Term) -> bool {
    (&own.name, &own.short, &own.url) == (&term.name, &term.short, &term.url)
}

pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// `None` of an empty one.
fn localized(text: &Localized) -> Option<String> {
    let all: Vec<(&str, &str)> = text.all().collect();
    match all.as_slice() {
        [] => None,
        [("", one)] => Some(quoted(one)),
        all => {
            let each: Vec<String> = all.iter().map(|(code, text)| format!("{code} = {}", quoted(text))).collect();
            Some(format!("{{ {} }}", each.join(", ")))
        }
    }
}
