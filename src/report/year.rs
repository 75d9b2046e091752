//! The yearly report: turns the figures of a year into a text in the order of headings of an administrative report, with what the editors
//! wrote themselves between them.

use super::figure::Figures;
use super::paper::{Frame, Paper};
use super::shares::Queue;
use super::topics::Topics;
use super::year_assessment;
use super::year_figures::{self, Sources};
use super::year_file::{Ids, YearData};
use super::year_tables;
use super::year_writer::Writer;
use super::{Reported, Shelf, is_vietnamese, word};
use crate::diag::Finding;
use crate::model::PageView;
use crate::time::short_date;

/// A report with the figures it was made of.
pub struct Yearly {
    pub paper: Paper,
    pub figures: Figures,
}

/// The files of years, and the topics that they may name.
pub fn data<const N: usize>(
    reported: &Reported,
    years: [i16; N],
    findings: &mut Vec<Finding>,
) -> (Topics, [YearData; N]) {
    let site = reported.all;
    let topics = Topics::read(reported.files, site, findings);
    let kinds: Vec<&str> = site.kinds.names().collect();
    let agencies: Vec<&str> = site.config.agencies.iter().map(|agency| agency.id.as_str()).collect();
    let ids = Ids { topics: &topics.ids(), kinds: &kinds, agencies: &agencies };
    let read = years.map(|year| YearData::read(reported.files, year, &ids, findings));
    (topics, read)
}

pub fn yearly(reported: &Reported, findings: &mut Vec<Finding>) -> Yearly {
    let (site, year) = (reported.all, reported.period.year());
    let (topics, [data, before, next]) = data(reported, [year, year - 1, year + 1], findings);
    let queue = Queue::read(reported.files, site, findings);
    let shelf = Shelf::new(site, reported.at);
    let sources =
        Sources { reported, shelf: &shelf, topics: &topics, data: &data, before: &before, next: &next, queue: &queue };
    let figures = year_figures::figures(&sources, findings);
    let paper = Writer { sources: &sources, figures: &figures, paper: Paper::default() }.write();
    Yearly { paper, figures }
}

impl Writer<'_> {
    fn write(mut self) -> Paper {
        let (year, next) = (self.year().to_string(), (self.year() + 1).to_string());
        self.paper.id = "year";
        self.paper.frame = Some(self.frame(&year, &next));
        self.written("opening");
        let of_year = |text: &str| text.replace("{year}", &year).replace("{next}", &next);
        let first = of_year(self.word("KẾT QUẢ HOẠT ĐỘNG NĂM {year}", "RESULTS OF {year}"));
        self.paper.heading("results-of-year", 1, "I.", first);
        self.management();
        self.security();
        self.information();
        self.access();
        year_assessment::write(&mut self);
        let second = of_year(self.word("PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {next}", "DIRECTION AND TASKS OF {next}"));
        self.paper.heading("next-year", 1, "II.", second);
        year_assessment::next(&mut self);
        self.written("closing");
        self.paper
    }

    fn management(&mut self) {
        let heading = self.word("Công tác quản trị, tổ chức", "Management and organisation");
        self.paper.heading("management", 2, "1.", heading);
        self.written("management");
        self.join(&[
            (
                "- Về tiếp nhận, phản hồi tổ chức, cá nhân: Cổng đã hỗ trợ, phản hồi {interactions} lượt.",
                "- Requests: the portal helped with {interactions} of them.",
            ),
            (
                "Trong đó có {drafts} lượt lấy ý kiến góp ý dự thảo văn bản;",
                "Of these {drafts} were consultations on drafts;",
            ),
            ("{notices} thông báo, công bố được đăng tải;", "{notices} notices were published;"),
            (
                "{provinces} tỉnh, thành phố được hỗ trợ tuyên truyền lễ hội, sự kiện;",
                "{provinces} provinces had their events announced;",
            ),
            (
                "{assessments} dự án được đăng lấy ý kiến tham vấn đánh giá tác động môi trường;",
                "{assessments} projects had their environmental assessment put up for comment;",
            ),
            ("{calls} lượt gọi điện thoại được trả lời, tư vấn trực tiếp.", "{calls} telephone calls were answered."),
        ]);
        let sum = self.figures.get("interactions").map(|own| word(self.language(), &own.formula.0, &own.formula.1));
        if let Some(sum) = sum {
            self.paper.say(self.word("Tổng hợp theo kênh: {sum}.", "By channel: {sum}.").replace("{sum}", sum));
        }
        self.join(&[
            (
                "Chuyên mục Hỏi - Đáp tiếp nhận {questions_received} câu hỏi;",
                "{questions_received} questions were received;",
            ),
            ("đã trả lời {questions_answered} câu.", "{questions_answered} were answered."),
        ]);
        self.hotlines();
        self.join(&[
            (
                "- Về tập huấn, hỗ trợ nghiệp vụ: đã tập huấn cho {trained} cán bộ, công chức, viên chức làm công tác biên tập, quản trị cổng, trang thông tin điện tử.",
                "- Training: {trained} officials who edit and keep portals were trained.",
            ),
            (
                "Cử {helpers} lượt người hỗ trợ nghiệp vụ cho {helped} cơ quan, đơn vị, địa phương.",
                "{helpers} people were sent to help {helped} agencies.",
            ),
            (
                "Xây dựng {special_reports} báo cáo chuyên đề về chuyển đổi số.",
                "{special_reports} reports on digital transformation were written.",
            ),
        ]);
        self.dated("banners", "Thiết kế {banners} banner tuyên truyền", "{banners} banners were designed");
        self.say(
            "Hỗ trợ kỹ thuật, thiết kế website cho {websites} cơ quan, đơn vị.",
            "Websites were designed for {websites} agencies.",
        );
    }

    /// Numbers that are public, from the contacts at the top of the portal; a number that several have is named once.
    fn hotlines(&mut self) {
        let site = self.sources.reported.site;
        let own = |page: &PageView| {
            page.kind().name == "contact"
                && !page.is_guest()
                && page.language() == self.language()
                && !page.is_section()
        };
        let contacts: Vec<PageView> = site.all_pages().filter(own).collect();
        let depth = |page: &PageView| page.document().home.matches('/').count();
        let top = contacts.iter().map(depth).min();
        let mut known: Vec<&str> = Vec::new();
        let mut named = Vec::new();
        for page in contacts.iter().filter(|page| Some(depth(page)) == top) {
            let mut numbers: Vec<&str> =
                site.number_of(page.id).into_iter().chain(page.texts("other_numbers")).collect();
            numbers.retain(|number| !known.contains(number));
            if !numbers.is_empty() {
                named.push(format!("{} ({})", page.document().title, numbers.join(", ")));
            }
            known.extend(numbers);
        }
        if !named.is_empty() {
            let vi = "- Các số điện thoại hỗ trợ đang công khai: {list}.";
            let text = self.word(vi, "- Telephone numbers that are public: {list}.");
            self.paper.say(text.replace("{list}", &named.join("; ")));
        }
    }

    fn security(&mut self) {
        let heading = self.word("Công tác an toàn thông tin", "Information security");
        self.paper.heading("security", 2, "2.", heading);
        self.written("security");
        self.say(
            "Đến nay {trusted} cổng, trang thông tin điện tử thành phần có chứng nhận “Tín nhiệm mạng cơ bản”.",
            "{trusted} of the component portals have the basic certificate of network trust.",
        );
    }

    fn information(&mut self) {
        let heading = self.word("Công tác thông tin tuyên truyền", "Information");
        self.paper.heading("information", 2, "3.", heading);
        let to = short_date(self.sources.reported.period.to, self.language());
        self.join(&[(
            &format!("- Trong năm (tính đến ngày {to}), Cổng đã cập nhật {{items}} thông tin các loại."),
            &format!("- In the year (up to {to}) the portal published {{items}} items."),
        )]);
        year_tables::kinds(self);
        year_tables::topics(self);
        self.say("Trong đó có {english} thông tin bằng tiếng Anh.", "{english} of the items are in English.");
        let year = self.year() - 1;
        self.join(&[
            (
                &format!("So với năm {year} ({{items_before}} thông tin), số thông tin {{items_growth}};"),
                &format!("Against {year} ({{items_before}} items) that is {{items_growth}};"),
            ),
            (
                "so với kế hoạch năm ({plan} thông tin), đạt {plan_share}.",
                "against the plan of the year ({plan} items) it is {plan_share}.",
            ),
            ("Ước cả năm đạt {year_estimate} kế hoạch.", "The whole year is estimated at {year_estimate} of the plan."),
        ]);
        self.written("information");
        self.say(
            "- Thông tin của Cổng được chia sẻ đồng thời trên các trang mạng xã hội của Cổng, với {shares} thông tin.",
            "- {shares} items were shared on the portal's pages in social networks.",
        );
    }

    fn access(&mut self) {
        let heading = self.word("Lượt truy cập, tiếp cận", "Visits and reach");
        self.paper.heading("access", 2, "4.", heading);
        let year = self.year();
        self.join(&[
            (
                &format!("Năm {year}, Cổng có {{visits}} lượt truy cập,"),
                &format!("In {year} the portal had {{visits}} visits,"),
            ),
            (
                &format!("{{visits_growth}} so với năm {} ({{visits_before}} lượt).", year - 1),
                &format!("{{visits_growth}} from {} ({{visits_before}}).", year - 1),
            ),
        ]);
        self.ranked();
        self.written("access");
    }

    /// What another house measures, with its name and the month.
    fn ranked(&mut self) {
        let source = |id: &str| self.figures.get(id).map(|own| (own.source.clone(), own.date.clone()));
        let Some((source, date)) = source("rank").or_else(|| source("visit_seconds")) else { return };
        let month = match date.split('-').collect::<Vec<_>>()[..] {
            [year, month, ..] => format!("{month}/{year}"),
            _ => date,
        };
        let lead = self.word("Theo {source}, tháng {month}:", "By {source}, {month}:");
        let lead = lead.replace("{source}", &source).replace("{month}", &month);
        self.join(&[
            (&lead, &lead),
            (
                "Cổng xếp thứ {rank} trong các website thuộc khối chính phủ, pháp luật của cả nước;",
                "the portal ranks {rank} among the country's websites of government and law;",
            ),
            ("mỗi lượt truy cập kéo dài trung bình {visit_seconds}.", "a visit lasts {visit_seconds} on average."),
        ]);
    }

    fn frame(&self, year: &str, next: &str) -> Frame {
        let document = &self.sources.data.read.document;
        let config = &self.sources.reported.site.config;
        let of_year = |text: &str| text.replace("{year}", year).replace("{next}", next);
        let (is_vi, language) = (is_vietnamese(self.language()), self.language());
        let or = |own: &str, else_: String| if own.is_empty() { else_ } else { own.to_owned() };
        let unit = [&config.owner.unit, &config.owner.name].into_iter().map(|it| it.get(language));
        let unit = unit.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_uppercase();
        Frame {
            parent: document.parent.clone(),
            issuer: or(&document.issuer, unit),
            number: number(&document.number, language),
            country: if is_vi { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned() } else { String::new() },
            motto: if is_vi { "Độc lập - Tự do - Hạnh phúc".to_owned() } else { String::new() },
            place_and_date: place_and_date(&document.place, &document.date, language),
            kind: self.word("BÁO CÁO", "REPORT").to_owned(),
            about: of_year(self.word(
                "Kết quả hoạt động Cổng Thông tin điện tử năm {year}, phương hướng nhiệm vụ năm {next}",
                "Results of the portal in {year}, direction and tasks of {next}",
            )),
            to: if document.to.is_empty() {
                String::new()
            } else {
                format!("{} {}", self.word("Kính gửi:", "To:"), document.to)
            },
            bases: document.bases.clone(),
            recipients_title: self.word("Nơi nhận:", "Copies to:").to_owned(),
            recipients: document.recipients.clone(),
            signer_title: document.signer_title.clone(),
            signer: document.signer.clone(),
        }
    }
}

/// With room for a number that is not known yet.
fn number(number: &str, language: &str) -> String {
    let word = word(language, "Số:", "No.:");
    match number {
        "" => format!("{word} ……/BC"),
        own if own.starts_with('/') => format!("{word} ……{own}"),
        own => format!("{word} {own}"),
    }
}

/// Days below 10 and months 1 and 2 have a leading zero (NĐ 30/2020); what is not known yet is left open.
fn place_and_date(place: &str, date: &str, language: &str) -> String {
    let day: Option<jiff::civil::Date> = date.parse().ok();
    let text = match day {
        Some(day) if is_vietnamese(language) => {
            let month = if day.month() <= 2 { format!("{:02}", day.month()) } else { day.month().to_string() };
            format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
        }
        Some(day) => short_date(day, language),
        None => word(language, "ngày …… tháng …… năm ……", "……").to_owned(),
    };
    if place.is_empty() { text } else { format!("{place}, {text}") }
}
