//! Turns the placed pages of a site into its lists: sections, terms, years and months, each in its order.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::lists::{List, ListId, ListKey};
use super::{PageId, PageView, Site};
use crate::load::document::{Language, Role};
use crate::load::kinds::Taxonomy;
use crate::path::UrlPath;
use crate::text::collate::Collator;

/// How a list is ordered.
pub(super) enum Order {
    /// By the page's date, or by this field.
    Newest(Option<String>),
    Weight,
    Title,
}

impl Site {
    pub(super) fn make_lists(&mut self) {
        let mut lists = Vec::new();
        let collators = self.collators();
        let mut members = self.section_members();
        for id in self.sections.keys().copied() {
            lists.push(self.section_list(id, members.remove(&id).unwrap_or_default(), &collators));
        }
        self.facet_lists(&mut lists);
        for language in self.languages() {
            let mut dated: Vec<PageId> = self.ids().filter(|id| self.is_dated(*id, language)).collect();
            dated.sort_by(|a, b| self.compare(*a, *b, &Order::Newest(None), &collators));
            lists.push(self.new_list(
                ListKey::Site(language),
                self.home_url(language),
                self.config.title.get(self.language(language)).to_owned(),
                dated.clone(),
            ));
            if self.config.outputs.taxonomies {
                self.term_lists(language, &collators, &mut lists);
            }
            if self.config.outputs.archive {
                self.archive_lists(language, &dated, &mut lists);
            }
        }
        for (index, list) in lists.iter().enumerate() {
            let id = ListId(index as u32);
            self.list_of.insert(list.key, id);
            if let ListKey::Section(page) = list.key
                && let Some(section) = self.sections.get_mut(&page)
            {
                section.list = id;
            }
        }
        self.position = vec![u32::MAX; self.pages.len()];
        for list in &lists {
            if let ListKey::Section(section) = list.key {
                for (position, item) in list.items.iter().enumerate() {
                    if self.pages[item.0 as usize].section == Some(section) {
                        self.position[item.0 as usize] = position as u32;
                    }
                }
            }
        }
        self.lists = lists;
    }

    fn is_dated(&self, id: PageId, language: Language) -> bool {
        let page = self.page(id);
        let document = &page.document;
        document.language == language && document.role != Role::Section && page.listed && page.kind().dated
    }

    fn new_list(&self, key: ListKey, url: UrlPath, title: String, items: Vec<PageId>) -> List {
        let language = match key {
            ListKey::Site(language)
            | ListKey::Term(_, _, language)
            | ListKey::Year(language, _)
            | ListKey::Month(language, _, _) => language,
            ListKey::Section(id) | ListKey::Facet(id, ..) => self.page(id).document.language,
        };
        List { key, language, url, title, items, newest_first: true, per_page: self.config.outputs.per_page }
    }

    /// The items of each section: its own, and those of its kind in the sections below.
    fn section_members(&self) -> BTreeMap<PageId, Vec<PageId>> {
        let mut members: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
        for id in self.ids().filter(|id| self.page(*id).listed && !self.page(*id).is_section()) {
            let mut around = self.page(id).section;
            while let Some(section) = around
                .filter(|section| self.page(id).section == Some(*section) || !self.sections[section].folder.is_empty())
            {
                if self.page(id).section == Some(section) || self.sections[&section].kind == self.page(id).document.kind
                {
                    members.entry(section).or_default().push(id);
                }
                around = self.page(section).section;
            }
        }
        members
    }

    fn section_list(&self, id: PageId, mut items: Vec<PageId>, collators: &[Collator]) -> List {
        let page = self.page(id);
        let section = &self.sections[&id];
        let kind = self.kinds.get(section.kind);
        let sort = page.text("sort").unwrap_or(&kind.sort);
        let order = match sort {
            "date" => Order::Newest(kind.date_field.clone()),
            "title" => Order::Title,
            "weight" => Order::Weight,
            field => Order::Newest(Some(field.to_owned())),
        };
        items.sort_by(|a, b| self.compare(*a, *b, &order, collators));
        let mut list = self.new_list(ListKey::Section(id), page.url.clone(), page.document.title.to_string(), items);
        list.newest_first = matches!(order, Order::Newest(_));
        if let Some(per_page) = page.integer("per_page") {
            list.per_page = usize::try_from(per_page).unwrap_or(list.per_page).max(1);
        }
        list
    }

    fn term_lists(&self, language: Language, collators: &[Collator], lists: &mut Vec<List>) {
        let code = self.language(language);
        for taxonomy in Taxonomy::ALL {
            let mut by_term: BTreeMap<&str, Vec<PageId>> = BTreeMap::new();
            for id in self.ids().filter(|id| {
                self.page(*id).document.language == language && self.page(*id).listed && !self.page(*id).is_section()
            }) {
                let page = self.page(id);
                for term in page.texts(taxonomy.key()) {
                    let items = by_term.entry(term).or_default();
                    // Who names a term twice stands in its list once.
                    if items.last() != Some(&id) {
                        items.push(id);
                    }
                }
            }
            for (index, term) in self.config.terms(taxonomy).iter().enumerate() {
                let Some(mut items) = by_term.remove(term.id.as_str()) else { continue };
                items.sort_by(|a, b| self.compare(*a, *b, &Order::Newest(None), collators));
                let url = self.taxonomy_url(taxonomy, language).child(&term.id);
                lists.push(self.new_list(
                    ListKey::Term(taxonomy, index as u16, language),
                    url,
                    term.name.get(code).to_owned(),
                    items,
                ));
            }
        }
    }

    fn archive_lists(&self, language: Language, dated: &[PageId], lists: &mut Vec<List>) {
        let code = self.language(language);
        let mut months: BTreeMap<(i16, i8), Vec<PageId>> = BTreeMap::new();
        let mut years: BTreeMap<i16, Vec<PageId>> = BTreeMap::new();
        for id in dated {
            if let Some(date) = self.page(*id).date {
                months.entry((date.year(), date.month())).or_default().push(*id);
                years.entry(date.year()).or_default().push(*id);
            }
        }
        let archive = self.archive_url(language);
        for (year, items) in years {
            lists.push(self.new_list(
                ListKey::Year(language, year),
                archive.child(&year.to_string()),
                year.to_string(),
                items,
            ));
        }
        for ((year, month), items) in months {
            let url = archive.child(&year.to_string()).child(&format!("{month:02}"));
            lists.push(self.new_list(
                ListKey::Month(language, year, month),
                url,
                crate::time::month_name(year, month, code),
                items,
            ));
        }
    }

    pub(super) fn compare(&self, a: PageId, b: PageId, order: &Order, collators: &[Collator]) -> Ordering {
        let (left, right) = (self.page(a), self.page(b));
        let title =
            || collators[usize::from(left.document.language)].compare(&left.document.title, &right.document.title);
        let weight = |page: PageView| page.integer("weight").unwrap_or(i64::MAX);
        let moment = |page: PageView, field: &Option<String>| match field {
            Some(field) => page.moment(field).or(page.date),
            None => page.date,
        };
        // What has no date of publication yet comes last, in the order of its own date.
        let subject = |page: PageView| page.subject_date();
        let first = match order {
            Order::Newest(field) => {
                moment(right, field).cmp(&moment(left, field)).then_with(|| subject(right).cmp(&subject(left)))
            }
            Order::Weight => weight(left).cmp(&weight(right)).then_with(title),
            Order::Title => title(),
        };
        first.then_with(|| left.document.source.cmp(&right.document.source))
    }
}
