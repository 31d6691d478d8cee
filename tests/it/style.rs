//! The style sheets: colours live in one file, contrast enough, and states that stay apart.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const GROUNDS: [&str; 3] = ["page", "panel", "lane"];
const TINTS: [&str; 4] = ["pass-tint", "fail-tint", "warn-tint", "error-tint"];
const STATES: [&str; 5] = ["pass", "fail", "warn", "error", "edge"];

#[test]
fn text_is_readable_on_everything_it_lies_on() {
    let colours = colours();
    let mut grounds: Vec<&str> = GROUNDS.iter().chain(&TINTS).copied().collect();
    grounds.push("mark");
    for ink in ["ink", "mute", "act"] {
        for ground in &grounds {
            assert_contrast(&colours, ink, ground, 4.5);
        }
    }
    assert_contrast(&colours, "on-act", "act", 4.5);
    assert_contrast(&colours, "panel", "ink", 4.5);
}

#[test]
fn signs_and_borders_stand_out() {
    let colours = colours();
    for state in STATES {
        for ground in GROUNDS {
            assert_contrast(&colours, state, ground, 3.0);
        }
        assert_contrast(&colours, "panel", state, 3.0);
    }
    for state in ["pass", "fail", "warn", "error"] {
        assert_contrast(&colours, state, &format!("{state}-tint"), 3.0);
    }
}

/// Machado, Oliveira and Fernandes (2009), complete loss of one kind of cone.
const EYES: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protan",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deutan",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritan",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

#[test]
fn states_stay_apart_for_eyes_that_confuse_colours() {
    let colours = colours();
    for (eye, matrix) in EYES {
        for theme in [0, 1] {
            let seen = |name: &str| {
                let linear = linear(colours[name][theme]);
                lab(matrix.map(|row| {
                    let sum: f64 = row.iter().zip(linear).map(|(a, b)| a * b).sum();
                    sum.clamp(0.0, 1.0)
                }))
            };
            for (index, one) in STATES.iter().enumerate() {
                for other in &STATES[index + 1..] {
                    let (a, b) = (seen(one), seen(other));
                    let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
                    let distance = squares.sqrt();
                    assert!(
                        distance >= 15.0,
                        "{eye} {theme}: {one} {other} {distance:.1}"
                    );
                }
            }
        }
    }
}

#[test]
fn colours_stand_in_one_file() {
    for file in sheets(Path::new("style")) {
        if file.ends_with("tokens.css") {
            continue;
        }
        for (number, line) in read(&file).lines().enumerate() {
            let raw = line.contains("rgb(") || line.contains("hsl(") || has_hex_colour(line);
            assert!(!raw, "{}:{}: {line}", file.display(), number + 1);
        }
    }
}

fn has_hex_colour(line: &str) -> bool {
    line.split('#').skip(1).any(|after| {
        let hex = after.chars().take_while(char::is_ascii_hexdigit).count();
        matches!(hex, 3 | 4 | 6 | 8) && line.contains(':')
    })
}

fn sheets(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sheets(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

/// Each colour of the tokens: its light and its dark value.
fn colours() -> BTreeMap<String, [[f64; 3]; 2]> {
    let tokens = read(Path::new("style/tokens.css"));
    let colours = tokens.lines().filter_map(|line| {
        let (name, values) = line
            .trim()
            .strip_prefix("--")?
            .split_once(": light-dark(")?;
        let (light, dark) = values.split_once(')')?.0.split_once(", ")?;
        Some((name.to_owned(), [colour(light), colour(dark)]))
    });
    colours.collect()
}

fn colour(hex: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
}

fn linear(colour: [f64; 3]) -> [f64; 3] {
    colour.map(|c| {
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = linear(colour);
    0.0722f64.mul_add(b, 0.2126f64.mul_add(r, 0.7152 * g))
}

fn assert_contrast(colours: &BTreeMap<String, [[f64; 3]; 2]>, one: &str, other: &str, least: f64) {
    for theme in [0, 1] {
        let (a, b) = (
            luminance(colours[one][theme]),
            luminance(colours[other][theme]),
        );
        let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
        assert!(
            contrast >= least,
            "{one} on {other}, theme {theme}: {contrast:.2}"
        );
    }
}

/// CIE 1976 L*a*b* of a linear sRGB colour, white point D65.
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let f = |v: f64| {
        if v > 0.008856 {
            v.cbrt()
        } else {
            7.787 * v + 16.0 / 116.0
        }
    };
    let x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    let y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    let z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}
