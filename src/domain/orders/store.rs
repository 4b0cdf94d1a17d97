//! The SQL of the orders room.

pub(super) mod limits;
mod moves;
mod quotes;
mod records;
mod refunds;
mod views;

pub(super) use self::{moves::*, quotes::*, records::*, refunds::*, views::*};
use crate::{domain::error::Internal, shared::order::OrderStatus};

fn status(text: &str) -> Result<OrderStatus, Internal> {
    OrderStatus::ALL
        .into_iter()
        .find(|status| status.as_str() == text)
        .ok_or_else(|| Internal::broken(format!("order in unknown state {text}")))
}
