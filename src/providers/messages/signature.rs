//! `X-Twilio-Signature`: base64 of HMAC-SHA1, keyed by the account's token, over the address as it was called and all
//! parameters sorted by name, name and value without anything between. From Twilio's own `webhooks.ts`.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Signs what Twilio would. A value that comes twice under one name counts once.
pub fn sign(token: &[u8], url: &str, params: &[(String, String)]) -> Option<String> {
    Some(STANDARD.encode(mac(token, url, params)?.finalize().into_bytes()))
}

/// True when the signature is the token's. Twilio signs the address with its usual port or without it.
pub fn is_of(token: &[u8], url: &str, params: &[(String, String)], signature: &str) -> bool {
    let Ok(signature) = STANDARD.decode(signature.trim()) else {
        return false;
    };
    [Some(url.to_owned()), with_port(url)]
        .into_iter()
        .flatten()
        .filter_map(|url| mac(token, &url, params))
        .any(|mac| mac.verify_slice(&signature).is_ok())
}

fn mac(token: &[u8], url: &str, params: &[(String, String)]) -> Option<Hmac<Sha1>> {
    let mut sorted: Vec<_> = params.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut mac = Hmac::<Sha1>::new_from_slice(token).ok()?;
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    Some(mac)
}

/// The same address with the port its scheme has anyway; `None` where it has one.
fn with_port(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let port = if scheme == "https" { 443 } else { 80 };
    (!host.contains(':')).then(|| format!("{scheme}://{host}:{port}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twilio's own vector.
    #[test]
    fn twilios_vector_is_signed_alike() {
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        let params: Vec<(String, String)> = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
        assert_eq!(sign(b"12345", url, &params).unwrap(), signature);
        let mut turned = params.clone();
        turned.reverse();
        turned.push(params[0].clone());
        assert!(is_of(b"12345", url, &turned, signature));
        assert!(!is_of(b"12346", url, &params, signature));
        assert!(!is_of(
            b"12345",
            "https://mycompany.com/myapp.php?foo=1",
            &params,
            signature
        ));
        assert!(!is_of(b"12345", url, &params[1..], signature));
        assert!(!is_of(b"12345", url, &params, "nonsense"));
        let with_port = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
        let signed = sign(b"12345", with_port, &params).unwrap();
        assert!(is_of(b"12345", url, &params, &signed));
    }
}
