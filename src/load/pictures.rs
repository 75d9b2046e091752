//! The `[pictures]` table of `site.toml`: which smaller versions of photographs a build makes, and how wide pages show them.

use serde::Deserialize;

use super::toml_text::Placed;
use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog};
use crate::media::smaller::Recipe;

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pictures {
    pub enabled: bool,
    /// In pixels.
    widths: Vec<i64>,
    /// 1 to 100.
    quality: i64,
    /// Of `jpeg`, `webp`.
    formats: Vec<String>,
    /// How wide pictures in texts are shown, as `sizes` of HTML says it.
    pub sizes: String,
    /// Whether a picture is drawn for social networks of every page that has none.
    pub share: bool,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            enabled: true,
            widths: vec![320, 640, 960, 1440],
            quality: 80,
            formats: FORMATS.map(str::to_owned).to_vec(),
            // The column of the theme's texts, beside which are its gaps.
            sizes: "(min-width: 54rem) 52rem, calc(100vw - 2.5rem)".to_owned(),
            share: false,
        }
    }
}

const FORMATS: [&str; 2] = ["jpeg", "webp"];
const WIDTHS: std::ops::RangeInclusive<i64> = 100..=4000;
/// Each is made of every photograph, and named in every page that shows it.
const MOST_WIDTHS: usize = 8;

impl Pictures {
    /// `None` where no versions are made. What `check` refuses is left out.
    pub fn recipe(&self) -> Option<Recipe> {
        let has = |format: &str| self.formats.iter().any(|own| own == format);
        let widths: Vec<u32> = self.widths.iter().filter_map(|width| u32::try_from(*width).ok()).collect();
        let quality = u8::try_from(self.quality).ok()?;
        self.enabled.then(|| Recipe { widths, quality, jpeg: has("jpeg"), webp: has("webp") })
    }

    pub fn check(&self, file: &str, placed: &Placed, findings: &mut Vec<Finding>) {
        let Pictures { enabled: _, widths, quality, formats, sizes, share: _ } = self;
        let mut wrong = |key: &str, value: String, wanted: Words| {
            let way = format!("pictures.{key}");
            let finding = placed.finding(&catalog::CONFIG_VALUE, file, placed.value(&way));
            findings.push(finding.with("key", way).with("value", value).with_words("expected", wanted));
        };
        let grows = widths.windows(2).all(|pair| pair[0] < pair[1]);
        let fits = widths.iter().all(|width| WIDTHS.contains(width)) && (1..=MOST_WIDTHS).contains(&widths.len());
        if !grows || !fits {
            let wanted = (
                "Viết từ 1 đến 8 chiều rộng, từ 100 đến 4000 điểm ảnh, nhỏ trước lớn sau: widths = [320, 640, 960, 1440]. Không muốn có bản nhỏ thì viết enabled = false."
                    .to_owned(),
                "Write 1 to 8 widths of 100 to 4000 pixels, the smallest first: widths = [320, 640, 960, 1440]. For no smaller versions, write enabled = false."
                    .to_owned(),
            );
            wrong("widths", format!("{widths:?}"), wanted);
        }
        if !(1..=100).contains(quality) {
            let wanted = ("Viết một số từ 1 đến 100: quality = 80.", "Write a number from 1 to 100: quality = 80.");
            wrong("quality", quality.to_string(), (wanted.0.to_owned(), wanted.1.to_owned()));
        }
        if let Some(format) = formats.iter().find(|format| !FORMATS.contains(&format.as_str())) {
            let wanted = (
                "Chỉ có jpeg và webp: formats = [\"jpeg\", \"webp\"].",
                "There are jpeg and webp: formats = [\"jpeg\", \"webp\"].",
            );
            wrong("formats", format.clone(), (wanted.0.to_owned(), wanted.1.to_owned()));
        }
        if sizes.trim().is_empty() || sizes.contains(['"', '<', '>', ';', '{', '}']) {
            let wanted = (
                "Viết như thuộc tính sizes của HTML: sizes = \"(min-width: 54rem) 52rem, 100vw\".",
                "Write it as the attribute sizes of HTML: sizes = \"(min-width: 54rem) 52rem, 100vw\".",
            );
            wrong("sizes", sizes.clone(), (wanted.0.to_owned(), wanted.1.to_owned()));
        }
    }
}
