//! What was found in the DNS against what has to be there. Pure.

use std::net::IpAddr;

use crate::{
    backend::Hosts,
    providers::dns::{Caa, Records},
    shared::shop_domain::DomainCause,
};

/// Before the host, the name of the text that proves ownership.
pub(super) const PROOF_LABEL: &str = "_shop-verify";
const PROOF_PREFIX: &str = "shop-verify=";
/// Whose certificates the shops use, as it stands in CAA records.
const ISSUER: &str = "letsencrypt.org";
/// Characters of what was found that are kept.
const FOUND_MAX: usize = 500;

/// Why a host is not verified, and what was there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    pub cause: DomainCause,
    pub found: String,
}

impl Trouble {
    pub fn new(cause: DomainCause, found: impl Into<String>) -> Self {
        let found: String = found.into();
        Self {
            cause,
            // Other people's text: the database takes no NUL, and a page no control characters.
            found: found
                .chars()
                .filter(|one| !one.is_control())
                .take(FOUND_MAX)
                .collect(),
        }
    }
}

/// The text a shop puts at the name that proves ownership.
pub(super) fn proof(token: &str) -> String {
    format!("{PROOF_PREFIX}{token}")
}

/// Whether everything is there. What says most about the cause comes first.
pub(super) fn judge(records: &Records, token: &str, hosts: &Hosts) -> Result<(), Trouble> {
    let is_proven = records.proofs.iter().any(|text| text.trim() == proof(token));
    let others = records
        .proofs
        .iter()
        .find(|text| text.trim().starts_with(PROOF_PREFIX));
    if let (false, Some(other)) = (is_proven, others) {
        return Err(Trouble::new(DomainCause::OtherOwner, format!("TXT {other}")));
    }
    let is_aliased = records.aliases.contains(&hosts.target);
    let is_addressed = !records.addresses.is_empty()
        && records
            .addresses
            .iter()
            .all(|address| hosts.addresses.contains(address));
    if !is_aliased && !is_addressed {
        return Err(elsewhere(records));
    }
    if !is_proven {
        return Err(Trouble::new(DomainCause::NoProof, ""));
    }
    match forbidding(&records.caa) {
        Some(found) => Err(Trouble::new(DomainCause::Caa, found)),
        None => Ok(()),
    }
}

fn elsewhere(records: &Records) -> Trouble {
    let found: Vec<String> = records
        .aliases
        .iter()
        .map(|alias| format!("CNAME {alias}"))
        .chain(records.addresses.iter().map(|address| match address {
            IpAddr::V4(address) => format!("A {address}"),
            IpAddr::V6(address) => format!("AAAA {address}"),
        }))
        .collect();
    if found.is_empty() {
        Trouble::new(DomainCause::NoRecord, "")
    } else {
        Trouble::new(DomainCause::WrongTarget, found.join(", "))
    }
}

/// RFC 8659, 4.2: restricted only by `issue`, and then to those it names. The parameters after `;` are not ours.
fn forbidding(caa: &[Caa]) -> Option<String> {
    let issuers: Vec<&str> = caa
        .iter()
        .filter(|record| record.tag == "issue")
        .map(|record| record.value.split(';').next().unwrap_or_default().trim())
        .collect();
    let is_allowed = issuers.is_empty() || issuers.iter().any(|issuer| issuer.eq_ignore_ascii_case(ISSUER));
    let named = || {
        issuers
            .iter()
            .map(|issuer| format!("CAA issue \"{issuer}\""))
            .collect::<Vec<_>>()
            .join(", ")
    };
    (!is_allowed).then(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn right() -> Records {
        Records {
            aliases: vec!["shops.localhost".into()],
            proofs: vec!["v=spf1 -all".into(), proof(TOKEN)],
            ..Records::default()
        }
    }

    fn cause(records: &Records) -> Option<(DomainCause, String)> {
        let trouble = judge(records, TOKEN, &Hosts::default()).err()?;
        Some((trouble.cause, trouble.found))
    }

    fn caa(values: &[&str]) -> Vec<Caa> {
        let tag = "issue".to_owned();
        values
            .iter()
            .map(|value| Caa {
                tag: tag.clone(),
                value: (*value).to_owned(),
            })
            .collect()
    }

    #[test]
    fn an_alias_or_only_our_addresses_lead_here() {
        assert_eq!(cause(&right()), None);
        let addressed = Records {
            aliases: vec![],
            addresses: vec!["127.0.0.1".parse().unwrap()],
            ..right()
        };
        assert_eq!(cause(&addressed), None);
        let half = Records {
            aliases: vec![],
            addresses: vec!["127.0.0.1".parse().unwrap(), "192.0.2.7".parse().unwrap()],
            ..right()
        };
        assert_eq!(
            cause(&half).unwrap(),
            (DomainCause::WrongTarget, "A 127.0.0.1, A 192.0.2.7".into())
        );
    }

    #[test]
    fn each_cause_is_told_apart() {
        assert_eq!(cause(&Records::default()).unwrap().0, DomainCause::NoRecord);
        assert_eq!(
            cause(&Records {
                proofs: vec![],
                ..right()
            })
            .unwrap()
            .0,
            DomainCause::NoProof
        );
        let other = Records {
            proofs: vec![proof("f".repeat(32).as_str())],
            ..right()
        };
        assert_eq!(cause(&other).unwrap().0, DomainCause::OtherOwner);
    }

    #[test]
    fn caa_forbids_only_by_issue_and_only_others() {
        let with = |values: &[&str]| Records {
            caa: caa(values),
            ..right()
        };
        assert_eq!(
            cause(&with(&[
                "digicert.com",
                "LetsEncrypt.org; validationmethods=http-01"
            ])),
            None
        );
        assert_eq!(
            cause(&with(&[";"])).unwrap(),
            (DomainCause::Caa, "CAA issue \"\"".into())
        );
        assert_eq!(cause(&with(&["digicert.com"])).unwrap().0, DomainCause::Caa);
        let iodef = Records {
            caa: vec![Caa {
                tag: "iodef".into(),
                value: "mailto:a@b.test".into(),
            }],
            ..right()
        };
        assert_eq!(cause(&iodef), None);
    }
}
