//! Messages of group D about tables in which one row is looked up.

messages! { LOOKUPS:
    LOOKUP_FILE = "D40" Error { "trang tra cứu dùng tệp {target}, chưa có tệp này để dùng" => "{near} Trang tra cứu chưa được dựng.",
        "the look-up uses the file {target}, which is not there for it" => "{near} The page is not built." }
    LOOKUP_UNUSABLE = "D41" Error { "bảng tra cứu chưa dùng được: {what}" => "{next} Trang tra cứu chưa được dựng.",
        "rows cannot be looked up in the table: {what}" => "{next} The page is not built." }
    LOOKUP_CELLS = "D42" Error { "cột “{column}” có {count} ô {what}: dòng {lines}" => "Sửa các ô này ở tệp gốc rồi lưu lại; nếu ô đúng thì sửa khai báo của cột trong lược đồ (số viết với dấu phẩy: decimalChar: \",\"). Trang tra cứu chưa được dựng.",
        "the column “{column}” has cells {what} ({count}): line {lines}" => "Mend these cells in the original and save again; if they are right, mend what the schema says of the column (for numbers with a comma: decimalChar: \",\"). The page is not built." }
    LOOKUP_KEY_EMPTY = "D43" Error { "{count} dòng để trống “{column}”: dòng {lines}" => "Không có khóa thì không ai tra được dòng đó: điền vào, hoặc xóa dòng. Trang tra cứu chưa được dựng.",
        "rows without “{column}” ({count}): line {lines}" => "Nobody can find a row without its key: fill it in, or delete the row. The page is not built." }
    LOOKUP_KEY_TWICE = "D44" Error { "{count} dòng có “{column}” trùng với một dòng trước: dòng {lines}" => "Người tra cứu sẽ không biết dòng nào đúng: giữ một dòng cho mỗi khóa. Chữ hoa, khoảng trắng và dấu chấm không phân biệt hai khóa. Trang tra cứu chưa được dựng.",
        "rows with the “{column}” of an earlier row ({count}): line {lines}" => "Nobody could tell which of them is right: keep one row for each key. Case, spaces and points do not tell two keys apart. The page is not built." }
    LOOKUP_RAGGED = "D45" Error { "{count} dòng không có đúng {columns} ô như dòng tên cột: dòng {lines}" => "Ô có dấu ngăn cột bên trong thì đặt trong ngoặc kép, ví dụ \"3,5\"; ô trống vẫn cần dấu ngăn. Trang tra cứu chưa được dựng.",
        "rows without the {columns} cells of the line of names ({count}): line {lines}" => "Put a cell with the separator inside in quotation marks, such as \"3,5\"; an empty cell needs its separator too. The page is not built." }
    LOOKUP_ROW_LONG = "D46" Error { "{count} dòng dài quá {most} byte: dòng {lines}" => "Bảng tra cứu dành cho các ô ngắn: bớt cột hiển thị (show trong lược đồ) hoặc rút ngắn ô. Trang tra cứu chưa được dựng.",
        "rows longer than {most} bytes ({count}): line {lines}" => "A look-up is for short cells: show fewer columns (show in the schema), or shorten the cells. The page is not built." }
    LOOKUP_LIST = "D48" Error { "các dòng của bảng tra cứu không được liệt kê: {what}" => "{next} Trang tra cứu chưa được dựng.",
        "rows of the look-up may not be listed: {what}" => "{next} The page is not built." }
    LOOKUP_PUBLISHED = "D47" Error { "tệp {target} là bảng để tra cứu từng dòng nên không được đăng nguyên cả tệp" => "Bỏ liên kết hoặc dòng đính kèm này và dẫn tới trang tra cứu; nếu cả bảng được phép công khai thì bỏ phần lookup trong lược đồ của nó.",
        "the file {target} is a table in which single rows are looked up, so it is not published as a whole" => "Delete this link or attachment and link to the look-up instead; if the whole table may be public, delete lookup from its schema." }
}
