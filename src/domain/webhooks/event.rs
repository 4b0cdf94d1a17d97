//! What an event says. Ids, states and money are written as in the REST interface.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::shared::{
    ids::{EsimId, NumberId, OrderId, PaymentId, RefundId, UserId},
    money::Money,
    webhook::EventKind,
};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    OrderFulfilled {
        order: OrderId,
        customer: UserId,
        charged: Money,
        number: Option<NumberId>,
        esim: Option<EsimId>,
    },
    OrderRefused {
        order: OrderId,
        customer: UserId,
        reason: String,
    },
    OrderRefunded {
        order: OrderId,
        customer: UserId,
        refund: RefundId,
        amount: Money,
        reason: String,
    },
    CustomerCreated {
        customer: UserId,
        email: String,
        external_id: Option<String>,
    },
    PaymentSettled {
        payment: PaymentId,
        customer: UserId,
        amount: Money,
    },
    PaymentDisputed {
        payment: PaymentId,
        customer: UserId,
        amount: Money,
    },
    EsimStateChanged {
        esim: EsimId,
        before: &'static str,
        state: &'static str,
    },
    NumberGrace {
        number: NumberId,
        /// It works until then.
        until: Option<DateTime<Utc>>,
    },
    NumberSuspended {
        number: NumberId,
        /// `unpaid` or `owner`.
        reason: &'static str,
        /// It is kept until then; nothing where no end is set.
        until: Option<DateTime<Utc>>,
    },
    NumberReleased {
        number: NumberId,
    },
    FloatLow {
        stage: &'static str,
        available: Money,
        days_left: Option<i64>,
    },
    Test,
}

impl Event {
    /// What kind it is.
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::OrderFulfilled { .. } => EventKind::OrderFulfilled,
            Self::OrderRefused { .. } => EventKind::OrderRefused,
            Self::OrderRefunded { .. } => EventKind::OrderRefunded,
            Self::CustomerCreated { .. } => EventKind::CustomerCreated,
            Self::PaymentSettled { .. } => EventKind::PaymentSettled,
            Self::PaymentDisputed { .. } => EventKind::PaymentDisputed,
            Self::EsimStateChanged { .. } => EventKind::EsimStateChanged,
            Self::NumberGrace { .. } => EventKind::NumberGrace,
            Self::NumberSuspended { .. } => EventKind::NumberSuspended,
            Self::NumberReleased { .. } => EventKind::NumberReleased,
            Self::FloatLow { .. } => EventKind::FloatLow,
            Self::Test => EventKind::Test,
        }
    }

    /// The body that is signed and sent.
    pub(super) fn body(&self, at: DateTime<Utc>) -> String {
        json!({
            "type": self.kind().as_str(),
            "timestamp": moment(at),
            "data": self.data(),
        })
        .to_string()
    }

    fn data(&self) -> Value {
        match self {
            Self::OrderFulfilled {
                order,
                customer,
                charged,
                number,
                esim,
            } => json!({
                "order_id": order, "customer_id": customer, "state": "fulfilled", "charged": money(*charged),
                "number_id": number, "esim_id": esim,
            }),
            Self::OrderRefused {
                order,
                customer,
                reason,
            } => {
                json!({ "order_id": order, "customer_id": customer, "state": "released", "refusal": reason })
            }
            Self::OrderRefunded {
                order,
                customer,
                refund,
                amount,
                reason,
            } => json!({
                "order_id": order, "customer_id": customer, "state": "refunded", "refund_id": refund,
                "refunded": money(*amount), "reason": reason,
            }),
            Self::CustomerCreated {
                customer,
                email,
                external_id,
            } => json!({ "customer_id": customer, "email": email, "external_id": external_id }),
            Self::PaymentSettled {
                payment,
                customer,
                amount,
            }
            | Self::PaymentDisputed {
                payment,
                customer,
                amount,
            } => json!({ "payment_id": payment, "customer_id": customer, "amount": money(*amount) }),
            Self::EsimStateChanged { esim, before, state } => {
                json!({ "esim_id": esim, "before": before, "state": state })
            }
            Self::NumberGrace { number, until } => {
                json!({ "number_id": number, "state": "grace", "until": until.map(moment) })
            }
            Self::NumberSuspended {
                number,
                reason,
                until,
            } => json!({
                "number_id": number, "state": "suspended", "reason": reason, "until": until.map(moment),
            }),
            Self::NumberReleased { number } => json!({ "number_id": number, "state": "released" }),
            Self::FloatLow {
                stage,
                available,
                days_left,
            } => json!({ "stage": stage, "available": money(*available), "days_left": days_left }),
            Self::Test => json!({ "message": "This is a test." }),
        }
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn money(amount: Money) -> Value {
    json!({ "amount": amount.amount(), "currency": amount.currency().code() })
}
