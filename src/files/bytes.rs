//! How bytes are kept in a file of the cache: as one run, which takes no step for each byte.
//!
//! For `#[serde(with = "crate::files::bytes")]`.

use serde::{Deserialize, Deserializer, Serializer};

pub fn serialize<S: Serializer>(bytes: &impl AsRef<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes.as_ref())
}

pub fn deserialize<'de, D: Deserializer<'de>, B: From<&'de [u8]>>(deserializer: D) -> Result<B, D::Error> {
    <&[u8]>::deserialize(deserializer).map(B::from)
}
