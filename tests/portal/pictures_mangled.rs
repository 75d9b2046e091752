//! Whatever bytes a picture has, its versions are made or it is said why not, and nothing else happens.

use std::sync::LazyLock;

use cong::media;
use cong::media::smaller::{Recipe, Role, make};
use proptest::prelude::*;

use crate::pictures::{drawing, photograph, webp};
use crate::site_builder::cases;

static WHOLE: LazyLock<[Vec<u8>; 4]> =
    LazyLock::new(|| [photograph(96, 60, 1, 6), drawing(96, 60), webp(96, 60, true), webp(96, 60, false)]);

fn recipe() -> Recipe {
    Recipe { widths: vec![40, 90], quality: 80, jpeg: true, webp: true }
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn mangled_bytes_cost_their_picture_alone(
        which in 0_usize..4,
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        end in prop::option::weighted(0.3, any::<prop::sample::Index>()),
    ) {
        let mut bytes = WHOLE[which].clone();
        for (place, byte) in &places {
            let at = place.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        let Ok(cleaned) = media::clean("anh.jpg", &bytes) else { return Ok(()) };
        let Some(raster) = cleaned.raster.filter(|raster| raster.lack.is_none()) else { return Ok(()) };
        // A size that somebody has made up is what memory is bounded by elsewhere.
        prop_assume!(cleaned.dimensions.is_some_and(|(width, height)| u64::from(width) * u64::from(height) < 4_000_000));
        if let Some(Ok(made)) = make(&bytes, raster, &recipe(), &[Role::Shown, Role::Social], &|_| true) {
            for version in made.into_iter().flatten() {
                let size = imagesize::blob_size(&version.bytes).unwrap();
                prop_assert_eq!((size.width, size.height), (version.width as usize, version.height as usize));
            }
        }
    }
}
