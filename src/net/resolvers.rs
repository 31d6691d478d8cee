//! The one table of DNS-over-HTTPS resolvers (RFC 8484).
//!
//! It feeds the menu and, through `bin/dist.rs`, the `connect-src` of the page's policy: what is not
//! here cannot be asked. The build setting `MAILPRISM_RESOLVERS` replaces it.

/// A place that answers DNS questions over HTTPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Resolver {
    /// Stable: settings and saved answers name a resolver by it. Lower-case letters, digits, hyphens.
    pub id: &'static str,
    /// A proper name, the same in every language; equal to `id` where the setting gives none.
    pub name: &'static str,
    /// Where the questions go: an absolute address, or a path on the page's own server.
    pub url: &'static str,
}

/// The page's own server. Offered when the table names it, or when a probe of it answers with
/// `application/dns-message`; no policy line is needed for it beyond `'self'`.
pub const SAME_ORIGIN: Resolver = Resolver {
    id: "same-origin",
    name: "same-origin",
    url: "/dns-query",
};

/// What is asked where the build sets nothing. The first is the one a new visitor gets.
pub const DEFAULT: &str = "\
    cloudflare Cloudflare https://cloudflare-dns.com/dns-query; \
    google Google https://dns.google/dns-query";

/// The build setting, or [`DEFAULT`].
pub const SETTING: &str = match option_env!("MAILPRISM_RESOLVERS") {
    Some(setting) => setting,
    None => DEFAULT,
};

/// The resolvers of this build, the preferred one first. A setting that cannot be read stops the
/// build in `bin/dist.rs`; here it leaves nothing to ask.
pub fn table() -> Vec<Resolver> {
    parse(SETTING).unwrap_or_default()
}

/// The resolver with this id, the page's own server included.
pub fn by_id(id: &str) -> Option<Resolver> {
    table()
        .into_iter()
        .chain([SAME_ORIGIN])
        .find(|resolver| resolver.id == id)
}

impl Resolver {
    /// Whether questions to it go to the server the page came from.
    pub fn is_same_origin(&self) -> bool {
        self.url.starts_with('/')
    }

    /// Scheme, host and port, as a policy names a source; `None` for the page's own server.
    pub fn origin(&self) -> Option<&'static str> {
        let (scheme, rest) = self.url.split_once("://")?;
        let host = rest.split('/').next().unwrap_or(rest);
        self.url.get(..scheme.len() + "://".len() + host.len())
    }
}

/// Reads a setting: entries `id [name…] url`, separated by `;`. The name may hold spaces. A url is
/// `https://…`, `http://` with a loopback host, or `/path` for the page's own server.
///
/// # Errors
/// A sentence for whoever builds the page.
pub fn parse(setting: &'static str) -> Result<Vec<Resolver>, String> {
    let mut table: Vec<Resolver> = Vec::new();
    for entry in setting.split(';').map(str::trim).filter(|e| !e.is_empty()) {
        let resolver = parse_entry(entry)?;
        if table.iter().any(|other| other.id == resolver.id) {
            return Err(format!("two resolvers have the id \"{}\"", resolver.id));
        }
        table.push(resolver);
    }
    if table.is_empty() {
        return Err("no resolver is set".to_owned());
    }
    Ok(table)
}

fn parse_entry(entry: &'static str) -> Result<Resolver, String> {
    let shape = || format!("\"{entry}\" is not of the form: id name url");
    let (id, rest) = entry.split_once(char::is_whitespace).ok_or_else(shape)?;
    let rest = rest.trim_start();
    let (name, url) = rest.rsplit_once(char::is_whitespace).unwrap_or((id, rest));
    if !is_id(id) {
        return Err(format!(
            "the id \"{id}\" holds more than a-z, 0-9 and hyphens"
        ));
    }
    if !is_url(url) {
        return Err(format!(
            "\"{url}\" is neither https://host/path, nor http:// on loopback, nor /path"
        ));
    }
    Ok(Resolver {
        id,
        name: name.trim_end(),
        url,
    })
}

fn is_id(id: &str) -> bool {
    id.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The characters are those that mean nothing in a policy, an attribute or a query.
fn is_url(url: &str) -> bool {
    let plain = url
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-._~/:[]".contains(&b));
    let host = |rest: &str| rest.split(['/', ':']).next().map(str::len);
    let placed = if let Some(rest) = url.strip_prefix("https://") {
        host(rest) > Some(0) && rest.contains('/')
    } else if let Some(rest) = url.strip_prefix("http://") {
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|loopback| {
            rest.strip_prefix(loopback)
                .is_some_and(|after| after.starts_with([':', '/']) && after.contains('/'))
        })
    } else {
        url.starts_with('/') && !url.starts_with("//")
    };
    plain && placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_names_two_resolvers_and_their_origins() -> Result<(), String> {
        let table = parse(DEFAULT)?;
        let seen: Vec<_> = table.iter().map(|r| (r.id, r.name, r.origin())).collect();
        assert_eq!(
            seen,
            [
                (
                    "cloudflare",
                    "Cloudflare",
                    Some("https://cloudflare-dns.com")
                ),
                ("google", "Google", Some("https://dns.google")),
            ]
        );
        Ok(())
    }

    #[test]
    fn a_setting_may_name_a_port_a_path_of_our_own_and_names_with_spaces() -> Result<(), String> {
        let table = parse(
            " lab  The lab's resolver  http://127.0.0.1:8053/dns-query ; own /dns-query ;
              six http://[::1]:8053/dns-query; far https://doh.example:8443/dns-query ",
        )?;
        assert_eq!(table.len(), 4);
        assert_eq!(table[0].name, "The lab's resolver");
        assert_eq!(table[0].origin(), Some("http://127.0.0.1:8053"));
        assert_eq!((table[1].name, table[1].origin()), ("own", None));
        assert!(table[1].is_same_origin());
        assert_eq!(table[2].origin(), Some("http://[::1]:8053"));
        assert_eq!(table[3].origin(), Some("https://doh.example:8443"));
        Ok(())
    }

    #[test]
    fn a_setting_that_would_loosen_the_policy_is_refused() {
        for setting in [
            "",
            " ; ",
            "lonely",
            "a https://",
            "a https:///dns-query",
            "a https://host",
            "a http://doh.example/dns-query",
            "a http://127.0.0.1.evil.example/dns-query",
            "a //doh.example/dns-query",
            "a https://*/dns-query",
            "a https://x,script-src/dns-query",
            "a https://user@doh.example/dns-query",
            "a https://h/dns-query\"><script>",
            "a javascript:alert/1",
            "A https://doh.example/dns-query",
            "a https://one.example/q; a https://two.example/q",
        ] {
            assert!(parse(setting).is_err(), "{setting:?} was taken");
        }
    }

    #[test]
    fn our_own_server_is_found_though_the_table_leaves_it_out() {
        assert_eq!(by_id("same-origin"), Some(SAME_ORIGIN));
        assert_eq!(by_id("nobody"), None);
    }
}
