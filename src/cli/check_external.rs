//! `cong check --external`: asks other hosts whether what the portal links to is still there, and tells it as notes.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use jiff::Timestamp;

use super::portal::{Portal, now};
use super::progress::Bar;
use super::{Common, complain, reason, words};
use crate::diag::{Finding, catalog};
use crate::external::{self, Answer, Bounds, Memory};
use crate::http::{Client, Patience};
use crate::lint::addresses::{self, Address};
use crate::model::Site;
use crate::write::save_file;

/// What was answered lately.
const MEMORY: &str = ".cong/external.json";

/// In one run no more addresses are asked; the rest is for the next one, which need not ask these again.
const MOST: usize = 2000;

/// How others are asked.
#[derive(clap::Args, Clone, Copy)]
pub struct Outside {
    /// Hỏi cả các trang ngoài mà cổng dẫn tới xem còn không · Ask other hosts whether what is linked to is there
    #[arg(long)]
    pub external: bool,
    /// Như --external, kể cả máy trong mạng nội bộ · The same, also hosts of our own network
    #[arg(long)]
    pub external_private: bool,
}

impl Outside {
    pub fn is_wanted(self) -> bool {
        self.external || self.external_private
    }
}

/// Notes about addresses in the files that are wanted.
pub fn ask(
    site: &Site,
    outside: Outside,
    portal: &Portal,
    common: &Common,
    is_wanted: impl Fn(&Finding) -> bool,
) -> Vec<Finding> {
    let Portal { files, language, .. } = portal;
    let linked = addresses::of(site);
    let plain = |address: &Address| address.url.split('#').next().unwrap_or_default().to_owned();
    let mut asked: BTreeMap<String, Vec<&Address>> = BTreeMap::new();
    // Any message will do to know where an address stands.
    for address in linked.iter().filter(|address| is_wanted(&address.finding(site, &catalog::EXTERNAL_GONE))) {
        asked.entry(plain(address)).or_default().push(address);
    }
    let mut memory = Memory::read(&files.read(MEMORY).unwrap_or_default());
    let linked: BTreeMap<String, ()> = linked.iter().map(|address| (plain(address), ())).collect();
    memory.keep(|url| linked.contains_key(url));
    let now = now();
    let unknown: Vec<String> = asked.keys().filter(|url| memory.get(url, now).is_none()).cloned().collect();
    let (ask, later) = unknown.split_at(unknown.len().min(MOST));
    let answers = match answers(ask, outside, language) {
        Ok(answers) => answers,
        Err(error) => {
            complain(&format!(
                "{}: {}",
                words(language, "Không hỏi được trang ngoài", "Other hosts cannot be asked"),
                reason(&error, language)
            ));
            return Vec::new();
        }
    };
    let unanswered = answers.iter().filter(|(_, answer)| matches!(answer, Answer::Unknown { .. })).count();
    for (url, answer) in answers {
        memory.put(url, answer, now);
    }
    save(&memory, common, language);
    summarise([asked.len(), ask.len(), unanswered, later.len()], common, language);
    told(&asked, &memory, now, site)
}

fn told(asked: &BTreeMap<String, Vec<&Address>>, memory: &Memory, now: Timestamp, site: &Site) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (url, places) in asked {
        let host = addresses::host(url);
        let (message, more) = match memory.get(url, now) {
            Some(Answer::Gone { status }) => (&catalog::EXTERNAL_GONE, Some(("status", status.to_string()))),
            Some(Answer::Moved { to }) => (&catalog::EXTERNAL_MOVED, Some(("now", to.clone()))),
            Some(Answer::NoHost) => (&catalog::EXTERNAL_NO_HOST, None),
            Some(Answer::Certificate) => (&catalog::EXTERNAL_CERTIFICATE, None),
            Some(Answer::Good | Answer::Unknown { .. }) | None => continue,
        };
        for place in places {
            let finding = place.finding(site, message).with("target", url).with("host", &host);
            findings.push(match &more {
                Some((name, value)) => finding.with(name, value),
                None => finding,
            });
        }
    }
    findings
}

fn answers(urls: &[String], outside: Outside, language: &str) -> io::Result<Vec<(String, Answer)>> {
    if urls.is_empty() {
        return Ok(Vec::new());
    }
    let seconds = Duration::from_secs;
    let patience =
        Patience { tries: 2, pause: seconds(1), longest: seconds(5), connect: seconds(10), silence: seconds(20) };
    let client = Client::new(patience)?;
    let bar = Bar::new(language);
    bar.begin(words(language, "hỏi trang ngoài", "other hosts"), urls.len());
    let bounds = Bounds { with_private: outside.external_private, ..Bounds::default() };
    Ok(external::ask(&client, urls, bounds, || bar.step()))
}

/// What is not kept is asked again: that is all.
fn save(memory: &Memory, common: &Common, language: &str) {
    let bytes = memory.to_bytes();
    if let Err(error) = save_file(&common.folder, MEMORY, |to: &mut dyn Write| to.write_all(&bytes)) {
        complain(&format!("{MEMORY}: {}", reason(&error, language)));
    }
}

fn summarise([all, asked, unanswered, later]: [usize; 4], common: &Common, language: &str) {
    if common.quiet || common.json {
        return;
    }
    let text = words(
        language,
        "Trang ngoài: {all} địa chỉ, hỏi {asked}, không rõ {unanswered} (máy chủ không trả lời, không cho chương trình hỏi, hoặc ở mạng nội bộ).",
        "Elsewhere: {all} addresses, {asked} asked, {unanswered} unknown (no answer, programs are not welcome, or in our own network).",
    );
    let numbers = [("{all}", all), ("{asked}", asked), ("{unanswered}", unanswered)];
    let text = numbers.iter().fold(text.to_owned(), |text, (name, number)| text.replace(name, &number.to_string()));
    let rest = words(language, " Còn {later} địa chỉ: chạy lại để hỏi tiếp.", " {later} are left: run it again.");
    complain(&if later > 0 { text + &rest.replace("{later}", &later.to_string()) } else { text });
}
