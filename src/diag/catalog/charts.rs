//! Messages of group D about charts that are drawn from tables.

messages! { CHARTS:
    CHART_MISSING = "D50" Error { "chưa vẽ được biểu đồ: {what}" => "{next} Muốn dẫn tới tệp thì bỏ dấu !: [tên](tệp). Trang chưa được dựng.",
        "the chart cannot be drawn: {what}" => "{next} For a link leave out the !: [name](file). The page is not built." }
    CHART_RULES = "D51" Error { "biểu đồ khai báo chưa đúng: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "a mistake in what the schema says of a chart: {what}" => "{next} The page that shows the table is not built." }
    CHART_ROWS = "D52" Error { "bảng không vẽ thành biểu đồ được: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "the table gives no chart: {what}" => "{next} The page that shows the table is not built." }
    CHART_SHARE = "D53" Error { "số liệu không phải các phần của một tổng: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "the figures are no parts of a whole: {what}" => "{next} The page that shows the table is not built." }
    CHART_PLACE = "D54" Warning { "biểu đồ nằm giữa dòng chữ hoặc trong phần khai báo nên không vẽ được ở đó" => "Đặt ![tên](bảng.csv) thành một đoạn riêng trong bài, có dòng trống trước và sau.",
        "a chart stands inside a line or in front matter, where none is drawn" => "Put ![name](table.csv) into the text as a paragraph of its own, with an empty line before and behind it." }
    CHART_WORDS = "D55" Warning { "trang tiếng khác hiện biểu đồ này với chữ tiếng Việt: {what}" => "Ghi cả hai thứ tiếng trong lược đồ, ví dụ title.vi và title.{language}.",
        "a page in another language shows this chart with words in Vietnamese: {what}" => "Say them in both languages in the schema, such as title.vi and title.{language}." }
}
