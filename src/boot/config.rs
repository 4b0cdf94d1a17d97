//! Settings, from the environment. `.env.example` lists every one; a test holds the two equal.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

use secrecy::SecretString;

use super::BootError;
use crate::{
    backend::{Hosts, PublicAddress, SealKeys},
    shared::money::Money,
};

/// Every setting there is: name, default (`None` must be given) and what it is for.
pub const SETTINGS: &[(&str, Option<&str>, &str)] = &[
    (
        "DATABASE_URL",
        None,
        "PostgreSQL, as the role that owns the tables; used by migrate, seed-demo, backup, restore",
    ),
    (
        "APP_DATABASE_URL",
        Some(""),
        "PostgreSQL for requests, as clouddail_app; empty: DATABASE_URL, then SET ROLE",
    ),
    (
        "WORKER_DATABASE_URL",
        Some(""),
        "PostgreSQL for jobs, as clouddail_worker; empty: DATABASE_URL, then SET ROLE",
    ),
    (
        "SEAL_KEYS",
        None,
        "keys for secrets at rest, `id:base64 of 32 bytes`, newest first, commas between",
    ),
    ("PORT", Some("3000"), "port of the shops"),
    ("BIND_ADDR", Some("127.0.0.1"), "address the shops listen on"),
    (
        "METRICS_ADDR",
        Some("127.0.0.1:9100"),
        "private address of the Prometheus metrics",
    ),
    (
        "PUBLIC_SCHEME",
        Some("http"),
        "http or https, as browsers see it; https makes cookies Secure",
    ),
    (
        "PUBLIC_PORT",
        Some(""),
        "port in links; empty: PORT for http, none for https",
    ),
    (
        "TRUSTED_PROXY",
        Some(""),
        "address of the proxy whose X-Forwarded-For is believed; empty: nobody's",
    ),
    (
        "PLATFORM_DOMAIN",
        Some("localhost"),
        "every shop answers at its short name before this domain",
    ),
    (
        "DOMAIN_TARGET",
        Some("shops.localhost"),
        "host that the CNAME of a shop's own domain leads to",
    ),
    (
        "DOMAIN_ADDRESSES",
        Some("127.0.0.1,::1"),
        "addresses of that host, for bare domains, commas between",
    ),
    (
        "DNS_SERVER",
        Some(""),
        "address with port of the name server that is asked about shops' domains; empty: the system's",
    ),
    (
        "ALLOW_PRIVATE_WEBHOOKS",
        Some("false"),
        "true lets webhooks and companies' sign-in go to this machine by http, for development",
    ),
    (
        "API_RATE_PER_SECOND",
        Some("50"),
        "requests per second one API key, or one address without a key, may send over time",
    ),
    ("API_RATE_BURST", Some("200"), "requests it may send at once"),
    (
        "SITE_ROOT",
        Some("target/site"),
        "folder of the built stylesheet, scripts and pictures",
    ),
    ("LOG_FORMAT", Some("text"), "text or json"),
    (
        "LOG",
        Some("info"),
        "which log lines, in tracing's filter language",
    ),
    (
        "SANDBOX_URL",
        Some(""),
        "use the sandbox carrier at this address instead of the vendors",
    ),
    (
        "SANDBOX_ADDR",
        Some("127.0.0.1:4010"),
        "where `clouddail sandbox` listens",
    ),
    (
        "SANDBOX_FILE",
        Some("var/sandbox.json"),
        "where the sandbox keeps its inventory; `memory`: nowhere",
    ),
    (
        "SANDBOX_WEBHOOK_URL",
        Some("http://127.0.0.1:3000"),
        "where the sandbox sends webhooks",
    ),
    (
        "MAIL_DIR",
        Some("var/mail"),
        "folder for mails when SMTP_URL is empty",
    ),
    ("SMTP_URL", Some(""), "mail server, smtps://user:password@host"),
    ("TWILIO_ACCOUNT_SID", Some(""), "needed without SANDBOX_URL"),
    ("TWILIO_AUTH_TOKEN", Some(""), "needed without SANDBOX_URL"),
    (
        "TELNYX_API_KEY",
        Some(""),
        "key of Telnyx's API v2, KEY…; empty: numbers come from Twilio alone",
    ),
    (
        "TELNYX_PUBLIC_KEY",
        Some(""),
        "Telnyx's public key for webhooks, base64; empty with the next three: its numbers neither write nor call",
    ),
    (
        "TELNYX_MESSAGING_PROFILE_ID",
        Some(""),
        "messaging profile whose webhook is /webhooks/telnyx",
    ),
    (
        "TELNYX_CONNECTION_ID",
        Some(""),
        "call control application whose webhook is /webhooks/telnyx",
    ),
    (
        "TELNYX_RATES",
        Some(""),
        "file with what Telnyx charges for messages and minutes: service,country,number_type,prefix,price,currency",
    ),
    (
        "VAPI_API_KEY",
        Some(""),
        "private key of Vapi; empty: AI agents are not offered",
    ),
    (
        "VAPI_WEBHOOK_SECRET",
        Some(""),
        "secret its messages prove themselves with; comes together with VAPI_API_KEY",
    ),
    (
        "VAPI_MINUTE_COST",
        Some("0.12"),
        "what a minute of an AI agent costs us in USD, with the carrier's minute",
    ),
    ("TELNA_TOKEN", Some(""), "needed without SANDBOX_URL"),
    (
        "TELNA_AUTH_SCHEME",
        Some("Bearer"),
        "Bearer or raw, as Telna set the account up",
    ),
    ("FLUTTERWAVE_SECRET_KEY", Some(""), "needed without SANDBOX_URL"),
    (
        "PAYOUT_ACCOUNT_NAME",
        Some(""),
        "name of the platform's bank account; needed for the bank's file of payouts",
    ),
    (
        "PAYOUT_ACCOUNT_IBAN",
        Some(""),
        "its IBAN; needed for the bank's file of payouts",
    ),
    (
        "PAYOUT_ACCOUNT_BIC",
        Some(""),
        "its BIC; needed for the bank's file of payouts",
    ),
    (
        "FLUTTERWAVE_WEBHOOK_HASH",
        Some(""),
        "the secret hash of Flutterwave's dashboard; needed without SANDBOX_URL",
    ),
    (
        "ONEGLOBAL_CLIENT_ID",
        Some(""),
        "client of 1GLOBAL's Connect API; empty: companies' lines come from Telna alone",
    ),
    (
        "ONEGLOBAL_CLIENT_SECRET",
        Some(""),
        "its secret; needed with ONEGLOBAL_CLIENT_ID",
    ),
    (
        "ONEGLOBAL_ACCOUNT_ID",
        Some(""),
        "our account there, acc_…; needed with ONEGLOBAL_CLIENT_ID",
    ),
    (
        "ONEGLOBAL_COUNTRY",
        Some("GB"),
        "where we buy from 1GLOBAL, two letters",
    ),
    (
        "ONEGLOBAL_WEBHOOK_USER",
        Some(""),
        "name with which 1GLOBAL's webhooks come; needed with ONEGLOBAL_CLIENT_ID",
    ),
    (
        "ONEGLOBAL_WEBHOOK_PASSWORD",
        Some(""),
        "password with which they come; needed with ONEGLOBAL_CLIENT_ID",
    ),
];

/// What the sandbox carrier and the demo share instead of real keys.
pub mod sandbox_keys {
    /// Account of the sandbox's Twilio.
    pub const TWILIO_ACCOUNT_SID: &str = "AC00000000000000000000000000000000";
    /// Its token.
    pub const TWILIO_AUTH_TOKEN: &str = "sandbox-twilio-token";
    /// Key of the sandbox's Telnyx.
    pub const TELNYX_API_KEY: &str = "KEY-sandbox-telnyx";
    /// Public key of its webhooks.
    pub const TELNYX_PUBLIC_KEY: &str = "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=";
    /// Its profile of messages.
    pub const TELNYX_MESSAGING_PROFILE_ID: &str = "4001876e-0000-4000-8000-000000000001";
    /// Its connection of calls.
    pub const TELNYX_CONNECTION_ID: &str = "1684641123236054244";
    /// Key of the sandbox's Vapi.
    pub const VAPI_API_KEY: &str = "sandbox-vapi-key";
    /// Secret of its messages.
    pub const VAPI_WEBHOOK_SECRET: &str = "sandbox-vapi-secret";
    /// Token of the sandbox's Telna.
    pub const TELNA_TOKEN: &str = "sandbox-telna-token";
    /// Key of the sandbox's Flutterwave.
    pub const FLUTTERWAVE_SECRET_KEY: &str = "FLWSECK_TEST-sandbox";
    /// Secret hash of its webhooks.
    pub const FLUTTERWAVE_WEBHOOK_HASH: &str = "sandbox-flutterwave-hash";
    /// Client of the sandbox's 1GLOBAL.
    pub const ONEGLOBAL_CLIENT_ID: &str = "sandbox-1global";
    /// Its secret.
    pub const ONEGLOBAL_CLIENT_SECRET: &str = "sandbox-1global-secret";
    /// Our account there.
    pub const ONEGLOBAL_ACCOUNT_ID: &str = "acc_01HV3KWPNRCT870WV3XG41UTG4";
    /// Name with which its webhooks come.
    pub const ONEGLOBAL_WEBHOOK_USER: &str = "1global";
    /// Their password.
    pub const ONEGLOBAL_WEBHOOK_PASSWORD: &str = "sandbox-1global-webhooks";
    /// Key of Kite's own account there.
    pub const KITE_FLUTTERWAVE_SECRET_KEY: &str = "FLWSECK_TEST-sandbox-kite";
    /// Secret hash of Kite's webhooks.
    pub const KITE_FLUTTERWAVE_WEBHOOK_HASH: &str = "sandbox-kite-flutterwave-hash";

    /// Accounts beside the platform's at the sandbox's Flutterwave: key and webhook hash.
    pub fn flutterwave_accounts() -> Vec<(String, String)> {
        vec![(
            KITE_FLUTTERWAVE_SECRET_KEY.to_owned(),
            KITE_FLUTTERWAVE_WEBHOOK_HASH.to_owned(),
        )]
    }
}

/// Looks a setting up by its name.
type Source<'a> = Box<dyn Fn(&str) -> Option<String> + Send + Sync + 'a>;

/// Reads settings; a test gives its own source.
pub struct Settings<'a>(Source<'a>);

impl Settings<'static> {
    /// From the process's environment.
    pub fn from_env() -> Self {
        Self(Box::new(|name| std::env::var(name).ok()))
    }
}

impl<'a> Settings<'a> {
    /// From anywhere.
    pub fn from_source(source: impl Fn(&str) -> Option<String> + Send + Sync + 'a) -> Self {
        Self(Box::new(source))
    }

    /// A setting's text: as given, or its default.
    pub fn text(&self, name: &str) -> Result<String, BootError> {
        let (_, default, purpose) = SETTINGS
            .iter()
            .find(|(known, ..)| *known == name)
            .ok_or_else(|| BootError::Setting(format!("{name} is not a setting")))?;
        match ((self.0)(name).filter(|text| !text.is_empty()), default) {
            (Some(text), _) => Ok(text),
            (None, Some(default)) => Ok((*default).to_owned()),
            (None, None) => Err(BootError::Setting(format!("{name} is not set: {purpose}"))),
        }
    }

    /// A setting in its own type.
    pub fn parsed<T: FromStr>(&self, name: &str, wanted: &str) -> Result<T, BootError> {
        let text = self.text(name)?;
        text.parse()
            .map_err(|_| BootError::Setting(format!("{name} is `{text}`, which is not {wanted}")))
    }

    /// A setting that may be left empty.
    pub fn optional(&self, name: &str) -> Result<Option<String>, BootError> {
        Ok(Some(self.text(name)?).filter(|text| !text.is_empty()))
    }

    /// A key of a vendor, or the sandbox's in its place.
    pub fn vendor_key(&self, name: &str, in_sandbox: &str) -> Result<SecretString, BootError> {
        match (self.optional(name)?, self.optional("SANDBOX_URL")?) {
            (Some(key), _) => Ok(key.into()),
            (None, Some(_)) => Ok(in_sandbox.to_owned().into()),
            (None, None) => Err(BootError::Setting(format!(
                "{name} is not set, and neither is SANDBOX_URL"
            ))),
        }
    }

    /// An amount of US dollars, zero or more.
    pub fn usd(&self, name: &str) -> Result<Money, BootError> {
        let text = self.text(name)?;
        "USD"
            .parse()
            .ok()
            .and_then(|usd| Money::parse(&text, usd).ok())
            .filter(|amount| !amount.is_negative())
            .ok_or_else(|| BootError::Setting(format!("{name} is not an amount such as 0.12")))
    }

    /// Keys for secrets at rest.
    pub fn seal_keys(&self) -> Result<SealKeys, BootError> {
        SealKeys::parse(&self.text("SEAL_KEYS")?)
            .map_err(|error| BootError::Setting(format!("SEAL_KEYS: {error}")))
    }

    /// Where the shops listen.
    pub fn listen_addr(&self) -> Result<SocketAddr, BootError> {
        let address: IpAddr = self.parsed("BIND_ADDR", "an IP address")?;
        Ok(SocketAddr::new(address, self.parsed("PORT", "a port")?))
    }

    /// How links to our pages begin.
    pub fn public_address(&self) -> Result<PublicAddress, BootError> {
        let scheme = self.text("PUBLIC_SCHEME")?;
        if scheme != "http" && scheme != "https" {
            return Err(BootError::Setting(format!(
                "PUBLIC_SCHEME is `{scheme}`, which is neither http nor https"
            )));
        }
        let port = match self.optional("PUBLIC_PORT")? {
            Some(_) => Some(self.parsed("PUBLIC_PORT", "a port")?),
            None if scheme == "http" => Some(self.parsed("PORT", "a port")?),
            None => None,
        };
        Ok(PublicAddress { scheme, port })
    }

    /// The platform's own names.
    pub fn hosts(&self) -> Result<Hosts, BootError> {
        let addresses = self.text("DOMAIN_ADDRESSES")?;
        let addresses = addresses.split(',').map(|address| address.trim().parse());
        Ok(Hosts {
            base: self.text("PLATFORM_DOMAIN")?.to_ascii_lowercase(),
            target: self.text("DOMAIN_TARGET")?.to_ascii_lowercase(),
            addresses: addresses.collect::<Result<_, _>>().map_err(|_| {
                BootError::Setting(
                    "DOMAIN_ADDRESSES is not a list of IP addresses with commas between".into(),
                )
            })?,
        })
    }

    /// The name server that is asked about shops' domains.
    pub fn dns_server(&self) -> Result<Option<SocketAddr>, BootError> {
        match self.optional("DNS_SERVER")? {
            None => Ok(None),
            Some(_) => self.parsed("DNS_SERVER", "an address with port").map(Some),
        }
    }

    /// The proxy that is believed about who asks.
    pub fn trusted_proxy(&self) -> Result<Option<IpAddr>, BootError> {
        match self.optional("TRUSTED_PROXY")? {
            None => Ok(None),
            Some(_) => self.parsed("TRUSTED_PROXY", "an IP address").map(Some),
        }
    }

    /// A folder or file.
    pub fn path(&self, name: &str) -> Result<PathBuf, BootError> {
        Ok(PathBuf::from(self.text(name)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_bad_setting_is_one_clear_line() {
        let none = Settings::from_source(|_| None);
        let missing = none.text("DATABASE_URL").unwrap_err().to_string();
        assert!(
            missing.starts_with("DATABASE_URL is not set: PostgreSQL"),
            "{missing}"
        );
        let bad = Settings::from_source(|name| (name == "PORT").then(|| "many".into()));
        assert_eq!(
            bad.listen_addr().unwrap_err().to_string(),
            "PORT is `many`, which is not a port"
        );
        assert!(none.vendor_key("TELNA_TOKEN", "x").is_err());
    }
}
