//! Messages of group V30 and on: Vietnamese as authorities write it: numbers, dates, names, spelling.

messages! { LANGUAGE:
    NUMBER_SPACED = "V30" Error { "số văn bản viết rời hoặc sai dấu nối: “{now}”" => "Viết liền, gạch nối ngắn: {wanted}. cong check --fix sửa giúp.",
        "the number of a document has spaces or other dashes in it: “{now}”" => "Write it without, with hyphens: {wanted}. cong check --fix does it." }
    NUMBER_LOWER = "V31" Error { "ký hiệu văn bản viết thường: “{now}”" => "Ký hiệu viết hoa: {wanted}. cong check --fix sửa giúp.",
        "the sign of a document is in small letters: “{now}”" => "It has capitals: {wanted}. cong check --fix does it." }
    NUMBER_PADDED = "V32" Warning { "số văn bản nhỏ hơn 10 thiếu số 0 ở trước: “{now}”" => "Viết {wanted}. cong check --fix sửa giúp.",
        "the number of a document below 10 lacks its 0: “{now}”" => "Write {wanted}. cong check --fix does it." }
    NUMBER_YEARLESS = "V33" Warning { "số văn bản quy phạm pháp luật thiếu năm: “{now}”" => "Thêm năm ban hành sau số, như 42/2022/NĐ-CP.",
        "the number of this legal document lacks its year: “{now}”" => "Add the year behind the number, as in 42/2022/NĐ-CP." }
    NUMBER_TYPE = "V34" Warning { "ký hiệu loại văn bản thiếu dấu: “{now}”" => "Viết {wanted}. cong check --fix sửa giúp.",
        "the type of a document lacks its marks: “{now}”" => "Write {wanted}. cong check --fix does it." }
    NUMBER_OPEN = "V35" Error { "số văn bản còn để trống: “{now}”" => "Điền số, hoặc chờ văn bản được ký rồi mới đăng.",
        "the number of a document is still open: “{now}”" => "Fill it in, or publish when the document is signed." }
    DATE_OPEN = "V36" Error { "ngày tháng còn để trống: “{now}”" => "Điền ngày, hoặc chờ văn bản được ký rồi mới đăng.",
        "a date is still open: “{now}”" => "Fill it in, or publish when the document is signed." }
    DATE_IMPOSSIBLE = "V37" Error { "không có ngày này trong lịch: “{now}”" => "Xem lại ngày, tháng, năm; viết ngày trước, tháng sau.",
        "no calendar has this date: “{now}”" => "Look at day, month and year; the day comes first." }
    DATE_PADDING = "V38" Info { "ngày viết khác cách các ngày kia: “{now}”, {other}{more}" => "Trong một bài chọn một cách; ở đây là {wanted}. cong check --fix sửa giúp.",
        "a date is written otherwise than the others: “{now}”, {other}{more}" => "Choose one way in a text; here it is {wanted}. cong check --fix does it." }
    DATE_LONG = "V39" Error { "ngày trong văn bản viết thiếu hoặc thừa số 0: “{now}”" => "Theo NĐ 30/2020 với văn bản hành chính: ngày dưới 10 và tháng 1, 2 có số 0 ở trước: {wanted}.",
        "a date in a document lacks a 0 or has one too many: “{now}”" => "By NĐ 30/2020 for documents, days below 10 and the months 1 and 2 have a 0: {wanted}." }
    DECIMAL_POINT = "V40" Error { "phần thập phân viết sau dấu chấm: “{now}”" => "Tiếng Việt dùng dấu phẩy: {wanted}. cong check --fix sửa giúp.",
        "decimals stand behind a point: “{now}”" => "Vietnamese has a comma: {wanted}. cong check --fix does it." }
    COMMA_GROUPS = "V41" Warning { "hàng nghìn viết bằng dấu phẩy: “{now}”" => "Người đọc hiểu dấu phẩy là phần thập phân. Viết {wanted}. cong check --fix sửa giúp.",
        "thousands are parted by a comma: “{now}”" => "Readers take a comma for decimals. Write {wanted}. cong check --fix does it." }
    GROUPS_MIXED = "V42" Warning { "{what}: “{now}”" => "{next}",
        "{what}: “{now}”" => "{next}" }
    LEADING_ZERO = "V43" Info { "số lượng có số 0 thừa ở trước: “{now}”" => "Trong tin bài viết {wanted} là đủ.",
        "an amount has a 0 before it: “{now}”" => "In news {wanted} is enough." }
    PERCENT_SPACED = "V44" Info { "có dấu cách trước %: “{now}”" => "Viết liền: {wanted}. cong check --fix sửa giúp.",
        "a space stands before %: “{now}”" => "Write {wanted}. cong check --fix does it." }
    UNIT_GLUED = "V45" Info { "đơn vị viết dính vào số: “{now}”{more}" => "Chừa một dấu cách: {wanted}. cong check --fix sửa giúp.",
        "a unit is glued to its number: “{now}”{more}" => "Leave a space: {wanted}. cong check --fix does it." }
    CURRENCY = "V46" Info { "“{now}” không phải ký hiệu tiền chính thức" => "Viết {wanted}. cong check --fix sửa giúp.",
        "“{now}” is no official sign of the currency" => "Write {wanted}. cong check --fix does it." }
    TELEPHONE_SHAPES = "V47" Info { "{what}: “{now}”, nơi khác là “{other}”" => "Trong một bài chia nhóm một kiểu cho dễ đọc, dễ so.",
        "{what}: “{now}”, elsewhere “{other}”" => "Group them in one way; they are easier to read." }
    AGENCY_CASE = "V48" Warning { "tên cơ quan viết hoa không đúng: “{now}”" => "Viết {wanted}. {mend}",
        "the name of an agency has other capitals: “{now}”" => "Write {wanted}. {mend}" }
    PLACE_SORT = "V49" Warning { "danh từ chung trước tên địa phương viết hoa: “{now}”" => "Giữa câu viết thường: {wanted}. {mend}",
        "what a place is has a capital: “{now}”" => "Within a sentence it is small: {wanted}. {mend}" }
    PLACE_CASE = "V50" Warning { "tên địa phương viết hoa không đúng: “{now}”" => "Viết {wanted}. {mend}",
        "the name of a place has other capitals: “{now}”" => "Write {wanted}. {mend}" }
    LEGAL_PART_CASE = "V51" Warning { "phần của văn bản viết hoa không đúng: “{now}”" => "Điểm, khoản viết thường, Điều viết hoa; ở đây là {wanted}. {mend}",
        "a part of a law has other capitals: “{now}”" => "điểm and khoản are small, Điều has a capital; here it is {wanted}. {mend}" }
    DAY_CASE = "V52" Info { "tên ngày, lễ, tết viết hoa khác NĐ 30/2020: “{now}”" => "Theo NĐ 30/2020 với văn bản hành chính: {wanted}.",
        "a day or feast has other capitals than in NĐ 30/2020: “{now}”" => "By NĐ 30/2020 for documents: {wanted}." }
    STATE_NOUN = "V53" Info { "“{now}” viết thường" => "Theo NĐ 30/2020 với văn bản hành chính: {wanted}.",
        "“{now}” is in small letters" => "By NĐ 30/2020 for documents: {wanted}." }
    GLOSSARY_CASE = "V54" Warning { "tên viết tắt, nhãn hiệu viết hoa không đúng: “{now}”" => "Viết {wanted}. {mend}",
        "an abbreviation or brand has other capitals: “{now}”" => "Write {wanted}. {mend}" }
    ABBREVIATION = "V55" Info { "chữ viết tắt chưa được giải thích: “{now}”" => "Lần đầu viết đủ rồi ghi ({now}), hoặc thêm vào [glossary] của site.toml.",
        "an abbreviation is not explained: “{now}”" => "Write it out the first time with ({now}) behind, or add it to [glossary] in site.toml." }
    MIXED_CASE = "V56" Error { "chữ hoa lẫn trong một tiếng: “{now}”" => "Viết {wanted}. {mend}",
        "a capital stands inside a word: “{now}”" => "Write {wanted}. {mend}" }
    TONE_MIXED = "V57" Warning { "dấu thanh đặt khác các chữ kia trong bài: “{now}”" => "Hai cách đều đúng, trong một bài chọn một; ở đây là {wanted}. {mend}",
        "the tone stands elsewhere than in other words of the text: “{now}”" => "Either is right; a text has one of them, here {wanted}. {mend}" }
    I_AND_Y = "V58" Info { "trong bài khi viết i, khi viết y: “{now}”" => "Hai cách đều đúng, trong một bài chọn một; ở đây là {wanted}. {mend}",
        "the text writes it now with i, now with y: “{now}”" => "Either is right; a text has one of them, here {wanted}. {mend}" }
    SYLLABLE = "V59" Warning { "tiếng Việt không có chữ này: “{now}”" => "Xem lại chữ gõ nhầm. {near} {mend}",
        "no Vietnamese word is spelled like this: “{now}”" => "Look for a slip. {near} {mend}" }
    CONFUSED = "V60" Warning { "từ dễ lẫn: “{now}”" => "Viết {wanted}. {mend}",
        "a word is taken for another: “{now}”" => "Write {wanted}. {mend}" }
    DOUBLED_WORD = "V61" Warning { "từ viết lặp: “{now}”" => "Giữ một: {wanted}. {mend}",
        "a word stands twice: “{now}”" => "Keep one: {wanted}. {mend}" }
    SENTENCE_START = "V62" Warning { "câu bắt đầu bằng chữ thường: “{now}”" => "{next}",
        "a sentence begins in small letters: “{now}”" => "{next}" }
    WORDS_JOINED = "V63" Warning { "hai tiếng viết dính nhau: “{now}”" => "Viết rời: {wanted}. {mend}",
        "two words are glued together: “{now}”" => "Part them: {wanted}. {mend}" }
    TONE_STYLE = "V65" Warning { "dấu thanh đặt khác cách cổng đã chọn: “{now}”" => "Cổng chọn {wanted} ([check] trong site.toml). {mend}",
        "the tone stands elsewhere than the portal has chosen: “{now}”" => "The portal writes {wanted} ([check] in site.toml). {mend}" }
}
