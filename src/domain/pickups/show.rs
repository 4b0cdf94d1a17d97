//! What whoever opens a link sees.

use super::{
    ATTEMPTS_MAX, proof,
    store::{self, Found},
};
use crate::{
    backend::Backend,
    domain::{
        accounts::LinkToken,
        error::Internal,
        esims::qr,
        lines::{self, RefreshError},
        scope::{Scope, System, Visitor},
    },
    providers::esims::ActivationCode,
    shared::{
        esim::EsimState,
        pickup::{PickupCheck, PickupInstall, PickupLine, PickupView},
    },
};

/// The vendor is asked once in this many seconds; more often shows what is known.
const FRESH_SECONDS: i32 = 30;

/// The page of a link; `None` for the token means that it cannot be one. `proof` says that the PIN or code was right.
pub async fn show(
    backend: &Backend,
    visitor: &Visitor,
    token: Option<&LinkToken>,
    proof: Option<&str>,
) -> Result<PickupView, Internal> {
    let Some((token, found)) = open(backend, visitor, token).await? else {
        return Ok(PickupView::Gone);
    };
    let contact = found.contact.clone();
    if found.attempts >= ATTEMPTS_MAX {
        return Ok(PickupView::Locked { contact });
    }
    let now = backend.now();
    if found.check != PickupCheck::Nothing && !proof::holds(&backend.seal, visitor, found.id, proof, now) {
        let company = found.company;
        let is_mailed = found.code_sealed.is_some() && found.code_expires_at.is_some_and(|until| until > now);
        return Ok(match found.check {
            PickupCheck::Code => PickupView::AskCode {
                company,
                contact,
                sent_to: is_mailed.then(|| hidden(&found.email)),
            },
            PickupCheck::Pin | PickupCheck::Nothing => PickupView::AskPin { company, contact },
        });
    }
    let found = look(backend, visitor, token, found).await?;
    let line = line(backend, visitor, found).await?;
    Ok(PickupView::Open(Box::new(line)))
}

/// The link, when it works.
pub(super) async fn open<'a>(
    backend: &Backend,
    visitor: &Visitor,
    token: Option<&'a LinkToken>,
) -> Result<Option<(&'a LinkToken, Found)>, Internal> {
    let Some(token) = token else { return Ok(None) };
    let mut tx = backend.begin(visitor).await?;
    let found = store::by_token(&mut tx, visitor.reseller(), token).await?;
    tx.commit().await?;
    Ok(found
        .filter(|found| found.works(backend.now()))
        .map(|found| (token, found)))
}

/// Brings the state up to date where it is old, and notes that the page was opened and what it saw.
async fn look(
    backend: &Backend,
    visitor: &Visitor,
    token: &LinkToken,
    found: Found,
) -> Result<Found, Internal> {
    let reseller = visitor.reseller();
    let mut tx = backend.begin(visitor).await?;
    let is_due = store::claim_look(&mut tx, reseller, &found, backend.now(), FRESH_SECONDS).await?;
    tx.commit().await?;
    let mut found = found;
    if is_due && !found.state.is_over() {
        let system = System::of(reseller, "pickup page");
        match lines::refresh(backend, &system, found.organization, found.line).await {
            Ok(_) => {}
            // What is known is shown; the next visit asks again.
            Err(RefreshError::NotFound | RefreshError::Unavailable(_)) => {}
            Err(RefreshError::Internal(error)) => return Err(error),
        }
        let mut tx = backend.begin(visitor).await?;
        found = store::by_token(&mut tx, reseller, token).await?.unwrap_or(found);
        tx.commit().await?;
    }
    // The vendor may have told it before anybody asked.
    if is_on_a_phone(found.state) && found.installed_at.is_none() {
        let mut tx = backend.begin(visitor).await?;
        found.installed_at = Some(backend.now());
        store::set_installed(&mut tx, reseller, &found, backend.now()).await?;
        tx.commit().await?;
    }
    Ok(found)
}

const fn is_on_a_phone(state: EsimState) -> bool {
    matches!(
        state,
        EsimState::Downloaded | EsimState::Active | EsimState::Depleted
    )
}

async fn line(backend: &Backend, visitor: &Visitor, found: Found) -> Result<PickupLine, Internal> {
    let install = match found.state {
        EsimState::Ready => Some(install(backend, visitor, &found).await?),
        _ => None,
    };
    Ok(PickupLine {
        company: found.company,
        first_name: found.first_name,
        plan: found.plan,
        place: found.place,
        state: found.state,
        installed_at: found.installed_at,
        install,
        contact: found.contact,
    })
}

async fn install(backend: &Backend, visitor: &Visitor, found: &Found) -> Result<PickupInstall, Internal> {
    let code = code(backend, visitor, found).await?;
    let lpa = code.to_lpa();
    Ok(PickupInstall {
        qr_svg: qr::svg(&lpa).map_err(|error| Internal::broken(error.to_string()))?,
        smdp_address: code.smdp_address().to_owned(),
        matching_id: code.matching_id().to_owned(),
        needs_confirmation_code: code.needs_confirmation_code(),
        apple_url: code.apple_url(),
        android_url: code.android_url(),
        activation_code: lpa,
    })
}

/// What installs the line of a link.
pub(super) async fn code(
    backend: &Backend,
    visitor: &Visitor,
    found: &Found,
) -> Result<ActivationCode, Internal> {
    let mut tx = backend.begin(visitor).await?;
    let code =
        lines::activation_code(&mut tx, visitor, &backend.seal, found.organization, found.line).await?;
    tx.commit().await?;
    code.ok_or_else(|| Internal::broken("a link without a line"))
}

/// An address its owner recognises and nobody else learns: `a…@example.com`.
fn hidden(email: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or_default();
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}
