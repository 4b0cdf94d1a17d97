//! The states of an order and the moves between them.

use crate::shared::order::OrderStatus;

/// True when an order may go from `from` to `to`. The database is asked with the old state in the `where`, so of two
/// movers one finds nothing.
pub const fn may_move(from: OrderStatus, to: OrderStatus) -> bool {
    use OrderStatus::{Fulfilled, Held, Refunded, Released, Submitted, Unknown};
    matches!(
        (from, to),
        (Held, Submitted)
            // The provider was too busy to take it: certainly not bought, so it may be submitted again.
            | (Submitted, Held)
            | (Submitted, Fulfilled | Released | Unknown)
            | (Unknown, Fulfilled | Released)
            | (Fulfilled, Refunded)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_a_final_state_and_an_unknown_order_is_never_submitted_again() {
        for to in OrderStatus::ALL {
            assert!(!may_move(OrderStatus::Released, to));
            assert!(!may_move(OrderStatus::Refunded, to));
        }
        assert!(!may_move(OrderStatus::Unknown, OrderStatus::Submitted));
        assert!(!may_move(OrderStatus::Unknown, OrderStatus::Held));
        assert!(!may_move(OrderStatus::Held, OrderStatus::Fulfilled));
    }
}
