//! The file for the bank: every approved payout of a currency, each in one file only.
//!
//! A file is known by its message id. Written again it is the same to the byte, whatever became of its payouts since,
//! so a process killed between the mark and the disk loses nothing.

use chrono::{DateTime, Utc};

use super::{
    destination::{BankAccount, Bic, Destination, Iban, ParseAccountError, parse_holder},
    pain001,
    payout::bank_share,
    request_payout::open,
    store::{self, ExportedRow},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, record, record_platform},
        error::{Internal, with_internal},
        scope::{Operates, System},
        spreadsheet,
    },
    shared::{currency::Currency, ids::PayoutId, money::Money},
};

/// The platform's account, which pays.
#[derive(Debug, Clone)]
pub struct Debtor {
    pub(super) name: String,
    pub(super) iban: Iban,
    pub(super) bic: Bic,
}

impl Debtor {
    /// Checked like a reseller's account.
    pub fn parse(name: &str, iban: &str, bic: &str) -> Result<Self, ParseAccountError> {
        Ok(Self {
            name: parse_holder(name)?,
            iban: Iban::parse(iban)?,
            bic: Bic::parse(bic)?,
        })
    }

    /// The name the account is in.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The account's number, which resellers pay their floats to.
    pub fn iban(&self) -> &str {
        self.iban.as_str()
    }

    /// The bank's identifier.
    pub fn bic(&self) -> &str {
        self.bic.as_str()
    }
}

/// What kind of file.
#[derive(Debug, Clone)]
pub enum FileFormat {
    Csv,
    /// ISO 20022 customer credit transfer, pain.001.001.09.
    Pain001(Debtor),
}

/// A file, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutFile {
    pub message_id: String,
    pub payouts: usize,
    pub total: Money,
    pub text: String,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum ExportPayoutsError {
    #[error("no approved payout waits for a file")]
    Nothing,
    #[error("no file has this message id")]
    NoSuchFile,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ExportPayoutsError);

/// One payment of a file.
pub(super) struct Payment {
    pub id: PayoutId,
    pub slug: String,
    pub amount: Money,
    pub destination: Destination,
    pub requested_at: DateTime<Utc>,
}

/// Puts every approved payout that is in no file yet into a new one; with `again`, writes that file once more. The audit log
/// has a row of each payout under its reseller, and one of the file under the platform's name and the operator's.
pub async fn export_payouts(
    backend: &Backend,
    operator: &impl Operates,
    currency: Currency,
    format: &FileFormat,
    again: Option<&str>,
) -> Result<PayoutFile, ExportPayoutsError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let exported_at = match again {
        Some(message_id) => moment(message_id, currency).ok_or(ExportPayoutsError::NoSuchFile)?,
        None => store::mark_exported(&mut tx, currency, now)
            .await?
            .ok_or(ExportPayoutsError::Nothing)?,
    };
    let rows = store::exported(&mut tx, currency, exported_at).await?;
    if rows.is_empty() {
        return Err(ExportPayoutsError::NoSuchFile);
    }
    let message_id = message_id(exported_at, currency);
    for row in &rows {
        let audit = Audit {
            action: "payout.exported",
            entity: row.id.to_string(),
            after: Some(serde_json::json!({ "message_id": message_id })),
            ..Audit::default()
        };
        record(&mut tx, &System::of(row.reseller, "payout export"), now, audit).await?;
    }
    let file = Audit {
        action: "payout_file.written",
        entity: message_id.clone(),
        after: Some(serde_json::json!({ "payouts": rows.len() })),
        ..Audit::default()
    };
    record_platform(&mut tx, operator, now, file).await?;
    let payments = rows
        .into_iter()
        .map(|row| payment(backend, row))
        .collect::<Result<Vec<_>, _>>()?;
    let total = payments
        .iter()
        .try_fold(Money::zero(currency), |sum, payment| sum.plus(payment.amount))?;
    let text = match format {
        FileFormat::Csv => to_csv(&payments)?,
        FileFormat::Pain001(debtor) => pain001::document(debtor, &message_id, exported_at, total, &payments),
    };
    tx.commit().await?;
    Ok(PayoutFile {
        message_id,
        payouts: payments.len(),
        total,
        text,
    })
}

fn payment(backend: &Backend, row: ExportedRow) -> Result<Payment, Internal> {
    Ok(Payment {
        destination: open(backend, row.reseller, row.id, &row.sealed)?,
        amount: bank_share(row.amount)?.0,
        id: row.id,
        slug: row.slug,
        requested_at: row.requested_at,
    })
}

/// What a file is called: its currency and its moment.
pub fn message_id(exported_at: DateTime<Utc>, currency: Currency) -> String {
    format!("PAYOUTS-{currency}-{}", exported_at.timestamp_micros())
}

fn moment(message_id: &str, currency: Currency) -> Option<DateTime<Utc>> {
    let micros = message_id.strip_prefix(&format!("PAYOUTS-{currency}-"))?;
    DateTime::from_timestamp_micros(micros.parse().ok()?)
}

fn to_csv(payments: &[Payment]) -> Result<String, Internal> {
    let mut file = csv::Writer::from_writer(vec![]);
    file.write_record([
        "payout",
        "reseller",
        "holder",
        "iban",
        "account",
        "bic",
        "amount",
        "currency",
        "requested_at",
    ])?;
    for payment in payments {
        let (iban, number, bic) = match payment.destination.account() {
            BankAccount::Iban(iban) => (iban.as_str(), "", ""),
            BankAccount::Number { number, bic } => ("", number.as_str(), bic.as_str()),
        };
        file.write_record([
            &payment.id.to_string(),
            &spreadsheet::cell(&payment.slug),
            &spreadsheet::cell(payment.destination.holder()),
            iban,
            number,
            bic,
            &minor(payment.amount),
            payment.amount.currency().code(),
            &payment.requested_at.to_rfc3339(),
        ])?;
    }
    spreadsheet::text(file)
}

/// Exactly the currency's minor digits, as banks want it.
pub(super) fn minor(amount: Money) -> String {
    format!(
        "{:.*}",
        amount.currency().minor_digits() as usize,
        amount.decimal()
    )
}
