//! Messages of group P about addresses that were published before.

messages! { ADDRESSES:
    LEDGER_LINE = "P20" Error { "dòng này của sổ địa chỉ không đọc được" => "{what}",
        "this line of the ledger of addresses cannot be read" => "{what}" }
    LEDGER_LOST = "P21" Error { "địa chỉ đã đăng {url} không còn, cũng không dẫn đi đâu" => "{near}Trang đã chuyển chỗ: thêm vào khai báo của trang dòng aliases: [{alias}]. Đã gỡ hẳn: thay dòng này bằng: {url} gone {day} lý do gỡ",
        "{url} was published, is not there and leads nowhere" => "{near}If the page has moved, add this line to its front matter: aliases: [{alias}]. If it was taken down for good, write this line as: {url} gone {day} the reason" }
    LEDGER_BACK = "P22" Warning { "{url} ghi là {what}, mà trên cổng đang có {other} ở đó" => "Viết lại dòng này thành: {url}",
        "{url} is said to have {what}, and {other} is there" => "Write this line as: {url}" }
    LEDGER_MOVED = "P23" Error { "{url} ghi là đã chuyển tới {target}, địa chỉ này không có" => "Viết địa chỉ hiện nay sau dấu ->. Đã gỡ hẳn: thay dòng này bằng: {url} gone {day} lý do gỡ",
        "{url} is said to have moved to {target}, which does not exist" => "Write behind -> where it is now. If it was taken down for good, write this line as: {url} gone {day} the reason" }
}
