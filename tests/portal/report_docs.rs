//! The reference of reports names every key of their files, every figure, every part of the text and every field of JSON, and nothing else.

use cong::report::known::KNOWN;
use cong::report::topics::Topic;
use cong::report::year_file::{PARTS, YearFile};
use serde::de::DeserializeOwned;

use crate::command::Workspace;
use crate::docs::ways_of;
use crate::reference::{assert_true_to, read, reference, rows};
use crate::site_builder::Site;

const PAGE: &str = "docs/report.md";

/// What a reader of data offers in place of what it does not know.
fn offered<T: DeserializeOwned>() -> Vec<String> {
    let error = toml::from_str::<T>("zzz = 1").err().unwrap().message().to_owned();
    let (_, names) = error.split_once("expected one of ").unwrap_or_else(|| panic!("{error}"));
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_of_a_file_is_in_the_reference() {
    let mut mends = reference(PAGE, "Khóa của tệp năm · Keys of a year").mends(&rows(offered::<YearFile>()));
    mends.extend(reference(PAGE, "Nhóm báo cáo · Topics").mends(&rows(offered::<Topic>())));
    mends.extend(reference(PAGE, "Số liệu · Figures").mends(&rows(KNOWN.iter().map(|known| known.id.to_owned()))));
    assert_true_to(&mends);
    let text = read(PAGE);
    assert!(PARTS.iter().all(|part| text.contains(&format!("`{part}`"))));
}

#[test]
fn what_a_report_says_as_json_is_in_the_reference() {
    let site = Site::new()
        .article("content/tin-tuc/a.md", "A", "2023-05-01", "agency: [so-y-te]\n", "Lời.")
        .file("content/_report/2023.toml", "[figures.visits]\nvalue = 5\n");
    let run = Workspace::with(&site).cong(&["report", "year", "2023", "--json"]);
    // Rows have the columns of their table.
    let fields = ways_of([run.out.as_str()], &["tables[].rows[]"]);
    assert_true_to(&reference("docs/machine-output.md", "cong report --json").mends(&fields));
}
