//! What is wrong with how a cache or a webhook is described in `site.toml`, as data; `cli` has the words.

/// Each is found before the first request. None holds a value that came from the environment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SetupFault {
    /// `$NAME` stands there, and the environment has no such variable.
    NoVariable { name: String },
    /// Neither address nor body of the request, with its headers, says what is to be forgotten.
    NoAddress,
    /// No HTTP method; as it was written.
    Method { written: String },
    /// No name or value of an HTTP header; its name.
    Header { name: String },
    /// Not the beginning of an address: `https://…`.
    Url,
    /// The command is an empty list.
    NoProgram,
}
