//! What other hosts have answered lately, kept between runs so that nobody is asked twice in a day.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Answer;

#[derive(Default, Serialize, Deserialize)]
pub struct Memory {
    /// By address.
    answers: BTreeMap<String, Kept>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    answer: Answer,
    /// Seconds since 1970.
    at: i64,
}

impl Memory {
    /// From what `to_bytes` made; empty where that cannot be read any more.
    pub fn read(bytes: &[u8]) -> Memory {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// What may still be believed at this moment. A moment that is still to come is nobody's.
    pub fn get(&self, url: &str, now: Timestamp) -> Option<&Answer> {
        let kept = self.answers.get(url)?;
        let age = now.as_second() - kept.at;
        (0..kept.answer.lasts() * 3600).contains(&age).then_some(&kept.answer)
    }

    pub fn put(&mut self, url: String, answer: Answer, at: Timestamp) {
        self.answers.insert(url, Kept { answer, at: at.as_second() });
    }

    /// Leaves only these addresses: what the portal does not link to any more is forgotten.
    pub fn keep(&mut self, is_wanted: impl Fn(&str) -> bool) {
        self.answers.retain(|url, _| is_wanted(url));
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn an_answer_is_believed_for_its_time_and_survives_being_kept() {
        let now: Timestamp = "2024-01-15T00:00:00Z".parse().unwrap();
        let later = |hours| now + SignedDuration::from_hours(hours);
        let mut memory = Memory::default();
        memory.put("https://a.vn/".to_owned(), Answer::Good, now);
        memory.put("https://b.vn/".to_owned(), Answer::Gone { status: 404 }, now);
        let memory = Memory::read(&memory.to_bytes());
        assert_eq!(memory.get("https://a.vn/", later(100)), Some(&Answer::Good));
        assert_eq!(memory.get("https://a.vn/", later(169)), None);
        assert_eq!(memory.get("https://b.vn/", later(23)), Some(&Answer::Gone { status: 404 }));
        assert_eq!(memory.get("https://b.vn/", later(25)), None);
        assert_eq!(memory.get("https://a.vn/", later(-1)), None, "a clock that was wrong");
        assert!(Memory::read(b"{\"answers\": 3").answers.is_empty());
    }
}
