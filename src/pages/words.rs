//! States, amounts of data and times in the words of the account pages.

use chrono::{DateTime, TimeDelta, Utc};

use crate::shared::{
    call::CallState,
    esim::EsimState,
    line::LineRow,
    message::MessageState,
    number::{Capabilities, NumberState},
    order::{ItemView, OrderStatus},
    wallet::PaymentStatus,
};

/// How a state feels to its reader; the badge takes its colour from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Done, working.
    Good,
    /// Something is on its way.
    Waiting,
    /// The reader should act.
    Attention,
    /// Did not work out.
    Bad,
    /// Over.
    Quiet,
}

impl Mood {
    /// The end of the badge's class.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Attention => "attention",
            Self::Bad => "bad",
            Self::Quiet => "quiet",
        }
    }
}

/// A state as a badge shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateWords {
    pub label: &'static str,
    pub mood: Mood,
}

const fn words(label: &'static str, mood: Mood) -> StateWords {
    StateWords { label, mood }
}

/// The address was proven by the mailed link.
pub const VERIFIED: StateWords = words("Verified", Mood::Good);
/// The mailed link was not followed yet.
pub const NOT_VERIFIED: StateWords = words("Not verified", Mood::Attention);
/// The session that asks.
pub const THIS_BROWSER: StateWords = words("This browser", Mood::Good);

/// The badge of an order.
pub const fn order_state(status: OrderStatus) -> StateWords {
    match status {
        OrderStatus::Held | OrderStatus::Submitted => words("In progress", Mood::Waiting),
        OrderStatus::Unknown => words("Checking", Mood::Waiting),
        OrderStatus::Fulfilled => words("Delivered", Mood::Good),
        OrderStatus::Released => words("Not charged", Mood::Quiet),
        OrderStatus::Refunded => words("Refunded", Mood::Quiet),
    }
}

/// The badge of a call.
pub const fn call_state(state: CallState) -> StateWords {
    let mood = match state {
        CallState::Completed => Mood::Good,
        CallState::CutOff | CallState::Failed => Mood::Bad,
        CallState::Busy | CallState::NoAnswer | CallState::Canceled => Mood::Quiet,
        _ => Mood::Waiting,
    };
    words(state.label(), mood)
}

/// The badge of a message.
pub const fn message_state(state: MessageState) -> StateWords {
    let mood = match state {
        MessageState::Delivered | MessageState::Received => Mood::Good,
        MessageState::Undelivered | MessageState::Failed => Mood::Bad,
        MessageState::Refused => Mood::Quiet,
        _ => Mood::Waiting,
    };
    words(state.label(), mood)
}

/// The badge of a top-up.
pub const fn payment_state(status: PaymentStatus) -> StateWords {
    match status {
        PaymentStatus::Created | PaymentStatus::Pending => words("Pending", Mood::Waiting),
        PaymentStatus::Paid => words("Paid", Mood::Good),
        PaymentStatus::Failed => words("Declined", Mood::Bad),
        PaymentStatus::Abandoned => words("Not finished", Mood::Quiet),
    }
}

/// The badge of a number.
pub const fn number_state(state: NumberState) -> StateWords {
    match state {
        NumberState::Active => words("Active", Mood::Good),
        NumberState::Suspended => words("Suspended", Mood::Bad),
        NumberState::Grace => words("Payment due", Mood::Attention),
        NumberState::Released => words("Released", Mood::Quiet),
        NumberState::Quarantined => words("Released", Mood::Quiet),
    }
}

/// The badge of an eSIM.
pub const fn esim_state(state: EsimState) -> StateWords {
    match state {
        EsimState::Ordered => words("Being prepared", Mood::Waiting),
        EsimState::Ready => words("Ready to install", Mood::Attention),
        EsimState::Downloaded => words("Installed", Mood::Good),
        EsimState::Active => words("Active", Mood::Good),
        EsimState::Depleted => words("Data used up", Mood::Quiet),
        EsimState::Expired => words("Expired", Mood::Quiet),
        EsimState::Suspended => words("Suspended", Mood::Bad),
        EsimState::Terminated | EsimState::Recycled => words("Ended", Mood::Quiet),
    }
}

/// What the state of an eSIM means for the person who holds it, and what to do next.
pub const fn esim_meaning(state: EsimState) -> &'static str {
    match state {
        EsimState::Ordered => {
            "The network is preparing your eSIM. That usually takes less than a minute; this page looks again by itself."
        }
        EsimState::Ready => {
            "Not on a phone yet. Install it while you are online; it takes about two minutes."
        }
        EsimState::Downloaded => {
            "It is on your phone and waits for its first connection. Turn on data roaming for it once you have arrived."
        }
        EsimState::Active => "Connected and counting.",
        EsimState::Depleted => {
            "All data of this plan is used. Get another plan to go on; this eSIM can stay on your phone."
        }
        EsimState::Expired => "The time of this plan is over. You can delete the eSIM from your phone.",
        EsimState::Suspended => "The network has paused this eSIM. Please write to us and we find out why.",
        EsimState::Terminated | EsimState::Recycled => {
            "This eSIM has ended. You can delete it from your phone."
        }
    }
}

/// What an order is for, in one line.
pub fn item_title(item: &ItemView) -> String {
    match item {
        ItemView::Number { display, .. } => display.clone(),
        ItemView::Esim { plan_name, .. } => plan_name.clone(),
    }
}

/// The line under the title of an order.
pub fn item_detail(item: &ItemView) -> String {
    match item {
        ItemView::Number {
            paid_until: Some(until),
            ..
        } => format!("Another month, until {}", day(*until)),
        ItemView::Number { kind, country, .. } => format!("{} number, {}", kind.label(), country.name),
        ItemView::Esim {
            place,
            data_mb,
            validity_days,
            ..
        } => {
            let amount = data_mb.map_or_else(|| "unlimited data".into(), data);
            format!("eSIM for {place}: {amount}, {}", days(*validity_days))
        }
    }
}

/// `1 day`, `30 days`.
pub fn days(count: i32) -> String {
    if count == 1 {
        "1 day".into()
    } else {
        format!("{count} days")
    }
}

/// What a number can do, in words.
pub fn abilities(can: Capabilities) -> Vec<&'static str> {
    [
        (can.voice, "Calls"),
        (can.sms, "Text messages"),
        (can.mms, "Picture messages"),
    ]
    .into_iter()
    .filter_map(|(has, name)| has.then_some(name))
    .collect()
}

/// Megabytes (10^6 bytes) as people read them, rounded down: `850 MB`, `4.25 GB`.
pub fn data(megabytes: i64) -> String {
    let megabytes = megabytes.max(0);
    if megabytes < 1_000 {
        return format!("{megabytes} MB");
    }
    let hundredths = megabytes / 10;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match part {
        0 => format!("{whole} GB"),
        part if part % 10 == 0 => format!("{whole}.{} GB", part / 10),
        part => format!("{whole}.{part:02} GB"),
    }
}

/// What a line used of what there is, such as `1.2 GB of 6 GB`.
pub fn line_usage(row: &LineRow) -> String {
    const MEGABYTE: i64 = 1_000_000;
    let used = data(row.used_bytes / MEGABYTE);
    match row.allowance_bytes {
        Some(allowance) => format!("{used} of {}", data(allowance / MEGABYTE)),
        None => format!("{used} of unlimited"),
    }
}

/// `12 Nov 2026`.
pub fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y").to_string()
}

/// How long something took or has lasted, in its two largest units: `3 d 4 h`, `12 min`.
pub fn span(length: TimeDelta) -> String {
    let minutes = length.num_minutes().max(0);
    let (days, hours) = (minutes / 1_440, minutes / 60 % 24);
    match (days, hours) {
        (0, 0) if minutes == 0 => "under a minute".into(),
        (0, 0) => format!("{minutes} min"),
        (0, hours) => format!("{hours} h {} min", minutes % 60),
        (days, hours) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_never_rounded_up() {
        assert_eq!(data(0), "0 MB");
        assert_eq!(data(999), "999 MB");
        assert_eq!(data(1_000), "1 GB");
        assert_eq!(data(4_259), "4.25 GB");
        assert_eq!(data(4_500), "4.5 GB");
        assert_eq!(data(10_050), "10.05 GB");
    }

    #[test]
    fn days_are_written_out() {
        let at = DateTime::from_timestamp(1_794_492_300, 0).unwrap();
        assert_eq!(day(at), "12 Nov 2026");
    }

    #[test]
    fn spans_show_their_two_largest_units() {
        assert_eq!(span(TimeDelta::seconds(20)), "under a minute");
        assert_eq!(span(TimeDelta::minutes(12)), "12 min");
        assert_eq!(span(TimeDelta::minutes(75)), "1 h 15 min");
        assert_eq!(span(TimeDelta::hours(76)), "3 d 4 h");
    }
}
