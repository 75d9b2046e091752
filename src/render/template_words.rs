//! Turns what Tera says in English into what is wrong with a template and what to do, and finds the place it says it of.

use tera::ErrorKind;

use crate::diag::phrases::{self, Phrase, Translated, Words, phrase};
use crate::diag::{Finding, Message, Span, nearest};

/// `{near}`: the nearest of the names that Tera offers.
const PHRASES: &[Phrase] = &[
    phrase(
        "Variable `*` is not defined.*",
        ("không có biến “{1}”", "there is no variable “{1}”"),
        ("{near}Ở mọi mẫu có: page, site, labels, lang.", "{near}Every template has page, site, labels and lang."),
    ),
    phrase(
        "Variable `*` exists but *",
        ("biến “{1}” không có giá trị", "the variable “{1}” has no value"),
        ("Viết {% if {1} %}…{% endif %} quanh chỗ này.", "Put {% if {1} %}…{% endif %} around it."),
    ),
    phrase(
        "Field `*` is not defined*",
        ("không có “{1}” ở đây", "there is no “{1}” here"),
        (
            "{near}Giá trị có khi không có thì viết {% if … %} trước.",
            "{near}Ask with {% if … %} first for what may not be there.",
        ),
    ),
    phrase(
        "Tried to render a variable that is undefined*",
        ("giá trị này không có", "this value does not exist"),
        (
            "Viết {% if … %}…{% endif %} quanh chỗ này, hoặc sửa tên.",
            "Put {% if … %}…{% endif %} around it, or mend the name.",
        ),
    ),
    phrase(
        "Cannot * undefined value",
        ("lấy một phần của giá trị không có", "a part is taken of a value that does not exist"),
        (
            "Viết {% if … %}…{% endif %} quanh chỗ này, hoặc sửa tên.",
            "Put {% if … %}…{% endif %} around it, or mend the name.",
        ),
    ),
    phrase("Unknown filter `*`*", ("không có bộ lọc “{1}”", "there is no filter “{1}”"), SPELLING),
    phrase("Unknown function `*`*", ("không có hàm “{1}”", "there is no function “{1}”"), SPELLING),
    phrase("Unknown test `*`*", ("không có phép thử “{1}”", "there is no test “{1}”"), SPELLING),
    phrase(
        "Unknown component `*`*",
        ("không có thành phần “{1}”", "there is no component “{1}”"),
        ("{near}Các thành phần nằm ở templates/components.", "{near}Components are in templates/components."),
    ),
    phrase(
        "Unknown template `*`*",
        ("không có mẫu “{1}”", "there is no template “{1}”"),
        ("{near}Viết đường dẫn tính từ thư mục templates.", "{near}Write the path below the folder templates."),
    ),
    phrase(
        "Template '*' is inheriting from '*', which *",
        ("mẫu “{1}” dựa trên “{2}”, mẫu này không có", "the template “{1}” extends “{2}”, which does not exist"),
        ("Sửa tên trong {% extends %}, hoặc thêm tệp {2}.", "Mend the name in {% extends %}, or add {2}."),
    ),
    phrase(
        "Template '*' not found",
        ("không có mẫu “{1}”", "there is no template “{1}”"),
        ("Thêm tệp này vào thư mục templates của giao diện.", "Add the file to the theme's templates folder."),
    ),
    phrase(
        "Block `*` is not defined in any parent template",
        ("mẫu gốc không có khối “{1}”", "no template that this one extends has a block “{1}”"),
        (
            "Thêm {% block {1} %}{% endblock %} vào mẫu gốc, hoặc bỏ khối này.",
            "Add {% block {1} %}{% endblock %} to the template it extends, or delete this block.",
        ),
    ),
    phrase(
        "Template already contains a block named `*`",
        ("khối “{1}” có hai lần", "the block “{1}” stands here twice"),
        ("Đổi tên một khối.", "Rename one of them."),
    ),
    phrase(
        "Closing tag '*' doesn't match opening tag '*'*",
        ("thẻ đóng “{1}” không khớp thẻ mở “{2}”", "the closing tag “{1}” does not match “{2}”"),
        ("Viết cùng một tên ở hai thẻ.", "Write the same name in both."),
    ),
    phrase(
        "Unclosed component '*'",
        ("thành phần “{1}” chưa đóng", "the component “{1}” is not closed"),
        ("Thêm thẻ đóng, hoặc viết /> ở cuối thẻ.", "Close it, or end its tag with />."),
    ),
    phrase(
        "String opened with `*` is missing its closing `*`",
        ("chuỗi thiếu dấu {1} ở cuối", "the {1} that closes the text is missing"),
        ("Thêm dấu {1}.", "Add {1}."),
    ),
    phrase(
        "Closing comment tag `*` not found",
        ("chú thích chưa đóng", "a comment is not closed"),
        ("Thêm #}.", "Add #}."),
    ),
    phrase(
        "Unexpected end of input*",
        ("mẫu kết thúc giữa chừng", "the template ends too early"),
        (
            "Tìm {% if %}, {% for %}, {% block %} chưa có thẻ kết thúc, hoặc {{ và {% chưa đóng.",
            "Look for an {% if %}, {% for %} or {% block %} without its end, or an open {{ or {%.",
        ),
    ),
    phrase("Found * but expected *", ("ở đây là {1}, cần {2}", "this is {1}, wanted is {2}"), TAG),
    phrase("Found * but was expecting *", ("ở đây là {1}, cần {2}", "this is {1}, wanted is {2}"), TAG),
    phrase("Unexpected character*", ("ký tự không dùng được ở đây", "a character that cannot stand here"), TAG),
    phrase("Unexpected token*", ("từ không dùng được ở đây", "a word that cannot stand here"), TAG),
    phrase(
        "Unknown argument(s) * in component call*",
        ("thành phần không nhận {1}", "the component does not take {1}"),
        ("Xem các tham số ở dòng {% component … %} của nó.", "See its arguments in its {% component … %} line."),
    ),
    phrase(
        "Component argument `*`*does not match expected type: `*`",
        ("tham số “{1}” cần kiểu {3}", "the argument “{1}” wants the type {3}"),
        ("Sửa giá trị truyền vào thành phần.", "Mend the value given to the component."),
    ),
    phrase(
        "Argument `*`*missing*",
        ("thiếu tham số “{1}”", "the argument “{1}” is missing"),
        ("Thêm {1}={…} vào lời gọi.", "Add {1}={…} to the call."),
    ),
    phrase(
        "Missing keyword argument `*`",
        ("thiếu tham số “{1}”", "the argument “{1}” is missing"),
        ("Thêm {1}=… vào lời gọi.", "Add {1}=… to the call."),
    ),
    phrase(
        "Invalid type for the value, expected `*` but got `*`",
        ("giá trị kiểu {2}, cần kiểu {1}", "a value of type {2} where {1} is wanted"),
        ("Sửa giá trị đứng trước bộ lọc hoặc phép thử.", "Mend the value before the filter or test."),
    ),
    phrase(
        "Iteration not possible on type `*`*",
        ("không lặp được giá trị kiểu {1}", "a value of type {1} cannot be gone through"),
        ("{% for %} cần một danh sách.", "{% for %} wants a list."),
    ),
    phrase(
        "`*` requires both operands to be numbers, found `*` and `*`",
        ("không tính được {2} {1} {3}", "{2} {1} {3} cannot be reckoned"),
        ("Chỉ tính với số; nối chữ bằng ~.", "Reckon with numbers only; join text by ~."),
    ),
    phrase(
        "Math operations can only be done on numbers, found `*`*",
        ("không tính được với giá trị kiểu {1}", "a value of type {1} cannot be reckoned with"),
        ("Chỉ tính với số; nối chữ bằng ~.", "Reckon with numbers only; join text by ~."),
    ),
    phrase(
        "Cannot compare `*` with `*`*",
        ("không so được kiểu {1} với kiểu {2}", "a value of type {1} cannot be compared with one of type {2}"),
        ("So hai giá trị cùng kiểu.", "Compare values of one type."),
    ),
    phrase(
        "Circular *",
        ("các mẫu gọi nhau thành vòng", "templates use each other in a circle"),
        ("Bỏ một {% extends %} hoặc {% include %}.", "Take out one {% extends %} or {% include %}."),
    ),
    phrase(
        "Maximum render recursion depth*",
        ("thành phần gọi chính nó mãi", "a component calls itself for ever"),
        ("Thêm điều kiện dừng.", "Add a condition that ends it."),
    ),
    phrase(
        "“*” is not a date",
        ("“{1}” không phải ngày", "“{1}” is not a date"),
        ("Đưa vào bộ lọc một ngày của trang, như page.date.", "Give the filter a date of the page, such as page.date."),
    ),
    phrase(
        "“*” is not a month",
        ("“{1}” không phải tháng", "“{1}” is not a month"),
        ("Đưa vào bộ lọc năm và tháng.", "Give the filter a year and a month."),
    ),
    phrase(
        "*?",
        ("không có giá trị này: {1}", "there is no such value: {1}"),
        ("Sửa tham số của lời gọi.", "Mend the argument of the call."),
    ),
    phrase(
        "*",
        ("lỗi khác (chi tiết kỹ thuật: {1})", "{1}"),
        ("Sửa mẫu ở dòng được chỉ ra.", "Mend the template at the line shown."),
    ),
];

const SPELLING: (&str, &str) = ("{near}Kiểm tra chính tả.", "{near}Check the spelling.");
const TAG: (&str, &str) = (
    "Kiểm tra dấu ngoặc, dấu nháy và tên trong {{ }} hoặc {% %}.",
    "Check brackets, quotation marks and names inside {{ }} or {% %}.",
);

/// A finding at the place of which Tera speaks.
pub fn finding(message: &'static Message, error: &tera::Error, theme_folder: &str) -> Finding {
    let file = |name: &str| format!("{theme_folder}/templates/{name}");
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let length = if span.end_line == span.start_line { span.end_col.saturating_sub(span.start_col) } else { 1 };
            let at = Span::new(span.start_line, span.start_col + 1, length);
            told(Finding::new(message, file(report.filename())).at(at), report.message())
        }
        ErrorKind::MissingParent { current, .. } => {
            told(Finding::new(message, file(current)).at(Span::new(1, 1, 1)), &error.kind().to_string())
        }
        other => {
            // What several templates say is one text: the first of its reports.
            let said = other.to_string();
            let first = said.lines().next().unwrap_or_default().trim_start_matches("error: ");
            match said.lines().nth(1).and_then(|line| place(line.trim().strip_prefix("--> ")?)) {
                Some((name, at)) => told(Finding::new(message, file(name)).at(at), first),
                None => told(Finding::new(message, format!("{theme_folder}/templates")), first),
            }
        }
    }
}

/// `item.html:2:10`
fn place(text: &str) -> Option<(&str, Span)> {
    let mut parts = text.rsplitn(3, ':');
    let (column, line, name) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    Some((name, Span::new(line, column, 1)))
}

fn told(finding: Finding, said: &str) -> Finding {
    let Translated { what, next } = words(said);
    finding.with_words("detail", what).with_words("next", next)
}

fn words(said: &str) -> Translated {
    let Some((phrase, stars)) = phrases::find(PHRASES, said) else {
        return Translated { what: Words::default(), next: Words::default() };
    };
    let offered = said.split_once("Available").and_then(|(_, list)| list.split_once(':'));
    let names = offered
        .map_or_else(Vec::new, |(_, list)| list.split(',').map(|name| name.trim().trim_matches(['`', '.'])).collect());
    let near = stars.first().and_then(|typed| nearest(typed, names.iter().copied()));
    let near = near.map_or_else(Words::default, |near| {
        (format!("Có phải ý bạn là “{near}”? "), format!("Did you mean “{near}”? "))
    });
    phrase.fill(&stars, &[("near", near)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::catalog;

    /// What is said of a theme whose only template has this text: where, what, what to do.
    fn said(text: &str) -> (String, String, String) {
        let mut tera = tera::Tera::new();
        let base = ("base.html", "{% block main %}{% endblock main %}");
        let mut values = tera::Context::new();
        values.insert("page", &std::collections::BTreeMap::from([("title", "Tin")]));
        let error = match tera.add_raw_templates([base, ("item.html", text)]) {
            Err(error) => error,
            Ok(()) => tera.render("item.html", &values).unwrap_err(),
        };
        let finding = finding(&catalog::TEMPLATE_SYNTAX, &error, "themes/portal");
        let place = finding.span.map_or(String::new(), |span| format!(":{}:{}", span.line, span.column));
        (format!("{}{place}", finding.file), finding.text("vi"), finding.hint("vi"))
    }

    #[test]
    fn mistakes_of_templates_are_told_at_their_place_in_vietnamese() {
        let table: &[(&str, &str, &str, &str)] = &[
            ("\n{{ pgae.title }}", ":2:4", "không có biến “pgae”", "Có phải ý bạn là “page”? "),
            ("{{ page.titel }}", ":1:9", "không có “titel” ở đây", "Có phải ý bạn là “title”? "),
            ("{{ page.title | viet }}", ":1:17", "không có bộ lọc “viet”", "Kiểm tra chính tả."),
            ("{{ hoi() }}", ":1:4", "không có hàm “hoi”", "Kiểm tra chính tả."),
            ("{{ <ui.crad /> }}", ":1:4", "không có thành phần “ui.crad”", "Các thành phần nằm ở"),
            (
                "{% include \"khong.html\" %}",
                ":1:12",
                "không có mẫu “khong.html”",
                "Viết đường dẫn tính từ thư mục templates.",
            ),
            (
                "{% extends \"bse.html\" %}",
                ":1:1",
                "mẫu “item.html” dựa trên “bse.html”",
                "Sửa tên trong {% extends %}, hoặc thêm tệp bse.html.",
            ),
            (
                "{% extends \"base.html\" %}{% block giua %}{% endblock %}",
                ":1:35",
                "mẫu gốc không có khối “giua”",
                "Thêm {% block giua %}",
            ),
            ("{% if page %}", ":1:14", "mẫu kết thúc giữa chừng", "Tìm {% if %}"),
            ("{{ \"a }}", ":1:4", "chuỗi thiếu dấu \" ở cuối", "Thêm dấu \"."),
            ("{% for x in page.title.x.y %}{% endfor %}", "", "không có", ""),
            ("{{ 1 + \"a\" }}", "", "không tính được i64 + string", "Chỉ tính với số"),
        ];
        let mut wrong = Vec::new();
        for (text, place, what, next) in table {
            let said = said(text);
            let what = format!("mẫu giao diện lỗi: {what}");
            if !(said.0.ends_with(place)
                && said.0.contains("item.html")
                && said.1.starts_with(&what)
                && said.2.starts_with(next))
            {
                wrong.push((text, said));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
