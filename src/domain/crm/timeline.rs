//! What happened to a customer, in words.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    PAGE_ROWS,
    cursor::Cursor,
    store::{self, Happened},
};
use crate::{
    domain::error::Internal,
    shared::{
        crm::{EventKind, EventRow},
        ids::{ResellerId, UserId},
        money::Money,
        paging::Page,
    },
};

/// A page of it, in the caller's transaction. `after` is where the page before ended.
pub(super) async fn timeline(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    now: DateTime<Utc>,
    after: &str,
) -> Result<Page<EventRow>, Internal> {
    // Later than anything there is.
    let newest = Cursor {
        at: now + TimeDelta::days(1),
        id: Uuid::max(),
    };
    let after = Cursor::read(after).unwrap_or(newest);
    let rows = store::timeline(conn, reseller, user, after, PAGE_ROWS + 1).await?;
    let size = usize::try_from(PAGE_ROWS).unwrap_or_default();
    let page = Page::of(rows, size, |last| Cursor::write(last.at, last.id));
    Ok(Page {
        next: page.next,
        rows: page.rows.into_iter().map(event).collect::<Result<_, _>>()?,
    })
}

fn event(row: Happened) -> Result<EventRow, Internal> {
    let amount = match (row.amount, &row.currency) {
        (Some(micros), Some(currency)) => Some(Money::from_micros(micros, currency.parse()?)),
        _ => None,
    };
    let (kind, title, detail) = match row.source.as_str() {
        "order" => (
            EventKind::Order,
            format!("Ordered {}", row.what),
            order_state(&row.detail).into(),
        ),
        "payment" => (
            EventKind::Payment,
            "Top-up".into(),
            payment_state(&row.detail).into(),
        ),
        "refund" => {
            let title = if row.what == "source" {
                "Refunded to the card"
            } else {
                "Refunded to the balance"
            };
            (EventKind::Refund, title.into(), row.detail)
        }
        "credit" => (EventKind::Credit, movement(&row.what).into(), row.detail),
        "mail" => (
            EventKind::Mail,
            format!("Mail “{}”", row.what),
            mail_state(&row.detail).into(),
        ),
        "note" => (EventKind::Note, "Note".into(), row.detail),
        "own" => (EventKind::Own, act(&row.what), from_address(&row.detail)),
        _ => (EventKind::Staff, act(&row.what), row.detail),
    };
    // Somebody who acted and is not the shop's own is an operator of the platform or a system of the shop's.
    let by = row
        .by
        .or_else(|| (row.has_actor && kind == EventKind::Staff).then(|| "an operator".into()));
    Ok(EventRow {
        at: row.at,
        kind,
        title,
        detail,
        amount,
        by,
        order: row.order,
    })
}

fn order_state(state: &str) -> &'static str {
    match state {
        "held" | "submitted" => "In progress",
        "unknown" => "Waiting for the supplier's answer",
        "fulfilled" => "Delivered",
        "released" => "Not delivered, not charged",
        _ => "Delivered, later refunded in part or whole",
    }
}

fn payment_state(state: &str) -> &'static str {
    match state {
        "paid" => "Paid",
        "failed" => "Declined",
        "abandoned" => "Not finished",
        _ => "Pending",
    }
}

fn mail_state(state: &str) -> &'static str {
    match state {
        "sent" => "Sent",
        "failed" => "Could not be sent",
        _ => "On its way",
    }
}

fn movement(kind: &str) -> &'static str {
    match kind {
        "opening" => "Opening balance",
        "grant" => "Credit given",
        "grant_expiry" => "Credit taken back or expired",
        "withdrawal" => "Paid out to the card",
        "dispute_opened" => "Payment disputed",
        "dispute_won" => "Dispute won",
        "dispute_lost" => "Dispute lost",
        _ => "Balance corrected",
    }
}

/// An act of the audit log; one this page does not know yet is shown as it is.
fn act(action: &str) -> String {
    match action {
        "session.started" => "Signed in".into(),
        "session.ended" | "sessions.ended" => "Signed out".into(),
        "password.changed" => "Password changed".into(),
        "password.reset" => "Password chosen anew".into(),
        "customer.suspended" => "Suspended".into(),
        "customer.reactivated" => "Reactivated".into(),
        "verification.resent" => "Verification mail sent again".into(),
        "order_mail.resent" => "Order mail sent again".into(),
        "person.opened" => "Looked at".into(),
        other => {
            let words = other.replace(['.', '_'], " ");
            let mut letters = words.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        }
    }
}

fn from_address(address: &str) -> String {
    if address.is_empty() {
        String::new()
    } else {
        format!("from {address}")
    }
}
