//! Would make a script smaller that was parsed, which none is.

pub struct Minifier;

pub struct MinifierOptions {
    pub mangle: Option<MangleOptions>,
    pub compress: Option<CompressOptions>,
}

#[derive(Default)]
pub struct MangleOptions;

pub struct CompressOptions;

impl CompressOptions {
    pub fn safest() -> Self {
        Self
    }
}

impl Minifier {
    pub fn new(_: MinifierOptions) -> Self {
        Self
    }

    pub fn minify<Allocator, Program>(self, _: &Allocator, _: &mut Program) {}
}
