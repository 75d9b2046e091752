//! Messages of group K: what is wrong with the check itself: acceptances, the baseline, settings of rules, data of the audit.

messages! { CHECKS:
    AUDIT_FILE = "K20" Error { "tệp đối soát không đọc được: {detail}" => "{next} Đến khi sửa, phần của tệp này không được đối soát.",
        "the audit's file cannot be read: {detail}" => "{next} Until then what it holds is not audited." }
    AUDIT_VALUE = "K21" Error { "khóa “{key}” không dùng được: {value}" => "{next}",
        "the key “{key}” cannot be used: {value}" => "{next}" }
    AUDIT_TWICE = "K22" Error { "nghĩa vụ “{id}” khai báo hai lần trong tệp này" => "Đổi id của một trong hai; đến khi sửa, chỉ nghĩa vụ đứng trước được đối soát.",
        "the obligation “{id}” stands twice in this file" => "Give one of them another id; until then the first one alone is audited." }
    AUDIT_UNKNOWN = "K23" Error { "không có nghĩa vụ “{id}” trong hồ sơ nào" => "{near}",
        "no profile has an obligation “{id}”" => "{near}" }
    AUDIT_PLACE = "K24" Warning { "nơi khai báo cho nghĩa vụ “{id}” không có trên cổng: {place}" => "Sửa đường dẫn (tính từ content/), hoặc tạo chuyên mục, trang đó. Đến khi sửa, nghĩa vụ này được tính là thiếu.",
        "the place given for the obligation “{id}” is not on the portal: {place}" => "Mend the path (below content/), or make that section or page. Until then the obligation counts as missing." }
    AUDIT_HOLIDAYS = "K25" Info { "không có ngày nghỉ lễ của năm {years}, nên chỉ trừ thứ Bảy, Chủ nhật khi đếm ngày làm việc" => "Ghi các ngày nghỉ đã công bố vào audit/holidays.toml: [{year}] rồi off = [\"{year}-01-01\", …].",
        "the days off of {years} are not known, so weekends alone are left out of working days" => "Write the days that were announced into audit/holidays.toml: [{year}], then off = [\"{year}-01-01\", …]." }
    AUDIT_UNITS = "K26" Warning { "nghĩa vụ “{id}” cần danh sách đơn vị “{list}”, cổng chưa có" => "Ghi vào audit/units.toml: [[{list}]], id = \"…\", name = \"…\" cho từng đơn vị. Đến khi có, nghĩa vụ này được tính là thiếu.",
        "the obligation “{id}” needs the list of units “{list}”, which the portal does not have" => "Write into audit/units.toml: [[{list}]], id = \"…\", name = \"…\" for each of them. Until then the obligation counts as missing." }
    AUDIT_NO_SUCH_FILE = "K27" Error { "hồ sơ “{name}” gộp hồ sơ “{included}” không có" => "{near}",
        "the profile “{name}” includes “{included}”, which there is none of" => "{near}" }
}
