//! Messages of group R: what should not be public: personal data, secrets, what intruders hide in pages.

messages! { PRIVACY:
    ASKER_BORN = "R01" Warning { "“{key}” có ngày hoặc năm sinh của người hỏi" => "Xóa ngày sinh: cùng với nơi ở, nó cho biết người hỏi là ai. Cần cho câu trả lời thì viết tuổi.",
        "“{key}” has the birth date or year of who asks" => "Delete it: together with a place it tells who that is. If the answer needs it, write the age." }
    POOR_LIST = "R02" Error { "bảng về hộ nghèo hoặc người hưởng trợ cấp có cột “{column}”" => "Xóa cột này: danh sách công khai chỉ cần tên chủ hộ và địa bàn. Ngày sinh, số căn cước, điện thoại của người dân không được đăng.",
        "a table of poor households or of who is helped has a column “{column}”" => "Delete the column: such a list needs the name of the household and its place. Birth dates, card numbers and telephones of citizens are not published." }
    BETTING_WORDS = "R03" Error { "bài có nhiều từ quảng cáo cờ bạc, cá cược: {words}" => "Nếu không ai trong cơ quan viết những từ này, cổng hoặc tài khoản biên tập đã bị xâm nhập: gỡ bài, đổi mật khẩu, báo đơn vị an toàn thông tin.",
        "the page has many words of betting advertisements: {words}" => "If nobody of the agency wrote them, somebody has broken in: take the page down, change passwords, tell the security team." }
    SHORT_LINK = "R04" Warning { "địa chỉ rút gọn, người đọc không biết dẫn tới đâu: {host}" => "Mở thử rồi viết địa chỉ thật: địa chỉ rút gọn có thể hết hạn hoặc bị đổi sang trang lừa đảo.",
        "a short address that does not say where it leads: {host}" => "Open it and write the real address: a short one may expire or be turned to a fraud." }
    BETTING_LINK = "R05" Error { "dẫn tới trang cờ bạc, cá cược: {host}" => "Xóa liên kết. Nếu không ai trong cơ quan viết nó, cổng hoặc tài khoản biên tập đã bị xâm nhập: đổi mật khẩu, báo đơn vị an toàn thông tin.",
        "leads to a betting site: {host}" => "Delete the link. If nobody of the agency wrote it, somebody has broken in: change passwords and tell the security team." }
    HIDDEN_TEXT = "R06" Error { "mã HTML giấu chữ khỏi người đọc ({style})" => "Xóa cả đoạn. Đây thường là dấu vết của trang bị chèn quảng cáo: kiểm tra cả nơi đã chép bài này về.",
        "HTML that hides text from readers ({style})" => "Delete the whole part. It is usually left by intruders: look at the page that this was copied from, too." }
    SECRET = "R07" Error { "có khóa bí mật trong tệp: {what} ({shown})" => "Xóa khỏi tệp và hủy khóa này ngay tại nơi cấp: ai đọc được kho mã đều đọc được nó, và git giữ cả bản cũ.",
        "there is a secret key in the file: {what} ({shown})" => "Delete it, and revoke the key where it was given: whoever reads the repository can read it, and git keeps old versions." }
    PASSWORD = "R08" Error { "có mật khẩu trong bài" => "Xóa khỏi bài và đổi mật khẩu này: mọi người đọc được nó, và git giữ cả bản cũ.",
        "there is a password in the text" => "Delete it and change the password: everybody can read it, and git keeps old versions." }
}
