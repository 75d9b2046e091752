//! Turns `content/_report/share.csv` into what was shared where and when, and the items of a portal into what is still to be shared. The
//! file is the queue of whoever keeps the pages on social networks: `file,title,url,channel,shared`, with a day in the last cell once it
//! is done. Rows are added and never taken away.

use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;

use jiff::civil::Date;

use super::paper::{Cell, Column, Paper, Table};
use super::{Reported, period_words, word};
use crate::diag::{Finding, Span, catalog};
use crate::files::{Files, REPORT_FILES};
use crate::load::csv_cell;
use crate::load::separated::Records;
use crate::load::source_text;
use crate::model::{PageView, Site};
use crate::tally::period::Period;
use crate::tally::shelf::Shelf;
use crate::time::Moment;

const HEAD: [&str; 5] = ["file", "title", "url", "channel", "shared"];

pub fn path() -> String {
    format!("{REPORT_FILES}/share.csv")
}

/// A row of the queue.
pub struct Entry {
    pub line: u32,
    pub file: String,
    pub channel: String,
    pub shared: Option<Date>,
}

#[derive(Default)]
pub struct Queue {
    pub entries: Vec<Entry>,
    /// As it stands in the file.
    text: String,
    /// Some of the file cannot be read: who writes it anew would lose rows, or add those that are there.
    pub is_unread: bool,
}

impl Queue {
    pub fn read(files: &dyn Files, site: &Site, findings: &mut Vec<Finding>) -> Queue {
        let file = path();
        let unread = |is_unread| Queue { is_unread, ..Queue::default() };
        let bytes = match files.read(&file) {
            Ok(bytes) => bytes,
            Err(error) => return unread(error.kind() != ErrorKind::NotFound),
        };
        let Some(text) = source_text::clean(&file, &bytes, findings) else { return unread(true) };
        let channels: Vec<&str> = channels(site);
        let (mut entries, mut cells) = (Vec::new(), Vec::new());
        let mut records = Records::new(&text, b',', 1);
        let (mut is_head, mut is_unread) = (true, false);
        while let Some(record) = records.next(&mut cells, HEAD.len()) {
            let record = match record {
                Ok(record) => record,
                Err(broken) => {
                    findings.push(broken.finding(&file));
                    is_unread = true;
                    break;
                }
            };
            if std::mem::take(&mut is_head) && cells.first().is_some_and(|cell| cell.text() == HEAD[0]) {
                continue;
            }
            let cell =
                |at: usize| cells.get(at).map(|cell| csv_cell::unguarded(&cell.text()).to_owned()).unwrap_or_default();
            let (own, channel, day) = (cell(0), cell(3), cell(4));
            let shared: Option<Date> = day.parse().ok();
            let wrong = if record.cells != HEAD.len() {
                Some(("cells", record.cells.to_string()))
            } else if !channels.contains(&channel.as_str()) {
                Some(("channel", channel.clone()))
            } else {
                Some(("shared", day.clone())).filter(|_| shared.is_none() && !day.is_empty())
            };
            match wrong {
                Some((key, value)) => {
                    // A row of a channel that is no more stands in nobody's way.
                    is_unread |= key != "channel";
                    findings.push(told(&file, record.line, key, &value, &channels, &text));
                }
                None => entries.push(Entry { line: record.line as u32, file: own, channel, shared }),
            }
        }
        Queue { entries, text: text.into_owned(), is_unread }
    }

    /// How often something was shared in a period.
    pub fn shared<'q>(&'q self, period: &'q Period) -> impl Iterator<Item = &'q Entry> {
        self.entries.iter().filter(|own| own.shared.is_some_and(|day| (period.from..=period.to).contains(&day)))
    }

    /// By file and channel; of two rows the first.
    fn known(&self) -> HashMap<(&str, &str), &Entry> {
        self.entries.iter().rev().map(|own| ((own.file.as_str(), own.channel.as_str()), own)).collect()
    }
}

fn told(file: &str, line: usize, key: &str, value: &str, channels: &[&str], text: &str) -> Finding {
    let names = channels.join(", ");
    let (vi, en) = match key {
        "channel" => (format!("Kênh khai báo ở [[channels]]: {names}."), format!("Channels of [[channels]]: {names}.")),
        "shared" => ("Viết ngày đã chia sẻ: 2023-12-28.".to_owned(), "Write the day: 2023-12-28.".to_owned()),
        _ => (
            "Mỗi dòng năm ô: file,title,url,channel,shared.".to_owned(),
            "Five cells: file,title,url,channel,shared.".to_owned(),
        ),
    };
    let finding = Finding::new(&catalog::REPORT_SHARE, file).at(Span::new(line, 1, 1)).excerpt_from(text);
    finding.with("line", line.to_string()).with("key", key).with("value", value).with_words("next", (vi, en))
}

/// Names of networks, each once.
pub fn channels(site: &Site) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for channel in &site.config.channels {
        if !names.contains(&channel.network.as_str()) {
            names.push(&channel.network);
        }
    }
    names
}

/// Networks of films take what has one.
const FILMS: [&str; 2] = ["youtube", "tiktok"];

fn takes(channel: &str, page: &PageView) -> bool {
    !FILMS.contains(&channel.to_lowercase().as_str()) || page.get("video").is_some()
}

/// What readers can open now, in the portal's first language, that came in the period.
fn shareable<'a>(reported: &'a Reported) -> Vec<(PageView<'a>, Moment)> {
    let public = Shelf::new(reported.site, reported.at);
    let is_shown =
        |(page, _): &(PageView, Moment)| page.listed && page.document().language == 0 && !page.is_passed_over();
    let mut items: Vec<_> = public.within(&reported.period).filter(is_shown).collect();
    items.sort_by_key(|(page, came)| (std::cmp::Reverse(came.starts), page.id));
    items
}

/// Items that a channel does not have yet, the newest first.
pub fn paper(reported: &Reported, queue: &Queue) -> Paper {
    let language = reported.language;
    let channels = channels(reported.site);
    let (items, known) = (shareable(reported), queue.known());
    let mut paper =
        Paper::new("shares", word(language, "Thông tin chưa chia sẻ trên mạng xã hội", "Items not shared yet"));
    paper.say(period_words(&reported.period, language));
    let columns = vec![
        Column::new("date", word(language, "Ngày đăng", "Published")),
        Column::new("title", word(language, "Tiêu đề", "Title")),
        Column::new("file", word(language, "Tệp", "File")),
        Column::new("channels", word(language, "Chưa có trên", "Not yet on")),
    ];
    // How many items there are for a channel, and how many of them it does not have.
    let mut counts: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    let mut rows = Vec::new();
    for (page, came) in &items {
        let file = page.document().source.as_str();
        let is_open = |channel: &&str| known.get(&(file, *channel)).is_none_or(|own| own.shared.is_none());
        let fitting: Vec<&str> = channels.iter().copied().filter(|channel| takes(channel, page)).collect();
        fitting.iter().for_each(|channel| counts.entry(channel).or_default().0 += 1);
        let missing: Vec<&str> = fitting.into_iter().filter(is_open).collect();
        missing.iter().for_each(|channel| counts.entry(channel).or_default().1 += 1);
        if !missing.is_empty() {
            rows.push(vec![
                Cell::Date(came.date()),
                Cell::text(&*page.document().title),
                Cell::text(file),
                Cell::text(missing.join(", ")),
            ]);
        }
    }
    let head = vec![
        Column::new("channel", word(language, "Kênh", "Channel")),
        Column::number("items", word(language, "Thông tin", "Items")),
        Column::number("shared", word(language, "Đã chia sẻ", "Shared")),
        Column::number("open", word(language, "Chưa chia sẻ", "Not yet")),
    ];
    let counts = channels.iter().map(|channel| {
        let (all, open) = counts.get(channel).copied().unwrap_or_default();
        vec![Cell::text(*channel), Cell::Count(all), Cell::Count(all - open), Cell::Count(open)]
    });
    paper.table(Table::new("channels", word(language, "Theo kênh", "By channel"), head, counts.collect()));
    let is_any = !rows.is_empty();
    paper.table(Table::new("items", word(language, "Từng thông tin", "Item by item"), columns, rows));
    if is_any {
        let text = word(
            language,
            "Đưa các thông tin này vào hàng đợi {file} cho nhóm truyền thông: cong report shares --queue",
            "Put these into the queue {file} for the social team: cong report shares --queue",
        );
        paper.say(text.replace("{file}", &path()));
    }
    paper
}

/// The queue with a row for each item and channel that it lacks, and how many were added.
pub fn filled(reported: &Reported, queue: &Queue) -> (String, usize) {
    let mut text = queue.text.clone();
    if text.trim().is_empty() {
        text = HEAD.join(",") + "\n";
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut added = 0;
    let (channels, known) = (channels(reported.site), queue.known());
    for (page, _) in shareable(reported) {
        let file = page.document().source.as_str();
        let url = format!("{}{}", reported.site.config.base.origin(), page.url);
        for channel in &channels {
            if known.contains_key(&(file, *channel)) || !takes(channel, &page) {
                continue;
            }
            for cell in [file, &page.document().title, url.as_str(), *channel] {
                csv_cell::push(&mut text, &csv_cell::guarded(cell), |byte| matches!(byte, b',' | b'\n'));
                text.push(',');
            }
            text.push('\n');
            added += 1;
        }
    }
    (text, added)
}
