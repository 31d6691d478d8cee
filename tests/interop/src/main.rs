//! The peer that is a Rust crate, and the name server that every peer asks.
//!
//! It reads one request a line from standard input, as JSON, and answers each with a line:
//!
//! - `zone` takes zone lines: from now on the name server tells these and nothing else.
//! - `case` takes the path of a `.case` file and gives its message, envelope, clock and zone.
//! - `mail` takes a message with its envelope, and gives what mail-auth finds, ARC included.
//! - `spf` takes an envelope alone.
//! - `dmarc` takes an author domain and the domains that passed.

mod dns;

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail_auth::crypto::Ed25519Key;
use mail_auth::dkim::{DkimSigner, VerifySignature};
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::headers::HeaderWriter;
use mail_auth::hickory_resolver::config::{NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    AuthenticatedMessage, DkimOutput, DkimResult, DmarcOutput, DmarcResult, MessageAuthenticator,
    SpfOutput, SpfResult,
};
use mailprism::engine::dns::zone::{self, Zone};
use mailprism::play::Case;
use serde_json::{Value, json};

type Fault = Box<dyn Error>;

/// What `%{r}` stands for.
const RECEIVER: &str = "receiver.example";

fn main() -> Result<(), Fault> {
    let zone = Arc::new(RwLock::new(Zone::default()));
    let port = dns::serve(Arc::clone(&zone))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let peer = Peer {
        authenticator: authenticator(port)?,
        zone,
    };
    let mut output = io::stdout().lock();
    writeln!(output, "{}", json!({ "port": port }))?;
    output.flush()?;
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let answer = runtime
            .block_on(peer.answer(&request))
            .unwrap_or_else(|fault| json!({ "fault": fault.to_string() }));
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

fn authenticator(port: u16) -> Result<MessageAuthenticator, Fault> {
    let mut server = NameServerConfig::udp_and_tcp(IpAddr::V4(Ipv4Addr::LOCALHOST));
    for connection in &mut server.connections {
        connection.port = port;
    }
    let mut options = ResolverOpts::default();
    options.cache_size = 0;
    options.attempts = 1;
    options.timeout = Duration::from_millis(500);
    let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
    MessageAuthenticator::new(config, options).map_err(|fault| fault.to_string().into())
}

struct Peer {
    authenticator: MessageAuthenticator,
    zone: Arc<RwLock<Zone>>,
}

impl Peer {
    async fn answer(&self, request: &Value) -> Result<Value, Fault> {
        let text = |key: &str| request[key].as_str().unwrap_or_default();
        match text("do") {
            "zone" => self.publish(text("text")),
            "case" => read_case(text("path")),
            "mail" => {
                let message = STANDARD.decode(text("message"))?;
                self.mail(&message, request).await
            }
            "spf" => {
                let spf = self.spf(request).await?;
                Ok(json!({ "spf": spf_word(spf.result()) }))
            }
            "dmarc" => self.dmarc(request).await,
            other => Err(format!("no such request: {other:?}").into()),
        }
    }

    fn publish(&self, text: &str) -> Result<Value, Fault> {
        let (zone, faults) = Zone::parse(text);
        *self.zone.write().map_err(|fault| fault.to_string())? = zone;
        Ok(json!({ "faults": faults.len() }))
    }

    async fn mail(&self, octets: &[u8], request: &Value) -> Result<Value, Fault> {
        // Signatures with `l=` are verified as well.
        let message =
            AuthenticatedMessage::parse_with_opts(octets, None, false).ok_or("no message")?;
        let dkim = self.authenticator.verify_dkim(&message).await;
        let passing: Vec<String> = dkim.iter().filter_map(passing_key).collect();
        let arc = self.authenticator.verify_arc(&message).await;
        let mut answer = json!({ "dkim": passing, "arc": arc_word(arc.result()) });
        if request["ip"].is_string() {
            let spf = self.spf(request).await?;
            let dmarc = self.authenticator.verify_dmarc(DmarcParameters::new(
                &message,
                &dkim,
                spf.domain(),
                &spf,
            ));
            answer["spf"] = json!(spf_word(spf.result()));
            answer["dmarc"] = json!(dmarc_words(&dmarc.await));
        }
        Ok(answer)
    }

    async fn spf(&self, request: &Value) -> Result<SpfOutput, Fault> {
        let text = |key: &str| request[key].as_str().unwrap_or_default();
        let (ip, helo, sender) = (text("ip").parse()?, text("helo"), text("mail_from"));
        // RFC 7208 §2.4: a null sender is postmaster at the HELO name.
        let postmaster = format!("postmaster@{helo}");
        let sender = if sender.is_empty() {
            &postmaster
        } else {
            sender
        };
        let parameters = SpfParameters::mail_from(ip, helo, RECEIVER, sender);
        Ok(self.authenticator.check_host(parameters).await)
    }

    /// mail-auth takes only what it has verified itself: so a message is signed for each domain, and
    /// verified where its key is, before the story's own zone is told again.
    async fn dmarc(&self, request: &Value) -> Result<Value, Fault> {
        let text = |key: &str| request[key].as_str().unwrap_or_default();
        let domains: Vec<&str> = request["dkim"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut message = format!("From: u@{}\r\n\r\nhi\r\n", text("from"));
        let mut keys = String::new();
        for domain in &domains {
            let key = Ed25519Key::from_seed_and_public_key(&SEED, &PUBLIC)
                .map_err(|fault| fault.to_string())?;
            let signature = DkimSigner::from_key(key)
                .domain(*domain)
                .selector("s")
                .headers(["From"])
                .sign(message.as_bytes())
                .map_err(|fault| fault.to_string())?;
            message = format!("{}{message}", signature.to_header());
            keys.push_str(&format!(
                "s._domainkey.{domain} TXT \"v=DKIM1; k=ed25519; p={}\"\n",
                STANDARD.encode(PUBLIC)
            ));
        }
        let parsed = AuthenticatedMessage::parse(message.as_bytes()).ok_or("no message")?;
        self.publish(&keys)?;
        let dkim = self.authenticator.verify_dkim(&parsed).await;
        if dkim.iter().any(|one| *one.result() != DkimResult::Pass) {
            return Err("mail-auth does not verify what it signed".into());
        }
        self.publish(text("zone"))?;
        let spf = SpfOutput::new(text("spf").to_owned()).with_result(match text("spf") {
            "" => SpfResult::None,
            _ => SpfResult::Pass,
        });
        let parameters = DmarcParameters::new(&parsed, &dkim, text("spf"), &spf);
        let dmarc = self.authenticator.verify_dmarc(parameters).await;
        Ok(json!({ "dmarc": dmarc_words(&dmarc) }))
    }
}

/// The key pair of RFC 8463, appendix A.2.
const SEED: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
    0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];
const PUBLIC: [u8; 32] = [
    0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
    0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
];

/// The name of the key of a signature that passes.
fn passing_key(output: &DkimOutput<'_>) -> Option<String> {
    let signature = output.signature()?;
    let name = format!("{}._domainkey.{}", signature.selector(), signature.domain());
    (*output.result() == DkimResult::Pass).then(|| name.to_ascii_lowercase())
}

/// RFC 8617 §5.2.1 knows no other failure than `fail`.
const fn arc_word(result: &DkimResult) -> &'static str {
    match result {
        DkimResult::Pass => "pass",
        DkimResult::None => "none",
        DkimResult::Neutral(_)
        | DkimResult::Fail(_)
        | DkimResult::PermError(_)
        | DkimResult::TempError(_) => "fail",
    }
}

fn spf_word(result: SpfResult) -> &'static str {
    match result {
        SpfResult::Pass => "pass",
        SpfResult::Fail => "fail",
        SpfResult::SoftFail => "softfail",
        SpfResult::Neutral => "neutral",
        SpfResult::TempError => "temperror",
        SpfResult::PermError => "permerror",
        SpfResult::None => "none",
    }
}

/// The result, and for a fail what the policy asks for.
fn dmarc_words(output: &DmarcOutput) -> String {
    match output.result() {
        DmarcResult::Pass => "pass".to_owned(),
        DmarcResult::Fail(_) => format!("fail {}", output.policy()),
        DmarcResult::TempError(_) => "temperror".to_owned(),
        DmarcResult::PermError(_) => "permerror".to_owned(),
        DmarcResult::None => "none".to_owned(),
    }
}

fn read_case(path: &str) -> Result<Value, Fault> {
    let case = Case::parse(&std::fs::read(path)?).map_err(|fault| format!("{path}: {fault:?}"))?;
    let lines: String = case
        .answers
        .iter()
        .map(|(question, answer)| zone::write(question, answer))
        .collect();
    Ok(json!({
        "message": STANDARD.encode(&case.message),
        "now": case.now(),
        "zone": lines,
    }))
}
