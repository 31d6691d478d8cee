//! The few pictograms of the page. Each stands beside a word or has a name of its own.

use crate::ui::parts::el::Part;
use crate::ui::parts::glyph::pictogram;

/// A padlock, before the privacy line.
pub const LOCK: &str = "M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z";

/// Sliders, for settings.
pub const SLIDERS: &str = "M1 4h7M12 4h3M10 2v4M1 12h3M8 12h7M6 10v4";

/// A prism that splits a line, before the product's name.
pub const PRISM: &str = "M8 2l6.5 12h-13zM0 10l6-1.5M10 9l6-1M10.5 10.5l5.5 1.5";

/// A pictogram of sixteen by sixteen, drawn with the ink around it.
pub fn icon(class: &'static str, path: &'static str) -> Part {
    pictogram(class, "0 0 16 16", None, &[("", path)])
}
