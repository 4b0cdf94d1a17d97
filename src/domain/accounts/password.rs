//! Passwords: what may be chosen, and how it is kept.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};

use super::Email;
use crate::{backend::Backend, domain::error::Internal};

/// A password somebody may choose. Prints `[redacted]`.
#[derive(Clone)]
pub struct Password(SecretString);

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParsePasswordError {
    /// Fewer than ten characters.
    #[error("shorter than {LENGTH_MIN} characters")]
    TooShort,
    /// More than 128 characters.
    #[error("longer than {LENGTH_MAX} characters")]
    TooLong,
    /// Among the first a guesser tries.
    #[error("too easily guessed")]
    TooCommon,
}

/// Characters a password has at least.
pub const LENGTH_MIN: usize = 10;
/// Characters a password has at most: hashing takes time by length.
pub const LENGTH_MAX: usize = 128;

/// The most used passwords of ten characters and more, from published leaks.
const COMMON: [&str; 16] = [
    "1234567890",
    "0123456789",
    "0987654321",
    "12345678910",
    "123456789a",
    "password12",
    "password123",
    "password1234",
    "passwordpassword",
    "qwertyuiop",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "iloveyou12",
    "letmein123",
    "changeme123",
    "administrator",
];

impl Password {
    /// Reads a wish. Whether it is the owner's own address is asked where the owner is known: see `is_address`.
    pub fn parse(text: &str) -> Result<Self, ParsePasswordError> {
        let length = text.chars().count();
        let lower = text.to_lowercase();
        let is_one_character = lower.chars().all(|c| lower.starts_with(c));
        match length {
            ..LENGTH_MIN => Err(ParsePasswordError::TooShort),
            _ if length > LENGTH_MAX => Err(ParsePasswordError::TooLong),
            _ if is_one_character || COMMON.contains(&lower.as_str()) => Err(ParsePasswordError::TooCommon),
            _ => Ok(Self(text.into())),
        }
    }

    /// True when it is the address itself, which everybody who writes to its owner knows.
    pub(in crate::domain) fn is_address(&self, email: &Email) -> bool {
        self.0.expose_secret().eq_ignore_ascii_case(email.as_str())
    }

    /// Hashes it for the users table, as a PHC string of argon2id (19 MiB, 2 passes, OWASP's minimum). Waits for a
    /// free core, tens of milliseconds each.
    pub async fn hash(&self, backend: &Backend) -> Result<String, Internal> {
        let password = self.0.clone();
        with_permit(backend, move || {
            Argon2::default()
                .hash_password(password.expose_secret().as_bytes())
                .map(|hash| hash.to_string())
        })
        .await?
        .map_err(|error| Internal::broken(format!("hashing a password: {error}")))
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password([redacted])")
    }
}

/// Hash of a password nobody has, with today's parameters: an unknown address must cost what a known one costs.
pub(super) const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0LTE2Yg$knZXbQGCYw6c9Gi8UgCo+9288mFPhYNkoBMD924b9CM";

/// Whether `given` is the password behind `hash`. Takes the same time without a hash, and is then false.
pub(super) async fn verify(
    backend: &Backend,
    given: &SecretString,
    hash: Option<&str>,
) -> Result<bool, Internal> {
    // Nobody's password is that long; hashing it would only cost us.
    if given.expose_secret().chars().count() > LENGTH_MAX {
        return Ok(false);
    }
    let is_known = hash.is_some();
    let (given, hash) = (given.clone(), hash.unwrap_or(NOBODYS_HASH).to_owned());
    let fits = with_permit(backend, move || {
        Argon2::default()
            .verify_password(given.expose_secret().as_bytes(), hash.as_str())
            .is_ok()
    })
    .await?;
    Ok(fits && is_known)
}

/// Runs hashing off the async threads, as many at once as there are permits.
async fn with_permit<T: Send + 'static>(
    backend: &Backend,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Internal> {
    let permit = backend.password_permits.clone().acquire_owned().await;
    let permit = permit.map_err(|_| Internal::broken("password hashing is shut down"))?;
    let done = tokio::task::spawn_blocking(move || {
        // Held inside: a request that gives up must not let more hashes run than there are cores.
        let _permit = permit;
        work()
    });
    Ok(done.await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_chosen() {
        assert!(Password::parse("demo-pass-1234").is_ok());
        assert!(Password::parse(&"äöü".repeat(10)).is_ok());
        assert_eq!(
            Password::parse("short").unwrap_err(),
            ParsePasswordError::TooShort
        );
        assert_eq!(
            Password::parse(&"ab".repeat(65)).unwrap_err(),
            ParsePasswordError::TooLong
        );
        assert_eq!(
            Password::parse("PASSWORD123").unwrap_err(),
            ParsePasswordError::TooCommon
        );
        assert_eq!(
            Password::parse("aaaaaaaaaaaa").unwrap_err(),
            ParsePasswordError::TooCommon
        );
        assert_eq!(
            format!("{:?}", Password::parse("demo-pass-1234").unwrap()),
            "Password([redacted])"
        );
        assert!(
            Password::parse("A@example.test")
                .unwrap()
                .is_address(&Email::parse("a@example.test").unwrap())
        );
    }

    #[test]
    fn nobodys_hash_costs_what_a_real_one_costs() {
        let real = Argon2::default()
            .hash_password(b"demo-pass-1234")
            .unwrap()
            .to_string();
        let parameters = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(parameters(NOBODYS_HASH), parameters(&real));
        assert_eq!(NOBODYS_HASH.len(), real.len());
        assert_eq!(
            Argon2::default().verify_password(b"anything", NOBODYS_HASH),
            Err(argon2::password_hash::Error::PasswordInvalid)
        );
    }
}
