//! The activation code of an eSIM, by the grammar that implementations of GSMA SGP.22 section 4.1 agree on:
//!
//! ```text
//! [LPA:] 1 $ <SM-DP+ host> $ <matching id> [ $ <SM-DP+ OID> ] [ $ 1 ]
//! ```
//!
//! The last `1` means that the phone asks for a confirmation code. Whoever has the code can take the eSIM, so it is
//! a secret: it prints as `[redacted]` and is wiped from memory.

use std::{fmt, str::FromStr};

use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

/// Longest text accepted, in bytes.
const LENGTH_MAX: usize = 255;

/// An activation code, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct ActivationCode(Zeroizing<String>);

/// The text is no activation code. Says nothing of the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an activation code")]
pub struct ParseActivationCodeError;

impl ActivationCode {
    /// Reads a code with or without `LPA:` (in any case). What follows the flag is dropped.
    pub fn parse(text: &str) -> Result<Self, ParseActivationCodeError> {
        if text.len() > LENGTH_MAX {
            return Err(ParseActivationCodeError);
        }
        let bare = match text.get(..4) {
            Some(prefix) if prefix.eq_ignore_ascii_case("LPA:") => &text[4..],
            _ => text,
        };
        let mut fields = bare.split('$');
        let (Some("1"), Some(host), Some(token)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(ParseActivationCodeError);
        };
        let oid = fields.next().unwrap_or_default();
        let is_host =
            !host.is_empty() && made_of(host, |byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        let is_token = made_of(token, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let is_oid = made_of(oid, |byte| byte.is_ascii_digit() || byte == b'.');
        if !(is_host && is_token && is_oid) {
            return Err(ParseActivationCodeError);
        }
        let mut code = Zeroizing::new(String::with_capacity(LENGTH_MAX));
        code.push_str("1$");
        code.push_str(host);
        code.push('$');
        code.push_str(token);
        let needs_confirmation_code = fields.next() == Some("1");
        if !oid.is_empty() || needs_confirmation_code {
            code.push('$');
            code.push_str(oid);
        }
        if needs_confirmation_code {
            code.push_str("$1");
        }
        Ok(Self(code))
    }

    /// The code without `LPA:`. Never for logs.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text of the QR code, `LPA:1$…`. Never for logs.
    pub fn to_lpa(&self) -> String {
        format!("LPA:{}", self.expose())
    }

    /// Host of the SM-DP+: the first field of manual entry.
    pub fn smdp_address(&self) -> &str {
        self.field(1)
    }

    /// The second field of manual entry; may be empty.
    pub fn matching_id(&self) -> &str {
        self.field(2)
    }

    /// True when the phone will ask for a confirmation code.
    pub fn needs_confirmation_code(&self) -> bool {
        self.field(4) == "1"
    }

    /// One-tap link of iOS 17.4 and later.
    pub fn apple_url(&self) -> String {
        self.install_url("https://esimsetup.apple.com")
    }

    /// One-tap link of Android 10 and later, on phones that know it.
    pub fn android_url(&self) -> String {
        self.install_url("https://esimsetup.android.com")
    }

    fn install_url(&self, host: &str) -> String {
        let lpa: String = byte_serialize(self.to_lpa().as_bytes()).collect();
        format!("{host}/esim_qrcode_provisioning?carddata={lpa}")
    }

    fn field(&self, index: usize) -> &str {
        self.0.split('$').nth(index).unwrap_or_default()
    }
}

fn made_of(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(allowed)
}

impl FromStr for ActivationCode {
    type Err = ParseActivationCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Vectors of osmocom's pySim.
    const ROUND_TRIPS: [&str; 5] = [
        "1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815",
        "1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$$1",
        "1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1",
        "1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746",
        "1$SMDP.GSMA.COM$$1.3.6.1.4.1.31746",
    ];

    #[test]
    fn published_vectors_come_back_as_they_were() {
        for text in ROUND_TRIPS {
            let code = ActivationCode::parse(text).unwrap();
            assert_eq!(code.expose(), text);
            assert_eq!(ActivationCode::parse(&code.to_lpa()).unwrap(), code);
            assert_eq!(code.smdp_address(), "SMDP.GSMA.COM");
            assert_eq!(code.needs_confirmation_code(), text.ends_with("$1"));
        }
        assert_eq!(
            ActivationCode::parse(ROUND_TRIPS[0]).unwrap().matching_id(),
            "04386-AGYFT-A74Y8-3F815"
        );
        assert_eq!(ActivationCode::parse(ROUND_TRIPS[4]).unwrap().matching_id(), "");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let long = format!("1$host.example${}", "A".repeat(250));
        let bad = [
            "",
            "LPA:",
            "1",
            "1$host",
            "2$host$token",
            "1$$token",
            "1$https://host$t",
            "1$ho st$t",
            "1$h$t k",
            "1$h$t_k",
            "1$h$t$oid",
            "LPA:LPA:1$h$t",
            " 1$h$t",
            "1$h$t\n",
            "1$hôst$t",
            &long,
        ];
        for text in bad {
            assert_eq!(
                ActivationCode::parse(text),
                Err(ParseActivationCodeError),
                "{text}"
            );
        }
    }

    #[test]
    fn the_prefix_is_read_in_any_case_and_written_in_capitals() {
        let code: ActivationCode = "lpa:1$h.example$T-1$$0$future".parse().unwrap();
        assert_eq!(code.to_lpa(), "LPA:1$h.example$T-1");
        assert!(!code.needs_confirmation_code());
    }

    #[test]
    fn links_carry_the_whole_code_encoded() {
        let code = ActivationCode::parse("1$h.example$T-1").unwrap();
        let data = "esim_qrcode_provisioning?carddata=LPA%3A1%24h.example%24T-1";
        assert_eq!(code.apple_url(), format!("https://esimsetup.apple.com/{data}"));
        assert_eq!(
            code.android_url(),
            format!("https://esimsetup.android.com/{data}")
        );
    }

    #[test]
    fn a_code_never_prints() {
        assert_eq!(
            format!("{:?}", ActivationCode::parse(ROUND_TRIPS[0]).unwrap()),
            "[redacted]"
        );
    }

    proptest! {
        #[test]
        fn every_code_of_the_grammar_comes_back(
            text in r"1\$[A-Za-z0-9.-]{1,60}\$[A-Za-z0-9-]{0,60}(\$[0-9.]{1,40}(\$1)?|\$\$1)?"
        ) {
            let code = ActivationCode::parse(&text).unwrap();
            prop_assert_eq!(code.expose(), &text);
            prop_assert_eq!(ActivationCode::parse(&code.to_lpa()).unwrap(), code);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = ActivationCode::parse(&text);
        }
    }
}
