//! Orders of a shop, for its staff.

use leptos::prelude::*;

use crate::shared::{
    crm::{OrderList, OrderQuery, SoldView},
    error::AppError,
    ids::OrderId,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        crm::{self, OrderFilter, ResendOrderMailError},
        orders::refund::{self, Destination, Refund, RefundError},
    },
    server_fns::guard,
    shared::{money::Money, permissions::StaffMay},
};

/// A page of the shop's orders. Scope: staff(ViewCustomers).
#[server(prefix = "/do", endpoint = "sales/list")]
pub async fn sold_orders(query: OrderQuery) -> Result<OrderList, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewCustomers)?;
    let page = crm::list_orders(
        &asked.backend,
        &staff,
        &OrderFilter::parse(&query),
        crm::PAGE_ROWS,
    )
    .await
    .map_err(|error| asked.internal(&error))?;
    Ok(OrderList {
        page,
        may_export: staff.may(StaffMay::ExportData),
    })
}

/// One order with its price stack. Scope: staff(ViewCustomers).
#[server(prefix = "/do", endpoint = "sales/order")]
pub async fn sold_order(id: OrderId) -> Result<SoldView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewCustomers)?;
    let view = crm::sold_order(&asked.backend, &staff, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(SoldView {
        may_refund: staff.may(StaffMay::RefundOrders),
        may_help: staff.may(StaffMay::HelpCustomers),
        ..view
    })
}

/// Gives money back for an order; an empty amount is all that is left. Scope: staff(RefundOrders).
#[server(prefix = "/do", endpoint = "sales/refund")]
pub async fn refund_order(
    id: OrderId,
    amount: Option<String>,
    destination: String,
    reason: String,
    key: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::RefundOrders)?;
    let wrong_amount = || {
        AppError::invalid(
            "amount",
            "Please enter an amount above zero, such as 5 or 5.50. Nothing was refunded.",
        )
    };
    let amount = amount
        .filter(|text| !text.trim().is_empty())
        .map(|text| Money::parse(&text, asked.shop.brand.currency).map_err(|_| wrong_amount()))
        .transpose()?;
    let destination = match destination.as_str() {
        "wallet" => Destination::Wallet,
        "source" => Destination::Source,
        _ => {
            return Err(AppError::invalid(
                "destination",
                "Please choose where the money goes.",
            ));
        }
    };
    let request = Refund {
        order: id,
        amount,
        destination,
        reason: reason.trim().to_owned(),
        key,
    };
    refund::refund(&asked.backend, &staff, request)
        .await
        .map_err(|error| match error {
            RefundError::NotFound => AppError::NotFound,
            RefundError::NotCharged => AppError::Refused(
                "Nothing was charged for this order, so there is nothing to give back.".into(),
            ),
            RefundError::TooMuch { left } => AppError::invalid(
                "amount",
                format!("Only {left} of this order is left to refund. Nothing was refunded now."),
            ),
            RefundError::Amount => wrong_amount(),
            RefundError::Reason => {
                AppError::invalid("reason", "Please say why, in up to 500 characters. The customer reads it.")
            }
            RefundError::Key | RefundError::KeyReused => AppError::Refused(
                "This form was already used for another refund. Nothing was refunded now. Please reload the page and \
                 try again."
                    .into(),
            ),
            RefundError::NotPayable => AppError::invalid(
                "destination",
                "This was paid with credit or from your float, so nothing can go to a card. Nothing was refunded.",
            ),
            RefundError::NoSource(cause) => AppError::invalid(
                "destination",
                format!("Nothing was refunded: {cause}. Please refund to the balance."),
            ),
            RefundError::Frozen => AppError::Refused(
                "A payment of this customer is disputed, or money is on its way already. Nothing was refunded. Please \
                 refund to the balance, or try again when that is over."
                    .into(),
            ),
            RefundError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/orders/{id}?saved=refund"));
    Ok(())
}

/// Sends the mail about a delivered order again. Scope: staff(HelpCustomers).
#[server(prefix = "/do", endpoint = "sales/resend_mail")]
pub async fn resend_order_mail(id: OrderId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::HelpCustomers)?;
    crm::resend_order_mail(&asked.backend, &staff, id, &asked.origin())
        .await
        .map_err(|error| match error {
            ResendOrderMailError::NotFound => AppError::NotFound,
            ResendOrderMailError::NotDelivered => {
                AppError::Refused("Nothing was delivered with this order. No mail was sent.".into())
            }
            ResendOrderMailError::Closed => {
                AppError::Refused("This customer’s account is closed. No mail was sent.".into())
            }
            ResendOrderMailError::Throttled => AppError::Refused(
                "This customer got several of these mails within the last hour. No further one was sent. Please try \
                 again later."
                    .into(),
            ),
            ResendOrderMailError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/orders/{id}?saved=mail"));
    Ok(())
}
