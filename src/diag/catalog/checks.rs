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
}
