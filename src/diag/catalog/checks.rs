//! Messages of group K: what is wrong with the check itself: acceptances, the baseline, settings of rules, data of the audit.

messages! { CHECKS:
    RULE_UNKNOWN = "K01" Warning { "[check] đặt mức cho “{rule}”, không có quy tắc nào tên như vậy" => "{near}",
        "[check] sets a level for “{rule}”, and there is no such rule" => "{near}" }
    LEVEL_UNKNOWN = "K02" Warning { "[check] đặt mức “{level}” cho {rule}, không có mức này" => "{near}",
        "[check] sets the level “{level}” for {rule}, and there is no such level" => "{near}" }
    RULE_STOPS = "K03" Warning { "không hạ được mức của {rule}: mắc lỗi này thì trang không dựng được" => "Xóa dòng này khỏi site.toml và sửa các chỗ mắc lỗi.",
        "the level of {rule} cannot be lowered: a page with this error cannot be built" => "Delete the line from site.toml, and mend what the rule finds." }
    CHECK_FOLDER = "K04" Warning { "[[check.section]] nói về thư mục “{folder}”, trong content không có thư mục này" => "{near}",
        "[[check.section]] is about the folder “{folder}”, and there is none in content" => "{near}" }
    ACCEPT_FORM = "K05" Warning { "accept viết chưa đúng, nên chưa chấp nhận gì" => "Viết: {form}",
        "accept is not written as it should be, so nothing is accepted" => "Write: {form}" }
    ACCEPT_REASON = "K06" Warning { "accept {rule} không nói vì sao" => "Thêm reason: \"vì sao để nguyên\" bên cạnh rule.",
        "accept {rule} does not say why" => "Add reason: \"why it stays\" beside rule." }
    ACCEPT_UNKNOWN = "K07" Warning { "accept “{rule}”: không có quy tắc nào tên như vậy" => "{near}",
        "accept “{rule}”: there is no such rule" => "{near}" }
    ACCEPT_STOPS = "K08" Warning { "không chấp nhận được {rule}: mắc lỗi này thì trang không dựng được" => "Xóa mục này khỏi accept và sửa lỗi.",
        "{rule} cannot be accepted: a page with this error cannot be built" => "Delete it from accept, and mend the error." }
    ACCEPT_UNUSED = "K09" Warning { "accept {rule}: trang này không còn chỗ nào như vậy" => "Xóa mục này khỏi accept.",
        "accept {rule}: the page has nothing of that kind any more" => "Delete it from accept." }
    BASELINE_BROKEN = "K10" Error { "không đọc được danh sách các chỗ đã biết: {detail}" => "Lấy lại tệp từ git, hoặc lập lại: cong check --baseline write",
        "the list of known places cannot be read: {detail}" => "Bring the file back from git, or make it again: cong check --baseline write" }
    BASELINE_LINE = "K11" Warning { "dòng này của danh sách các chỗ đã biết không đúng dạng, nên bỏ qua" => "Dòng do git để lại khi gộp thì xóa; không rõ thì lập lại: cong check --baseline write",
        "this line of the list of known places is not of its form and is left out" => "Delete what git has left when it merged; if in doubt make the list again: cong check --baseline write" }
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
    AUDIT_HOLIDAYS = "K25" Info { "không có ngày nghỉ lễ của năm {years}, nên chỉ trừ thứ Bảy, Chủ nhật khi đếm ngày làm việc" => "Ghi các ngày nghỉ đã công bố vào content/_audit/holidays.toml: [{year}] rồi off = [\"{year}-01-01\", …].",
        "the days off of {years} are not known, so weekends alone are left out of working days" => "Write the days that were announced into content/_audit/holidays.toml: [{year}], then off = [\"{year}-01-01\", …]." }
    AUDIT_UNITS = "K26" Warning { "nghĩa vụ “{id}” cần danh sách đơn vị “{list}”, cổng chưa có" => "Ghi vào content/_audit/units.toml: [[{list}]], id = \"…\", name = \"…\" cho từng đơn vị. Đến khi có, nghĩa vụ này được tính là thiếu.",
        "the obligation “{id}” needs the list of units “{list}”, which the portal does not have" => "Write into content/_audit/units.toml: [[{list}]], id = \"…\", name = \"…\" for each of them. Until then the obligation counts as missing." }
    AUDIT_NO_SUCH_FILE = "K27" Error { "hồ sơ “{name}” gộp hồ sơ “{included}” không có" => "{near}",
        "the profile “{name}” includes “{included}”, which there is none of" => "{near}" }
    BEST_PAGE = "K30" Warning { "[search.best] cho “{query}” chỉ tới trang {page}, trang này không có" => "{near}",
        "[search.best] leads “{query}” to the page {page}, and there is none" => "{near}" }
}
