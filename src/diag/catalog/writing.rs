//! Messages of group V01 to V29: how letters, spaces and signs are typed.

messages! { WRITING:
    DOUBLED_SPACES = "V10" Warning { "hai dấu cách trở lên liền nhau" => "Giữ lại một dấu cách; cong check --fix sửa giúp.",
        "two spaces or more in a row" => "Keep one; cong check --fix does it." }
}
