//! What stands in charts and around them, in the languages that the program speaks itself.

pub struct ChartWords {
    /// What sort of chart it is, at the beginning of a sentence.
    pub bar: &'static str,
    pub grouped: &'static str,
    pub stacked: &'static str,
    pub line: &'static str,
    pub share: &'static str,
    pub most: &'static str,
    pub least: &'static str,
    /// Before a sum.
    pub total: &'static str,
    pub no_figure: &'static str,
    pub million: &'static str,
    pub billion: &'static str,
    pub not_from_zero: &'static str,
    pub unit: &'static str,
    pub source: &'static str,
    /// What opens the table of the figures.
    pub table: &'static str,
    /// What saves the picture.
    pub picture: &'static str,
    /// From where machines are given a picture to the page.
    pub page: &'static str,
}

pub const VI: ChartWords = ChartWords {
    bar: "Biểu đồ cột",
    grouped: "Biểu đồ cột theo nhóm",
    stacked: "Biểu đồ cột chồng",
    line: "Biểu đồ đường",
    share: "Biểu đồ tỷ trọng",
    most: "Cao nhất",
    least: "Thấp nhất",
    total: "Tổng",
    no_figure: "không có số liệu",
    million: "triệu",
    billion: "tỷ",
    not_from_zero: "Trục đứng không bắt đầu từ 0.",
    unit: "Đơn vị tính",
    source: "Nguồn",
    table: "Xem số liệu của biểu đồ",
    picture: "Tải hình (SVG)",
    page: "Xem trên cổng",
};

pub const EN: ChartWords = ChartWords {
    bar: "Bar chart",
    grouped: "Grouped bar chart",
    stacked: "Stacked bar chart",
    line: "Line chart",
    share: "Chart of shares",
    most: "Highest",
    least: "Lowest",
    total: "Total",
    no_figure: "no figure",
    million: "million",
    billion: "billion",
    not_from_zero: "The upright axis does not begin at 0.",
    unit: "Unit",
    source: "Source",
    table: "The figures of this chart",
    picture: "Save the picture (SVG)",
    page: "See it on the portal",
};
