//! What `cong report` is asked for, as it is typed.

use std::path::PathBuf;

use super::findings::Extent;

#[derive(clap::Args)]
pub struct Arguments {
    /// Báo cáo nào: year, month, targets, qa, contributors, translations, shares · Which report
    #[arg(value_name = "BÁO CÁO", display_order = 0, value_parser = ["year", "month", "targets", "qa", "contributors", "translations", "shares"])]
    pub what: String,
    /// Năm hoặc tháng, ví dụ 2023, 2023-11 (mặc định: năm nay; month: tháng này) · Year or month
    #[arg(value_name = "KỲ")]
    pub period: Option<String>,
    /// Từ ngày, kể cả ngày đó · First day
    #[arg(long, value_name = "NGÀY")]
    pub from: Option<String>,
    /// Đến hết ngày · Last day
    #[arg(long, value_name = "NGÀY")]
    pub to: Option<String>,
    /// Dạng: markdown, html, docx, csv, json · Form
    #[arg(long, value_name = "DẠNG", value_parser = ["markdown", "html", "docx", "csv", "json"], default_value = "markdown")]
    pub format: String,
    /// Ghi vào tệp thay vì in ra · Write to a file
    #[arg(long, value_name = "TỆP")]
    pub out: Option<PathBuf>,
    /// Một số của báo cáo năm được đếm từ đâu, ví dụ items · What a figure of the yearly report counts
    #[arg(long, value_name = "SỐ LIỆU")]
    pub explain: Option<String>,
    /// Với qa: chỉ các câu quá hạn; còn câu quá hạn thì mã thoát là 1 · Of qa: overdue questions only
    #[arg(long)]
    pub late: bool,
    /// Với shares: thêm các thông tin còn thiếu vào content/_report/share.csv · Of shares: add what is missing to the queue
    #[arg(long)]
    pub queue: bool,
    #[command(flatten)]
    pub extent: Extent,
}
