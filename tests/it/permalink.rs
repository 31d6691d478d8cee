//! Links: what was put in comes out, and a link that was damaged shows nothing.

use std::time::Instant;

use mailprism::play::case::{Made, Scope};
use mailprism::play::permalink::{INFLATED, LONGEST_MADE, Link, LinkFault, make, read};
use mailprism::play::route::{Kind, Route};
use mailprism::play::{Case, CaseFault};

fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}

fn case(message: &[u8]) -> Case {
    Case {
        made: Some(Made {
            time: 1_793_578_324,
            by: "mailprism/0.1.0".to_owned(),
        }),
        scope: Scope::Whole,
        message: message.to_vec(),
        ..Case::default()
    }
}

fn small() -> Case {
    case(b"From: taro@example.org\r\nSubject: =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=\r\n\r\nbody\0\xff\n")
}

fn read_back(case: &Case) -> Case {
    let link = make(case).expect("short enough");
    match read(&link) {
        Ok(Link::Mail(read)) => *read,
        fault => panic!("{link}: {fault:?}"),
    }
}

#[test]
fn what_was_put_in_comes_out_octet_for_octet() {
    for message in [
        &b""[..],
        b"\n",
        b"\r\n\r\n",
        b"a",
        b"\0\0\0",
        b"From: a@example.com\n\nCase: 1\n\nnot another case",
        "From: たろう <taro@例え.jp>\n\nこんにちは".as_bytes(),
    ] {
        assert_eq!(read_back(&case(message)), case(message), "{message:?}");
    }
    // CyberChef's links once grew two zero octets: lengths around the groups of base64 and of DES
    // alike must all survive.
    for length in 0..200 {
        let case = case(&noise(length as u64, length));
        assert_eq!(read_back(&case), case, "{length}");
    }
    let large = case(&noise(7, 300_000));
    assert_eq!(read_back(&large), large);
}

#[test]
fn a_link_holds_characters_that_chats_leave_alone() {
    let link = make(&small()).expect("short enough");
    let mut parts = link.splitn(4, '.');
    assert_eq!(parts.next(), Some("#m1"));
    let length = parts.next().expect("a length");
    parts.next().expect("a checksum");
    let payload = parts.next().expect("a payload");
    assert_eq!(
        u64::from_str_radix(length, 36),
        Ok(payload.len() as u64),
        "the length is written in clear text"
    );
    assert!(
        payload
            .bytes()
            .all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_')
    );
}

#[test]
fn a_link_that_was_cut_says_how_much_arrived() {
    let link = make(&case(&noise(1, 3_000))).expect("short enough");
    let payload = link.rsplit('.').next().expect("a payload").len();
    for lost in [1, 100, payload / 2, payload - 1, payload] {
        assert_eq!(
            read(&link[..link.len() - lost]),
            Err(LinkFault::Cut {
                arrived: payload - lost,
                expected: Some(payload)
            }),
            "{lost} characters lost"
        );
    }
}

#[test]
fn no_part_of_a_link_passes_for_a_link() {
    let link = make(&small()).expect("short enough");
    for end in 0..link.len() {
        let part = &link[..end];
        assert!(
            matches!(
                read(part),
                Err(LinkFault::Cut { .. } | LinkFault::Altered | LinkFault::NotOurs)
            ),
            "{part}"
        );
    }
}

#[test]
fn one_changed_character_is_noticed_wherever_it_is() {
    let case = small();
    let link = make(&case).expect("short enough");
    let payload = link.rfind('.').expect("a payload") + 1;
    for at in 1..link.len() {
        for other in ['A', 'z', '7', '-', '.', '%', 'é'] {
            let mut changed: Vec<char> = link.chars().collect();
            if changed[at] == other {
                continue;
            }
            changed[at] = other;
            let changed: String = changed.into_iter().collect();
            match read(&changed) {
                Err(LinkFault::Altered) => {}
                Err(LinkFault::Cut { .. } | LinkFault::NotOurs | LinkFault::Newer)
                    if at < payload => {}
                result => panic!("{changed}: {result:?}"),
            }
        }
    }
}

#[test]
fn characters_put_in_or_swapped_are_noticed() {
    let link = make(&small()).expect("short enough");
    let payload = link.rfind('.').expect("a payload") + 1;
    for at in payload..link.len() {
        let longer = format!("{}A{}", &link[..at], &link[at..]);
        assert_eq!(read(&longer), Err(LinkFault::Altered), "{longer}");
    }
    assert_eq!(read(&format!("{link}A")), Err(LinkFault::Altered));
    assert_eq!(
        read(&format!("{link}{link}")),
        Ok(Link::Mail(Box::new(small())))
    );
}

#[test]
fn the_sentence_around_a_link_and_wrapped_lines_do_no_harm() {
    let link = make(&small()).expect("short enough");
    let expected = Ok(Link::Mail(Box::new(small())));
    for around in [
        link.clone(),
        link[1..].to_owned(),
        format!("{link})"),
        format!("{link}>."),
        format!("  {link}\n"),
        format!("{link}, as I said"),
    ] {
        assert_eq!(read(&around), expected, "{around}");
    }
    let mut wrapped = String::new();
    for (index, c) in link.chars().enumerate() {
        if index > 0 && index % 76 == 0 {
            wrapped.push_str("\r\n ");
        }
        wrapped.push(c);
    }
    assert_eq!(read(&wrapped), expected);
}

#[test]
fn a_link_of_another_version_or_kind_is_newer() {
    for fragment in [
        "#m9.a.b.c",
        "#m2",
        "#m10.1.1.A",
        "#d1.4.abc.AAAA",
        "#q1.1.1.A",
    ] {
        assert_eq!(read(fragment), Err(LinkFault::Newer), "{fragment}");
    }
}

#[test]
fn what_is_no_link_of_ours_says_so() {
    for fragment in [
        "",
        "#",
        "#main",
        "#m",
        "#m0.1.1.A",
        "#m01.1.1.A",
        "#x1.1.1.A",
        "#pako:eJw",
        "#é1.a.b.c",
        "#m-1.1.1.A",
        "#m1é.1.1.A",
    ] {
        assert_eq!(read(fragment), Err(LinkFault::NotOurs), "{fragment:?}");
    }
}

#[test]
fn a_length_or_checksum_that_is_none_was_altered_and_without_a_length_nothing_is_guessed() {
    for fragment in [
        "#m1..",
        "#m1.!.1.A",
        "#m1.1.!.A",
        "#m1.1..A",
        "#m1.Z.1.A",
        "#m1.99999999999999.1.A",
    ] {
        assert_eq!(read(fragment), Err(LinkFault::Altered), "{fragment}");
    }
    for fragment in ["#m1", "#m1.", "#m1.zz"] {
        let cut = LinkFault::Cut {
            arrived: 0,
            expected: None,
        };
        assert_eq!(read(fragment), Err(cut), "{fragment}");
    }
    assert_eq!(
        read("#m1.zzzzz.1."),
        Err(LinkFault::Cut {
            arrived: 0,
            expected: Some(60_466_175)
        })
    );
}

#[test]
fn three_megabytes_are_refused_at_once() {
    let start = Instant::now();
    for fragment in [
        format!("#m1.1.1.{}", "A".repeat(3_000_000)),
        format!("#e1.{}", "a".repeat(3_000_000)),
    ] {
        let fault = Route::parse(&fragment)
            .map(|_| ())
            .and_then(|()| read(&fragment).map(|_| ()));
        assert_eq!(fault, Err(LinkFault::TooLarge));
    }
    assert!(start.elapsed().as_millis() < 500);
}

#[test]
fn a_link_of_almost_two_megabytes_ends_in_a_fault_and_not_in_a_wait() {
    let start = Instant::now();
    let fragment = format!("#m1.{}.0.{}", "14lmo", "A".repeat(1_900_000));
    assert!(matches!(
        read(&fragment),
        Err(LinkFault::Altered | LinkFault::Cut { .. })
    ));
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn a_link_that_would_be_too_long_is_not_made() {
    let fits = case(&noise(3, 370_000));
    let link = make(&fits).expect("just short enough");
    assert!(link.len() > 490_000 && link.len() <= LONGEST_MADE);
    assert_eq!(make(&case(&noise(3, 400_000))), Err(LinkFault::TooLarge));
    // What deflates well but could not be read back is no link either.
    assert_eq!(make(&case(&vec![b'a'; INFLATED])), Err(LinkFault::TooLarge));
    let start = Instant::now();
    assert_eq!(make(&case(&vec![b'a'; 50 << 20])), Err(LinkFault::TooLarge));
    assert!(start.elapsed().as_secs() < 2);
}

#[test]
fn the_faults_of_the_case_inside_come_through() {
    let mut newer = small();
    newer.others = vec!["Future: kept".to_owned()];
    assert_eq!(read_back(&newer), newer, "an unknown field is kept");
    assert_eq!(
        Case::parse(b"Case: 2\n\n"),
        Err(CaseFault::Newer),
        "an unknown version is not guessed at"
    );
}

/// A link as it was made by version 0.1.0. It must read for ever.
const FIRST: &str = "\
    #m1.co.6jrnla.jZFfSwJBFMV7Hug7XPY13GZ2Xa2JhUqtLAxqjcIQmXauuDp_lh01_fQ1KoFQQnDhvp\
    zzO9xzW8IhB0Z6Qvod0ahRY6xGoz6lnEWc1gegRaHKqnD6lIYspOTRfu4p2Ua5nQHpWMUhr9SYZLktPW\
    -CHls50jFLDkWZRjQOPYTFYbLFjiur0yCA7a4wx2KJ8p0NSds4DiOpRZWHuBK6VBjmVkP_rQ9mJa03Gx\
    ASasCa53HSPIujOuTKLuRYiQp3fsfC0U46w_UvjFCFcGDsYcoGgK78cf4Hamc7Ytyg9AA0WKbth26PXU\
    CZBuTayrXvzB-vxAoluImIkkZab7Y7T-X07O46Eyen_a5-PUnuW7h4wueZTh575f3r4DaeZIublxQUmp\
    SS7piDNO6v1jaRvavn1jbTWIMBydC_Ss4K_U6HhNz4_jnMRWUv93zHJFt8TDGfc_g6Oibf";

#[test]
fn a_link_made_by_the_first_version_still_reads() {
    let expected = Case::parse(
        b"Case: 1\nMade: 2026-11-02T00:12:04Z mailprism/0.1.0\nNow: 2026-11-01T00:00:00Z\nEol: crlf\n\
          Scope: headers\nEnv: ip=203.0.113.5 mailfrom=\"\" from=received[1]\n\
          Dns: s1._domainkey.example.com TXT alias noad - 1793578324 cloudflare s1.esp.example\n\
          Dns: s1._domainkey.example.com TXT ok noad 3600 1793578324 cloudflare \"v=DKIM1; p=\"\n\
          Dns: _dmarc.example.com TXT nxdomain ad - 1793578324 cloudflare\n\
          Body: c=relaxed sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= len=0\n\
          If: dns _dmarc.example.com \"v=DMARC1; p=none\"\nSel: dkim[0]\n\
          \nFrom: taro@example.com\r\nSubject: \xff\0\r\n",
    )
    .expect("a case");
    assert_eq!(read(FIRST), Ok(Link::Mail(Box::new(expected.clone()))));
    assert_eq!(
        make(&expected).as_deref(),
        Ok(FIRST),
        "and is made the same everywhere"
    );
}

// The address

#[test]
fn routes_read_as_they_are_written() {
    let state = |kind, id: &str, state: &str| Route::Item {
        kind,
        id: id.to_owned(),
        state: Some(state.to_owned()),
    };
    for (route, text) in [
        (Route::Start, ""),
        (
            Route::item(Kind::Example, "body-changed"),
            "#e1.body-changed",
        ),
        (Route::item(Kind::Lesson, "spf"), "#l1.spf"),
        (
            state(Kind::Example, "forwarded", "dkim-0"),
            "#e1.forwarded.dkim-0",
        ),
        (state(Kind::Scenario, "op25b", "3_a~.b"), "#s1.op25b.3_a~.b"),
        (state(Kind::Question, "17", "c"), "#q1.17.c"),
        (Route::Shared("m1.4.abc.AAAA".to_owned()), "#m1.4.abc.AAAA"),
    ] {
        assert_eq!(route.to_string(), text);
        assert_eq!(Route::parse(text), Ok(route.clone()), "{text}");
        assert_eq!(
            Route::parse(text.trim_start_matches('#')),
            Ok(route),
            "{text}"
        );
    }
    assert_eq!(Route::parse("#"), Ok(Route::Start));
}

#[test]
fn a_shared_route_keeps_the_link_for_copying_even_when_it_is_damaged() {
    let link = make(&small()).expect("short enough");
    let cut = &link[..link.len() - 9];
    let Ok(Route::Shared(kept)) = Route::parse(cut) else {
        panic!("a cut link is still a link");
    };
    assert_eq!(format!("#{kept}"), cut);
    assert!(matches!(read(&kept), Err(LinkFault::Cut { .. })));
}

#[test]
fn addresses_that_are_no_routes_are_told_apart() {
    for text in ["#e9.all-pass", "#m2.x", "#d1.1.1.A", "#l2.spf"] {
        assert_eq!(Route::parse(text), Err(LinkFault::Newer), "{text}");
    }
    for text in [
        "#main",
        "#e1",
        "#e1.",
        "#e1.a.",
        "#e1..b",
        "#e1.a b",
        "#e1.<script>",
        "#e1.a.b%20c",
        "#x1.a",
    ] {
        assert_eq!(Route::parse(text), Err(LinkFault::NotOurs), "{text}");
    }
}
