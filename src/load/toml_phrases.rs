//! What the reader of TOML says, beside what is wrong and what to type: a table.

use crate::diag::phrases::{Phrase, phrase};

/// `{key}` and `{value}`: of the line; `{near}`, `{wanted}`, `{write}`, `{where}`: see `toml_words`.
pub const PHRASES: &[Phrase] = &[
    phrase(
        "missing field `*`",
        ("thiếu khóa “{1}”", "the key “{1}” is missing"),
        ("Thêm một dòng {1} = … {where}.", "Add a line {1} = … {where}."),
    ),
    phrase(
        "unknown field `*`, there are no fields",
        ("không có khóa “{1}” ở đây", "there is no key “{1}” here"),
        ("Xóa dòng này.", "Delete the line."),
    ),
    phrase("unknown field `*`, *", ("không có khóa “{1}” ở đây", "there is no key “{1}” here"), ("{near}", "{near}")),
    phrase(
        "unknown variant `*`, *",
        ("giá trị “{1}” không dùng được", "the value “{1}” cannot be used"),
        ("{near}", "{near}"),
    ),
    phrase(
        "invalid type: *, expected *",
        ("khóa “{key}” cần {wanted}", "the key “{key}” wants {wanted}"),
        ("{write}", "{write}"),
    ),
    phrase(
        "invalid value: *, expected *",
        ("khóa “{key}” cần {wanted}", "the key “{key}” wants {wanted}"),
        ("{write}", "{write}"),
    ),
    phrase(
        "data did not match any variant of untagged enum*",
        ("khóa “{key}” cần chữ, hoặc chữ cho từng ngôn ngữ", "the key “{key}” wants text, or text for each language"),
        (
            "Viết {key} = \"…\" hoặc {key} = { vi = \"…\", en = \"…\" }.",
            "Write {key} = \"…\" or {key} = { vi = \"…\", en = \"…\" }.",
        ),
    ),
    phrase(
        "duplicate key*",
        ("“{word}” đã có ở trên", "“{word}” stands above already"),
        (
            "Giữ một, xóa một. Nhiều mục cùng loại (cơ quan, chuyên đề…) thì mỗi mục mở bằng hai ngoặc vuông: [[{word}]].",
            "Keep one, delete the other. Each of several entries (agencies, topics…) begins with two brackets: [[{word}]].",
        ),
    ),
    phrase(
        "string values must be quoted*",
        (
            "giá trị của “{key}” phải đặt trong ngoặc kép thẳng",
            "the value of “{key}” must stand in straight quotation marks",
        ),
        ("Viết {key} = \"{value}\".", "Write {key} = \"{value}\"."),
    ),
    phrase(
        "invalid basic string*",
        ("thiếu dấu \" ở cuối giá trị", "the \" that closes the value is missing"),
        (
            "Thêm dấu \" vào cuối giá trị, trên cùng một dòng. Bên trong thì dùng “…”.",
            "Add \" at the end of the value, on the same line. Inside it use “…”.",
        ),
    ),
    phrase(
        "invalid literal string*",
        ("thiếu dấu ' ở cuối giá trị", "the ' that closes the value is missing"),
        ("Đóng và mở giá trị bằng cùng một dấu \".", "Open and close the value with the same mark, \"."),
    ),
    phrase(
        "invalid multi-line basic string*",
        ("thiếu ba dấu \" đóng giá trị nhiều dòng", "the three \" that close a value of several lines are missing"),
        ("Thêm \"\"\" sau dòng cuối của giá trị.", "Add \"\"\" after the last line of the value."),
    ),
    phrase(
        "invalid multi-line literal string*",
        ("thiếu ba dấu ' đóng giá trị nhiều dòng", "the three ' that close a value of several lines are missing"),
        ("Thêm ''' sau dòng cuối của giá trị.", "Add ''' after the last line of the value."),
    ),
    phrase(
        "key with no value*",
        ("sau tên khóa phải là dấu =", "the name of a key is followed by ="),
        (
            "Viết khóa = giá trị. Tên khóa chỉ gồm chữ không dấu, số, dấu - và _; giá trị viết trên một dòng.",
            "Write key = value. The name of a key has plain letters, digits, - and _; the value stands on one line.",
        ),
    ),
    phrase(
        "missing value*",
        ("sau dấu = chưa có giá trị", "there is no value after ="),
        (
            "Viết giá trị trong ngoặc kép: {key} = \"…\". Chưa có thì xóa dòng này.",
            "Write it in quotation marks: {key} = \"…\". If there is none yet, delete the line.",
        ),
    ),
    phrase(
        "missing assignment between key-value pairs*",
        ("thiếu dấu = sau tên khóa", "there is no = after the name of a key"),
        ("Viết khóa = giá trị.", "Write key = value."),
    ),
    phrase(
        "missing comma between array elements*",
        ("thiếu dấu phẩy trước mục này", "there is no comma before this entry"),
        ("Thêm dấu phẩy vào cuối mục đứng trước.", "Add a comma at the end of the entry before it."),
    ),
    phrase(
        "missing comma between key-value pairs*",
        ("thiếu dấu phẩy giữa hai khóa", "there is no comma between two keys"),
        ("Ngăn các khóa trong { } bằng dấu phẩy.", "Separate the keys inside { } by commas."),
    ),
    phrase("extra comma*", ("thừa dấu phẩy", "there is a comma too many"), ("Xóa dấu phẩy này.", "Delete the comma.")),
    phrase(
        "extra *",
        ("thừa dấu =", "there is an = too many"),
        ("Mỗi khóa chỉ có một dấu =.", "A key has one = only."),
    ),
    phrase(
        "unclosed array table*",
        ("thiếu ]] ở cuối tên bảng", "the ]] after the name of the table is missing"),
        ("Viết [[tên]] trên một dòng riêng.", "Write [[name]] on a line of its own."),
    ),
    phrase(
        "unclosed table*",
        ("thiếu ] ở cuối tên bảng", "the ] after the name of the table is missing"),
        ("Viết [tên] trên một dòng riêng.", "Write [name] on a line of its own."),
    ),
    phrase(
        "unclosed array*",
        ("danh sách chưa đóng", "the list is not closed"),
        ("Thêm ] sau mục cuối của danh sách.", "Add ] after the last entry of the list."),
    ),
    phrase(
        "unclosed inline table*",
        ("ngoặc { chưa đóng", "the { is not closed"),
        ("Thêm } sau khóa cuối.", "Add } after the last key."),
    ),
    phrase(
        "unexpected key or value*",
        ("sau giá trị còn chữ thừa", "there is text behind the value"),
        (
            "Mỗi dòng một khóa; chú thích bắt đầu bằng #. Trong ngoặc kép có ngoặc kép thì dùng “…”.",
            "One key a line; a comment begins with #. For quotation marks inside a value use “…”.",
        ),
    ),
    phrase(
        "unexpected leading zero*",
        ("số không được bắt đầu bằng 0", "a number does not begin with 0"),
        (
            "Số điện thoại và mã số đặt trong ngoặc kép: {key} = \"{value}\".",
            "Put telephone numbers and codes in quotation marks: {key} = \"{value}\".",
        ),
    ),
    phrase(
        "missing escaped value*",
        ("sau dấu \\ trong ngoặc kép có chữ không dùng được", "what follows \\ inside quotation marks cannot be used"),
        ("Viết \\\\ cho một dấu \\.", "Write \\\\ for one \\."),
    ),
    phrase(
        "nested more than * levels deep",
        ("các ngoặc lồng vào nhau hơn {1} tầng", "brackets are nested more than {1} levels deep"),
        ("Bỏ bớt ngoặc.", "Take out brackets."),
    ),
    phrase(
        "*",
        ("sai cú pháp TOML (chi tiết kỹ thuật: {1})", "this is not valid TOML: {1}"),
        (
            "Sửa dòng được chỉ ra: mỗi dòng một khóa = giá trị, chữ đặt trong ngoặc kép.",
            "Mend the line shown: one key = value a line, text in quotation marks.",
        ),
    ),
];
