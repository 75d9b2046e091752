//! Parses no style: each is an error, and is left as it is.

pub mod stylesheet {
    #[derive(Default)]
    pub struct ParserOptions;

    #[derive(Default)]
    pub struct MinifyOptions;

    #[derive(Default)]
    pub struct PrinterOptions {
        pub minify: bool,
    }

    pub struct Written {
        pub code: String,
    }

    /// There is none.
    pub enum StyleSheet {}

    /// There is none.
    pub enum StyleAttribute {}

    impl StyleSheet {
        pub fn parse(_: &str, _: ParserOptions) -> Result<Self, ()> {
            Err(())
        }

        pub fn minify(&mut self, _: MinifyOptions) -> Result<(), ()> {
            match *self {}
        }

        pub fn to_css(&self, _: PrinterOptions) -> Result<Written, ()> {
            match *self {}
        }
    }

    impl StyleAttribute {
        pub fn parse(_: &str, _: ParserOptions) -> Result<Self, ()> {
            Err(())
        }

        pub fn minify(&mut self, _: MinifyOptions) {
            match *self {}
        }

        pub fn to_css(&self, _: PrinterOptions) -> Result<Written, ()> {
            match *self {}
        }
    }
}
