//! ISO 20022 customer credit transfer initiation, `pain.001.001.09`: what a bank's web page takes as one upload.
//!
//! Element order and lengths are those of the schema; euros to IBANs ask for the SEPA scheme, where the payer bears no
//! fee of the receiver (`SLEV`), everything else shares the fees (`SHAR`).

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, Utc};

use super::{
    destination::BankAccount,
    export_payouts::{Debtor, Payment, minor},
};
use crate::shared::{currency::Currency, money::Money};

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

/// The file. `total` is the sum of the payments, all in its currency.
pub(super) fn document(
    debtor: &Debtor,
    message_id: &str,
    created_at: DateTime<Utc>,
    total: Money,
    payments: &[Payment],
) -> String {
    let is_sepa = total.currency() == Currency::EUR
        && payments
            .iter()
            .all(|payment| matches!(payment.destination.account(), BankAccount::Iban(_)));
    let mut xml = Xml::default();
    let (count, sum) = (payments.len().to_string(), minor(total));
    xml.open(&format!("Document xmlns=\"{NAMESPACE}\""));
    xml.open("CstmrCdtTrfInitn");
    xml.open("GrpHdr");
    xml.leaf("MsgId", message_id);
    xml.leaf("CreDtTm", &created_at.to_rfc3339_opts(SecondsFormat::Secs, true));
    xml.leaf("NbOfTxs", &count);
    xml.leaf("CtrlSum", &sum);
    xml.nested(&["InitgPty"], "Nm", &debtor.name);
    xml.close("GrpHdr");
    xml.open("PmtInf");
    xml.leaf("PmtInfId", message_id);
    xml.leaf("PmtMtd", "TRF");
    xml.leaf("BtchBookg", "true");
    xml.leaf("NbOfTxs", &count);
    xml.leaf("CtrlSum", &sum);
    if is_sepa {
        xml.nested(&["PmtTpInf", "SvcLvl"], "Cd", "SEPA");
    }
    xml.nested(&["ReqdExctnDt"], "Dt", &created_at.date_naive().to_string());
    xml.nested(&["Dbtr"], "Nm", &debtor.name);
    xml.nested(&["DbtrAcct", "Id"], "IBAN", debtor.iban.as_str());
    xml.nested(&["DbtrAgt", "FinInstnId"], "BICFI", debtor.bic.as_str());
    xml.leaf("ChrgBr", if is_sepa { "SLEV" } else { "SHAR" });
    for payment in payments {
        transaction(&mut xml, payment);
    }
    xml.close("PmtInf");
    xml.close("CstmrCdtTrfInitn");
    xml.close("Document");
    xml.text
}

fn transaction(xml: &mut Xml, payment: &Payment) {
    // The reference may have 35 characters, which our id with its prefix has not room for.
    let reference = payment.id.uuid().simple().to_string();
    xml.open("CdtTrfTxInf");
    xml.nested(&["PmtId"], "EndToEndId", &reference);
    xml.open("Amt");
    let amount = format!("InstdAmt Ccy=\"{}\"", payment.amount.currency());
    xml.leaf(&amount, &minor(payment.amount));
    xml.close("Amt");
    if let BankAccount::Number { bic, .. } = payment.destination.account() {
        xml.nested(&["CdtrAgt", "FinInstnId"], "BICFI", bic.as_str());
    }
    xml.nested(&["Cdtr"], "Nm", payment.destination.holder());
    match payment.destination.account() {
        BankAccount::Iban(iban) => xml.nested(&["CdtrAcct", "Id"], "IBAN", iban.as_str()),
        BankAccount::Number { number, .. } => xml.nested(&["CdtrAcct", "Id", "Othr"], "Id", number),
    }
    let words = format!("Payout {}", payment.requested_at.date_naive());
    xml.nested(&["RmtInf"], "Ustrd", &words);
    xml.close("CdtTrfTxInf");
}

/// Writes elements; text is escaped, names are ours.
struct Xml {
    text: String,
    depth: usize,
}

impl Default for Xml {
    fn default() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(),
            depth: 0,
        }
    }
}

impl Xml {
    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{line}", "", indent = 2 * self.depth);
    }

    /// `element` may carry attributes.
    fn open(&mut self, element: &str) {
        self.line(&format!("<{element}>"));
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }

    /// `element` may carry attributes.
    fn leaf(&mut self, element: &str, text: &str) {
        let name = element.split(' ').next().unwrap_or_default();
        self.line(&format!("<{element}>{}</{name}>", escaped(text)));
    }

    /// A leaf inside elements of its own.
    fn nested(&mut self, outer: &[&str], name: &str, text: &str) {
        for element in outer {
            self.open(element);
        }
        self.leaf(name, text);
        for element in outer.iter().rev() {
            self.close(element);
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
