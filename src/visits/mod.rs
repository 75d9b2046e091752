//! Counts visits from the logs of a web server, or from a table that another counter gives: lines in, rows of a summary out.
//!
//! Of a line the day, the address and what it says of being a robot are looked at and nothing else: an IP address is passed over before
//! anything is kept, so none can be stored. Who is a new visitor cannot be told without one, so nobody counts visitors.

mod count;
mod growth;
pub mod log_line;
mod robots;
mod table;

pub use count::{Counter, Left, Place};
pub use growth::growth;
pub use robots::is_robot;
