//! Wycheproof's vectors for RSA, P-256 and P-384, which the `dnssec-prover` crate carries.

use std::fs;
use std::path::Path;

use mailprism::engine::crypto::hash::{HashKind, digest};
use mailprism::engine::crypto::scheme::sha384;
use mailprism::engine::crypto::{Check, Scheme, ecdsa};
use serde_json::Value;

fn vectors(folder: &Path, file: &str) -> Vec<Value> {
    let text = fs::read(folder.join(file)).expect("the vectors");
    let file: Value = serde_json::from_slice(&text).expect("JSON");
    file["testGroups"].as_array().expect("groups").clone()
}

fn octets(value: &Value) -> Vec<u8> {
    let hex = value.as_str().expect("hex");
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).expect("hex"))
        .collect()
}

/// `r` and `s` side by side, out of the DER that the vectors have and DNSSEC does not; `None` when it
/// is no DER, which is no matter of ours then.
fn side_by_side(der: &[u8], size: usize) -> Option<Vec<u8>> {
    let [0x30, length, rest @ ..] = der else {
        return None;
    };
    if usize::from(*length) != rest.len() || *length >= 0x80 {
        return None;
    }
    let mut rest = rest;
    let mut both = Vec::new();
    for _ in 0..2 {
        let [0x02, length, after @ ..] = rest else {
            return None;
        };
        let (number, after) = after.split_at_checked(usize::from(*length))?;
        let number = match number {
            [0, high, ..] if *high >= 0x80 => &number[1..],
            [0] => number,
            [0, ..] | [] => return None,
            [high, ..] if *high >= 0x80 => return None,
            _ => number,
        };
        both.extend(vec![0; size.checked_sub(number.len())?]);
        both.extend(number);
        rest = after;
    }
    rest.is_empty().then_some(both)
}

#[test]
fn the_vectors_for_curves_come_out_as_expected() {
    let folder = super::sources_of("dnssec-prover").join("src/test");
    let sha256 = |octets: &[u8]| digest(HashKind::Sha256, octets);
    type Hash<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;
    let files: [(&str, usize, Hash<'_>); 3] = [
        ("ecdsa_secp256r1_sha256_test.json", 32, &sha256),
        ("ecdsa_secp384r1_sha256_test.json", 48, &sha256),
        ("ecdsa_secp384r1_sha384_test.json", 48, &sha384),
    ];
    let (mut valid, mut invalid, mut no_der) = (0, 0, 0);
    for (file, size, hash) in files {
        for group in vectors(&folder, file) {
            let point = octets(&group["publicKey"]["uncompressed"]);
            for test in group["tests"].as_array().expect("tests") {
                let message = octets(&test["msg"]);
                let expected = test["result"] == "valid";
                let Some(signature) = side_by_side(&octets(&test["sig"]), size) else {
                    assert!(!expected, "{file}: {test}");
                    no_der += 1;
                    continue;
                };
                let check = match size {
                    32 => ecdsa::check_p256(&point[1..], &hash(&message), &signature),
                    _ => ecdsa::check_p384(&point[1..], &hash(&message), &signature),
                };
                assert_eq!(check == Ok(Check::Match), expected, "{file}: {test}");
                *if expected { &mut valid } else { &mut invalid } += 1;
            }
        }
    }
    println!("{valid} valid, {invalid} not, {no_der} more are no DER");
    assert_eq!(valid + invalid + no_der, 471 + 459 + 491);
    assert!(valid > 500 && invalid > 100);
}

#[test]
fn the_vectors_for_rsa_come_out_as_expected() {
    let folder = super::sources_of("dnssec-prover").join("src/test");
    let (mut valid, mut invalid, mut either) = (0, 0, 0);
    for bits in [2048, 3072, 4096] {
        for (hash, scheme) in [("256", Scheme::RsaSha256), ("512", Scheme::RsaSha512)] {
            let file = format!("rsa_signature_{bits}_sha{hash}_test.json");
            for group in vectors(&folder, &file) {
                let exponent = octets(&group["publicKey"]["publicExponent"]);
                let modulus = octets(&group["publicKey"]["modulus"]);
                let length = u8::try_from(exponent.len()).unwrap();
                let key = [&[length], &*exponent, &*modulus].concat();
                for test in group["tests"].as_array().expect("tests") {
                    let check = scheme.check(&key, &octets(&test["msg"]), &octets(&test["sig"]));
                    let holds = check == Ok(Check::Match);
                    match test["result"].as_str() {
                        Some("valid") => assert!(holds, "{file}: {test}"),
                        Some("invalid") => assert!(!holds, "{file}: {test}"),
                        // A NULL left out of the padding: verifiers may take it. We do not.
                        _ => assert!(!holds, "{file}: {test}"),
                    }
                    *match test["result"].as_str() {
                        Some("valid") => &mut valid,
                        Some("invalid") => &mut invalid,
                        _ => &mut either,
                    } += 1;
                }
            }
        }
    }
    println!("{valid} valid, {invalid} not, {either} that may be either");
    assert_eq!(valid + invalid + either, 259 * 4 + 260 + 258);
    assert!(valid > 40 && invalid > 1_000);
}
