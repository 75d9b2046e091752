//! Would write a script that was parsed, which none is.

pub struct Codegen;

#[derive(Default)]
pub struct CodegenOptions {
    pub minify: bool,
    /// There are more in the real one, so whoever sets some takes the rest from the default.
    pub comments: bool,
}

pub struct Written {
    pub code: String,
}

impl Codegen {
    #[expect(clippy::new_without_default, reason = "nobody needs it")]
    pub fn new() -> Self {
        Self
    }

    pub fn with_options(self, _: CodegenOptions) -> Self {
        self
    }

    pub fn build<Program>(self, _: &Program) -> Written {
        Written { code: String::new() }
    }
}
