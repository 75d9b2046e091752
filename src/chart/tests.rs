//! Holds what every chart is: to scale, whole, inside its frame, with every figure in words, and the same bytes for the same figures.

use proptest::prelude::*;

use super::drawing::Anchor;
use super::*;

fn number(text: &str) -> Option<Decimal> {
    (!text.is_empty()).then(|| Decimal::parse(text).unwrap())
}

/// Categories with a figure for each series; an empty text is none.
fn chart(kind: Kind, names: &[&str], series: &[(&str, &[&str])]) -> Chart {
    let category = |name: &&str| Category { name: (*name).to_owned(), ..Category::default() };
    let series = series.iter().map(|(name, values)| Series {
        name: (*name).to_owned(),
        is_marked: false,
        values: values.iter().map(|value| number(value)).collect(),
    });
    Chart {
        kind,
        language: "vi".to_owned(),
        unit: "hộ".to_owned(),
        categories: names.iter().map(category).collect(),
        series: series.collect(),
    }
}

/// The elements without the `svg` around them.
fn drawn(chart: &Chart, width: i64) -> String {
    chart.draw(width).elements(Dress::Theme)
}

fn fills(drawing: &Drawing) -> Vec<[i64; 4]> {
    let fill = |shape: &Shape| match shape {
        Shape::Fill(place, _) => Some(*place),
        _ => None,
    };
    drawing.shapes().iter().filter_map(fill).collect()
}

fn words_of(drawing: &Drawing) -> Vec<String> {
    let text = |shape: &Shape| match shape {
        Shape::Text { text, .. } => Some(text.clone()),
        _ => None,
    };
    drawing.shapes().iter().filter_map(text).collect()
}

// 320 pixels: 10.9 of a name, a gap of 12, 264.3 of the longest bar, and the figure.
#[test]
fn a_bar_is_as_long_as_its_figure() {
    let chart = chart(Kind::Bar, &["A", "B"], &[("Số", &["100", "50"])]);
    let wanted = r#"<text x="0" y="14.5">A</text>
<rect x="22.9" y="0" width="264.3" height="20" class="fill-1"/>
<text x="293.2" y="15">100</text>
<text x="0" y="40.5">B</text>
<rect x="22.9" y="26" width="132.2" height="20" class="fill-1"/>
<text x="161.1" y="41">50</text>
<path d="M22.9 0L22.9 46" class="zero"/>
"#;
    assert_eq!(drawn(&chart, NARROW), wanted);
}

#[test]
fn an_amount_below_zero_goes_the_other_way_and_none_is_no_bar() {
    let chart = chart(Kind::Bar, &["A", "B", "C", "D"], &[("Số", &["30", "-10", "", "0"])]);
    let drawing = chart.draw(NARROW);
    let bars = fills(&drawing);
    let [above, below] = bars[..] else { panic!("{bars:?}") };
    assert_eq!(above[0], below[0] + below[2], "both begin at zero");
    assert!((above[2] - 3 * below[2]).abs() <= 3, "{bars:?}");
    assert!(words_of(&drawing).contains(&"không có số liệu".to_owned()));
    assert!(words_of(&drawing).contains(&"0".to_owned()));
}

#[test]
fn each_bar_of_a_group_says_its_own_name() {
    let chart = chart(Kind::Grouped, &["2022", "2023"], &[("Kế hoạch", &["", "16"]), ("Đã làm", &["15", "17"])]);
    let wanted = ["2022", "Kế hoạch", "không có số liệu", "Đã làm", "15", "2023", "Kế hoạch", "16", "Đã làm", "17"];
    assert_eq!(words_of(&chart.draw(NARROW)), wanted);
    assert_eq!(fills(&chart.draw(NARROW)).len(), 3);
}

#[test]
fn parts_of_a_stack_stand_one_behind_the_other_and_are_named_below() {
    let chart = chart(Kind::Stacked, &["Xã A", "Xã B"], &[("Thu", &["60", "20"]), ("Chi", &["40", "30"])]);
    let drawing = chart.draw(NARROW);
    let wanted = ["Xã A", "Tổng 100", "Thu 60", "Chi 40", "Xã B", "Tổng 50", "Thu 20", "Chi 30"];
    let mut words = words_of(&drawing);
    words.sort();
    let mut sorted = wanted.map(str::to_owned).to_vec();
    sorted.sort();
    assert_eq!(words, sorted);
    // The bar of 100 is all of the width; a gap of a pixel ends each part.
    let bars: Vec<[i64; 4]> = fills(&drawing).into_iter().filter(|[.., height]| *height == 240).collect();
    let parts: Vec<(i64, i64)> = bars.iter().map(|[x, _, width, _]| (*x, *width)).collect();
    assert_eq!(parts, [(0, 1_910), (1_920, 1_270), (0, 630), (640, 950)]);
}

#[test]
fn shares_are_parts_of_all_and_equally_exact() {
    let chart = chart(Kind::Share, &["A", "B", "C"], &[("Số", &["300", "323", "26"])]);
    let drawing = chart.draw(WIDE);
    let words = words_of(&drawing);
    for share in ["46,2% (300)", "49,8% (323)", "4,0% (26)"] {
        assert!(words.contains(&share.to_owned()), "{share}: {words:?}");
    }
    let track = drawing.shapes().iter().find_map(|shape| match shape {
        Shape::Rect(place, Tone::Track) => Some(place[2]),
        _ => None,
    });
    let whole = track.unwrap();
    let parts: i64 = fills(&drawing).iter().map(|[_, _, width, _]| width).sum();
    assert!((parts - whole).abs() <= 2, "{parts} of {whole}");
}

#[test]
fn shares_in_per_cent_are_parts_of_a_hundred() {
    let mut chart = chart(Kind::Share, &["A", "B"], &[("Tỷ lệ", &["30.5", "20"])]);
    chart.unit = "%".to_owned();
    let drawing = chart.draw(WIDE);
    assert!(words_of(&drawing).contains(&"30,5%".to_owned()));
    let Some(Shape::Rect([_, _, whole, _], _)) = drawing.shapes().iter().find(|shape| matches!(shape, Shape::Rect(..)))
    else {
        panic!()
    };
    assert!((fills(&drawing)[0][2] * 1_000 - whole * 305).abs() <= 1_000);
}

#[test]
fn a_line_is_broken_where_nothing_is_known() {
    let values: &[&str] = &["10", "20", "", "30", "", "40", "50"];
    let names = ["2017", "2018", "2019", "2020", "2021", "2022", "2023"];
    let drawing = chart(Kind::Line, &names, &[("Số", values)]).draw(WIDE);
    let paths: Vec<usize> = drawing
        .shapes()
        .iter()
        .filter_map(|shape| match shape {
            Shape::Path(points, _) => Some(points.len()),
            _ => None,
        })
        .collect();
    assert_eq!(paths, [2, 2], "the point between two gaps is a sign alone");
    let marks = drawing.shapes().iter().filter(|shape| matches!(shape, Shape::Mark(..))).count();
    assert_eq!(marks, 5);
}

#[test]
fn years_stand_as_far_from_each_other_as_they_are() {
    let mut chart = chart(Kind::Line, &["2010", "2020", "2022"], &[("Số", &["1", "2", "3"])]);
    for (category, year) in chart.categories.iter_mut().zip([2010, 2020, 2022]) {
        category.position = Some(year);
    }
    let drawing = chart.draw(WIDE);
    let xs: Vec<i64> = drawing
        .shapes()
        .iter()
        .filter_map(|shape| match shape {
            Shape::Mark((x, _), _) => Some(*x),
            _ => None,
        })
        .collect();
    assert!(((xs[1] - xs[0]) - 5 * (xs[2] - xs[1])).abs() <= 6, "{xs:?}");
}

#[test]
fn categories_that_are_numbers_of_any_size_are_no_harm() {
    let mut chart = chart(Kind::Line, &["a", "b"], &[("Số", &["1", "2"])]);
    for (category, position) in chart.categories.iter_mut().zip([i64::MIN, i64::MAX]) {
        category.position = Some(position);
    }
    assert!(!drawn(&chart, NARROW).is_empty());
    chart.series[0].values[0] = number("12345678901234567890");
    assert!(chart.draw(NARROW).shapes().is_empty(), "too many digits for any scale");
}

#[test]
fn an_axis_that_does_not_begin_at_zero_says_so() {
    let near = chart(Kind::Line, &["a", "b"], &[("Số", &["98", "99"])]);
    assert_eq!(near.note(), Some("Trục đứng không bắt đầu từ 0."));
    assert!(!words_of(&near.draw(WIDE)).contains(&"0".to_owned()));
    let far = chart(Kind::Line, &["a", "b"], &[("Số", &["10", "99"])]);
    assert_eq!(far.note(), None);
    assert!(words_of(&far.draw(WIDE)).contains(&"0".to_owned()));
    assert_eq!(chart(Kind::Bar, &["a", "b"], &[("Số", &["98", "99"])]).note(), None, "bars always do");
}

#[test]
fn the_ticks_of_large_amounts_are_words() {
    let visits = chart(Kind::Line, &["2022", "2023"], &[("Lượt", &["73943269", "166586883"])]);
    let words = words_of(&visits.draw(NARROW));
    assert!(words.contains(&"50 triệu".to_owned()) && words.contains(&"166.586.883".to_owned()), "{words:?}");
}

#[test]
fn who_does_not_see_it_is_told_what_it_reaches_from_and_to() {
    let one = chart(Kind::Bar, &["A", "B", "C"], &[("Số", &["3", "1.5", ""])]);
    assert_eq!(one.summary(), "Biểu đồ cột. Cao nhất: A 3 hộ. Thấp nhất: B 1,5 hộ.");
    let two = chart(Kind::Line, &["2022"], &[("Kế hoạch", &["7"]), ("Đã làm", &["9"])]);
    assert_eq!(two.summary(), "Biểu đồ đường. Cao nhất: Đã làm, 2022 9 hộ. Thấp nhất: Kế hoạch, 2022 7 hộ.");
    assert_eq!(chart(Kind::Share, &["A"], &[("Số", &["3"])]).summary(), "Biểu đồ tỷ trọng. A 3 hộ.");
}

#[test]
fn a_picture_says_where_it_comes_from_and_needs_no_style_sheet() {
    let chart = chart(Kind::Bar, &["<A>"], &[("Số", &["3"])]);
    let caption = Caption {
        title: "Hộ & nghèo".to_owned(),
        below: vec!["Đơn vị tính: hộ".to_owned()],
        foot: vec!["Nguồn: Sở".to_owned()],
        description: "Mô tả".to_owned(),
        address: "https://a.vn/b.svg".to_owned(),
    };
    let picture = picture(&chart, &caption);
    for part in [
        "<title>Hộ &amp; nghèo</title>",
        "<desc>Mô tả</desc>",
        "Đơn vị tính: hộ",
        "Nguồn: Sở",
        "&lt;A&gt;",
        "xml:base=\"https://a.vn/b.svg\"",
        "fill=\"#a6121b\"",
    ] {
        assert!(picture.contains(part), "{part}: {picture}");
    }
    assert!(!picture.contains("class="));
}

/// A chart of any kind, with names and figures of any length, some missing.
fn any() -> impl Strategy<Value = Chart> {
    let name = "[A-ZĐa-zạếổữ]{1,12}( [a-zđơ]{1,9}){0,8}";
    let figure = prop_oneof![
        8 => "[1-9][0-9]{0,8}(,[0-9]{3}){0,1}".prop_map(|text| text.replace(',', ".")),
        1 => Just("0".to_owned()),
        2 => "-[1-9][0-9]{0,4}",
        2 => Just(String::new()),
        1 => "[1-9][0-9]{10,14}",
    ];
    let sizes = (1..=12_usize, 1..=6_usize, 0..5_usize);
    sizes
        .prop_flat_map(move |(categories, series, kind)| {
            let series = if kind == 0 { 1 } else { series };
            let values = proptest::collection::vec(proptest::collection::vec(figure.clone(), categories), series);
            let names = proptest::collection::vec(name, categories + series);
            (names, values, Just(kind))
        })
        .prop_map(|(names, values, kind)| {
            let kind = Kind::ALL[kind].1;
            let (of_series, of_categories) = names.split_at(values.len());
            let figure = |text: &String| match kind {
                // Parts of a whole are all known, and none is below zero.
                Kind::Share => Some(Decimal::parse(text.trim_start_matches('-')).unwrap_or_else(|| Decimal::from(1))),
                _ => number(text),
            };
            let series = values.iter().zip(of_series).map(|(values, name)| Series {
                name: name.clone(),
                is_marked: false,
                values: values.iter().map(figure).collect(),
            });
            let category = |name: &String| Category { name: name.clone(), ..Category::default() };
            let categories = of_categories.iter().map(category).collect();
            Chart { kind, language: "vi".to_owned(), unit: String::new(), categories, series: series.collect() }
        })
}

/// Where a shape stands: left, top, right, bottom.
fn extent(shape: &Shape) -> [i64; 4] {
    match shape {
        Shape::Text { x, y, anchor, tone, text } => {
            let wide = if *tone == Tone::Strong { measure::bold(text) } else { measure::width(text) };
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - wide / 2,
                Anchor::End => x - wide,
            };
            [left, y - 100, left + wide, y + 30]
        }
        Shape::Rect([x, y, w, h], _) | Shape::Fill([x, y, w, h], _) => [*x, *y, x + w, y + h],
        Shape::Rule([a, b, c, d], _) => [*a.min(c), *b.min(d), *a.max(c), *b.max(d)],
        Shape::Path(points, _) => {
            let (xs, ys) = (points.iter().map(|point| point.0), points.iter().map(|point| point.1));
            [xs.clone().min().unwrap(), ys.clone().min().unwrap(), xs.max().unwrap(), ys.max().unwrap()]
        }
        Shape::Mark((x, y), _) => [x - 40, y - 40, x + 40, y + 40],
    }
}

proptest! {
    #[test]
    fn nothing_stands_outside_of_the_drawing(chart in any()) {
        for width in [NARROW, WIDE] {
            let drawing = chart.draw(width);
            for shape in drawing.shapes() {
                let [left, top, right, bottom] = extent(shape);
                let is_inside = left >= 0 && right <= drawing.width + 10 && top >= -20 && bottom <= drawing.height + 60;
                prop_assert!(is_inside, "{shape:?} of {} × {}", drawing.width, drawing.height);
            }
        }
    }

    #[test]
    fn no_words_stand_on_others(chart in any()) {
        for width in [NARROW, WIDE] {
            let drawing = chart.draw(width);
            let texts: Vec<&Shape> = drawing.shapes().iter().filter(|shape| matches!(shape, Shape::Text { .. })).collect();
            for (at, one) in texts.iter().enumerate() {
                for other in &texts[at + 1..] {
                    let (a, b) = (extent(one), extent(other));
                    let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                    prop_assert!(apart, "{one:?} on {other:?}");
                }
            }
        }
    }

    #[test]
    fn every_figure_of_bars_stands_in_words(chart in any()) {
        prop_assume!(matches!(chart.kind, Kind::Bar | Kind::Grouped));
        let words = words_of(&chart.draw(WIDE)).join(" ");
        for value in chart.series.iter().flat_map(|series| series.values.iter().flatten()) {
            let shown = value.shown("vi");
            // A long one may be broken into lines.
            prop_assert!(words.replace(' ', "").contains(&shown), "{shown}: {words}");
        }
    }

    #[test]
    fn bars_are_in_proportion(figures in proptest::collection::vec(1_i64..1_000_000_000, 1..20)) {
        let names = vec!["A"; figures.len()];
        let texts: Vec<String> = figures.iter().map(ToString::to_string).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let drawing = chart(Kind::Bar, &names, &[("Số", &texts)]).draw(WIDE);
        let bars = fills(&drawing);
        let (most, longest) = (*figures.iter().max().unwrap(), bars.iter().map(|bar| bar[2]).max().unwrap());
        for (figure, [_, _, length, _]) in figures.iter().zip(&bars) {
            let exact = figure * longest;
            // To the tenth of a pixel, but that what is not nothing can be seen.
            prop_assert!((length * most - exact).abs() <= most || *length == 10, "{figure} of {most}: {length} of {longest}");
        }
    }

    #[test]
    fn the_same_figures_are_the_same_bytes(chart in any()) {
        prop_assert_eq!(chart.draw(WIDE).svg(), chart.clone().draw(WIDE).svg());
    }
}
