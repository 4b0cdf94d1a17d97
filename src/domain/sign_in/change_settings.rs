//! The owner says who the company's provider is.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::{connection, store::connections};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::permissions::OrganizationRole,
};

/// Characters of each field at most; the short name's are in its rule.
const ISSUER_MAX: usize = 500;
const CLIENT_MAX: usize = 200;
const SECRET_MAX: usize = 500;
const CLAIM_MAX: usize = 60;
const SHORT_NAME_MAX: usize = 40;

/// A filled-in form.
#[derive(Debug)]
pub struct ChangeSettings {
    pub short_name: String,
    pub issuer: String,
    pub client_id: String,
    /// Empty keeps the one there is.
    pub client_secret: SecretString,
    pub groups_claim: String,
    pub default_role: Option<OrganizationRole>,
    pub is_on: bool,
    pub origin: Origin,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum ChangeSettingsError {
    #[error("not a short name")]
    ShortName,
    #[error("another company has the short name")]
    ShortNameTaken,
    #[error("not an issuer")]
    Issuer,
    #[error("not a client id")]
    ClientId,
    #[error("no client secret")]
    ClientSecret,
    #[error("not a claim")]
    GroupsClaim,
    /// Owners are made by owners.
    #[error("not a default role")]
    DefaultRole,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChangeSettingsError);

/// Saves the settings. Another provider, client or secret has to be tried out anew, and until then everybody may sign in
/// with a password again.
pub async fn change_settings(
    backend: &Backend,
    member: &Member,
    change: ChangeSettings,
) -> Result<(), ChangeSettingsError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let short_name = short_name(&change.short_name).ok_or(ChangeSettingsError::ShortName)?;
    // The issuer is compared letter by letter with what the provider says, so it stays as it was typed.
    let issuer = plain(&change.issuer, ISSUER_MAX).ok_or(ChangeSettingsError::Issuer)?;
    let client_id = plain(&change.client_id, CLIENT_MAX).ok_or(ChangeSettingsError::ClientId)?;
    let groups_claim = plain(&change.groups_claim, CLAIM_MAX).ok_or(ChangeSettingsError::GroupsClaim)?;
    if change.default_role.is_some_and(|role| !role.is_given_by_groups()) {
        return Err(ChangeSettingsError::DefaultRole);
    }
    let given = change.client_secret.expose_secret().trim();
    if given.chars().count() > SECRET_MAX || given.chars().any(char::is_control) {
        return Err(ChangeSettingsError::ClientSecret);
    }

    let mut tx = backend.begin(member).await?;
    if connections::is_taken(&mut tx, reseller, organization, &short_name).await? {
        return Err(ChangeSettingsError::ShortNameTaken);
    }
    let before = connections::find(&mut tx, reseller, organization).await?;
    let client_secret = match (&before, given) {
        (None, "") => return Err(ChangeSettingsError::ClientSecret),
        (Some(before), "") => before.client_secret.clone(),
        (_, given) => connection::seal(backend, reseller, organization, given)?,
    };
    let is_same = before
        .as_ref()
        .is_some_and(|before| given.is_empty() && before.issuer == issuer && before.client_id == client_id);
    let row = connections::Row {
        organization,
        short_name,
        issuer,
        client_id,
        client_secret,
        groups_claim,
        default_role: change.default_role,
        is_on: change.is_on,
        is_enforced: is_same && change.is_on && before.as_ref().is_some_and(|before| before.is_enforced),
        is_proven: is_same,
        last_test: None,
    };
    connections::save(&mut tx, reseller, &row, now).await?;
    let audit = Audit {
        before: before.as_ref().map(shown),
        after: Some(shown(&row)),
        ..Audit::of("sign_in.changed", organization, &change.origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

/// Nothing of the secret.
fn shown(row: &connections::Row) -> serde_json::Value {
    json!({
        "short_name": row.short_name, "issuer": row.issuer, "client_id": row.client_id,
        "groups_claim": row.groups_claim, "default_role": row.default_role, "on": row.is_on,
        "enforced": row.is_enforced,
    })
}

/// Small letters, digits and hyphens between them.
pub(super) fn short_name(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let fits = (1..=SHORT_NAME_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-');
    fits.then_some(text)
}

fn plain(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    let fits = (1..=most).contains(&text.chars().count())
        && !text.chars().any(|one| one.is_control() || one.is_whitespace());
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_plain_words() {
        assert_eq!(short_name(" North-Wind2 ").as_deref(), Some("north-wind2"));
        for text in ["", "-a", "a-", "a b", "ä", "a@b", &"a".repeat(41)] {
            assert_eq!(short_name(text), None, "{text}");
        }
    }
}
