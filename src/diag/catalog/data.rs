//! Messages of group D: what is wrong with tables of data.

messages! { DATA:
    DATA_INVALID = "D01" Error { "bảng số liệu không đọc được: {detail}" => "Sửa dòng đó rồi lưu lại. Dấu \" bên trong một ô viết thành \"\", và cả ô đặt trong ngoặc kép. Trang dùng bảng này chưa được dựng.",
        "the data table cannot be read: {detail}" => "Mend that line and save again. Write \" inside a cell as \"\", and put the whole cell in quotation marks. The page that shows the table is not built." }
    DATA_ENCODING = "D02" Error { "bảng số liệu có chữ không phải Unicode ở dòng {line}" => "Trong Excel chọn Lưu thành → “CSV UTF-8”. Chữ gõ bằng bảng mã cũ (TCVN3, VNI, CP1258) cần chuyển sang Unicode trước. Trang dùng bảng này chưa được dựng.",
        "the data table has text that is not Unicode on line {line}" => "In Excel choose Save as → “CSV UTF-8”. Text in an old code page (TCVN3, VNI, CP1258) must be converted to Unicode first. The page that shows the table is not built." }
    DATA_RAGGED = "D03" Error { "dòng {line} của bảng có {cells} ô, dòng đầu có {columns} ô" => "Dấu ngăn cột ở tệp này là “{separator}”. Ô có dấu đó bên trong thì đặt trong ngoặc kép, ví dụ \"3,5\"; ô trống vẫn cần dấu ngăn. Trang dùng bảng này chưa được dựng.",
        "line {line} of the table has {cells} cells, the first line has {columns}" => "Columns are separated by “{separator}” here. Put a cell with that sign inside in quotation marks, such as \"3,5\"; an empty cell needs its separator too. The page that shows the table is not built." }
    DATA_SEPARATOR = "D04" Error { "bảng không đọc được: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "the table cannot be read: {what}" => "{next} The page that shows the table is not built." }
    DATA_FIGURES = "D05" Warning { "cột “{column}”, dòng {line}: {what}" => "{next}",
        "column “{column}”, line {line}: {what}" => "{next}" }
    DATA_TOO_LARGE = "D06" Warning { "{what}, trang chỉ hiện {shown} dòng đầu" => "Tệp vẫn được đăng đủ để tải về. Muốn hiện hết trên trang thì tách bảng theo năm hoặc theo địa bàn.",
        "{what}; the page shows the first {shown} rows" => "The whole file is offered for download all the same. To show everything, split the table by year or by place." }
    DATA_NAMES = "D08" Warning { "dòng đầu của bảng không phải tên cột: {what}" => "Dòng đầu phải là tên cột: xóa dòng tiêu đề và dòng trống phía trên, điền tên cho cột chưa có tên, xóa cột trống. Đến khi sửa, bảng hiện đúng như đã viết, số không được nhóm.",
        "the first line of the table is not the names of its columns: {what}" => "The first line must be the names of the columns: delete the title and empty lines above, name every column, delete empty columns. Until then the table is shown as written and no number is grouped." }
    SCHEMA_INVALID = "D21" Error { "lược đồ viết sai: {what}" => "{next} Trang dùng lược đồ này chưa được dựng.",
        "a mistake in the schema: {what}" => "{next} The page that needs it is not built." }
    SCHEMA_KEY = "D22" Error { "lược đồ không có khóa “{key}” ở chỗ này" => "{near} Trang dùng lược đồ này chưa được dựng.",
        "a schema has no key “{key}” here" => "{near} The page that needs it is not built." }
    SCHEMA_FIELD = "D23" Error { "“{key}” nêu cột “{column}” mà fields không kê" => "{near} Trang dùng bảng này chưa được dựng.",
        "“{key}” names the column “{column}”, which is not listed under fields" => "{near} The page that shows the table is not built." }
    SCHEMA_TABLE = "D24" Error { "lược đồ không khớp với bảng: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "the schema does not fit the table: {what}" => "{next} The page that shows the table is not built." }
    CELL_TYPE = "D25" Error { "{place}, cột “{column}”: “{cell}” không phải {kind}" => "Sửa ô này. Nếu ô nghĩa là không có số liệu thì thêm nó vào missingValues của lược đồ. Trang dùng bảng này chưa được dựng.",
        "{place}, column “{column}”: “{cell}” is not {kind}" => "Mend the cell. If it says that there is nothing, add it to missingValues in the schema. The page that shows the table is not built." }
    CELL_CONSTRAINT = "D26" Error { "{place}, cột “{column}”: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "{place}, column “{column}”: {what}" => "{next} The page that shows the table is not built." }
    KEY_TWICE = "D27" Error { "{place}: {what}" => "Mỗi dòng có một khóa riêng (primaryKey: {key}): sửa hoặc xóa dòng thừa. Trang dùng bảng này chưa được dựng.",
        "{place}: {what}" => "Each row has a key of its own (primaryKey: {key}): mend or delete the row. The page that shows the table is not built." }
    SUM_WRONG = "D28" Warning { "{place}: {what}" => "{next}",
        "{place}: {what}" => "{next}" }
    CELL_RUNS = "D33" Warning { "dòng {line} có ô mà Excel chạy như công thức: {cell}" => "Tệp được đăng nguyên vẹn, nên ai tải về mở bằng Excel cũng chạy ô này. Bỏ dấu = + - @ ở đầu ô, hoặc viết thêm một dấu nháy đơn phía trước.",
        "line {line} has a cell that Excel would run as a formula: {cell}" => "The file is published as it is, so whoever opens it in Excel runs this cell. Take off the = + - @ before it, or put an apostrophe there." }
    SCHEMA_UNUSED = "D20" Warning { "không bảng nào dùng lược đồ này" => "{next}",
        "no table uses this schema" => "{next}" }
    DECIMAL_TWICE = "D34" Error { "trang ghi decimal: \"{page}\" còn lược đồ {schema} ghi decimalChar: \"{mark}\"" => "Xóa dòng decimal khỏi trang: bảng có lược đồ thì lược đồ nói cách viết số.",
        "the page says decimal: \"{page}\" and the schema {schema} says decimalChar: \"{mark}\"" => "Delete the line decimal from the page: where a table has a schema, that says how numbers are written." }
    WORKBOOK_UNREADABLE = "D29" Error { "bảng tính không đọc được: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "the workbook cannot be read: {what}" => "{next} The page that shows the table is not built." }
    WORKBOOK_CELL = "D30" Error { "trang tính “{sheet}”, ô {cell}: {what}" => "{next} Trang dùng bảng này chưa được dựng.",
        "sheet “{sheet}”, cell {cell}: {what}" => "{next} The page that shows the table is not built." }
    WORKBOOK_HIDDEN = "D31" Warning { "trang tính “{sheet}”: {what}" => "Phần ẩn vẫn nằm trong tệp tải về, dòng và cột ẩn vẫn hiện trong bảng của trang. Xóa hẳn phần không công khai, hoặc bỏ ẩn.",
        "sheet “{sheet}”: {what}" => "What is hidden is in the file that readers download, and hidden rows and columns are in the table of the page. Delete what is not public, or unhide it." }
    WORKBOOK_SHEET = "D32" Error { "bảng tính {file} không có trang tính “{sheet}”" => "{near} Trang dùng bảng này chưa được dựng.",
        "the workbook {file} has no sheet “{sheet}”" => "{near} The page that shows the table is not built." }
}
