//! What fuzzing found, and what it starts from, under the laws of the fuzz targets (`tests/fuzz`).
//!
//! An input that broke a law stands in `tests/it/fuzzed/TARGET/`, named after what went wrong.

use std::fs;
use std::path::Path;

#[path = "../fuzz/laws.rs"]
mod laws;

#[test]
fn the_seeds_of_every_target_keep_its_law() {
    for (target, law) in laws::LAWS {
        let seeds = laws::seeds(target);
        assert!(seeds.len() >= 3, "{target} has {} seeds", seeds.len());
        for seed in seeds {
            law(&seed);
        }
    }
}

#[test]
fn what_fuzzing_found_keeps_its_law() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fuzzed");
    for (target, law) in laws::LAWS {
        // A target in which nothing was found has no folder.
        for entry in fs::read_dir(folder.join(target)).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            println!("{}", path.display());
            law(&fs::read(path).expect("a file"));
        }
    }
}

#[test]
fn every_law_is_a_target_of_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    assert_eq!(manifest.matches("[[bin]]").count(), laws::LAWS.len());
    for (target, _) in laws::LAWS {
        let text = fs::read_to_string(folder.join(format!("targets/{target}.rs")));
        let text = text.expect("a target");
        assert!(text.contains(&format!(
            "target!(\"{target}\", mailprism_fuzz::laws::{target})"
        )));
        assert!(manifest.contains(&format!("path = \"targets/{target}.rs\"")));
    }
}

/// Bytes that no law was thought of for: each seed with a piece taken out, doubled, or turned over.
#[test]
fn seeds_that_were_cut_and_doubled_keep_the_law() {
    for (target, law) in laws::LAWS {
        let mut dice = crate::robust::Dice(7);
        for seed in laws::seeds(target).iter().take(3) {
            for _ in 0..3 {
                let start = dice.below(seed.len());
                let end = start + dice.below((seed.len() - start).min(64));
                law(&[&seed[..start], &seed[end..]].concat());
                law(&[&seed[..end], &seed[start..]].concat());
                let mut turned = seed.clone();
                turned[start..end].reverse();
                law(&turned);
            }
        }
    }
}
