//! Holds the rules and the bytes of the index against `tests/search/vectors.json`, which the client's tests run too.

use serde_json::Value;

use super::collect::{Collector, TermCache};
use super::facets::{Choice, Codes, Facets};
use super::fields::Field;
use super::glossary::Glossary;
use super::invert::Lists;
use super::lexicon::{Lexicon, TermId};
use super::numbers::number_terms;
use super::pair_files::PairChange;
use super::pair_lists::PairShape;
use super::pairs::pair;
use super::postings::{Change, File};
use super::stored_fields::{self, Row, StoredFields};
use super::terms::{each_word, fold, folded, hash, signature, stem, term, title_slug};
use super::tiers::{self, Scale, Shape};
use super::{VERSION, doc_ids, name, size_letter};
use crate::files::{self, Hash};
use crate::text::fold::nfc;

fn vectors(section: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../../tests/search/vectors.json")).unwrap();
    all[section].clone()
}

/// The rows of a section: what goes in, what must come out.
fn rows(section: &str) -> Vec<(String, Value)> {
    let rows = vectors(section).as_array().unwrap().clone();
    assert!(!rows.is_empty());
    rows.into_iter().map(|row| (text(&row[0]).to_owned(), row[1].clone())).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap() as u32
}

/// Every text is composed before it is indexed.
fn words(text: &str, english: bool) -> Vec<String> {
    let (text, mut found) = (nfc(text), Vec::new());
    each_word(&text, |word, _| found.push(term(word, english)));
    found
}

#[test]
fn the_version_is_that_of_the_vectors_and_of_the_page() {
    assert_eq!(vectors("version"), VERSION);
    let page = include_str!("../../docs/search-format.md");
    assert!(page.contains(&format!("This page describes version {VERSION}.")));
}

#[test]
fn the_page_has_the_sizes_of_the_program() {
    let page = include_str!("../../docs/search-format.md");
    for (most, scale) in tiers::SCALES {
        let Scale { common, rare, other, second_tier, block, pair_files, buckets, budget } = scale;
        let most = if most == usize::MAX { "more".to_owned() } else { most.to_string() };
        let row = format!(
            "| {most} | {common} | {rare} | {other} | {second_tier} | {block} | {pair_files} | {buckets} | {budget} |"
        );
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn texts_are_folded_and_slugged_as_the_vectors_say() {
    for (given, folded) in rows("fold") {
        assert_eq!(fold(&nfc(&given)), folded, "{given:?}");
    }
    for (given, slug) in rows("slug") {
        assert_eq!(title_slug(&nfc(&given)), slug, "{given:?}");
    }
}

#[test]
fn texts_become_the_terms_of_the_vectors() {
    for (given, expected) in rows("words") {
        let found: Vec<[String; 2]> =
            words(&given, false).into_iter().map(|marked| [marked.clone(), folded(&marked)]).collect();
        assert_eq!(serde_json::json!(found), expected, "{given:?}");
    }
    for (given, expected) in rows("english") {
        assert_eq!(serde_json::json!(words(&given, true)), expected, "{given:?}");
    }
    assert_eq!(stem("services"), "servic");
}

#[test]
fn document_numbers_and_dates_are_those_of_the_vectors() {
    for (given, expected) in rows("numbers") {
        assert_eq!(serde_json::json!(number_terms(&nfc(&given))), expected, "{given:?}");
    }
}

#[test]
fn hashes_letters_and_names_are_those_of_the_vectors() {
    for row in vectors("hash").as_array().unwrap() {
        let given = text(&row[0]);
        assert_eq!(hash(given), number(&row[1]), "{given:?}");
        // Nothing follows the last term, which no hash is made of.
        assert!(given.is_empty() || u32::from(signature(hash(given))) == number(&row[2]), "{given:?}");
    }
    for row in vectors("pairs").as_array().unwrap() {
        assert_eq!(pair(hash(text(&row[0])), hash(text(&row[1]))), number(&row[2]), "{row}");
    }
    for row in vectors("letters").as_array().unwrap() {
        assert_eq!(stored_fields::letter(number(&row[0])).to_string(), text(&row[1]));
    }
    for row in vectors("sizes").as_array().unwrap() {
        assert_eq!(size_letter(number(&row[0]) as usize).to_string(), text(&row[1]));
    }
    for row in vectors("names").as_array().unwrap() {
        let hash: Hash = files::hash(&bytes(text(&row[0])));
        assert_eq!(hash.to_hex()[..16], *text(&row[1]));
        assert_eq!(name(&hash, 8), text(&row[2]));
    }
}

#[test]
fn terms_lie_in_the_files_that_the_vectors_name() {
    let syllables = vectors("syllables");
    for (list, expected) in [("yes", true), ("no", false)] {
        for word in syllables[list].as_array().unwrap() {
            assert_eq!(tiers::is_syllable(text(word)), expected, "{word}");
        }
    }
    let files = vectors("files");
    let scale = scale(&files["counts"]);
    for row in files["terms"].as_array().unwrap() {
        let is_common = files["common"].as_array().unwrap().contains(&row[0]);
        assert_eq!(tiers::file_of(&scale, text(&row[0]), is_common), number(&row[1]), "{row}");
    }
}

#[test]
fn phrases_are_found_where_the_vectors_say() {
    let phrases = vectors("phrases");
    let rows = phrases["glossary"].as_array().unwrap().iter().map(|row| (text(&row[0]), text(&row[1])));
    let lexicon = Lexicon::default();
    let glossary = Glossary::new(rows, &lexicon);
    for row in phrases["texts"].as_array().unwrap() {
        let words: Vec<TermId> =
            words(text(&row[0]), false).iter().map(|marked| lexicon.term(&folded(marked)).id).collect();
        let found: Vec<Value> = (0..words.len())
            .filter_map(|at| {
                let (length, short) = glossary.phrase(|ahead| words.get(at + ahead).copied())?;
                Some(serde_json::json!([at, length, *lexicon.marked()[short.id as usize]]))
            })
            .collect();
        assert_eq!(Value::from(found), row[1], "{row}");
    }
}

fn scale(counts: &Value) -> Scale {
    let [common, rare, other, second_tier] = ["common", "rare", "other", "deep"].map(|key| number(&counts[key]));
    Scale { common, rare, other, second_tier, block: 4, pair_files: 1, buckets: 2, budget: 0 }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter(|digit| *digit != ' ').map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
}

/// A file of the index in the vectors, which is written in pieces; `None`: it has no such file.
fn file(index: &Value, name: &str) -> Option<Vec<u8>> {
    let pieces = index["files"].get(name)?.as_array().unwrap();
    Some(pieces.iter().flat_map(|piece| bytes(text(&piece[0]))).collect())
}

fn facets(index: &Value) -> Facets {
    let choices = |key: &str| -> Vec<Choice> {
        let all = index["entry"]["facets"][key].as_array().unwrap().iter();
        all.map(|choice| Choice {
            id: text(&choice["id"]).to_owned(),
            label: text(&choice["label"]).to_owned(),
            url: choice.get("url").map(|url| text(url).to_owned()),
        })
        .collect()
    };
    let mut facets = Facets::default();
    (facets.kind, facets.section, facets.agency) = (choices("kind"), choices("section"), choices("agency"));
    (facets.document_type, facets.state, facets.topic) = (choices("type"), choices("state"), choices("topic"));
    facets
}

/// The items of the index in the vectors, by document id.
fn items(index: &Value) -> Vec<Value> {
    let mut items = index["items"].as_array().unwrap().clone();
    items.sort_by_key(|item| number(&item["docId"]));
    items
}

#[test]
fn items_have_the_document_ids_of_the_vectors() {
    let index = vectors("index");
    let items = items(&index);
    let year = |item: &Value| text(&item["date"]).get(..4).map_or(0, |year| year.parse().unwrap());
    let order: Vec<(i16, &str)> = items.iter().map(|item| (year(item), text(&item["url"]))).collect();
    let found = doc_ids::doc_ids(&order, number(&index["entry"]["block"]));
    assert_eq!(found.of, items.iter().map(|item| number(&item["docId"])).collect::<Vec<_>>());
    assert_eq!(serde_json::json!(found.years), index["entry"]["years"]);
}

#[test]
fn postings_have_the_bytes_of_the_vectors() {
    let index = vectors("index");
    let (lexicon, mut term_cache) = (Lexicon::default(), TermCache::default());
    let glossary = Glossary::default();
    let mut words = Vec::new();
    for item in items(&index) {
        let mut collector = Collector::new(&lexicon, &glossary, false, &mut term_cache);
        for (field, key) in [(Field::Number, "number"), (Field::Title, "title"), (Field::Body, "body")] {
            collector.add(field, text(&item[key]));
        }
        words.push((collector.finish(), number(&item["docId"])));
    }
    let entry = &index["entry"];
    let shape = PairShape { files: 1, buckets: 2, span: 8 };
    let average = entry["average"].as_f64().unwrap() as f32;
    let pairs = PairChange { before: None, removed: &[], added: &words, average, shape }.make(|_| ()).unwrap();
    assert!(matches!(&pairs.files[..], [File::Made(bytes)] if Some(bytes) == file(&index, "q0").as_ref()));
    let letters: String = pairs.sizes.iter().map(|size| stored_fields::letter(u32::from(*size))).collect();
    assert_eq!(letters, entry["buckets"]);
    let shape = Shape::new(scale(&entry["files"]), words.len());
    let (added, removed) = (Lists::new(&words, average, &lexicon.folded()), Lists::new(&[], average, &[]));
    let made = Change { before: &[], removed, added, lexicon: &lexicon, shape }.make(|_| ()).unwrap();
    let bytes = |file: &File| match file {
        File::Made(bytes) => Some(bytes.clone()),
        File::None => None,
        File::Same => panic!("there is no index before"),
    };
    let files: Vec<Option<Vec<u8>>> = made.files.iter().map(bytes).collect();
    for (number, bytes) in files.iter().enumerate() {
        assert_eq!(*bytes, file(&index, &format!("p{number}")), "p{number}");
    }
    let second_tier: Vec<_> = made.second_tier.iter().map(bytes).collect();
    assert_eq!((files.len(), second_tier), (6, vec![file(&index, "d0")]));
    let (classes, lists): (Vec<_>, Vec<_>) = made.classes.iter().map(|class| (&class.names, &class.sizes)).unzip();
    assert_eq!(
        serde_json::json!([shape.lowest, classes, lists]),
        serde_json::json!([entry["lowest"], entry["classes"], entry["lists"]])
    );
    let sizes: String = files.iter().map(|file| size_letter(file.as_ref().map_or(1, Vec::len))).collect();
    assert_eq!(sizes, entry["sizes"]);
}

#[test]
fn stored_fields_and_columns_have_the_bytes_of_the_vectors() {
    let index = vectors("index");
    let (facets, items) = (facets(&index), items(&index));
    let stored: Vec<StoredFields> = items
        .iter()
        .map(|item| {
            let code = |at: usize| number(&item["codes"][at]) as u16;
            let (kind, section, agency, document_type, state) = (code(0), code(1), code(2), code(3), code(4));
            StoredFields {
                doc_id: number(&item["docId"]),
                title: text(&item["title"]),
                url: text(&item["url"]),
                text: text(&item["text"]),
                date: text(&item["date"]).to_owned(),
                day: number(&item["day"]) as u16,
                number: text(&item["number"]),
                codes: Codes { kind, section, agency, document_type, state, topics: [code(5), code(6)] },
            }
        })
        .collect();
    let blocks = stored_fields::files(&stored, &facets, 16, 4);
    let records: String = blocks.iter().map(|block| stored_fields::size_letter(block.as_ref())).collect();
    assert_eq!(records, index["entry"]["records"]);
    for (number, block) in blocks.into_iter().enumerate() {
        assert_eq!(block.map(|block| block.bytes), file(&index, &format!("k{number}")), "k{number}");
    }
    let rows = stored.iter().map(|item| Row { doc_id: item.doc_id, codes: item.codes, day: item.day });
    assert_eq!(stored_fields::columns(rows, 16).into_iter().map(Some).collect::<Vec<_>>(), [file(&index, "f0")]);
}
