//! Asks other hosts whether the addresses that the portal links to are still there: politely, a few hosts at once and each of them
//! slowly, never where robots are not wanted, and not again what was answered lately.
//!
//! What comes of it depends on the day and on others. So it is told as a note, and never decides whether a check passes.

mod answer;
mod asking;
mod bounds;
mod hosts;
mod memory;
mod robots;

pub use answer::{Answer, Why};
pub use asking::ask;
pub use bounds::Bounds;
pub use memory::Memory;
