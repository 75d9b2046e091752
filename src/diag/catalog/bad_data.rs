//! Messages of group D about files of tables that are no text, or not the text that was meant.

messages! { BAD_DATA:
    TABLE_OLD_LETTERS = "D35" Error { "bảng số liệu gõ bằng bảng mã cũ {table}, không phải Unicode: dòng {line} đọc là “{meant}”" => "{next} Trang dùng bảng này chưa được dựng.",
        "the table is written in the old code page {table}, not in Unicode: line {line} reads “{meant}”" => "{next} The page that uses it is not built." }
    TABLE_NO_TEXT = "D36" Error { "tệp bảng không phải là văn bản CSV: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "the file of the table is no CSV: {what}" => "{next} The page that uses it is not built." }
    NAMES_AGAIN = "D37" Warning { "{where} chép lại dòng tên cột giữa bảng, nên trang hiện nó như số liệu" => "Xóa dòng này: thường do dán nối hai bảng vào nhau.",
        "{where} has the names of the columns once more, so the page shows them as data" => "Delete it: it comes from one table that was pasted below another." }
    TABLE_NO_ROWS = "D38" Warning { "bảng chỉ có dòng tên cột, không có dòng số liệu nào" => "Điền số liệu vào tệp, hoặc bỏ dòng table ở trang cho đến khi có.",
        "the table has names of columns and no rows" => "Fill the file in, or delete table from the page until there are figures." }
}
