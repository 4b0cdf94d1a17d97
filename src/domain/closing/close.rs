//! The owner closes their account.

use super::store;
use crate::{
    backend::{Backend, Tx},
    domain::{
        accounts, addresses,
        audit::{self, Audit},
        contacts,
        error::{Internal, with_internal},
        members::{self, ForgetError},
        messages,
        notices::{
            Notice,
            send::{self, Recipient},
        },
        numbers,
        operations::case,
        scope::{Customer, Scope},
        wallet::{self, contents::Contents, grant, hold::HoldError, open::Owner},
        withdrawals::{self, open::Open, state::Cause},
    },
    shared::{
        currency::Currency,
        ids::{ClosingId, UserId},
        money::Money,
    },
};

/// A closed account, and what becomes of its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    pub id: ClosingId,
    /// On its way back to cards.
    pub returned: Money,
    /// Stays in the wallet; an operator follows it up.
    pub kept: Money,
    pub kept_reason: Option<String>,
    /// Credit that is not cash.
    pub forfeited: Money,
}

/// Why the account is still open. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// No such customer; staff are not closed this way.
    #[error("no such customer")]
    NotFound,
    /// An order or a withdrawal is not over.
    #[error("money is set aside for something in flight")]
    InFlight,
    /// A dispute is open about the account's money.
    #[error("the wallet is frozen")]
    Frozen,
    /// Nobody else owns this company.
    #[error("the last owner of {0}")]
    OwnsCompany(String),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CloseError);

/// Closes the account: credit is forfeited, cash goes back to the cards it came by as far as they reach, every session
/// ends, the address is free again, contacts and the texts of messages are forgotten. Numbers and eSIMs work until they end. Closed before, it gives the first result.
/// The caller has asked for the password again.
pub async fn close(backend: &Backend, customer: &Customer) -> Result<Closed, CloseError> {
    close_user(backend, customer, customer.user()).await
}

pub(super) async fn close_user(
    backend: &Backend,
    scope: &impl Scope,
    user: UserId,
) -> Result<Closed, CloseError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let Some(former) = accounts::close_account(&mut tx, scope, now, user).await? else {
        let closed = store::closing(&mut tx, reseller, user).await?;
        tx.commit().await?;
        return closed.ok_or(CloseError::NotFound);
    };
    members::forget(&mut tx, scope, user, now)
        .await
        .map_err(|error| match error {
            ForgetError::LastOwner(company) => CloseError::OwnsCompany(company),
            ForgetError::Internal(error) => CloseError::Internal(error),
        })?;
    contacts::forget(&mut tx, scope, user).await?;
    messages::forget(&mut tx, scope, user).await?;
    addresses::forget(&mut tx, scope, user, now).await?;
    numbers::stop_renewing::stop_renewing(&mut tx, scope, user).await?;
    let currency = store::currency(&mut tx, reseller).await?;
    let closed = empty(&mut tx, backend, scope, user, currency).await?;
    let audit = Audit {
        action: "account.closed",
        entity: user.to_string(),
        after: Some(serde_json::json!({
            "returned": closed.returned,
            "kept": closed.kept,
            "forfeited": closed.forfeited,
        })),
        ..Audit::default()
    };
    audit::record(&mut tx, scope, now, audit).await?;
    let host = send::link_host(&mut tx, reseller, "").await?;
    let to = Recipient {
        reseller,
        user: Some(user),
        email: &former.email,
        first_name: &former.first_name,
    };
    let notice = Notice::AccountClosed {
        money: words(&closed),
        link: backend.address.url(&host, "/"),
    };
    send::send(&mut tx, &backend.address, now, &to, &notice).await?;
    tx.commit().await?;
    tracing::info!(reseller_id = %reseller, closing_id = %closed.id, "account closed");
    if let Some(reason) = &closed.kept_reason {
        let summary = format!(
            "{} stays in the wallet of the closed account {user}: {reason} Agree with its owner ({}) where it goes and \
             book it by hand.",
            closed.kept, former.email,
        );
        let reference = user.to_string();
        case::open(backend, Some(reseller), "closing_balance", &reference, &summary).await?;
    }
    Ok(closed)
}

/// Empties the wallets and writes what became of them.
async fn empty(
    tx: &mut Tx,
    backend: &Backend,
    scope: &impl Scope,
    user: UserId,
    currency: Currency,
) -> Result<Closed, CloseError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let owner = Owner::Customer(user);
    let wallet = wallet::open::open(tx, scope, now, owner, currency).await?;
    // Payments are locked before wallets, as everywhere else.
    let sources = withdrawals::sources(tx, backend, scope, wallet, currency).await?;
    let contents = wallet::contents(tx, scope, owner, currency).await?;
    if contents.is_held() || store::orders_in_flight(tx, reseller, user).await? > 0 {
        return Err(CloseError::InFlight);
    }
    if contents.is_frozen {
        return Err(CloseError::Frozen);
    }
    let forfeited = forfeit(tx, scope, backend, &contents, currency).await?;
    let zero = Money::zero(currency);
    let cash = contents.cash.map_or(zero, |cash| cash.balance);
    let id = ClosingId::new();
    let total = sources.total()?;
    let reachable = if cash.minus(total)?.is_positive() {
        total
    } else {
        cash.round_down_to_minor()?
    };
    let returned = if reachable.is_positive() {
        let parts = sources
            .divide(reachable)
            .map_err(|error| Internal::broken(error.to_string()))?;
        let cause = Cause::Closing(id);
        withdrawals::open(
            tx,
            scope,
            now,
            &Open {
                owner,
                wallet,
                cause,
                parts,
            },
        )
        .await
        .map_err(|error| match error {
            HoldError::Internal(error) => error,
            other => Internal::broken(other.to_string()),
        })?;
        reachable
    } else {
        zero
    };
    let kept = cash.minus(returned)?;
    let kept_reason = kept.is_positive().then(|| match (total, returned) {
        (total, _) if total.is_zero() => "It did not come by a card that it could go back to.".to_owned(),
        (total, returned) if total == returned => {
            format!("Only {total} came by card and can go back to it.")
        }
        _ => "It is less than the smallest coin.".to_owned(),
    });
    let closed = Closed {
        id,
        returned,
        kept,
        kept_reason,
        forfeited,
    };
    store::insert(tx, reseller, user, cash, &closed, now).await?;
    Ok(closed)
}

async fn forfeit(
    tx: &mut Tx,
    scope: &impl Scope,
    backend: &Backend,
    contents: &Contents,
    currency: Currency,
) -> Result<Money, Internal> {
    let mut forfeited = Money::zero(currency);
    for bucket in &contents.credit {
        let left = grant::forfeit(tx, scope, backend.now(), bucket.id)
            .await
            .map_err(|error| Internal::broken(format!("forfeit of {}: {error}", bucket.id)))?;
        if let Some(left) = left {
            forfeited = forfeited.plus(left)?;
        }
    }
    Ok(forfeited)
}

/// What becomes of the money, for the last mail.
fn words(closed: &Closed) -> String {
    let mut sentences = vec![];
    if closed.returned.is_positive() {
        sentences.push(format!(
            "{} is on its way back to the card it came from; that may take some days.",
            closed.returned
        ));
    }
    if closed.kept.is_positive() {
        sentences.push(format!(
            "{} could not go back to a card. Nothing of it is lost: we will write to you about it, or answer this mail.",
            closed.kept
        ));
    }
    if closed.forfeited.is_positive() {
        sentences.push(format!(
            "Credit of {} that was not cash has ended.",
            closed.forfeited
        ));
    }
    if sentences.is_empty() {
        sentences.push("Your balance was empty.".to_owned());
    }
    sentences.join(" ")
}
