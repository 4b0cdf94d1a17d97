//! Sends the mail about a delivered order again. It leads to the page with the QR code, and never holds the code.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::{self, Notice},
        orders::records,
        scope::Manages,
    },
    shared::{ids::OrderId, order::OrderStatus},
};

/// Mails about orders one customer gets in an hour by being sent again.
const MAILS_MAX: i64 = 5;

/// Why no mail goes out.
#[derive(Debug, thiserror::Error)]
pub enum ResendOrderMailError {
    #[error("no such order")]
    NotFound,
    #[error("nothing was delivered")]
    NotDelivered,
    #[error("the account is closed")]
    Closed,
    #[error("the customer got {MAILS_MAX} of these in the last hour")]
    Throttled,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ResendOrderMailError);

/// Queues the mail to the order's customer.
pub async fn resend_order_mail(
    backend: &Backend,
    scope: &impl Manages,
    id: OrderId,
    origin: &Origin,
) -> Result<(), ResendOrderMailError> {
    let (order, _) = records::find(backend, scope, id)
        .await?
        .ok_or(ResendOrderMailError::NotFound)?;
    if !matches!(order.state, OrderStatus::Fulfilled | OrderStatus::Refunded) {
        return Err(ResendOrderMailError::NotDelivered);
    }
    let path = match (order.esim, order.number) {
        (Some(esim), _) => format!("/account/esims/{esim}"),
        (None, Some(number)) => format!("/account/numbers/{number}"),
        (None, None) => format!("/account/orders/{id}"),
    };
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    if !store::lock_customer(&mut tx, reseller, order.customer).await? {
        return Err(ResendOrderMailError::Closed);
    }
    let notice = |link| Notice::OrderDelivered {
        what: order.item.title(),
        amount: order.stack.charged,
        link,
    };
    let since = now - TimeDelta::hours(1);
    if notices::sent_since(&mut tx, reseller, order.customer, "order_delivered", since).await? >= MAILS_MAX {
        return Err(ResendOrderMailError::Throttled);
    }
    notices::to_user::to_user(&mut tx, backend, reseller, order.customer, &path, notice).await?;
    let mut act = Audit::of("order_mail.resent", order.customer, origin);
    act.after = Some(serde_json::json!({ "order": id, "reason": order.item.title() }));
    audit::record(&mut tx, scope, now, act).await?;
    tx.commit().await?;
    Ok(())
}
