//! Messages of group A: what keeps readers from what a page says: descriptions, headings, words of links, tables, films.

messages! { CONTENT:
    ALT_FILE_NAME = "A01" Warning { "mô tả ảnh là tên tệp: {alt}" => "Viết một câu nói ảnh cho thấy gì, cho người không nhìn thấy ảnh.",
        "the description of the picture is the name of a file: {alt}" => "Say in a sentence what the picture shows, for those who do not see it." }
    ALT_EMPTY_WORDS = "A02" Warning { "mô tả ảnh không nói gì: {alt}" => "Viết ảnh cho thấy ai, việc gì, ở đâu; máy đọc màn hình đã tự nói đây là ảnh.",
        "the description of the picture says nothing: {alt}" => "Say who or what it shows and where; screen readers say themselves that it is a picture." }
    ALT_REPEATS = "A03" Info { "mô tả ảnh lặp lại chú thích hoặc tiêu đề: {alt}" => "Người nghe phải nghe hai lần. Viết điều chỉ nhìn ảnh mới biết.",
        "the description repeats the caption or title: {alt}" => "Who listens hears it twice. Write what only the picture tells." }
    HEADING_JUMP = "A04" Warning { "tiêu đề mục nhảy xuống cấp {level}, bỏ qua một cấp" => "Dùng {marks} cho mục này: người nghe theo các cấp để tìm đường trong bài.",
        "the heading goes down to level {level} and leaves one out" => "Use {marks} here: who listens finds the way by levels." }
    HEADING_LONG = "A05" Warning { "tiêu đề mục dài {length} ký tự, như cả một đoạn văn" => "Viết một dòng ngắn làm tiêu đề; phần còn lại viết thành đoạn ở dưới.",
        "the heading has {length} characters, as long as a paragraph" => "Make a short line the heading and the rest a paragraph below it." }
    BOLD_HEADING = "A06" Info { "dòng in đậm dùng làm tiêu đề mục: {text}" => "Nếu là tiêu đề mục, viết ## ở đầu dòng thay cho dấu **: mục lục và máy đọc màn hình mới nhận ra.",
        "a bold line stands for a heading: {text}" => "If it is one, write ## before it in place of **: only then do screen readers and contents know it." }
    LINK_VAGUE = "A07" Warning { "chữ của liên kết không nói dẫn tới đâu: {text}" => "Viết tên trang hoặc tệp làm chữ liên kết, ví dụ [Quyết định về bảng giá đất](…).",
        "the words of the link do not say where it leads: {text}" => "Make the name of the page or file the words, such as [Decision on land prices](…)." }
    LINK_ADDRESS = "A08" Info { "chữ của liên kết là một địa chỉ dài: {text}" => "Viết tên trang hoặc tệp làm chữ liên kết: máy đọc màn hình đọc địa chỉ từng chữ.",
        "the words of the link are a long address: {text}" => "Make the name of the page the words: screen readers spell an address letter by letter." }
    TABLE_HEADLESS = "A09" Warning { "bảng không có tên cột: dòng đầu để trống" => "Điền tên cột vào dòng đầu: người nghe mới biết mỗi ô nói về gì.",
        "the table has no names of columns: its first row is empty" => "Fill in the first row: only then does who listens know what a cell is about." }
    TEXT_VERSION_EMPTY = "A10" Warning { "“{key}” chưa có nội dung của hình hoặc video" => "Viết bằng chữ mọi điều hình hoặc video cho biết, kể cả số liệu. Video không có lời thì nói cảnh quay gì.",
        "“{key}” does not say what is in the picture or film" => "Write in words all that it tells, figures too. If nothing is said in a film, say what it shows." }
    FILM_UNSAID = "A11" Warning { "video trong bài không có lời thoại hay phụ đề bằng chữ" => "Viết dưới video một đoạn “Lời thoại: …”, hoặc đăng thành một trang loại video, có phụ đề và lời thoại.",
        "a film in the text without what is said in it" => "Write a paragraph “Transcript: …” below it, or make it a page of the kind video, with captions and transcript." }
    TEXT_PICTURE = "A13" Warning { "ảnh chụp văn bản: {alt}" => "Đính kèm tệp của văn bản hoặc gõ nội dung vào bài: chữ trong ảnh không ai tìm thấy, máy không đọc được.",
        "a picture of a document: {alt}" => "Attach the document, or type what it says: nobody finds words in a picture, and no program reads them aloud." }
}
