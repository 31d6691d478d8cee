//! What pages are made of. A part takes what it shows and decides nothing.

pub mod copy;
pub mod diagram;
pub mod el;
pub mod field;
pub mod glyph;
pub mod icon;
pub mod steps;
