//! Turns the bytes of a GeoJSON file into a map, with a finding for whatever is wrong with it.

use std::collections::BTreeMap;

use super::arcs::Arcs;
use super::classes::{self, Figures};
use super::fit::{Ways, fit};
use super::frame::Frame;
use super::geojson::{self, Given};
use super::labels;
use super::places;
use super::plane::Plane;
use super::shapes::{Mending, Shapes};
use super::told::{self, and_more, both, feature, of_feature};
use super::{Class, Feature, Map, Source};
use crate::diag::phrases::Words;
use crate::diag::{Finding, Span, catalog, is_enough};
use crate::load::document::Target;
use crate::load::links;
use crate::load::localized::Localized;
use crate::load::schema::Named;
use crate::load::schema::words::short;
use crate::text::decimal::Decimal;
use crate::text::number::{count, file_size};

/// More labels than a map with this many points has are not read.
const MOST_NAMED_POINTS: usize = 40;

/// `Err`: why there is no map.
pub fn make(bytes: &[u8], source: &Source) -> Result<Map, Vec<Finding>> {
    Making { source, findings: Vec::new(), wanted: wanted(source) }.map(bytes)
}

/// The properties that the schema names, each once, with the key that names it.
fn wanted(source: &Source) -> Vec<(&'static str, Named)> {
    let rules = source.rules;
    let mut wanted: Vec<(&'static str, Named)> = Vec::new();
    for (_, name) in rules.label.all() {
        wanted.push(("label", Named { name: name.to_owned(), span: Span::default() }));
    }
    let is_column = |named: &&Named| {
        source.table.as_ref().is_some_and(|joined| joined.table.names().any(|name| name == named.name))
    };
    let property = rules.classes.as_ref().map(|classes| &classes.property);
    let link = rules.link.as_ref().filter(|link| !is_column(link));
    let others = [("code", rules.code.as_ref()), ("property", property), ("area", rules.area.as_ref()), ("link", link)];
    wanted.extend(others.into_iter().filter_map(|(key, named)| Some((key, named?.clone()))));
    wanted
}

struct Making<'a> {
    source: &'a Source<'a>,
    findings: Vec<Finding>,
    wanted: Vec<(&'static str, Named)>,
}

/// What the properties of a feature say.
struct Said {
    features: Vec<Feature>,
    /// Of the property that classes go by.
    classes: Vec<Option<String>>,
    links: Vec<Option<String>>,
}

impl Making<'_> {
    fn map(mut self, bytes: &[u8]) -> Result<Map, Vec<Finding>> {
        let source = self.source;
        let given = self.given(bytes)?;
        let Said { mut features, classes, links } = self.said(&given);
        let names: Vec<Words> =
            features.iter().enumerate().map(|(number, own)| feature(number, own.name.get("vi"))).collect();
        self.findings
            .extend(places::check(source.file, &given.features, source.rules.anywhere, &|at| names[at].clone()));
        self.codes(&features, &names);
        let Some(plane) = Plane::around(given.features.iter().flat_map(places::points)) else {
            let next =
                both("Vẽ hình cho các đối tượng rồi xuất lại tệp.", "Draw its features and export the file again.");
            self.findings.push(told::unreadable(
                source.file,
                both("không đối tượng nào có hình", "no feature has a shape"),
                next,
            ));
            return Err(self.findings);
        };
        if self.is_broken() {
            return Err(self.findings);
        }
        let shapes = self.shapes(given, &plane, &names);
        let figures = match (&source.rules.table, &source.table) {
            (Some(join), Some(joined)) => match classes::figures(source, join, joined) {
                Ok(figures) => Some(figures),
                Err(finding) => {
                    self.findings.push(*finding);
                    None
                }
            },
            _ => None,
        };
        if self.is_broken() {
            return Err(self.findings);
        }
        let classes = self.classes(&mut features, &classes, figures.as_ref());
        self.links(&mut features, &links, figures.as_ref());
        let frame = Frame::around(plane.extent);
        let error = self.draw(&mut features, shapes, &frame);
        let (value, unit) = figures.map_or_else(Default::default, |figures| (figures.title, figures.unit));
        let own_unit = source.rules.unit.all().next().is_some();
        Ok(Map {
            key: source.key,
            rules: source.rules.clone(),
            features,
            classes,
            height: frame.height,
            scale: frame.scale(),
            error,
            value,
            unit: if own_unit { source.rules.unit.clone() } else { unit },
            table: source.table.as_ref().map(|joined| joined.file.clone()),
            findings: self.findings,
        })
    }

    fn is_broken(&self) -> bool {
        self.findings.iter().any(|finding| finding.fatal)
    }

    fn given(&mut self, bytes: &[u8]) -> Result<Given, Vec<Finding>> {
        let file = self.source.file;
        let names: Vec<&str> = self.wanted.iter().map(|(_, named)| named.name.as_str()).collect();
        let given = geojson::read(bytes, &names).map_err(|fault| vec![told::of_fault(file, &fault)])?;
        if given.features.is_empty() {
            let next = both("Xuất lại lớp có đối tượng.", "Export a layer that has some.");
            return Err(vec![told::unreadable(file, both("không có đối tượng nào", "it has no features"), next)]);
        }
        if let Some(crs) =
            given.crs.as_deref().filter(|crs| !["CRS84", "4326", "4979"].iter().any(|own| crs.ends_with(own)))
        {
            self.findings.push(Finding::new(&catalog::MAP_CRS, file.as_str()).with("crs", short(crs)).fatal());
        }
        for (key, named) in &self.wanted {
            if !given.names.contains(&named.name) {
                self.findings.push(told::no_property(self.source, key, named, &given.names));
            }
        }
        if self.is_broken() { Err(std::mem::take(&mut self.findings)) } else { Ok(given) }
    }

    fn said(&mut self, given: &Given) -> Said {
        // A property may be named by several keys, and is read for the first of them.
        let first = |at: usize| self.wanted.iter().position(|(_, named)| named.name == self.wanted[at].1.name);
        let place = |key: &str| self.wanted.iter().position(|(known, _)| *known == key).and_then(first);
        let (code, class, area, link) = (place("code"), place("property"), place("area"), place("link"));
        let mut said = Said { features: Vec::new(), classes: Vec::new(), links: Vec::new() };
        let mut wrong = Vec::new();
        for (number, one) in given.features.iter().enumerate() {
            let text = |place: Option<usize>| {
                place.and_then(|place| one.properties[place].as_ref()).map(|text| text.text.clone())
            };
            let labels = self.source.rules.label.all().enumerate();
            let names: BTreeMap<String, String> =
                labels.filter_map(|(at, (language, _))| Some((language.to_owned(), text(first(at))?))).collect();
            let code = text(code).unwrap_or_default();
            let name = match names.is_empty() {
                true if code.is_empty() => Localized::from(&*format!("{}", number + 1)),
                true => Localized::from(&*code),
                false => Localized::of(names),
            };
            let written = text(area);
            let area = written.as_deref().and_then(Decimal::parse);
            if let (Some(written), None) = (written, &area) {
                wrong.push((number, name.get("vi").to_owned(), written));
            }
            said.features.push(Feature { name, code, area, ..Feature::default() });
            said.classes.push(text(class));
            said.links.push(text(link));
        }
        let more = wrong.len().saturating_sub(1);
        if let Some((number, name, written)) = wrong.into_iter().next() {
            let what = both(
                format!("diện tích “{}” không phải số", short(&written)),
                format!("the area “{}” is no number", short(&written)),
            );
            let next = both(
                "Viết số héc ta với dấu chấm thập phân và không có dấu nhóm: 1234.5.",
                "Write hectares with a point and without groups: 1234.5.",
            );
            let named = and_more(feature(number, &name), more);
            self.findings.push(of_feature(&catalog::MAP_AREA, self.source.file, named, what, next));
        }
        said
    }

    /// Each feature has a code of its own, where the schema says that they have codes.
    fn codes(&mut self, features: &[Feature], names: &[Words]) {
        let Some(code) = &self.source.rules.code else { return };
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, feature) in features.iter().enumerate() {
            let (what, next) = if feature.code.is_empty() {
                let what = both(format!("không có mã ở “{}”", code.name), format!("it has no code in “{}”", code.name));
                (what, both("Điền mã cho đối tượng này.", "Give the feature its code."))
            } else if let Some(first) = known.get(feature.code.as_str()) {
                let what = both(
                    format!("mã “{}” trùng với {}", short(&feature.code), names[*first].0),
                    format!("its code “{}” is that of {}", short(&feature.code), names[*first].1),
                );
                let next = both(
                    "Mỗi vùng một mã: gộp các phần của một vùng thành một MultiPolygon (QGIS: Dissolve theo mã), hoặc sửa mã.",
                    "Each feature has a code of its own: put the parts of one place together as a MultiPolygon (QGIS: Dissolve by the code), or mend the code.",
                );
                (what, next)
            } else {
                known.insert(&feature.code, number);
                continue;
            };
            if is_enough(&self.findings, &catalog::MAP_CODE) {
                return;
            }
            let finding = of_feature(&catalog::MAP_CODE, self.source.file, names[number].clone(), what, next);
            self.findings.push(finding.fatal());
        }
    }

    fn shapes(&mut self, given: Given, plane: &Plane, names: &[Words]) -> Vec<Shapes> {
        let mut mending = Mending { file: self.source.file, plane, findings: &mut self.findings };
        let mut all = Vec::with_capacity(given.features.len());
        for (feature, named) in given.features.into_iter().zip(names) {
            let odd = feature.odd.clone();
            let shapes = mending.shapes(feature, named);
            match odd {
                Some(sort) => mending.odd(named.clone(), &sort),
                None if shapes.areas.is_empty() && shapes.lines.is_empty() && shapes.points.is_empty() => {
                    mending.empty(named.clone());
                }
                None => {}
            }
            all.push(shapes);
        }
        for message in [&catalog::MAP_SHAPE, &catalog::MAP_EMPTY] {
            let mut kept = 0;
            self.findings.retain(|finding| {
                kept += usize::from(finding.message == message);
                finding.message != message || kept <= crate::diag::MOST_OF_EACH
            });
        }
        all
    }

    fn classes(
        &mut self,
        features: &mut [Feature],
        values: &[Option<String>],
        figures: Option<&Figures>,
    ) -> Vec<Class> {
        let rules = self.source.rules;
        match (&rules.classes, &rules.table, figures) {
            (Some(classes), ..) => classes::by_property(self.source, classes, features, values, &mut self.findings),
            (None, Some(join), Some(figures)) => {
                classes::by_figures(self.source, join, figures, features, &mut self.findings)
            }
            _ => Vec::new(),
        }
    }

    /// Where features lead: a page of the portal, as a link in a text beside the file would name it.
    fn links(&mut self, features: &mut [Feature], own: &[Option<String>], figures: Option<&Figures>) {
        let Source { base, file, .. } = self.source;
        let mut wrong = Vec::new();
        for (number, (feature, own)) in features.iter_mut().zip(own).enumerate() {
            let of_table = || figures.and_then(|figures| figures.links.get(&feature.code).cloned());
            let Some(written) = own.clone().or_else(of_table).filter(|written| !written.is_empty()) else { continue };
            match links::target(base, file, &written) {
                Ok(target @ (Target::Page { .. } | Target::Address(_))) => feature.link = Some(target),
                _ => wrong.push((number, written)),
            }
        }
        if let Some((number, written)) = wrong.first() {
            let what = both(
                format!("“{}” không phải một trang của cổng", short(written)),
                format!("“{}” is no page of the portal", short(written)),
            );
            let next = both(
                "Viết đường dẫn tới tệp .md của trang, tính từ thư mục của bản đồ (../xa-a.md), hoặc địa chỉ bắt đầu bằng /.",
                "Write the path of the page's .md file, from the folder of the map (../commune-a.md), or an address that begins with /.",
            );
            let named = and_more(told::feature(*number, features[*number].name.get("vi")), wrong.len() - 1);
            self.findings.push(of_feature(&catalog::MAP_LINK, file, named, what, next));
        }
    }

    /// Draws features; gives back how far a border may be off, in metres.
    fn draw(&mut self, features: &mut [Feature], shapes: Vec<Shapes>, frame: &Frame) -> u64 {
        let rings: Vec<_> = shapes.iter().flat_map(|shapes| shapes.areas.iter().flatten().cloned()).collect();
        let lines: Vec<_> = shapes.iter().flat_map(|shapes| shapes.lines.iter().cloned()).collect();
        let mut arcs = Arcs::of(&rings, &lines);
        drop((rings, lines));
        let mut ways: Vec<Ways> = Vec::with_capacity(shapes.len());
        for (feature, shapes) in features.iter_mut().zip(&shapes) {
            feature.points = shapes.points.iter().map(|point| frame.point(*point)).collect();
            ways.push(Ways {
                areas: shapes.areas.iter().map(|area| area.iter().map(|ring| arcs.ring(ring)).collect()).collect(),
                lines: shapes.lines.iter().map(|line| arcs.line(line)).collect(),
            });
        }
        drop(shapes);
        let budget = self.source.rules.budget;
        let fitted = fit(&arcs, &ways, frame, budget);
        let named_points = features.iter().filter(|feature| !feature.points.is_empty()).count();
        for (feature, ways) in features.iter_mut().zip(&ways) {
            feature.path = ways.path(&fitted.arcs);
            feature.line = ways.line_path(&fitted.arcs);
            let names = feature.name.all().map(|(_, name)| name);
            let longest = names.max_by_key(|name| name.chars().count()).unwrap_or_default();
            let place = labels::place(&ways.largest(&fitted.arcs), longest)
                .map(|place| (place.at, place.level, place.is_broken));
            let beside = |point: &(i32, i32)| {
                ((point.0, point.1 - 80), if named_points > MOST_NAMED_POINTS { 3 } else { 2 }, false)
            };
            feature.label = place.or_else(|| feature.points.first().map(beside));
        }
        if fitted.is_reduced {
            self.findings.push(self.simplified(&fitted, budget));
        }
        fitted.metres
    }

    fn simplified(&self, fitted: &super::fit::Fitted, budget: usize) -> Finding {
        let size = |bytes: usize| both(file_size(bytes as u64, "vi"), file_size(bytes as u64, "en"));
        let metres = both(count(fitted.metres, "vi"), count(fitted.metres, "en"));
        Finding::new(&catalog::MAP_SIMPLIFIED, self.source.file.as_str())
            .with_words("metres", metres)
            .with_words("size", size(fitted.bytes))
            .with_words("budget", size(budget))
    }
}
