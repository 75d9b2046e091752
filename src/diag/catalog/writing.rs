//! Messages of group V01 to V29: how letters, spaces and signs are typed.

messages! { WRITING:
    MARK_LEFT = "V01" Error { "dấu thanh hoặc dấu mũ đứng thừa, không ghép được với chữ: {text}" => "{next}",
        "a mark that belongs to no letter is left over: {text}" => "{next}" }
    WRONG_D = "V02" Error { "chữ Đ gõ bằng ký tự của ngôn ngữ khác (Ð, Ɖ): {text}" => "Gõ lại thành {meant}: tìm kiếm và máy đọc không nhận ra chữ này. cong check --fix sửa giúp.",
        "Đ is typed with a letter of another language (Ð, Ɖ): {text}" => "Write {meant}: neither search nor screen readers know this letter. cong check --fix does it." }
    LOOKALIKE = "V03" Error { "trong từ có chữ của bảng chữ cái khác, nhìn giống chữ Latinh: {text} ({letters})" => "Gõ lại từ này: tìm kiếm không thấy nó. cong check --fix sửa giúp.",
        "the word has letters of another alphabet that look like Latin ones: {text} ({letters})" => "Type it again: no search finds it. cong check --fix does it." }
    LIGATURE = "V04" Warning { "chữ dính liền thành một ký tự: {sign}" => "Viết rời: {plain}. Thường do chép từ PDF. cong check --fix sửa giúp.",
        "letters are joined into one sign: {sign}" => "Write {plain}. This comes from copying a PDF. cong check --fix does it." }
    FULL_WIDTH = "V05" Warning { "ký tự rộng kiểu Đông Á: {sign}" => "Gõ lại bằng ký tự thường: {plain}. cong check --fix sửa giúp.",
        "a full-width East Asian sign: {sign}" => "Type the ordinary one: {plain}. cong check --fix does it." }
    INVISIBLE = "V06" Warning { "có ký tự không nhìn thấy trong chữ (U+{code})" => "Xóa ký tự này: nó làm tìm kiếm không ra từ. cong check --fix sửa giúp.",
        "there is a sign that nobody sees (U+{code})" => "Delete it: with it no search finds the word. cong check --fix does it." }
    PRIVATE_SIGN = "V08" Warning { "dấu đầu dòng hoặc ký hiệu của phông cũ (Symbol, Wingdings), máy khác không hiện được (U+{code})" => "Thay bằng dấu gạch đầu dòng “- ” hoặc ký hiệu thường.",
        "a bullet or sign of an old font (Symbol, Wingdings) that other devices cannot show (U+{code})" => "Write a list with “- ”, or an ordinary sign." }
    UNBROKEN_SPACES = "V09" Warning { "nhiều dấu cách liền nhau, trong đó có dấu cách không ngắt dòng" => "Giữ lại một dấu cách thường; cong check --fix sửa giúp.",
        "several spaces in a row, one of which does not break" => "Keep one ordinary space; cong check --fix does it." }
    DOUBLED_SPACES = "V10" Warning { "hai dấu cách trở lên liền nhau" => "Giữ lại một dấu cách; cong check --fix sửa giúp.",
        "two spaces or more in a row" => "Keep one; cong check --fix does it." }
    SPACE_BEFORE = "V11" Warning { "thừa dấu cách trước dấu {sign}" => "Viết dấu câu sát chữ đứng trước; cong check --fix sửa giúp.",
        "a space before {sign}" => "Write the sign close to the word before it; cong check --fix does it." }
    SPACE_MISSING = "V12" Warning { "thiếu dấu cách sau dấu câu: {text}" => "{next}",
        "no space behind the sign: {text}" => "{next}" }
    SPACE_MISSING_STOP = "V13" Warning { "thiếu dấu cách sau dấu chấm: {text}" => "Thêm một dấu cách; cong check --fix sửa giúp.",
        "no space behind the full stop: {text}" => "Add one; cong check --fix does it." }
    DOUBLED_SIGN = "V14" Warning { "dấu câu gõ hai lần: {text}" => "{next}",
        "a sign is typed twice: {text}" => "{next}" }
    DOTS_MIXED = "V15" Info { "trong bài có cả ... và …, ở đây là {sign}" => "Cả hai đều đúng, nhưng nên viết một kiểu: {usual} – cong check --fix sửa giúp.",
        "the page has both ... and …, here {sign}" => "Both are right; write one throughout: {usual} – cong check --fix does it." }
    TRAILING_BLANK = "V16" Info { "dấu cách thừa ở cuối dòng" => "Không ai thấy, nhưng làm rối khi so hai bản; cong check --fix xóa giúp.",
        "a blank at the end of the line" => "Nobody sees it, but it clutters comparisons; cong check --fix deletes it." }
    TAB = "V17" Warning { "có dấu tab giữa các từ" => "Thay bằng một dấu cách; nếu là bảng thì viết thành bảng. cong check --fix sửa giúp.",
        "a tab stands between words" => "Write a space, or make it a table. cong check --fix does it." }
    QUOTES_MIXED = "V18" Info { "trong bài có cả dấu ngoặc kép thẳng (\") và cong (“ ”)" => "Cả hai đều đúng, nhưng nên viết một kiểu trong cả bài; cong check --fix đổi thành “ ”.",
        "the page has both straight (\") and curly (“ ”) quotation marks" => "Both are right; use one kind throughout. cong check --fix makes them “ ”." }
    QUOTE_ALONE = "V19" Error { "dấu ngoặc kép {sign} không có dấu đi cặp trong đoạn" => "{next}",
        "the quotation mark {sign} has no partner in its paragraph" => "{next}" }
    BRACKET_ALONE = "V20" Warning { "dấu ngoặc {sign} không có dấu đi cặp trong đoạn" => "{next}",
        "the bracket {sign} has no partner in its paragraph" => "{next}" }
    PARAGRAPH_BROKEN = "V21" Warning { "câu bị ngắt giữa chừng thành hai đoạn: “{last}” / “{next}”" => "Có lẽ chép từ PDF. Xóa dòng trống ở giữa để câu liền nhau.",
        "a sentence is broken into two paragraphs: “{last}” / “{next}”" => "It was probably copied from a PDF. Delete the empty line between them." }
    WORD_BROKEN = "V22" Warning { "từ bị ngắt bằng gạch nối ở cuối dòng" => "Có lẽ chép từ PDF. Xóa gạch nối và nối hai phần lại.",
        "a word is broken by a hyphen at the end of the line" => "It was probably copied from a PDF. Delete the hyphen and join both parts." }
    END_OF_DOCUMENT = "V23" Info { "tin bài kết thúc bằng ./. như một văn bản hành chính" => "Kết thúc bằng dấu chấm; cong check --fix sửa giúp.",
        "the story ends with ./. like an official document" => "End it with a full stop; cong check --fix does it." }
    SPACE_BEHIND = "V24" Info { "thừa dấu cách sau dấu {sign}" => "Viết chữ sát dấu ngoặc; cong check --fix sửa giúp.",
        "a space behind {sign}" => "Write the word close to the bracket; cong check --fix does it." }
}
