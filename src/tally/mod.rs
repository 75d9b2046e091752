//! What a portal has published, counted: which items came when, in which periods they lie, and what that comes to. Reports of the editorial
//! board and the public page of figures count with this and nothing else.

pub mod figures;
pub mod parts;
pub mod period;
pub mod question;
pub mod shelf;
