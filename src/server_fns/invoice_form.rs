//! Reads what people type about invoices, and says what was wrong.

use rust_decimal::Decimal;

use crate::{
    domain::{audit::Origin, invoices::SaveBilling, orders::refund::RefundError},
    shared::error::AppError,
};

/// Longest address, as the table has it.
const ADDRESS_MAX: usize = 400;
/// Lines of an address at most.
const ADDRESS_LINES: usize = 8;
/// Longest reason of a credit note.
const REASON_MAX: usize = 500;

/// One line of `least` to `most` characters.
pub fn line(field: &str, text: &str, least: usize, most: usize) -> Result<String, AppError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (least..=most).contains(&text.chars().count()) && !text.contains(char::is_control);
    fits.then_some(text).ok_or_else(|| {
        AppError::invalid(
            field,
            if least == 0 {
                format!("Please use at most {most} characters.")
            } else {
                format!("Please enter {least} to {most} characters.")
            },
        )
    })
}

/// An address: up to eight lines.
pub fn lines(field: &str, text: &str, least: usize) -> Result<String, AppError> {
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    let joined = lines.join("\n");
    let is_odd = lines.iter().any(|line| line.contains(char::is_control));
    let length = joined.chars().count();
    if is_odd || lines.len() > ADDRESS_LINES || !(least..=ADDRESS_MAX).contains(&length) {
        return Err(AppError::invalid(
            field,
            if least == 0 {
                format!("Please use at most {ADDRESS_LINES} lines and {ADDRESS_MAX} characters.")
            } else {
                format!(
                    "Please enter the address, in at most {ADDRESS_LINES} lines and {ADDRESS_MAX} characters."
                )
            },
        ));
    }
    Ok(joined)
}

/// What a company wants to read on its invoices.
pub fn billing(name: &str, address: &str, tax_id: &str, origin: Origin) -> Result<SaveBilling, AppError> {
    Ok(SaveBilling {
        name: line("buyer_name", name, 0, 120)?,
        address: lines("buyer_address", address, 0)?,
        tax_id: line("buyer_tax_id", tax_id, 0, 40)?,
        origin,
    })
}

/// A tax rate: 0 to below 100, at most two digits after the point.
pub fn percent(text: &str) -> Result<Decimal, AppError> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse()
        .ok()
        .filter(|rate: &Decimal| {
            is_plain && rate.scale() <= 2 && *rate >= Decimal::ZERO && *rate < Decimal::ONE_HUNDRED
        })
        .ok_or_else(|| {
            AppError::invalid(
                "tax_percent",
                "Please enter a rate such as 20 or 7.5, from 0 to below 100.",
            )
        })
}

/// Days to pay.
pub fn days(text: &str) -> Result<i32, AppError> {
    text.trim()
        .parse()
        .ok()
        .filter(|days| (0..=90).contains(days))
        .ok_or_else(|| AppError::invalid("due_days", "Please enter a number of days, 0 to 90."))
}

/// Why something is taken back.
pub fn reason(text: &str) -> Result<String, AppError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=REASON_MAX).contains(&text.chars().count()) && !text.contains(char::is_control);
    fits.then_some(text).ok_or_else(|| {
        AppError::invalid(
            "reason",
            "Please say why, in up to 500 characters. The company reads it.",
        )
    })
}

/// Nothing is issued by a shop that has not said who it is.
pub fn not_set_up() -> AppError {
    AppError::Refused(
        "Nothing was issued: an invoice names its seller, and your shop has not said who it is. An owner can do that \
         under Companies, Invoice settings."
            .into(),
    )
}

/// Not an amount.
pub fn wrong_amount() -> AppError {
    AppError::invalid(
        "amount",
        "Please enter an amount above zero, such as 5 or 5.50. Nothing was given back.",
    )
}

/// Why a line was not taken back.
pub fn not_credited(error: &RefundError) -> AppError {
    match error {
        RefundError::NotFound => AppError::NotFound,
        RefundError::TooMuch { left } => AppError::invalid(
            "amount",
            format!("Only {left} of this line is left to give back. Nothing was given back now."),
        ),
        RefundError::Amount => wrong_amount(),
        RefundError::Reason => AppError::invalid(
            "reason",
            "Please say why, in up to 500 characters. The company reads it.",
        ),
        RefundError::Key | RefundError::KeyReused => AppError::Refused(
            "This form was already used for something else. Nothing was given back now. Please reload the page and try \
             again."
                .into(),
        ),
        RefundError::NotCharged
        | RefundError::NotPayable
        | RefundError::NoSource(_)
        | RefundError::Frozen
        | RefundError::Internal(_) => {
            AppError::Refused("The money cannot be given back at the moment. Nothing was moved.".into())
        }
    }
}
