//! Fuzz targets of Mailprism, each one law of [`laws`]. `run` beside this builds and runs them.

#[path = "../laws.rs"]
pub mod laws;

/// For the macro.
pub use libfuzzer_sys;

/// Defines a target. Before it reads its corpus it writes the seeds there, if `MAILPRISM_SEEDS` names
/// the folder.
#[macro_export]
macro_rules! target {
    ($name:literal, $law:path) => {
        $crate::libfuzzer_sys::fuzz_target!(
            init: { $crate::write_seeds($name) },
            |octets: &[u8]| { $law(octets) }
        );
    };
}

/// Writes the seeds of a target into the folder that `MAILPRISM_SEEDS` names.
pub fn write_seeds(target: &str) {
    let Some(folder) = std::env::var_os("MAILPRISM_SEEDS") else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    for (index, seed) in laws::seeds(target).iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{index}")), seed).expect("a seed is written");
    }
}
