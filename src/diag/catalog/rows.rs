//! Messages of group D about tables whose rows become pages, and of which some is masked.

messages! { ROWS:
    ROWS_UNUSABLE = "D75" Error { "không tạo được trang nào từ bảng này: {what}" => "{next} Đến khi sửa, các trang của bảng không có trên cổng.",
        "no page can be made from this table: {what}" => "{next} Until then the pages of the table are not on the portal." }
    ROWS_RULES = "D76" Error { "lược đồ nói sai về trang của các dòng: {what}" => "{next} Đến khi sửa, các trang của bảng không có trên cổng.",
        "the schema says something wrong of the pages of rows: {what}" => "{next} Until then the pages of the table are not on the portal." }
    ROW_WRONG = "D77" Error { "{place}: {what}" => "{next} Dòng này chưa được đăng.",
        "{place}: {what}" => "{next} The row is not published." }
    ROW_TWICE = "D78" Error { "{place}: tên trang “{name}” trùng với {other}" => "Mỗi trang có một tên riêng: sửa ô trong name của lược đồ, thêm một cột vào name, hoặc xóa dòng thừa. Cả hai trang chưa được đăng, vì không ai biết dòng nào đúng.",
        "{place}: the page “{name}” has the name of {other}" => "Each page has a name of its own: mend the cell that name in the schema takes, add a column to name, or delete the row. Neither page is published, since nobody can say which is right." }
    ROWS_LEFT_OUT = "D79" Warning { "{count}/{total} dòng của bảng chưa thành trang" => "Xem các lỗi của bảng này: mỗi lỗi nói dòng và cột. Các dòng khác vẫn được đăng.",
        "{count} of {total} rows of the table are no pages" => "See what else is told of this table: each finding says the row and the column. The other rows are published." }
    ROWS_SOURCE = "D80" Error { "tệp {target} không được đăng nguyên vẹn" => "{next}",
        "the file {target} is not published as it is" => "{next}" }
    MASK_PERSONAL = "D81" Error { "{place}, cột “{column}”: {what}, mà cột không được che" => "Thêm mask: drop (bỏ cột), mask: last3 (ba số cuối) hoặc mask: name (tên viết tắt) cho cột này trong lược đồ, hoặc xóa ô. Bảng chưa được đăng.",
        "{place}, column “{column}”: {what}, and the column is not masked" => "Add mask: drop (no column), mask: last3 (three digits) or mask: name (initials) to the column in the schema, or empty the cell. The table is not published." }
    MASK_PAGE = "D82" Error { "trang có danh sách người dân mà thiếu {what}" => "{next} Trang chưa được dựng.",
        "the page has a list of citizens and lacks {what}" => "{next} The page is not built." }
}
