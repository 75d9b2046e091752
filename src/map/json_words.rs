//! Turns what the reader of JSON says of a file in English into what is wrong with it, and what to do.

use crate::diag::phrases::Words;

/// What the words of the reader of JSON mean, and what to do.
pub fn words(said: &str) -> (Words, Words) {
    const KNOWN: [(&str, [&str; 4]); 4] = [
        (
            "number out of range",
            [
                "có một số quá lớn, không phải tọa độ",
                "a number is too large to be a coordinate",
                "Sửa số đó ở tệp gốc rồi xuất lại.",
                "Mend that number in the original and export it again.",
            ],
        ),
        (
            "recursion limit",
            [
                "các dấu ngoặc lồng nhau quá sâu, không phải bản đồ",
                "its brackets are nested too deeply for a map",
                "Xuất lại tệp từ QGIS: Export → Save Features As… → GeoJSON.",
                "Export it from QGIS again: Export → Save Features As… → GeoJSON.",
            ],
        ),
        (
            "EOF while",
            [
                "tệp bị cắt cụt, thiếu phần cuối",
                "the file breaks off before its end",
                "Chép lại tệp gốc vào chỗ này; lần chép trước có thể đã bị ngắt.",
                "Copy the original here again; the last copy may have been broken off.",
            ],
        ),
        (
            "invalid type",
            [
                "các phần không xếp như GeoJSON",
                "its parts are not put together as those of GeoJSON",
                "Xuất lại tệp từ QGIS: Export → Save Features As… → GeoJSON.",
                "Export it from QGIS again: Export → Save Features As… → GeoJSON.",
            ],
        ),
    ];
    const ELSE: [&str; 4] = [
        "đây không phải JSON",
        "it is not JSON",
        "Xem quanh chỗ này có thừa hay thiếu dấu phẩy, ngoặc hay không, hoặc xuất lại tệp từ QGIS (GeoJSON, mã UTF-8).",
        "Look here for a comma or bracket too many or too few, or export the file from QGIS again (GeoJSON, UTF-8).",
    ];
    let [vi, en, next_vi, next_en] = KNOWN.iter().find(|(phrase, _)| said.contains(phrase)).map_or(ELSE, |row| row.1);
    ((vi.to_owned(), en.to_owned()), (next_vi.to_owned(), next_en.to_owned()))
}
